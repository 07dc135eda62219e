/**
 * A body on its way from the wire to its reader: content codings undone, octets counted and bounded, and a copy of
 * the wire's octets kept for the cache when all of it came.
 */
import { failure, isFailure, type Failure } from '../failure.js'
import { finish, type GrowingExchange } from './exchange.js'
import type { Body } from './message.js'
import type { Transmission } from './session.js'

/** Octets: larger bodies are not kept. */
const largestKept = 32 * 1024 * 1024

/** What to do with the whole body, content codings still on. */
export interface Keeping {
  readonly keep: (octets: Uint8Array) => Promise<void>
}

export interface ReceiveOptions {
  readonly exchange: GrowingExchange
  /** Content-Encoding's value */
  readonly coding: string | undefined
  /** octets of the decoded body */
  readonly limit: number
  /** absent when the body comes from the cache: nothing of it is on the wire then */
  readonly transmission?: Transmission
  readonly keeping?: Keeping
}

/** What came over the wire, and whether all of it did. */
interface Wire {
  readonly pieces: Uint8Array[]
  whole: boolean
}

/**
 * The body can be closed at any time, before its first octet was asked for too: then the connection is closed with it.
 * (A generator alone, never started, would run none of its `finally`.)
 */
export function receive(body: Body, options: ReceiveOptions): Body {
  const input = body[Symbol.asyncIterator]()
  const wire: Wire = { pieces: [], whole: false }
  const output = received({ [Symbol.asyncIterator]: () => input }, wire, options)
  let settled = false
  const settle = () => {
    if (settled) return
    settled = true
    if (options.transmission !== undefined) finish(options.exchange, options.transmission)
    if (!wire.whole || options.exchange.failure !== undefined) {
      notKept(options.exchange, 'the body did not come whole')
    }
  }
  const iterator: AsyncIterableIterator<Uint8Array | Failure> = {
    async next() {
      const item = await output.next()
      if (item.done === true) settle()
      return item
    },
    async return() {
      await input.return?.()
      await output.return(undefined)
      settle()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}

async function* received(
  body: Body,
  wire: Wire,
  options: ReceiveOptions,
): AsyncGenerator<Uint8Array | Failure> {
  const { exchange, limit } = options
  for await (const piece of await decoded(count(body, wire, options), options)) {
    const fault = isFailure(piece) ? piece : overflow(exchange, piece, limit)
    if (fault !== undefined) {
      exchange.failure = named(fault, exchange)
      yield exchange.failure
      return
    }
    yield piece
  }
  await keep(wire, options)
}

async function decoded(body: Body, options: ReceiveOptions): Promise<Body> {
  const coding = options.coding?.trim().toLowerCase() ?? ''
  if (coding === '' || coding === 'identity') return body
  // zlib is loaded when first needed.
  const { decodeContent } = await import('./coding.js')
  return decodeContent(body, options.coding, { limit: options.limit })
}

/** Counts what comes over the wire, and gathers it while it may be kept. */
async function* count(body: Body, wire: Wire, options: ReceiveOptions): Body {
  const { exchange, keeping, transmission } = options
  for await (const piece of body) {
    if (isFailure(piece)) {
      yield piece
      return
    }
    if (transmission !== undefined) exchange.sizes.body += piece.length
    if (keeping !== undefined && exchange.sizes.body <= largestKept) wire.pieces.push(piece)
    else wire.pieces.length = 0
    yield piece
  }
  wire.whole = true
}

function overflow(exchange: GrowingExchange, piece: Uint8Array, limit: number): Failure | undefined {
  if (exchange.sizes.decoded + piece.length > limit) {
    return failure('limit', `the body is larger than ${limit} octets, the most that is read`)
  }
  exchange.sizes.decoded += piece.length
  return undefined
}

function named(fault: Failure, exchange: GrowingExchange): Failure {
  return fault.url === undefined ? { ...fault, url: exchange.url.href } : fault
}

async function keep(wire: Wire, { exchange, keeping }: ReceiveOptions): Promise<void> {
  if (keeping === undefined || !wire.whole) return
  if (exchange.sizes.body > largestKept) {
    notKept(exchange, `larger than ${largestKept} octets`)
    return
  }
  await keeping.keep(new Uint8Array(Buffer.concat(wire.pieces)))
}

function notKept(exchange: GrowingExchange, reason: string): void {
  if (exchange.cache?.verdict === 'stored') exchange.cache = { verdict: 'not stored', reason }
}
