/**
 * fetch(request, session, signal): a request and the redirects it leads to, whatever the scheme (Fetch section 4.1).
 * Gives one Exchange for each hop and the last answer, or what stood in its way. Never rejects.
 */
import { failure, isFailure, type Failure } from '../failure.js'
import { fetchAbout } from './about.js'
import { fetchData } from './data.js'
import { fetchFile } from './file.js'
import { localHop, type Hop } from './local.js'
import { get, type Body, type Exchange, type Fetched, type Request, type Response } from './message.js'
import { isRedirect, redirected } from './redirect.js'
import { unopenedScheme } from './schemes.js'
import type { Session } from './session.js'

type SchemeFetch = (request: Request, session: Session, signal: AbortSignal) => Promise<Hop> | Hop

/** Loaded when first used: a page from a file needs none of it. */
const overHttp: SchemeFetch = async (request, session, signal) =>
  (await import('./http.js')).httpNetworkOrCacheFetch(request, session, signal)

/** One row a scheme. */
const schemes: ReadonlyMap<string, SchemeFetch> = new Map<string, SchemeFetch>([
  ['http:', overHttp],
  ['https:', overHttp],
  [
    'file:',
    async (request, session, signal) =>
      local(request, session, await fetchFile(request.url, session, signal)),
  ],
  ['data:', (request, session) => local(request, session, fetchData(request.url))],
  ['about:', async (request, session) => local(request, session, await fetchAbout(request.url, session))],
])

function local(request: Request, session: Session, answer: Parameters<typeof localHop>[1]): Hop {
  return localHop(request, answer, request.url.protocol.slice(0, -1), session.now())
}

/** Octets of a redirect's body that are read so that its connection can serve again. */
const drainedOctets = 65536

/** Milliseconds that a redirect's body may take of the next request's time. */
const drainTime = 100

export async function fetch(request: Request, session: Session, signal: AbortSignal): Promise<Fetched> {
  const exchanges: Exchange[] = []
  try {
    return { exchanges, result: await follow(request, session, signal, exchanges) }
  } catch (error) {
    // A mistake of this program, but no reason to lose the page the reader is on.
    return { exchanges, result: failure('protocol', 'this program made a mistake', { cause: String(error) }) }
  }
}

async function follow(
  first: Request,
  session: Session,
  signal: AbortSignal,
  exchanges: Exchange[],
): Promise<Response | Failure> {
  const seen = new Set<string>()
  let request = withoutUserInfo(first)
  for (;;) {
    if (signal.aborted) return failure('aborted', 'stopped', { url: shown(request.url) })
    const open = schemes.get(request.url.protocol)
    if (open === undefined) return { ...unopenedScheme(request.url), url: shown(request.url) }
    const hop = new AbortController()
    const { exchange, result } = await open(request, session, AbortSignal.any([signal, hop.signal]))
    const last = exchanges.push(exchange) - 1
    if (isFailure(result)) return { url: shown(request.url), ...result }
    if (request.redirect === 'manual' || !isRedirect(result)) return result
    if (!(await drained(result.body))) {
      exchanges[last] = givenUp(exchange)
      hop.abort()
    }
    const fault = endless(seen, exchange, exchanges.length > session.settings.limits.redirects)
    const next = fault ?? redirected(request, result)
    if (isFailure(next)) {
      const stopped = { url: shown(request.url), ...next }
      exchanges[last] = { ...(exchanges[last] ?? exchange), failure: stopped }
      return stopped
    }
    request = withoutUserInfo(next)
  }
}

/**
 * A request that was sent before, octet for octet, will be answered as before; one that differs, by a cookie that the
 * redirect set above all, need not be.
 */
function endless(seen: Set<string>, exchange: Exchange, tooMany: boolean): Failure | undefined {
  const { method, url, requestHead } = exchange
  const sent = `${method} ${url.href}\n${requestHead}`
  const place = `${url.origin}${url.pathname}`
  if (seen.has(sent)) return failure('redirect', `a redirect loop: ${place} leads back to itself`)
  seen.add(sent)
  return tooMany
    ? failure('redirect', `${seen.size} redirects, one after another; the last one at ${place}`)
    : undefined
}

/** RFC 7617: a user name and password in the URL become a field for its origin, and are gone from the URL. */
function withoutUserInfo(request: Request): Request {
  const { username, password } = request.url
  if (username === '' && password === '') return request
  const url = new URL(request.url)
  url.username = ''
  url.password = ''
  if (!['http:', 'https:'].includes(url.protocol)) return { ...request, url }
  if (get(request.fields, 'authorization') !== undefined) return { ...request, url }
  const pair = `${unescaped(username)}:${unescaped(password)}`
  const value = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`
  return { ...request, url, fields: [...request.fields, ['Authorization', value]] }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function shown(url: URL): string {
  const clean = new URL(url)
  clean.username = ''
  clean.password = ''
  return clean.href
}

/** The record as it is now: what aborting the rest adds to it is no fault of the exchange. */
function givenUp(exchange: Exchange): Exchange {
  return { ...exchange, notes: [...exchange.notes, 'the rest of this redirect’s body was not waited for'] }
}

/** Reads a redirect's body for a moment; false when it is longer or slower than it is worth. */
async function drained(body: Body): Promise<boolean> {
  const iterator = body[Symbol.asyncIterator]()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, drainTime, undefined)
  })
  try {
    for (let octets = 0; octets <= drainedOctets;) {
      const next = await Promise.race([iterator.next(), late])
      if (next === undefined) break
      if (next.done === true || isFailure(next.value)) return true
      octets += next.value.length
    }
    // Not awaited: a body that waits for octets ends only when they come, or when its request is aborted.
    void iterator.return?.()
    return false
  } finally {
    clearTimeout(timer)
  }
}
