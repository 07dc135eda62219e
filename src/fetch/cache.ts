/**
 * HTTP Caching (RFC 9111) for a private cache, as pure rules: they take stored answers, requests and the time, and
 * give decisions with their arithmetic in words. Nothing here reads a clock or a store.
 */
import { parseCacheControl, seconds } from './cache-control.js'
import { parseHttpDate } from './date.js'
import { get, getAll, type Field } from './message.js'
import type { StoredResponse } from './session.js'
import { varyNames } from './vary.js'

const second = 1000
const day = 86400

/** The part of a request that caching looks at. */
export interface CacheRequest {
  readonly method: string
  readonly url: URL
  readonly fields: readonly Field[]
}

/** The part of an answer that caching looks at; times in milliseconds since the epoch. */
export interface CacheResponse {
  readonly status: number
  readonly fields: readonly Field[]
  readonly requestTime: number
  readonly responseTime: number
}

/** RFC 9110 section 15.1: may be kept without explicit freshness. */
const heuristicallyCacheable = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])

/** Statuses whose caching rules this file knows (section 3, `must-understand`). */
const understood = new Set([...heuristicallyCacheable, 302, 303, 307, 400, 403, 500, 502, 503, 504])

/** Section 2: what names an answer. HEAD is answered from what GET stored. */
export function cacheKey(request: Pick<CacheRequest, 'method' | 'url'>): string {
  const url = new URL(request.url)
  url.hash = ''
  url.username = ''
  url.password = ''
  return `${request.method === 'HEAD' ? 'GET' : request.method} ${url.href}`
}

/** Section 3: may the answer be kept, and if not, why. */
export function isStorable(
  request: CacheRequest,
  response: CacheResponse,
): { readonly storable: boolean; readonly reason: string } {
  const no = (reason: string) => ({ storable: false, reason })
  const asked = parseCacheControl(request.fields)
  const directives = parseCacheControl(response.fields)
  const { status } = response
  if (request.method !== 'GET') return no(`the method is ${request.method}`)
  if (status < 200 || status === 206 || status === 304) return no(`the status is ${status}`)
  if (get(request.fields, 'range') !== undefined) return no('a part was asked for')
  if (asked.has('no-store')) return no('the request says no-store')
  if (directives.has('must-understand')) {
    if (!understood.has(status)) return no(`must-understand, and the status is ${status}`)
  } else if (directives.has('no-store')) return no('no-store')
  if (varyNames(response.fields).includes('*')) return no('Vary: *')
  const explicit =
    directives.has('public') ||
    directives.has('private') ||
    directives.has('max-age') ||
    get(response.fields, 'expires') !== undefined
  if (explicit || heuristicallyCacheable.has(status)) {
    return { storable: true, reason: lifetimeInWords(response) }
  }
  return no(`the status is ${status}, and nothing says for how long`)
}

export interface Lifetime {
  readonly seconds: number
  /** where the number comes from, such as `max-age=3600` */
  readonly source: string
  readonly heuristic: boolean
}

/** Section 4.2.1. A private cache does not look at s-maxage. */
export function freshnessLifetime(response: CacheResponse): Lifetime {
  const maxAge = seconds(parseCacheControl(response.fields), 'max-age')
  if (maxAge !== undefined) return { seconds: maxAge, source: `max-age=${maxAge}`, heuristic: false }
  const expires = new Set(getAll(response.fields, 'expires').map((text) => text.trim()))
  if (expires.size > 0) return explicitExpiry([...expires], response)
  return heuristicLifetime(response)
}

/** Section 5.3: a value that is no date, `0` above all, means already expired. */
function explicitExpiry(values: readonly string[], response: CacheResponse): Lifetime {
  const [text = ''] = values
  const expires = parseHttpDate(text, response.responseTime)
  if (values.length > 1 || expires === undefined) {
    return { seconds: 0, source: 'Expires is no date', heuristic: false }
  }
  const lifetime = Math.max(0, Math.floor((expires - dateOf(response)) / second))
  return { seconds: lifetime, source: `Expires less Date is ${lifetime} s`, heuristic: false }
}

