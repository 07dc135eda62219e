/**
 * HTTP messages and the record of an exchange (RFC 9110, Fetch). Plain values; the functions here only read them.
 */
import type { Failure } from '../failure.js'

/** A field line: name and value, case and order kept. */
export type Field = readonly [name: string, value: string]

export type CacheMode = 'default' | 'no-cache' | 'reload' | 'no-store' | 'only-if-cached'

export interface Request {
  readonly method: string
  readonly url: URL
  /** fields beyond those every request gets; they replace fields of the same name */
  readonly fields: readonly Field[]
  readonly body?: Uint8Array
  readonly redirect: 'follow' | 'manual'
  /** `no-cache` revalidates (reload), `reload` goes past the cache, `no-store` neither reads nor writes it */
  readonly cacheMode: CacheMode
  /** the page whose link or form this is; absent when a person typed the address. Gives Referer and SameSite. */
  readonly initiator?: URL
}

/** Octets as they come; a Failure, if one happens, is the last item, so that no truncation can be overlooked. */
export type Body = AsyncIterable<Uint8Array | Failure>

export interface Response {
  readonly type: 'response'
  /** the URL that answered, after redirects */
  readonly url: URL
  readonly status: number
  readonly reason: string
  /** `HTTP/1.1`, `HTTP/1.0`, `file`, `data`, `about` */
  readonly version: string
  readonly fields: readonly Field[]
  /** content codings undone */
  readonly body: Body
}

/** Names as in X.509; dates in milliseconds since the epoch. */
export interface Certificate {
  readonly subject: string
  readonly issuer: string
  readonly altNames: readonly string[]
  readonly validFrom: number
  readonly validTo: number
  readonly fingerprint: string
  readonly serial: string
}

export interface TlsFacts {
  /** such as `TLSv1.3` */
  readonly protocol: string
  readonly cipher: string
  /** leaf first */
  readonly chain: readonly Certificate[]
}

export interface Connection {
  /** counts from 1 in the life of the program */
  readonly id: number
  /** how many requests it has carried, this one included: 1 means a new connection */
  readonly requests: number
  readonly remote: string
  readonly local: string
  /** such as `HTTP/1.1` */
  readonly protocol: string
  readonly tls?: TlsFacts
}

/** Milliseconds; a phase that did not happen on this exchange is absent. */
export interface Timings {
  /** since the epoch */
  readonly start: number
  readonly dns?: number
  readonly connect?: number
  readonly tls?: number
  /** from the last octet of the request to the first of the answer's head */
  readonly wait?: number
  /** from the answer's head to the end of its body */
  readonly receive?: number
  readonly total?: number
}

/** Octets. */
export interface Sizes {
  readonly requestHead: number
  readonly requestBody: number
  readonly head: number
  /** the body on the wire, framing left out */
  readonly body: number
  /** the body with content codings undone */
  readonly decoded: number
}

export interface CookieDecision {
  readonly name: string
  readonly action: 'sent' | 'withheld' | 'stored' | 'deleted' | 'refused'
  /** why, in words: `host only, until the browser ends`, `Secure, but this is http` */
  readonly reason: string
}

export interface CacheDecision {
  readonly verdict: 'hit' | 'revalidated' | 'stored' | 'not stored' | 'not used'
  /** the arithmetic or the rule, in words: `fresh for 3540 s more (max-age=3600, age 60)` */
  readonly reason: string
}

/** A message head as octets, one character per octet (latin1). */
export type RawHead = string

/**
 * One request and its answer as they went over the wire.
 *
 * The record is made when the answer's head is there and grows until the body has ended: sizes, timings, trailers
 * and `failure` are final only then. Nobody but its maker changes it.
 */
export interface Exchange {
  readonly method: string
  readonly url: URL
  readonly source: 'network' | 'cache' | 'validated' | 'local'
  /** octets as sent; empty when nothing was sent */
  readonly requestHead: RawHead
  readonly requestBody?: Uint8Array
  /** 1xx answers, raw */
  readonly interim: readonly RawHead[]
  /** octets as received (for a cache hit: as stored); empty when nothing came */
  readonly responseHead: RawHead
  readonly status?: number
  readonly reason?: string
  readonly version?: string
  readonly fields: readonly Field[]
  readonly trailers: readonly Field[]
  readonly connection?: Connection
  readonly timings: Timings
  readonly sizes: Sizes
  readonly cookies: readonly CookieDecision[]
  readonly cache?: CacheDecision
  /** what else is worth saying: a lenient reading, a retry */
  readonly notes: readonly string[]
  readonly failure?: Failure
}

/** What `fetch` gives: one Exchange for each hop, and the last answer or what stood in its way. */
export interface Fetched {
  readonly exchanges: readonly Exchange[]
  readonly result: Response | Failure
}

/** The values of all fields of that name joined with `, ` (RFC 9110 5.3), or undefined when there is none. */
export function get(fields: readonly Field[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  let found: string | undefined
  for (const [n, v] of fields) {
    if (n.toLowerCase() === wanted) found = found === undefined ? v : `${found}, ${v}`
  }
  return found
}

/** Each value of that name on its own, in order (for Set-Cookie). */
export function getAll(fields: readonly Field[], name: string): string[] {
  const wanted = name.toLowerCase()
  return fields.filter(([n]) => n.toLowerCase() === wanted).map(([, v]) => v)
}

/** The request that an address or a link stands for. */
export function getRequest(url: URL, more: Partial<Omit<Request, 'url'>> = {}): Request {
  return { method: 'GET', url, fields: [], redirect: 'follow', cacheMode: 'default', ...more }
}
