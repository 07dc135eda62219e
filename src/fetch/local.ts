/**
 * Answers that no network gives (`about:`, `data:`, `file:`): a LocalAnswer becomes the Exchange and Response that
 * every other answer becomes, so that nothing after this stage knows the difference.
 */
import { isFailure, type Failure } from '../failure.js'
import { bodyOf, emptyBody, noSizes, type GrowingExchange } from './exchange.js'
import type { Body, Exchange, Field, Request, Response } from './message.js'

export type LocalAnswer =
  | {
      readonly status: number
      readonly reason: string
      readonly fields: readonly Field[]
      readonly body: Uint8Array | Body
      /** the URL that answers, where it is another than was asked for (a folder ends in a slash) */
      readonly url?: URL
    }
  | Failure

/** One hop: its record, and its answer or what stood in its way. */
export interface Hop {
  readonly exchange: Exchange
  readonly result: Response | Failure
}

/** `version` is the scheme's name. */
export function localHop(request: Request, answer: LocalAnswer, version: string, now: number): Hop {
  const common = {
    method: request.method,
    source: 'local' as const,
    requestHead: '',
    interim: [],
    responseHead: '',
    trailers: [],
    timings: { start: now, total: 0 },
    cookies: [],
    notes: [],
  }
  if (isFailure(answer)) {
    const nothing = { fields: [], sizes: noSizes(), failure: answer }
    return { exchange: { ...common, url: request.url, ...nothing }, result: answer }
  }
  const { status, reason, fields } = answer
  const url = answer.url ?? request.url
  const sizes = noSizes()
  const exchange: GrowingExchange = {
    ...common,
    url,
    status,
    reason,
    version,
    fields,
    sizes,
  }
  const source = request.method === 'HEAD' ? emptyBody() : pieces(answer.body)
  const body = watched(source, sizes, (failure) => (exchange.failure = failure))
  return { exchange, result: { type: 'response', url, status, reason, version, fields, body } }
}

async function* watched(
  body: Body,
  sizes: { body: number; decoded: number },
  onFailure: (failure: Failure) => void,
): Body {
  for await (const piece of body) {
    if (isFailure(piece)) onFailure(piece)
    else sizes.body = sizes.decoded += piece.length
    yield piece
  }
}

function pieces(body: Uint8Array | Body): Body {
  return body instanceof Uint8Array ? bodyOf(body) : body
}
