/**
 * openDiskCache(folder, { limit }): a CacheStore of files, shared by running browsers.
 *
 * One entry is one file: `<first two hex digits>/<sha256 of the key>.<variant>`, which holds four octets with the
 * length of the JSON that follows, the JSON, and the body. It is written aside and renamed, so that it is whole or
 * absent; the key and the lengths are checked on reading, and damage is a miss. What the disk does not take is kept
 * in memory.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, stat, unlink, utimes, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CacheStore, StoredResponse } from '../fetch/session.js'
import { evictor } from './evict.js'
import { memoryCache } from './memory.js'
import { errorCode, meaning, once, type OnTrouble } from './trouble.js'

const lengthOctets = 4

/** Octets: a head is never so long, and a damaged length must not fill the memory. */
const longestHead = 4 * 1024 * 1024

/** Octets of the memory that stands in for a disk that fails. */
const memoryLimit = 16 * 1024 * 1024

/** Milliseconds: how often a use is noted on the file. */
const touchInterval = 3_600_000

export interface DiskCacheOptions {
  /** octets */
  readonly limit: number
  readonly onTrouble?: OnTrouble
  readonly now?: () => number
}

/** What the file's JSON holds. */
interface Head {
  readonly key: string
  readonly stored: StoredResponse
}

export function openDiskCache(folder: string, options: DiskCacheOptions): CacheStore {
  const memory = memoryCache({ limit: memoryLimit })
  const trouble = once(options.onTrouble)
  const now = options.now ?? Date.now
  const keepWithin = evictor(folder, { limit: options.limit, now })

  async function write(key: string, stored: StoredResponse, body: Uint8Array): Promise<void> {
    try {
      const octets = await writeEntry(entryPath(folder, key, stored.id), { key, stored }, body)
      await memory.remove(key, stored.id)
      await keepWithin(octets)
    } catch (error) {
      trouble(`not cached on disk: ${meaning(error)}: ${folder}`)
      await memory.put(key, stored, body)
    }
  }

  async function read(key: string, id: string): Promise<Uint8Array | undefined> {
    const path = entryPath(folder, key, id)
    const body = await withFile(path, async (file) => {
      const head = await readHead(file, key)
      return head === undefined ? undefined : readBody(file, head)
    })
    if (body === undefined) return memory.read(key, id)
    await touch(path, now())
    return body
  }

  return {
    async lookup(key) {
      const names = (await readdir(dirname(entryPath(folder, key, ''))).catch(() => [])).filter(
        isEntryOf(key),
      )
      const found = names.map((name) =>
        withFile(join(dirname(entryPath(folder, key, '')), name), (file) => readHead(file, key)),
      )
      const heads = (await Promise.all(found)).flatMap((head) => (head === undefined ? [] : [head.stored]))
      return [...heads, ...(await memory.lookup(key))]
    },
    read,
    put: write,
    async freshen(key, stored) {
      const body = await read(key, stored.id)
      if (body !== undefined) await write(key, stored, body)
    },
    async remove(key, id) {
      await memory.remove(key, id)
      const place = dirname(entryPath(folder, key, ''))
      const names = id === undefined ? await readdir(place).catch(() => []) : [`${digest(key)}.${id}`]
      for (const name of names.filter(isEntryOf(key))) await unlink(join(place, name)).catch(() => undefined)
    },
  }
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function entryPath(folder: string, key: string, id: string): string {
  const name = digest(key)
  return join(folder, name.slice(0, 2), `${name}.${id}`)
}

function isEntryOf(key: string): (name: string) => boolean {
  const prefix = `${digest(key)}.`
  return (name) => name.startsWith(prefix)
}

/** Gives the octets written. */
async function writeEntry(path: string, head: Head, body: Uint8Array): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const json = Buffer.from(JSON.stringify(head), 'utf8')
  const length = Buffer.alloc(lengthOctets)
  length.writeUInt32BE(json.length)
  const temporary = join(dirname(path), `tmp.${randomBytes(8).toString('hex')}`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writev([length, json, body])
    const { size } = await file.stat()
    const whole = lengthOctets + json.length + body.length
    if (size !== whole) throw Object.assign(new Error(), { code: 'ENOSPC' })
    await file.close()
    await rename(temporary, path)
    return whole
  } catch (error) {
    await file.close().catch(() => undefined)
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

/** Whatever goes wrong with an entry is a miss. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T | undefined> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    return await use(file)
  } catch {
    return undefined
  } finally {
    await file?.close().catch(() => undefined)
  }
}

async function readHead(
  file: FileHandle,
  key: string,
): Promise<(Head & { readonly end: number }) | undefined> {
  const prefix = await exactly(file, 0, lengthOctets)
  const length = prefix?.readUInt32BE() ?? 0
  if (length === 0 || length > longestHead) return undefined
  const json = await exactly(file, lengthOctets, length)
  const head: unknown = json === undefined ? undefined : JSON.parse(json.toString('utf8'))
  const end = lengthOctets + length
  if (!isHead(head) || head.key !== key) return undefined
  const { size } = await file.stat()
  return size === end + head.stored.size ? { ...head, end } : undefined
}

async function readBody(file: FileHandle, { stored, end }: Head & { readonly end: number }) {
  const body = await exactly(file, end, stored.size)
  return body === undefined ? undefined : new Uint8Array(body.buffer, body.byteOffset, body.length)
}

/** That many octets from there, or undefined when the file is too short. */
async function exactly(file: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const octets = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(octets, filled, length - filled, position + filled)
    if (bytesRead === 0) return undefined
    filled += bytesRead
  }
  return octets
}

const texts = ['id', 'method', 'url', 'reason', 'version', 'head'] as const
const numbers = ['status', 'requestTime', 'responseTime', 'size'] as const

function isHead(x: unknown): x is Head {
  const { key, stored } = (x ?? {}) as { key?: unknown; stored?: unknown }
  if (typeof key !== 'string' || typeof stored !== 'object' || stored === null) return false
  const facts = stored as Record<string, unknown>
  return (
    texts.every((name) => typeof facts[name] === 'string') &&
    numbers.every((name) => Number.isFinite(facts[name])) &&
    areFields(facts['fields']) &&
    areFields(facts['varyFields'])
  )
}

function areFields(x: unknown): boolean {
  const isField = (field: unknown) =>
    Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string')
  return Array.isArray(x) && x.every(isField)
}

/** The time of the last use is the file's; it is noted once an hour at most. */
async function touch(path: string, now: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(path)
    if (now - mtimeMs > touchInterval) await utimes(path, now / 1000, now / 1000)
  } catch (error) {
    if (errorCode(error) === '') throw error
  }
}
