/**
 * openJournal(path): a file of lines that running browsers share (Journal in fetch/session.ts).
 *
 * Writers append with O_APPEND. Only compaction takes a lock: it reads everything, writes a new file and renames it
 * into place. No line is lost to it: a writer that finds the lock after its write waits for its release, and a writer
 * that finds another file in place then appends there again. What was written before the lock was taken is read; what
 * was written after it is written again; some lines come twice, in their writer's order, and the last word counts.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Journal } from '../fetch/session.js'
import { awaitRelease, patience, unlinkQuietly, withLock } from './lock.js'
import { errorCode, meaning, once, type OnTrouble } from './trouble.js'

const newline = 0x0a

/** Octets: a journal is a list of cookies, not a heap; of a longer one only the end is read. */
const longest = 64 * 1024 * 1024

/** Times that a line is written again because the file was replaced under it; compactions are rarer by far. */
const attempts = 5

/** Faults of opening that mean: nothing was kept so far. Whether anything can be, writing will tell. */
const nothingThere = new Set(['ENOENT', 'ENOTDIR'])

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
      trouble(`not read from disk: ${meaning(error)}: ${path}`)
      return { lines: [], restarted: false }
    } finally {
      closeSync(file)
    }
  }

  function append(line: string): void {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      for (let attempt = 0; attempt < attempts; attempt++) if (appendOnce(path, line, now)) return
    } catch (error) {
      trouble(`not kept on disk: ${meaning(error)}: ${path}`)
    }
  }

  function compact(lines: () => readonly string[]): void {
    try {
      withLock(lockOf(path), now, () => {
        position = rewrite(path, { lines, position: () => position, now })
      })
    } catch (error) {
      if (!passing.has(errorCode(error))) trouble(`not written anew: ${meaning(error)}: ${path}`)
    }
  }

  return { replay, append, compact }
}

function openForReading(path: string, trouble: OnTrouble): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (!nothingThere.has(errorCode(error))) trouble(`not read from disk: ${meaning(error)}: ${path}`)
    return undefined
  }
}

/** Writes one line; false when the file was replaced under the write, so that the line must be written again. */
function appendOnce(path: string, line: string, now: () => number): boolean {
  const file = openSync(path, 'a+', 0o600)
  try {
    const { size, ino } = fstatSync(file)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(file, last, 0, 1, size - 1)
    // After a line that was cut off by a crash, this one begins anew.
    const torn = size > 0 && last[0] !== newline
    const octets = Buffer.from(`${torn ? '\n' : ''}${line}\n`, 'utf8')
    if (writeSync(file, octets) < octets.length) throw Object.assign(new Error(), { code: 'ENOSPC' })
    awaitRelease(lockOf(path), now)
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

interface Rewriting {
  /** what the new file holds; makes `position` tell how far the old one was read */
  readonly lines: () => readonly string[]
  readonly position: () => Position | undefined
  readonly now: () => number
}

/** Under the lock. Gives the position after what the new file holds. */
function rewrite(path: string, { lines, position, now }: Rewriting): Position {
  const start = now()
  const temporary = `${path}.tmp`
  unlinkQuietly(temporary)
  const file = openSync(temporary, 'wx', 0o600)
  try {
    const octets = Buffer.from(
      lines()
        .map((line) => `${line}\n`)
        .join(''),
      'utf8',
    )
    writeFileSync(file, octets)
    const { ino: inode, size } = fstatSync(file)
    const outdated = position()?.inode !== inodeOf(path)
    if (outdated || size !== octets.length || now() - start > patience / 2) throw notNow()
    renameSync(temporary, path)
    return { inode, offset: size }
  } catch (error) {
    unlinkQuietly(temporary)
    throw error
  } finally {
    closeSync(file)
  }
}

function notNow(): Error {
  return Object.assign(new Error('not now'), { code: 'ESTALE' })
}

function lockOf(path: string): string {
  return `${path}.lock`
}
