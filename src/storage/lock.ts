/**
 * A lock between running browsers: a file that only one can make.
 */
import { closeSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs'

/** Milliseconds after which a lock's owner is taken for dead: no work under a lock lasts as long. */
const staleAfter = 30_000

/** Does the work if no other browser is at it; true when it was done. Throws what the work throws. */
export function withLock(path: string, now: () => number, work: () => void): boolean {
  if (!acquire(path, now)) return false
  try {
    work()
  } finally {
    unlinkQuietly(path)
  }
  return true
}

function acquire(path: string, now: () => number): boolean {
  for (const attempt of ['first', 'after a stale one']) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, `${process.pid} ${now()}\n`)
      closeSync(file)
      return true
    } catch {
      if (attempt !== 'first' || !isStale(path, now)) return false
      unlinkQuietly(path)
    }
  }
  return false
}

function isStale(path: string, now: () => number): boolean {
  try {
    return now() - statSync(path).mtimeMs > staleAfter
  } catch {
    return false
  }
}

export function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // it is gone, or cannot go: both are as well
  }
}
