/**
 * What may end an exchange from outside: the person (an AbortSignal), or a deadline. One watch spans one `send`,
 * all its attempts included; within it at most one phase deadline is running.
 */
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'

/** Longer than any timer of Node can run. */
const FOREVER = 2 ** 31 - 1

export interface Watch {
  /** why everything is to stop; undefined while it may go on */
  readonly stopped: Failure | undefined
  /** starts a phase: it must be over in that many milliseconds. Takes the place of the phase before. */
  phase(milliseconds: number, lateness: string): void
  /** the running phase has its whole time again */
  renew(): void
  /** no phase is running: the next step is somebody else's */
  calm(): void
  /** calls the listener when everything is to stop, at once if it already is; gives what takes it back */
  onStop(listener: () => void): () => void
  stop(reason: Failure): void
  /** frees the timers and the signal */
  end(): void
}

export function openWatch(signal: AbortSignal, options: { readonly total?: number }): Watch {
  const listeners = new Set<() => void>()
  let stopped: Failure | undefined
  let phaseTimer: NodeJS.Timeout | undefined

  const end = () => {
    clearTimeout(phaseTimer)
    clearTimeout(totalTimer)
    signal.removeEventListener('abort', abort)
    listeners.clear()
  }
  const stop = (reason: Failure) => {
    if (stopped !== undefined) return
    stopped = reason
    const told = [...listeners]
    end()
    for (const listener of told) listener()
  }
  const abort = () => stop(failure('aborted', 'stopped'))
  const after = (milliseconds: number, lateness: string) =>
    // a timer may fire within the millisecond before its time; a deadline never does
    setTimeout(() => stop(failure('timeout', lateness)), Math.min(Math.ceil(milliseconds) + 1, FOREVER))

  const totalTimer =
    options.total === undefined
      ? undefined
      : after(options.total, `not finished within ${duration(options.total)}`)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort)

  return {
    get stopped() {
      return stopped
    },
    phase(milliseconds, lateness) {
      clearTimeout(phaseTimer)
      if (stopped === undefined) phaseTimer = after(milliseconds, lateness)
    },
    renew() {
      phaseTimer?.refresh()
    },
    calm() {
      clearTimeout(phaseTimer)
      phaseTimer = undefined
    },
    onStop(listener) {
      if (stopped === undefined) listeners.add(listener)
      else listener()
      return () => listeners.delete(listener)
    },
    stop,
    end,
  }
}

/** `10 s`, `250 ms` */
export function duration(milliseconds: number): string {
  return milliseconds >= 1000 ? `${Math.round(milliseconds / 100) / 10} s` : `${Math.round(milliseconds)} ms`
}
