/**
 * HTTP-network-or-cache fetch (Fetch section 4.6): one request and its one answer, with the cookies, the cache
 * (RFC 9111) and the record of all of it. Redirects are the caller's.
 */
import { failure, isFailure, type Failure } from '../failure.js'
import {
  cacheKey,
  conditionalFields,
  freshen,
  invalidates,
  isConditional,
  isStorable,
  isValidatedBy,
  lifetimeInWords,
  storableFields,
  withAge,
  type CacheRequest,
} from './cache.js'
import { findCandidate, type Candidate } from './candidate.js'
import { bodyOf, emptyBody, finish, networkExchange, noSizes, type GrowingExchange } from './exchange.js'
import type { Hop } from './local.js'
import {
  get,
  getAll,
  type Body,
  type CacheDecision,
  type CookieDecision,
  type Field,
  type Request,
  type Response,
} from './message.js'
import { receive, type Keeping } from './receive.js'
import { requestFields } from './request-fields.js'
import type { Session, StoredResponse, Transmission, WireAnswer } from './session.js'
import { variantId, varyFields } from './vary.js'

/** Never rejects. `request.url` has no user name and no password. */
export async function httpNetworkOrCacheFetch(
  request: Request,
  session: Session,
  signal: AbortSignal,
): Promise<Hop> {
  const cookies = await session.cookies.cookieHeader(cookieContext(request, session))
  const fields = requestFields(request, session.settings, cookies.value)
  const wanted: CacheRequest = { method: request.method, url: request.url, fields }
  const candidate = await findCandidate(wanted, request, session)
  if (candidate.use === 'fresh' && candidate.stored !== undefined) {
    return fromCache(request, session, candidate.stored, candidate)
  }
  if (request.cacheMode === 'only-if-cached') return notKept(request, session)
  const conditional = candidate.stored === undefined ? [] : conditionalFields(candidate.stored)
  return fromNetwork({ request, session, signal, wanted, candidate, sentCookies: cookies.decisions }, [
    ...fields,
    ...conditional,
  ])
}

function cookieContext(request: Request, session: Session) {
  const { url, method, initiator } = request
  return { url, method, now: session.now(), ...(initiator === undefined ? {} : { initiator }) }
}

function fromCache(request: Request, session: Session, stored: StoredResponse, candidate: Candidate): Hop {
  const { status, reason, version } = stored
  const now = session.now()
  const fields = withAge(stored, now)
  const exchange: GrowingExchange = {
    method: request.method,
    url: request.url,
    source: 'cache',
    requestHead: '',
    interim: [],
    responseHead: stored.head,
    status,
    reason,
    version,
    fields,
    trailers: [],
    timings: { start: now, total: 0 },
    sizes: noSizes(),
    cookies: [],
    cache: { verdict: 'hit', reason: candidate.reason ?? '' },
    notes: [],
  }
  return { exchange, result: storedAnswer({ request, session, stored, fields, exchange }, candidate.body) }
}

interface StoredAnswer {
  readonly request: Request
  readonly session: Session
  readonly stored: StoredResponse
  readonly fields: readonly Field[]
  readonly exchange: GrowingExchange
}

function storedAnswer(parts: StoredAnswer, octets: Uint8Array = new Uint8Array()): Response {
  const { request, session, stored, fields, exchange } = parts
  const { status, reason, version } = stored
  const wire = request.method === 'HEAD' ? emptyBody() : bodyOf(octets)
  const coding = get(fields, 'content-encoding')
  const body = receive(wire, { exchange, coding, limit: session.settings.limits.body })
  return { type: 'response', url: request.url, status, reason, version, fields, body }
}

function notKept(request: Request, session: Session): Hop {
  const fault = failure('connect', 'nothing is kept of this address, and the network was not to be asked', {
    url: request.url.href,
  })
  const exchange: GrowingExchange = {
    method: request.method,
    url: request.url,
    source: 'local',
    requestHead: '',
    interim: [],
    responseHead: '',
    fields: [],
    trailers: [],
    timings: { start: session.now(), total: 0 },
    sizes: noSizes(),
    cookies: [],
    cache: { verdict: 'not used', reason: 'nothing is kept of this address' },
    notes: [],
    failure: fault,
  }
  return { exchange, result: fault }
}

interface Sending {
  readonly request: Request
  readonly session: Session
  readonly signal: AbortSignal
  readonly wanted: CacheRequest
  readonly candidate: Candidate
  readonly sentCookies: readonly CookieDecision[]
}

