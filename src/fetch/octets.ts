/**
 * A body as octets that can be looked at before they are taken, for readers whose borders are not those of the pieces
 * that came.
 */
import { isFailure } from '../failure.js'
import type { Failure } from '../failure.js'

/** What a Body is made of. */
export type OctetIterator = AsyncIterator<Uint8Array | Failure>

export interface OctetSource {
  /** the next octets, at least one; undefined at the end, be it a Failure or not */
  next(): Promise<Uint8Array | undefined>
  /** puts octets back, to be the next */
  unread(octets: Uint8Array): void
  /** at least so many octets at once, or all that are left */
  atLeast(count: number): Promise<Uint8Array>
  /** how the octets ended, when not well */
  readonly failure: Failure | undefined
  /** no more is wanted */
  close(): Promise<void>
}

export function octetSource(input: OctetIterator): OctetSource {
  let ready: Uint8Array | undefined
  let failed: Failure | undefined
  let over = false

  const next = async (): Promise<Uint8Array | undefined> => {
    const octets = ready
    ready = undefined
    if (octets !== undefined) return octets
    while (!over) {
      const item = await input.next()
      if (item.done === true) over = true
      else if (isFailure(item.value)) {
        failed = item.value
        over = true
      } else if (item.value.length > 0) return item.value
    }
    return undefined
  }

  return {
    next,
    unread(octets) {
      if (octets.length > 0) ready = ready === undefined ? octets : join(octets, ready)
    },
    async atLeast(count) {
      let octets: Uint8Array = new Uint8Array()
      while (octets.length < count) {
        const more = await next()
        if (more === undefined) break
        octets = octets.length === 0 ? more : join(octets, more)
      }
      return octets
    },
    get failure() {
      return failed
    },
    async close() {
      over = true
      await input.return?.()
    },
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
