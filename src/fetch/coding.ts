/**
 * Content codings undone: a body as it came over the wire in, the representation out (RFC 9110 section 8.4). The last
 * item is a Failure when the coding is unknown or damaged, or when the body is longer than it may be; what could be
 * decoded comes before it. Octets are pulled through, so a small body that swells to a huge one costs no memory.
 */
import { failure, isFailure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Body } from './message.js'
import { octetSource } from './octets.js'
import type { OctetIterator } from './octets.js'

export interface CodingOptions {
  /** octets that the decoded body may have */
  readonly limit: number
}

/** More codings one over the other than any honest answer has. */
const MOST_CODINGS = 4

export function decodeContent(body: Body, contentEncoding: string | undefined, options: CodingOptions): Body {
  const input = body[Symbol.asyncIterator]()
  return closing(input, atMost(undone(input, contentCodings(contentEncoding)), options.limit))
}

/** The codings in the order in which they were applied; `identity` is none. */
function contentCodings(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

type OctetGenerator = AsyncGenerator<Uint8Array | Failure>

/** The coding that was applied last is undone first. */
async function* undone(input: OctetIterator, codings: readonly string[]): OctetGenerator {
  if (codings.length > MOST_CODINGS) {
    yield failure('limit', `the body has ${codings.length} content codings, one over the other`)
    return
  }
  let octets = input
  for (const coding of codings.toReversed()) {
    // zlib is loaded when it is first needed
    const { DECODERS } = await import('./decoders.js')
    const decode = DECODERS.get(coding)
    if (decode === undefined) {
      yield unknownCoding(coding)
      return
    }
    octets = decode(octetSource(octets))
  }
  yield* octetsOf(octets)
}

function unknownCoding(coding: string): Failure {
  const name = coding.replace(/[^\x21-\x7e]+/g, '·').slice(0, 40)
  return failure('protocol', `the body has the content coding “${name}”, which is not known here`)
}

async function* octetsOf(input: OctetIterator): OctetGenerator {
  try {
    for (let item = await input.next(); item.done !== true; item = await input.next()) {
      yield item.value
      if (isFailure(item.value)) return
    }
  } finally {
    await input.return?.()
  }
}

async function* atMost(octets: OctetGenerator, limit: number): OctetGenerator {
  let room = limit
  for await (const item of octets) {
    if (isFailure(item) || item.length <= room) {
      if (!isFailure(item)) room -= item.length
      yield item
      continue
    }
    if (room > 0) yield item.subarray(0, room)
    yield failure('limit', `the body is longer than ${limit} octets`)
    return
  }
}

/** A generator that was never started runs none of its `finally`; the input is to be closed all the same. */
function closing(input: OctetIterator, output: OctetGenerator): Body {
  const iterator: AsyncIterableIterator<Uint8Array | Failure> = {
    async next() {
      const item = await output.next()
      if (item.done === true) await input.return?.()
      return item
    },
    async return() {
      await input.return?.()
      await output.return(undefined)
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