async function fromNetwork(sending: Sending, fields: readonly Field[]): Promise<Hop> {
  const { request, session, signal } = sending
  const requestTime = session.now()
  const transmission = await session.network.send(
    {
      method: request.method,
      url: request.url,
      fields,
      ...(request.body === undefined ? {} : { body: request.body }),
      deadlines: session.settings.deadlines,
      headLimit: session.settings.limits.head,
    },
    signal,
  )
  const exchange = networkExchange(request, transmission)
  exchange.cookies = sending.sentCookies
  const { answer } = transmission
  if (isFailure(answer)) return failed(request, exchange, answer)
  const received: Received = {
    ...sending,
    transmission,
    answer,
    exchange,
    requestTime,
    responseTime: session.now(),
  }
  exchange.cookies = [...sending.sentCookies, ...(await takeCookies(received))]
  for (const key of invalidates(request, answer)) await session.cache.remove(key)
  if (answer.status === 304 && sending.candidate.stored !== undefined) {
    return validated(received, sending.candidate.stored)
  }
  return { exchange, result: await fresh(received) }
}

function failed(request: Request, exchange: GrowingExchange, fault: Failure): Hop {
  const named = fault.url === undefined ? { ...fault, url: request.url.href } : fault
  exchange.failure = named
  return { exchange, result: named }
}

interface Received extends Sending {
  readonly transmission: Transmission
  readonly answer: WireAnswer
  readonly exchange: GrowingExchange
  readonly requestTime: number
  readonly responseTime: number
}

function takeCookies({ answer, request, session }: Received): Promise<readonly CookieDecision[]> {
  const lines = getAll(answer.fields, 'set-cookie')
  return lines.length === 0
    ? Promise.resolve([])
    : session.cookies.store(lines, cookieContext(request, session))
}

/** RFC 9111 section 4.3.3: the server says that what is kept still holds. */
async function validated(received: Received, stored: StoredResponse): Promise<Hop> {
  const { request, session, answer, exchange, transmission, candidate } = received
  await drain(answer.body)
  finish(exchange, transmission)
  const key = cacheKey(request)
  if (!isValidatedBy(stored, answer.fields)) {
    await session.cache.remove(key, stored.id)
    const again = await httpNetworkOrCacheFetch({ ...request, cacheMode: 'reload' }, session, received.signal)
    const note =
      'the first answer, 304, confirmed another answer than the one kept; asked again without conditions'
    return { ...again, exchange: { ...again.exchange, notes: [...again.exchange.notes, note] } }
  }
  const { requestTime, responseTime } = received
  const freshened = freshen(stored, { fields: answer.fields, requestTime, responseTime })
  await session.cache.freshen(key, freshened)
  const condition = conditionalFields(stored).map(([name, value]) => `${name} ${value}`)[0] ?? ''
  exchange.source = 'validated'
  exchange.cache = {
    verdict: 'revalidated',
    reason: `304 to ${condition}; ${lifetimeInWords(freshened)}`,
  }
  const fields = withAge(freshened, session.now())
  return { exchange, result: storedAnswer({ request, session, stored, fields, exchange }, candidate.body) }
}

/** An answer of its own, kept if the rules allow. */
async function fresh(received: Received): Promise<Response> {
  const { request, session, answer, exchange, transmission } = received
  const { status, reason, version, fields } = answer
  const decision = storing(received)
  exchange.cache = decision.words
  const coding = get(fields, 'content-encoding')
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304
  const options = { exchange, limit: session.settings.limits.body, transmission, coding }
  const keeping = decision.keeping === undefined ? {} : { keeping: decision.keeping }
  if (!bodiless) {
    const body = receive(answer.body, { ...options, ...keeping })
    return { type: 'response', url: request.url, status, reason, version, fields, body }
  }
  // Nothing more will come: the record is final at once, whether or not anyone reads the body.
  await drain(receive(answer.body, { ...options, coding: undefined, ...keeping }))
  return { type: 'response', url: request.url, status, reason, version, fields, body: emptyBody() }
}

async function drain(body: Body): Promise<void> {
  for await (const piece of body) if (isFailure(piece)) return
}

/** RFC 9111 section 3: whether this answer shall be kept, in words, and the means to keep it. */
function storing(received: Received): { readonly words: CacheDecision; readonly keeping?: Keeping } {
  const { request, session, answer, wanted, candidate, requestTime, responseTime } = received
  if (request.cacheMode === 'no-store')
    return { words: { verdict: 'not used', reason: 'this request keeps nothing' } }
  if (isConditional(wanted.fields)) {
    return { words: { verdict: 'not used', reason: 'the request makes its own conditions' } }
  }
  const { status, reason, version, fields, head } = answer
  const { storable, reason: why } = isStorable(wanted, { status, fields, requestTime, responseTime })
  const before = candidate.reason === undefined ? '' : `; what was kept before: ${candidate.reason}`
  if (!storable) return { words: { verdict: 'not stored', reason: `${why}${before}` } }
  const key = cacheKey(wanted)
  const stored = {
    id: variantId(wanted, fields),
    method: request.method,
    url: key.slice(key.indexOf(' ') + 1),
    varyFields: varyFields(wanted, fields),
    status,
    reason,
    version,
    head,
    fields: storableFields(fields),
    requestTime,
    responseTime,
  }
  const keep = (octets: Uint8Array) => session.cache.put(key, { ...stored, size: octets.length }, octets)
  return { words: { verdict: 'stored', reason: `${why}${before}` }, keeping: { keep } }
}
