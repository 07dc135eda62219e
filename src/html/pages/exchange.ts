/**
 * One exchange as a section of the wire view: a heading, the messages as they went over the wire, and what the
 * program knows and decided about them.
 */
import type { Certificate, Connection, Exchange, Field, Timings } from '../../fetch/message.js'
import { get } from '../../fetch/message.js'
import { publicHref } from '../../url/display.js'
import { markup } from '../markup.js'
import type { Hole, Markup } from '../markup.js'
import { fieldLines, headLines, isWhole, readable, remarkLine } from './head.js'
import type { HeadOptions } from './head.js'
import { hideUserInformation } from './secret.js'

export interface ExchangeOptions {
  readonly number: number
  readonly count: number
  /** shows credentials and the request's body */
  readonly reveal: boolean
  /** long lines are broken: for a screen, not for programs that read lines */
  readonly wrap: boolean
}

/** Octets of a request's body that are shown. */
const BODY_SHOWN = 65_536

export function exchangeSection(
  exchange: Exchange,
  { number, count, reveal, wrap }: ExchangeOptions,
): Markup {
  const url = publicHref(exchange.url)
  const outcome = hideUserInformation(outcomeText(exchange))
  const gap = markup`&nbsp;&nbsp; `
  const rows = facts(exchange)
    .filter(([, lines]) => lines.length > 0)
    .map(([label, lines]) => markup`<tr><th>${label}<td>${joinLines(lines)}\n`)
  return markup`<h2>Exchange ${number} of ${count}${gap}${exchange.method} ${url}${gap}${outcome}</h2>
${wrap ? markup`<pre wrap>` : markup`<pre>`}
${messageLines(exchange, reveal).map((line) => markup`${line}\n`)}</pre>
<table>
${rows}</table>
`
}

function outcomeText({ status, reason, failure }: Exchange): string {
  const answer = status === undefined ? '' : readable(`${status} ${reason ?? ''}`).trim()
  if (failure !== undefined) return answer === '' ? 'failed' : `${answer}, then failed`
  return answer === '' ? 'no answer yet' : answer
}

function joinLines(lines: readonly Hole[]): Hole[] {
  return lines.map((line, i) => (i === 0 ? line : markup`<br>${line}`))
}

// The messages.

function messageLines(exchange: Exchange, reveal: boolean): Markup[] {
  const sent: HeadOptions = { direction: '>', base: exchange.url, reveal }
  const came: HeadOptions = { direction: '<', base: exchange.url, reveal }
  const separator = markup``
  const blocks = [
    requestLines(exchange, sent),
    ...exchange.interim.map((head) => headLines(head, came)),
    answerLines(exchange, came),
    trailerLines(exchange.trailers, came),
  ]
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, i) => (i === 0 ? block : [separator, ...block]))
}

function requestLines(exchange: Exchange, options: HeadOptions): Markup[] {
  if (exchange.requestHead === '') return [remarkLine(NOTHING_SENT[exchange.source])]
  const body = exchange.requestBody
  const lines = headLines(exchange.requestHead, options)
  return body === undefined || body.length === 0 ? lines : [...lines, ...bodyLines(body, options)]
}

const NOTHING_SENT: Readonly<Record<Exchange['source'], string>> = {
  network: 'nothing was sent',
  cache: 'nothing was sent: the answer comes from the cache',
  validated: 'nothing was sent',
  local: 'nothing was sent: this answer comes from this computer',
}

function bodyLines(body: Uint8Array, { reveal }: HeadOptions): Markup[] {
  if (!reveal) return [remarkLine(`a body of ${octets(body.length)}, hidden`)]
  const text = readable(Buffer.from(body.subarray(0, BODY_SHOWN)).toString('latin1'))
  const lines = text.split(/\r\n|\n/).map((line) => markup`> ${line}`)
  const rest = body.length - BODY_SHOWN
  return [markup`>`, ...lines, ...(rest > 0 ? [remarkLine(`${octets(rest)} more`)] : [])]
}

function answerLines(exchange: Exchange, options: HeadOptions): Markup[] {
  const { source, responseHead, fields, failure } = exchange
  if (source === 'local') return fieldLines(fields, { ...options, direction: ' ' })
  const lines = headLines(responseHead, options)
  return failure === undefined ? lines : [...lines, remarkLine(whereItStopped(exchange))]
}

function whereItStopped({ responseHead, sizes }: Exchange): string {
  if (responseHead === '') return 'no answer came'
  if (!isWhole(responseHead)) return 'the answer stopped here'
  return sizes.body === 0 ? 'the answer stopped after its head' : 'the answer stopped within its body'
}

function trailerLines(trailers: readonly Field[], options: HeadOptions): Markup[] {
  return trailers.length === 0 ? [] : [remarkLine('after the body:'), ...fieldLines(trailers, options)]
}

