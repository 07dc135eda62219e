/**
 * Session: everything that outlives a page and everything through which a fetch touches the world. A test makes one
 * of recorded answers and a fixed clock; the program makes one of sockets and files.
 */
import type { Failure } from '../failure.js'
import type { Body, Connection, CookieDecision, Field, RawHead, Timings } from './message.js'

/** Milliseconds. All are hard: time from the start of the phase, however busy the line is; silence counts anew with every octet. */
export interface Deadlines {
  readonly connect: number
  readonly head: number
  readonly silence: number
  /** the whole exchange; absent: no bound */
  readonly total?: number
}

export interface Limits {
  /** octets of an answer's head */
  readonly head: number
  /** octets of a body with its content codings undone */
  readonly body: number
  readonly redirects: number
}

/** A request as it shall go over the wire: fields complete, in order. */
export interface WireRequest {
  readonly method: string
  readonly url: URL
  readonly fields: readonly Field[]
  readonly body?: Uint8Array
  readonly deadlines: Deadlines
  readonly headLimit: number
}

export interface WireAnswer {
  readonly status: number
  readonly reason: string
  /** `HTTP/1.1` or `HTTP/1.0` */
  readonly version: string
  readonly fields: readonly Field[]
  readonly head: RawHead
  /** as on the wire with the framing undone, content codings still on */
  readonly body: Body
}

/** What happened on the line. `timings.receive`, `timings.total` and `trailers` are final when the body has ended. */
export interface Transmission {
  readonly requestHead: RawHead
  readonly interim: readonly RawHead[]
  readonly connection?: Connection
  readonly timings: Timings
  readonly trailers: readonly Field[]
  readonly notes: readonly string[]
  /** the octets of the answer's head that came, also when the answer is a Failure */
  readonly received: RawHead
  readonly answer: WireAnswer | Failure
}

export interface Network {
  /** One request, one answer. Never follows, never decodes, never rejects. */
  send(request: WireRequest, signal: AbortSignal): Promise<Transmission>
  /** closes every connection */
  close(): void
}

/** One answer as the cache keeps it. Times in milliseconds since the epoch. */
export interface StoredResponse {
  /** names one stored variant among those of its key */
  readonly id: string
  readonly method: string
  readonly url: string
  /** the request's fields that the answer's Vary names, lower-case names */
  readonly varyFields: readonly Field[]
  readonly status: number
  readonly reason: string
  readonly version: string
  readonly head: RawHead
  readonly fields: readonly Field[]
  readonly requestTime: number
  readonly responseTime: number
  /** octets of the stored body (content codings still on) */
  readonly size: number
}

/** Keeps answers; knows no rules. Damage is a miss, a full disk is a miss: nothing here fails. */
export interface CacheStore {
  /** every variant stored under the key (method and URL without fragment) */
  lookup(key: string): Promise<readonly StoredResponse[]>
  /** the body of a variant; undefined when it is gone or damaged */
  read(key: string, id: string): Promise<Uint8Array | undefined>
  put(key: string, stored: StoredResponse, body: Uint8Array): Promise<void>
  /** new fields for a stored body (304) */
  freshen(key: string, stored: StoredResponse): Promise<void>
  /** forgets one variant, or all of the key */
  remove(key: string, id?: string): Promise<void>
}

export type FileKind = 'file' | 'folder' | 'other'

export interface FileFacts {
  readonly kind: FileKind
  /** octets */
  readonly size: number
  /** milliseconds since the epoch */
  readonly modified: number
}

/** Reading the file system. */
export interface Files {
  facts(path: string): Promise<FileFacts | Failure>
  list(path: string): Promise<readonly (FileFacts & { readonly name: string })[] | Failure>
  read(path: string, signal: AbortSignal): Body
}

/** What decides whether a cookie may travel. */
export interface CookieContext {
  readonly url: URL
  readonly method: string
  /** the page whose link or form led here; absent when a person typed the address */
  readonly initiator?: URL
  /** milliseconds since the epoch */
  readonly now: number
}

export interface CookieStore {
  /** the value of the Cookie field, absent when there is nothing to send, and why each cookie is sent or withheld */
  cookieHeader(
    context: CookieContext,
  ): Promise<{ readonly value?: string; readonly decisions: readonly CookieDecision[] }>
  /** takes the values of an answer's Set-Cookie fields; says what became of each */
  store(setCookie: readonly string[], context: CookieContext): Promise<readonly CookieDecision[]>
}

/** The journal that keeps cookies over restarts and between running browsers; lines are JSON. */
export interface Journal {
  /** the lines that came since the last call, other browsers' included; `restarted` when all are to be read anew */
  replay(): { readonly lines: readonly string[]; readonly restarted: boolean }
  append(line: string): void
  /** replaces everything by these lines when the journal has grown long; safe against other browsers */
  compact(lines: () => readonly string[]): void
}

export interface Settings {
  readonly userAgent: string
  readonly acceptLanguage: string
  readonly deadlines: Deadlines
  readonly limits: Limits
}

export interface Session {
  readonly network: Network
  readonly files: Files
  readonly cache: CacheStore
  readonly cookies: CookieStore
  /** starts the tour when first asked for, and gives its address */
  readonly tour?: () => Promise<URL | Failure>
  /** milliseconds since the epoch */
  readonly now: () => number
  readonly settings: Settings
}