/** Section 4.2.2: a tenth of the time since the last change, a day at most. */
function heuristicLifetime(response: CacheResponse): Lifetime {
  const none = (source: string) => ({ seconds: 0, source, heuristic: true })
  const usable =
    heuristicallyCacheable.has(response.status) || parseCacheControl(response.fields).has('public')
  if (!usable) return none(`status ${response.status}`)
  const text = get(response.fields, 'last-modified')
  if (text === undefined) return none(hasValidator(response.fields) ? 'no Last-Modified' : 'no validator')
  const modified = parseHttpDate(text, response.responseTime)
  if (modified === undefined) return none('Last-Modified is no date')
  const unchanged = Math.max(0, Math.floor((dateOf(response) - modified) / second))
  const lifetime = Math.min(day, Math.floor(unchanged / 10))
  return { seconds: lifetime, source: `a tenth of ${unchanged} s since Last-Modified`, heuristic: true }
}

export function lifetimeInWords(response: CacheResponse): string {
  if (parseCacheControl(response.fields).has('no-cache')) return 'no-cache: to be validated before each use'
  const lifetime = freshnessLifetime(response)
  return lifetime.heuristic
    ? `heuristic freshness ${lifetime.seconds} s (${lifetime.source})`
    : `fresh for ${lifetime.seconds} s (${lifetime.source})`
}

/** When the origin made the answer; RFC 9110 section 6.6.1 lets a recipient fill in a Date that is missing. */
function dateOf(response: CacheResponse): number {
  const text = getAll(response.fields, 'date')[0]
  const date = text === undefined ? undefined : parseHttpDate(text, response.responseTime)
  return date ?? response.responseTime
}

/** Section 5.1: the first member counts; what is no number is as if it were not there. */
function ageValue(fields: readonly Field[]): number {
  const first = getAll(fields, 'age')[0]?.split(',')[0]?.trim() ?? ''
  return /^\d+$/.test(first) ? Number(first) : 0
}

/** Section 4.2.3, in whole seconds. */
export function currentAge(response: CacheResponse, now: number): number {
  const apparentAge = Math.max(0, response.responseTime - dateOf(response))
  const responseDelay = response.responseTime - response.requestTime
  const correctedAge = ageValue(response.fields) * second + responseDelay
  const residentTime = now - response.responseTime
  return Math.max(0, Math.floor((Math.max(apparentAge, correctedAge) + residentTime) / second))
}

export interface Evaluation {
  readonly use: 'fresh' | 'validate' | 'miss'
  readonly reason: string
}

function hasValidator(fields: readonly Field[]): boolean {
  return get(fields, 'etag') !== undefined || get(fields, 'last-modified') !== undefined
}

/** Why the request or the answer asks for validation whatever its age (sections 5.2.1.4, 5.2.2.4, 5.4). */
function mustValidate(stored: StoredResponse, request: CacheRequest): string | undefined {
  const asked = parseCacheControl(request.fields)
  if (parseCacheControl(stored.fields).has('no-cache')) return 'the answer says no-cache'
  if (asked.has('no-cache')) return 'the request says no-cache'
  const pragma = get(request.fields, 'pragma')
  if (asked.size === 0 && pragma !== undefined && /(^|,)\s*no-cache\s*(,|$)/i.test(pragma)) {
    return 'the request says Pragma: no-cache'
  }
  return undefined
}

/** Section 5.2.1: how much of the freshness lifetime, in seconds, the request lets be used. */
function acceptable(request: CacheRequest, stored: StoredResponse, age: number, lifetime: number) {
  const asked = parseCacheControl(request.fields)
  const maxAge = seconds(asked, 'max-age')
  if (maxAge !== undefined && age > maxAge)
    return { good: false, words: `the request says max-age=${maxAge}` }
  const minFresh = seconds(asked, 'min-fresh') ?? 0
  if (minFresh > 0)
    return { good: lifetime - age >= minFresh, words: `the request says min-fresh=${minFresh}` }
  if (lifetime > age) return { good: true, words: '' }
  const staleness = asked.get('max-stale')
  const strict = parseCacheControl(stored.fields).has('must-revalidate')
  if (staleness === undefined || strict) return { good: false, words: strict ? 'must-revalidate' : '' }
  const bound = staleness.includes(undefined) ? Infinity : (seconds(asked, 'max-stale') ?? 0)
  return { good: age - lifetime <= bound, words: 'the request says max-stale' }
}

