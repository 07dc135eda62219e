/**
 * openJournal(path): a file of lines that running browsers share (Journal in fetch/session.ts).
 *
 * Writers append with O_APPEND and take no lock. Only compaction takes one, against other compactions: it writes a
 * new file and renames it into place. No line is lost to it, because it copies what was appended to the old file
 * until just after the rename, and a writer that finds a new file in place after its write appends there again.
 * A line may so come twice; readers take lines in order and the last word counts.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Journal } from '../fetch/session.js'
import { unlinkQuietly, withLock } from './lock.js'
import { errorCode, meaning, once, type OnTrouble } from './trouble.js'

const newline = 0x0a

/** Octets: a journal is a list of cookies, not a heap; of a longer one only the end is read. */
const longest = 64 * 1024 * 1024

/** Times that a line is written again because the file was replaced under it; compactions are rarer by far. */
const attempts = 5

/** Faults of compaction that only mean: not now. */
const passing = new Set(['ENOENT', 'ESTALE'])

export interface JournalOptions {
  readonly onTrouble?: OnTrouble
  readonly now?: () => number
}

/** How far this browser has read: which file, and how many of its octets. */
interface Position {
  readonly inode: number
  readonly offset: number
}

export function openJournal(path: string, options: JournalOptions = {}): Journal {
  const trouble = once(options.onTrouble)
  const now = options.now ?? Date.now
  let position: Position | undefined

  function replay(): ReturnType<Journal['replay']> {
    const file = openForReading(path, trouble)
    if (file === undefined) {
      const restarted = position !== undefined
      position = undefined
      return { lines: [], restarted }
    }
    try {
      const { ino: inode, size } = fstatSync(file)
      const continued = position?.inode === inode && position.offset <= size
      const restarted = position !== undefined && !continued
      const offset = continued && position !== undefined ? position.offset : Math.max(0, size - longest)
      const { lines, octets } = wholeLines(readFrom(file, offset))
      position = { inode, offset: offset + octets }
      return { lines, restarted }
    } catch (error) {
      trouble(`cannot be read: ${path}: ${meaning(error)}`)
      return { lines: [], restarted: false }
    } finally {
      closeSync(file)
    }
  }

  function append(line: string): void {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      for (let attempt = 0; attempt < attempts; attempt++) if (appendOnce(path, line)) return
    } catch (error) {
      trouble(`cannot be written, so what is new ends with this browser: ${path}: ${meaning(error)}`)
    }
  }

  function compact(lines: () => readonly string[]): void {
    try {
      withLock(`${path}.lock`, now, () => {
        position = rewrite(path, lines, () => position)
      })
    } catch (error) {
      if (!passing.has(errorCode(error))) trouble(`cannot be written anew: ${path}: ${meaning(error)}`)
    }
  }

  return { replay, append, compact }
}

function openForReading(path: string, trouble: OnTrouble): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') trouble(`cannot be read: ${path}: ${meaning(error)}`)
    return undefined
  }
}

/** Writes one line; false when the file was replaced under the write, so that the line must be written again. */
function appendOnce(path: string, line: string): boolean {
  const file = openSync(path, 'a+', 0o600)
  try {
    const { size, ino } = fstatSync(file)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(file, last, 0, 1, size - 1)
    // After a line that was cut off by a crash, this one begins anew.
    const torn = size > 0 && last[0] !== newline
    const octets = Buffer.from(`${torn ? '\n' : ''}${line}\n`, 'utf8')
    if (writeSync(file, octets) < octets.length) throw Object.assign(new Error(), { code: 'ENOSPC' })
    return inodeOf(path) === ino
  } finally {
    closeSync(file)
  }
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino
  } catch {
    return undefined
  }
}

function readFrom(file: number, offset: number): Buffer {
  const { size } = fstatSync(file)
  const octets = Buffer.alloc(Math.max(0, size - offset))
  let length = 0
  while (length < octets.length) {
    const count = readSync(file, octets, length, octets.length - length, offset + length)
    if (count === 0) break
    length += count
  }
  return octets.subarray(0, length)
}

/** The lines that have ended; the last one, if it has not, waits for its end. */
function wholeLines(octets: Buffer): { readonly lines: readonly string[]; readonly octets: number } {
  const end = octets.lastIndexOf(newline) + 1
  const lines = octets.toString('utf8', 0, end).split('\n')
  return { lines: lines.filter((line) => line !== ''), octets: end }
}

/** Under the lock. `read` tells how far `lines` has read; what was appended after that is copied. */
function rewrite(path: string, lines: () => readonly string[], read: () => Position | undefined) {
  const old = openSync(path, 'r')
  const temporary = `${path}.tmp`
  unlinkQuietly(temporary)
  const file = openSync(temporary, 'wx', 0o600)
  try {
    const head = Buffer.from(
      lines()
        .map((line) => `${line}\n`)
        .join(''),
      'utf8',
    )
    const known = read()
    const { ino } = fstatSync(old)
    if (known?.inode !== ino) throw Object.assign(new Error(), { code: 'ESTALE' })
    writeSync(file, head)
    renameSync(temporary, path)
    const tail = readFrom(old, known.offset)
    if (tail.length > 0) appendWhole(path, tail)
    return { inode: fstatSync(file).ino, offset: head.length }
  } catch (error) {
    unlinkQuietly(temporary)
    throw error
  } finally {
    closeSync(file)
    closeSync(old)
  }
}

function appendWhole(path: string, octets: Buffer): void {
  const file = openSync(path, 'a', 0o600)
  try {
    writeSync(file, octets)
  } finally {
    closeSync(file)
  }
}
