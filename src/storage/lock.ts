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

/** Milliseconds that work under a lock may take if others wait for its end; it gives up before they do. */
export const patience = 1000

/** Milliseconds between two looks at a lock. */
const pause = 2

/** Waits until nobody holds the lock, but no longer than an honest owner needs. Blocks, for milliseconds. */
export function awaitRelease(path: string, now: () => number): void {
  const cell = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; waited < patience && isHeld(path, now); waited += pause)
    Atomics.wait(cell, 0, 0, pause)
}

function isHeld(path: string, now: () => number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && now() - stats.mtimeMs < patience
}

export function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // it is gone, or cannot go: both are as well
  }
}
