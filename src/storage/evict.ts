/**
 * Keeps the disk cache within its limit: what was used longest ago goes first, by one browser at a time.
 */
import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlinkQuietly, withLock } from './lock.js'

/** The share of the limit that is left after an eviction, so that the next one is not due at once. */
const share = 0.8

/** The share of the limit that may be written before the folder is looked through again. */
const unseen = 1 / 20

/** Milliseconds between looks for browsers that write little each. */
const interval = 3_600_000

/** Milliseconds after which a file that was being written is taken for left behind. */
const abandonedAfter = 3_600_000

interface Item {
  readonly path: string
  readonly size: number
  readonly used: number
}

export interface EvictOptions {
  /** octets */
  readonly limit: number
  readonly now: () => number
}

/** Gives what is to be told of every write, in octets. Never rejects. */
export function evictor(folder: string, options: EvictOptions): (octets: number) => Promise<void> {
  const stamp = join(folder, 'looked-through')
  let written = 0
  let first = true
  return async (octets) => {
    written += octets
    const due = written > options.limit * unseen || (first && (await isOld(stamp, options.now())))
    first = false
    if (!due) return
    written = 0
    try {
      await mark(stamp, options.now())
      await evict(folder, options)
    } catch {
      // the next write will find a folder that can be looked through, or none will be written
    }
  }
}

async function isOld(stamp: string, now: number): Promise<boolean> {
  try {
    return now - (await stat(stamp)).mtimeMs > interval
  } catch {
    return true
  }
}

async function mark(stamp: string, now: number): Promise<void> {
  await writeFile(stamp, '', { mode: 0o600 })
  await utimes(stamp, now / 1000, now / 1000)
}

async function evict(folder: string, { limit, now }: EvictOptions): Promise<void> {
  const { kept, sum } = await survey(folder, now())
  if (sum <= limit) return
  withLock(join(folder, 'lock'), now, () => {
    let left = sum
    for (const item of [...kept].sort((a, b) => a.used - b.used)) {
      if (left <= limit * share) break
      unlinkQuietly(item.path)
      left -= item.size
    }
  })
}

/** Every entry and their sum; what a crash left behind is removed on the way. */
async function survey(
  folder: string,
  now: number,
): Promise<{ readonly kept: readonly Item[]; readonly sum: number }> {
  const kept: Item[] = []
  for (const name of (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const item of await itemsIn(join(folder, name))) {
      if (!item.path.includes('/tmp.')) kept.push(item)
      else if (now - item.used > abandonedAfter) unlinkQuietly(item.path)
    }
  }
  return { kept, sum: kept.reduce((sum, { size }) => sum + size, 0) }
}

async function itemsIn(folder: string): Promise<readonly Item[]> {
  const items = (await readdir(folder)).map(async (name) => {
    const path = join(folder, name)
    // undefined: another browser removed it meanwhile
    const facts = await stat(path).catch(() => undefined)
    return facts === undefined ? [] : [{ path, size: facts.size, used: facts.mtimeMs }]
  })
  return (await Promise.all(items)).flat()
}