// What is known about them.

type Fact = readonly [label: string, lines: readonly Hole[]]

function facts(exchange: Exchange): readonly Fact[] {
  const { source, connection, cache, failure } = exchange
  return [
    ['connection', connection === undefined ? [] : [connectionText(connection, exchange)]],
    ['certificate', certificateLines(connection?.tls?.chain ?? [])],
    ['time', isFromHere(source) ? [] : timeLines(exchange.timings)],
    ['size', sizeLines(exchange)],
    ['cookies', cookieLines(exchange)],
    ['cache', cache === undefined ? [] : [`${cache.verdict}: ${cache.reason}`]],
    ['notes', exchange.notes.map(hideUserInformation)],
    ['failure', failure === undefined ? [] : [hideUserInformation(failureText(failure))]],
  ]
}

function connectionText(connection: Connection, exchange: Exchange): string {
  const use = connection.requests === 1 ? 'new' : `request ${connection.requests} on it`
  const parts = [`#${connection.id}, ${use}`, connection.remote, connection.protocol]
  if (connection.tls !== undefined) {
    parts.push(`${connection.tls.protocol.replace(/^TLSv/, 'TLS ')} ${connection.tls.cipher}`)
  }
  if (exchange.status !== undefined) parts.push(isKept(exchange) ? 'kept alive' : 'closed after this answer')
  return parts.join('; ')
}

/** Persistence, RFC 9112 9.3. */
function isKept({ fields, version, failure }: Exchange): boolean {
  const options = (get(fields, 'connection') ?? '').toLowerCase().split(/\s*,\s*/)
  if (failure !== undefined || options.includes('close')) return false
  return version !== 'HTTP/1.0' || options.includes('keep-alive')
}

function certificateLines(chain: readonly Certificate[]): Hole[] {
  const [leaf, ...issuers] = chain
  if (leaf === undefined) return []
  return [
    leaf.subject,
    `for ${leaf.altNames.join(', ') || 'no names'}`,
    `valid from ${day(leaf.validFrom)} until ${day(leaf.validTo)}`,
    `issued by ${leaf.issuer}`,
    ...issuers.filter((c) => c.subject !== c.issuer).map((c) => `issued in turn by ${c.issuer}`),
    `serial ${leaf.serial}`,
    `fingerprint ${leaf.fingerprint}`,
  ]
}

function day(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10)
}

const PHASES = [
  ['name', 'dns'],
  ['connect', 'connect'],
  ['TLS', 'tls'],
  ['wait', 'wait'],
  ['receive', 'receive'],
] as const

function timeLines(timings: Timings): Hole[] {
  const phases = PHASES.flatMap(([label, phase]) => {
    const milliseconds = timings[phase]
    return milliseconds === undefined ? [] : [`${label} ${duration(milliseconds)}`]
  }).join(', ')
  const total = timings.total === undefined ? '' : `total ${duration(timings.total)}`
  const text = [phases, total].filter((part) => part !== '').join('; ')
  return text === '' ? [] : [text]
}

function duration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 1) return `${milliseconds.toFixed(1)}\u00a0ms`
  return `${grouped(Math.round(milliseconds))}\u00a0ms`
}

/** Whether no octet of the answer came over the wire this time. */
function isFromHere(source: Exchange['source']): boolean {
  return source === 'local' || source === 'cache'
}

function sizeLines({ source, fields, sizes }: Exchange): Hole[] {
  const { head, body, decoded, requestBody } = sizes
  if (isFromHere(source)) return decoded === 0 ? [] : [octets(decoded)]
  const parts = [`head ${octets(head)}`, `body ${octets(body)}`]
  const coding = get(fields, 'content-encoding')
  if (coding !== undefined && body > 0) parts.push(`${octets(decoded)} once ${readable(coding)} is undone`)
  if (requestBody > 0) parts.push(`request body ${octets(requestBody)}`)
  return [parts.join(', ')]
}

/** A number of octets, as `3 540 B` with spaces that do not break. */
export function octets(count: number): string {
  return `${grouped(count)}\u00a0B`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

function cookieLines({ cookies, source }: Exchange): Hole[] {
  const sent = cookies.filter(({ action }) => action === 'sent').map(({ name }) => name)
  const others = cookies.filter(({ action }) => action !== 'sent')
  if (sent.length === 0 && others.length === 0 && source !== 'network') return []
  return [
    `sent ${sent.join(', ') || 'none'}`,
    ...others.map(({ name, action, reason }) => `${name || 'a cookie without a name'} ${action}: ${reason}`),
  ]
}

function failureText({ detail, cause }: { readonly detail: string; readonly cause?: string }): string {
  return cause === undefined || detail.includes(cause) ? detail : `${detail} (${cause})`
}
