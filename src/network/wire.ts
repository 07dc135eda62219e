/**
 * Message heads as octets (one character per octet) and as fields: RFC 9112 sections 2 to 6. Pure.
 */
import type { Field, RawHead } from '../fetch/message.js'
import type { WireRequest } from '../fetch/session.js'

export interface Heads {
  /** the heads of 1xx answers */
  readonly interim: readonly RawHead[]
  /** the head of the final answer, or as much of it as came */
  readonly head: RawHead
  /** whether the empty line that ends the head was there */
  readonly complete: boolean
}

/** Parts what came over the line into heads; line ends may be bare LF, as lenient reading allows. */
export function splitHeads(octets: string): Heads {
  const interim: RawHead[] = []
  let rest = octets
  for (;;) {
    const end = headEnd(rest)
    if (end === undefined) return { interim, head: rest, complete: false }
    const head = rest.slice(0, end)
    if (!isInterim(head)) return { interim, head, complete: true }
    interim.push(head)
    rest = rest.slice(end)
  }
}

/** Where the empty line after the head ends; empty lines before the status line belong to the head. */
function headEnd(octets: string): number | undefined {
  const start = /^[\r\n]*/.exec(octets)?.[0].length ?? 0
  const blank = /\n\r?\n/.exec(octets.slice(start))
  return blank === null ? undefined : start + blank.index + blank[0].length
}

/** 101 is final: the connection speaks another protocol from there on. */
function isInterim(head: RawHead): boolean {
  return /^[\r\n]*HTTP\/\d\.\d 1(?!01)\d\d/.test(head)
}

export function looksLikeHttp(octets: string): boolean {
  return /^[\r\n]*HTTP\/\d/.test(octets)
}

/** Names and values in turn, as Node gives and takes them. */
export function fieldsOf(flat: readonly string[]): Field[] {
  const fields: Field[] = []
  for (let i = 0; i + 1 < flat.length; i += 2) fields.push([flat[i] ?? '', flat[i + 1] ?? ''])
  return fields
}

const METHODS_WITH_A_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/**
 * The request's fields and those that are this layer's own affair: Host where it is missing, Connection, and the length
 * of the body. Framing that somebody asked for by hand gives way to the framing that is used.
 */
export function requestFields(request: WireRequest, options: { readonly single: boolean }): Field[] {
  const fields = request.fields.filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name))
  if (!has(fields, 'host')) fields.unshift(['Host', request.url.host])
  const length = request.body?.length ?? (METHODS_WITH_A_BODY.has(request.method) ? 0 : undefined)
  if (length !== undefined) fields.push(['Content-Length', String(length)])
  if (options.single)
    return [...fields.filter(([name]) => !/^connection$/i.test(name)), ['Connection', 'close']]
  return has(fields, 'connection') ? fields : [...fields, ['Connection', 'keep-alive']]
}

function has(fields: readonly Field[], name: string): boolean {
  return fields.some(([given]) => given.toLowerCase() === name)
}

/**
 * How long the server keeps an idle connection, in milliseconds, from `Keep-Alive: timeout=5`; undefined when it does
 * not say. RFC 2068 section 19.7.1.1.
 */
export function keepAliveTimeout(value: string | undefined): number | undefined {
  const seconds = /(?:^|[,;\s])timeout\s*=\s*"?(\d{1,9})/i.exec(value ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

/** RFC 9110 section 9.2.2: doing it twice means doing it once. */
export function isIdempotent(method: string): boolean {
  return /^(GET|HEAD|OPTIONS|TRACE|PUT|DELETE)$/.test(method)
}

/** The first octets of something unreadable, fit to be shown: what is not printable ASCII is a middle dot. */
export function shown(octets: string, length = 32): string {
  const text = octets.slice(0, length).replace(/[^\x20-\x7e]+/g, '·')
  return octets.length > length ? `${text}…` : text
}

/** Text that others wrote, short and without what acts on a terminal. */
export function plain(text: string, length = 80): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, '·')
  return clean.length > length ? `${clean.slice(0, length)}…` : clean
}