/** Section 4: may the stored answer be used as it is, after validation, or not at all. */
export function evaluate(stored: StoredResponse, request: CacheRequest, now: number): Evaluation {
  const otherwise = hasValidator(stored.fields) ? 'validate' : 'miss'
  const unconditional = mustValidate(stored, request)
  if (unconditional !== undefined) return { use: otherwise, reason: unconditional }
  const lifetime = freshnessLifetime(stored)
  const age = currentAge(stored, now)
  const { good, words } = acceptable(request, stored, age, lifetime.seconds)
  const left = lifetime.seconds - age
  const arithmetic = `${lifetime.source}, age ${age}`
  const state = left > 0 ? `fresh for ${left} s more (${arithmetic})` : `stale for ${-left} s (${arithmetic})`
  return { use: good ? 'fresh' : otherwise, reason: words === '' ? state : `${state}; ${words}` }
}

/** Section 4.3.1: what makes the request conditional. */
export function conditionalFields(stored: StoredResponse): readonly Field[] {
  const etag = get(stored.fields, 'etag')
  const modified = get(stored.fields, 'last-modified')
  const fields: Field[] = []
  if (etag !== undefined) fields.push(['If-None-Match', etag])
  if (modified !== undefined) fields.push(['If-Modified-Since', modified])
  return fields
}

/** Fields by which a caller makes its own conditions; the cache then stands aside. */
const conditions = new Set([
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
])

export function isConditional(fields: readonly Field[]): boolean {
  return fields.some(([name]) => conditions.has(name.toLowerCase()))
}

/** Section 4.3.4: does this 304 speak of that stored answer? */
export function isValidatedBy(stored: StoredResponse, fields: readonly Field[]): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  const etag = get(fields, 'etag')
  if (etag !== undefined) return opaque(etag) === opaque(get(stored.fields, 'etag') ?? '')
  const modified = get(fields, 'last-modified')
  return modified === undefined || modified === get(stored.fields, 'last-modified')
}

/** Section 3.1: what belongs to one connection or one proxy, and is not kept. */
const connectionFields = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Section 3.1: the fields that are kept: not those above, nor those that Connection names. */
export function storableFields(fields: readonly Field[]): readonly Field[] {
  const named = getAll(fields, 'connection').flatMap((value) => value.toLowerCase().split(','))
  const dropped = new Set([...connectionFields, ...named.map((name) => name.trim())])
  return fields.filter(([name]) => !dropped.has(name.toLowerCase()))
}

/** Section 3.2: what a 304 does not change, since it describes the body that is kept. */
const untouched = new Set(['content-encoding', 'content-length', 'content-range', 'content-type'])

/** Sections 3.2 and 4.3.4: the stored answer with a 304's fields. */
export function freshen(
  stored: StoredResponse,
  answer: Pick<CacheResponse, 'fields' | 'requestTime' | 'responseTime'>,
): StoredResponse {
  const news = storableFields(answer.fields).filter(([name]) => !untouched.has(name.toLowerCase()))
  // The old answer's Age and Date say nothing of the new one, even where it brings none.
  const replaced = new Set([...news.map(([name]) => name.toLowerCase()), 'age', 'date'])
  const fields = [...stored.fields.filter(([name]) => !replaced.has(name.toLowerCase())), ...news]
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const { requestTime, responseTime } = answer
  const head = `${stored.version} ${stored.status} ${stored.reason}\r\n${lines}\r\n`
  return { ...stored, fields, head, requestTime, responseTime }
}

/** Section 4: an answer from the cache says how old it is. */
export function withAge(stored: StoredResponse, now: number): readonly Field[] {
  const kept = stored.fields.filter(([name]) => name.toLowerCase() !== 'age')
  return [...kept, ['Age', String(currentAge(stored, now))]]
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Section 4.4: the keys of what an unsafe method's success makes doubtful. */
export function invalidates(
  request: CacheRequest,
  response: Pick<CacheResponse, 'status' | 'fields'>,
): string[] {
  if (safe.has(request.method) || response.status < 200 || response.status >= 400) return []
  const urls = ['location', 'content-location'].flatMap((name) => {
    const text = get(response.fields, name)
    const url =
      text !== undefined && URL.canParse(text, request.url.href) ? new URL(text, request.url) : undefined
    return url !== undefined && url.origin === request.url.origin ? [url] : []
  })
  return [...new Set([request.url, ...urls].map((url) => cacheKey({ method: 'GET', url })))]
}
