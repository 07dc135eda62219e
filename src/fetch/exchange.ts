/**
 * The record of one exchange while it grows: made when the answer's head is there, final when its body has ended.
 */
import { isFailure, type Failure } from '../failure.js'
import type { Body, Exchange, Request, Sizes } from './message.js'
import type { Transmission } from './session.js'

export type Growing<T> = { -readonly [K in keyof T]: T[K] }

export type GrowingExchange = Growing<Omit<Exchange, 'sizes'>> & { readonly sizes: Growing<Sizes> }

export function noSizes(): Growing<Sizes> {
  return { requestHead: 0, requestBody: 0, head: 0, body: 0, decoded: 0 }
}

/** What went over the wire and came back; for a failed transmission, what there was until then. */
export function networkExchange(request: Request, transmission: Transmission): GrowingExchange {
  const { answer, requestHead, received, interim, connection, timings, trailers, notes } = transmission
  const exchange: GrowingExchange = {
    method: request.method,
    url: request.url,
    source: 'network',
    requestHead,
    interim,
    responseHead: received,
    fields: [],
    trailers,
    timings,
    sizes: {
      ...noSizes(),
      requestHead: requestHead.length,
      requestBody: request.body?.length ?? 0,
      head: received.length,
    },
    cookies: [],
    notes,
  }
  if (request.body !== undefined) exchange.requestBody = request.body
  if (connection !== undefined) exchange.connection = connection
  if (isFailure(answer)) exchange.failure = answer
  else Object.assign(exchange, answerFacts(answer))
  return exchange
}

function answerFacts(answer: Exclude<Transmission['answer'], Failure>) {
  const { status, reason, version, fields, head } = answer
  return { status, reason, version, fields, responseHead: head }
}

/** What only the body's end makes final. */
export function finish(exchange: GrowingExchange, transmission: Transmission): void {
  exchange.timings = transmission.timings
  exchange.trailers = transmission.trailers
  exchange.notes = [...new Set([...exchange.notes, ...transmission.notes])]
}

export async function* emptyBody(): Body {
  await Promise.resolve()
  yield* []
}

export async function* bodyOf(octets: Uint8Array): Body {
  await Promise.resolve()
  if (octets.length > 0) yield octets
}
