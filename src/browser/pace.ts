/**
 * Pacing: of values that come faster than they can be shown, the newest are taken. The first at once, the next not
 * before four times what the last one cost, and never so often that keys would wait.
 */

export interface Clock {
  /** milliseconds */
  readonly now: () => number
  /** calls back after so many milliseconds; gives what cancels it */
  readonly after: (delay: number, callback: () => void) => () => void
}

export interface Pace<T> {
  /** takes the value now or later, or never when a newer one comes */
  readonly offer: (value: T) => void
  /** takes what was offered last, if it was not taken yet */
  readonly flush: () => void
}

const LEAST = 100
const TIMES_COST = 4

export function pace<T>(take: (value: T) => void, clock: Clock): Pace<T> {
  let next = -Infinity
  let waiting: { readonly value: T } | undefined
  let cancel: (() => void) | undefined

  function flush(): void {
    cancel?.()
    cancel = undefined
    if (waiting === undefined) return
    const { value } = waiting
    waiting = undefined
    const start = clock.now()
    take(value)
    const end = clock.now()
    next = end + Math.max(LEAST, TIMES_COST * (end - start))
  }

  function offer(value: T): void {
    waiting = { value }
    const wait = next - clock.now()
    if (wait <= 0) flush()
    else cancel ??= clock.after(wait, flush)
  }

  return { offer, flush }
}
