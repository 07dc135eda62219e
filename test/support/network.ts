/**
 * A network of recorded answers and a session around it: no sockets, no disk, a clock that stands still.
 */
import { failure, isFailure, type Failure } from '../../src/failure.js'
import { openCookieStore } from '../../src/fetch/cookies.js'
import { get, type Body, type Field } from '../../src/fetch/message.js'
import type {
  CacheStore,
  CookieStore,
  Files,
  Network,
  Session,
  Settings,
  Transmission,
  WireRequest,
} from '../../src/fetch/session.js'
import { memoryCache } from '../../src/storage/memory.js'

/** What a test says of an answer; the rest is filled in. A text is a body of type text/html. */
export interface RecordedAnswer {
  readonly status?: number
  readonly reason?: string
  readonly fields?: readonly Field[]
  /** text goes as UTF-8; pieces arrive one by one, a Failure among them breaks the body off */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array | Failure)[] | Body
  readonly notes?: readonly string[]
}

export type Answerer = (
  request: WireRequest,
) => RecordedAnswer | string | Failure | Promise<RecordedAnswer | string | Failure>

export interface RecordedNetwork extends Network {
  /** everything that was sent, in order */
  readonly requests: readonly WireRequest[]
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  404: 'Not Found',
  500: 'Internal Server Error',
}

/** A network that answers by a function; a function that throws has found a request that the test did not expect. */
export function recorded(answerer: Answerer): RecordedNetwork {
  const requests: WireRequest[] = []
  return {
    requests,
    async send(request, signal) {
      requests.push(request)
      if (signal.aborted) return transmission(request, failure('aborted', 'stopped'))
      const answer = await answerer(request)
      return transmission(request, typeof answer === 'string' ? page(answer) : answer)
    },
    close() {
      // nothing is open
    },
  }
}

function page(html: string): RecordedAnswer {
  return { fields: [['Content-Type', 'text/html;charset=utf-8']], body: html }
}

function transmission(request: WireRequest, answer: RecordedAnswer | Failure): Transmission {
  const line = `${request.method} ${request.url.pathname}${request.url.search} HTTP/1.1\r\n`
  const common = {
    requestHead: `${line}${lines(request.fields)}\r\n`,
    interim: [],
    connection: { id: 1, requests: 1, remote: '192.0.2.7:80', local: '192.0.2.1:4000', protocol: 'HTTP/1.1' },
    timings: { start: 0, wait: 1, receive: 1, total: 2 },
    trailers: [],
  }
  if (isFailure(answer)) return { ...common, notes: [], received: '', answer }
  const { status = 200, fields = [] } = answer
  const reason = answer.reason ?? reasons[status] ?? ''
  const head = `HTTP/1.1 ${status} ${reason}\r\n${lines(fields)}\r\n`
  const body = request.method === 'HEAD' ? pieces([]) : bodyOf(answer.body ?? '')
  return {
    ...common,
    notes: answer.notes ?? [],
    received: head,
    answer: { status, reason, version: 'HTTP/1.1', fields, head, body },
  }
}

function lines(fields: readonly Field[]): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

function bodyOf(body: NonNullable<RecordedAnswer['body']>): Body {
  if (typeof body === 'string' || body instanceof Uint8Array) return pieces([body])
  return Symbol.asyncIterator in body ? body : pieces(body)
}

async function* pieces(all: readonly (string | Uint8Array | Failure)[]): Body {
  await Promise.resolve()
  for (const piece of all) {
    if (typeof piece !== 'string') yield piece
    else if (piece !== '') yield new TextEncoder().encode(piece)
  }
}

/** Files that are not there. */
export const noFiles: Files = {
  facts: (path) => Promise.resolve(failure('file', `no such file: ${path}`)),
  list: (path) => Promise.resolve(failure('file', `no such file: ${path}`)),
  read: (path) => pieces([failure('file', `no such file: ${path}`)]),
}

export const testSettings: Settings = {
  userAgent: 'Octavo/test',
  acceptLanguage: 'en',
  deadlines: { connect: 1000, head: 1000, silence: 1000 },
  limits: { head: 262_144, body: 1_000_000, redirects: 20 },
}

/** Milliseconds since the epoch: 2026-01-01 00:00:00 UTC, a Thursday. */
export const testTime = Date.UTC(2026, 0, 1)

export interface TestSessionOptions {
  readonly network?: Network | Answerer
  readonly files?: Files
  readonly cache?: CacheStore
  readonly cookies?: CookieStore
  readonly tour?: NonNullable<Session['tour']>
  readonly now?: () => number
  readonly settings?: Partial<Settings>
}

/** A session whose stores are in memory and whose clock stands at `testTime`. */
export function testSession(options: TestSessionOptions = {}): Session {
  const { network = () => failure('connect', 'this test has no network') } = options
  return {
    network: typeof network === 'function' ? recorded(network) : network,
    files: options.files ?? noFiles,
    cache: options.cache ?? memoryCache({ limit: 1_000_000 }),
    cookies: options.cookies ?? openCookieStore(),
    ...(options.tour === undefined ? {} : { tour: options.tour }),
    now: options.now ?? (() => testTime),
    settings: { ...testSettings, ...options.settings },
  }
}

/** One field of what was sent. */
export function sentField(request: WireRequest | undefined, name: string): string | undefined {
  return request === undefined ? undefined : get(request.fields, name)
}

/** The whole of a body, and the Failure that ended it, if one did. */
export async function readBody(body: Body): Promise<{ readonly text: string; readonly failure?: Failure }> {
  const octets: Uint8Array[] = []
  for await (const piece of body) {
    if (isFailure(piece)) return { text: Buffer.concat(octets).toString('utf8'), failure: piece }
    octets.push(piece)
  }
  return { text: Buffer.concat(octets).toString('utf8') }
}
