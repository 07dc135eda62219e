/**
 * Writing that is done when it returns, for the moments when the process is about to stop or end; and what to do
 * with the standard streams of a terminal that is gone.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'

/** A terminal that takes nothing for so many tries is not waited for. */
const TRIES = 1000
const PAUSE_MILLISECONDS = 2

/** Never throws: a terminal that is gone needs nothing more. */
export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  let done = 0
  let tries = 0
  while (done < bytes.length && tries < TRIES) {
    try {
      done += writeSync(descriptor, bytes, done)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      tries++
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS)
    }
  }
}

/**
 * Puts the null device in the place of standard input, output and error. At its end Node resets the terminal that
 * they were, and aborts when that one is gone.
 */
export function detachStandardStreams(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      closeSync(descriptor)
      // the lowest free descriptor: the one just closed
      openSync(devNull, 'r+')
    } catch {
      // was closed before
    }
  }
}
