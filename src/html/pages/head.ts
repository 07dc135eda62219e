/**
 * A message head as it went over the wire (one character per octet), as lines of a `<pre>`: RFC 9112 section 2 read
 * as leniently as it may come. Every line is kept; credentials are hidden, octets made readable, URLs made links.
 */
import type { Field, RawHead } from '../../fetch/message.js'
import { publicHref } from '../../url/display.js'
import { markup } from '../markup.js'
import type { Hole, Markup } from '../markup.js'
import { hideCredential, hideUserInformation, isCredential, MASK } from './secret.js'

export interface HeadOptions {
  /** `>` for what was sent, `<` for what came, blank for what did neither */
  readonly direction: '>' | '<' | ' '
  /** what URLs in fields are relative to */
  readonly base: URL
  /** shows credentials */
  readonly reveal: boolean
}

/** Where a URL reference stands in the value of a field (its group 1), by the field's lower-case name. */
const REFERENCES: ReadonlyMap<string, RegExp> = new Map([
  ['location', /(\S(?:.*\S)?)/dg],
  ['content-location', /(\S(?:.*\S)?)/dg],
  ['referer', /(\S(?:.*\S)?)/dg],
  ['origin', /(\S+:\/\/\S+)/dg],
  ['sourcemap', /(\S(?:.*\S)?)/dg],
  ['link', /<\s*([^>\s]+)\s*>/dg],
  ['refresh', /[;,]\s*url\s*=\s*["']?([^"'\s]+)/dgi],
])

/** The head's lines, its empty last one left out. */
export function headLines(head: RawHead, options: HeadOptions): Markup[] {
  if (head === '') return []
  let name = ''
  return splitLines(head).map((line, i) => {
    const isContinuation = /^[ \t]/.test(line)
    if (i === 0) return shown(hideUserInformation(readable(line)), options)
    if (isContinuation) return continuationLine(name, line, options)
    const colon = line.indexOf(':')
    name = colon < 0 ? '' : line.slice(0, colon).trim()
    if (colon < 0) return shown(hideUserInformation(readable(line)), options)
    return shown(
      markup`${readable(line.slice(0, colon + 1))}${fieldValue(name, line.slice(colon + 1), options)}`,
      options,
    )
  })
}

/** Fields that came without a head around them. */
export function fieldLines(fields: readonly Field[], options: HeadOptions): Markup[] {
  const head = fields.map(([name, value]) => `\r\n${name}: ${value}`).join('')
  // The first line of a head is no field: an empty one stands for it here.
  return headLines(head, options).slice(1)
}

/** Whether the empty line that ends a head is there. */
export function isWhole(head: RawHead): boolean {
  return /\n\r?\n$/.test(head)
}

/** A line that was not on the wire. */
export function remarkLine(text: string): Markup {
  return markup`  (${text})`
}

/** Octets as text where they are UTF-8; other octets beyond ASCII as `\xE9`. */
export function readable(octets: string): string {
  if (!/[\x80-\uffff]/.test(octets) || /[\u0100-\uffff]/.test(octets)) return octets
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'))
  } catch {
    return octets.replace(/[\x80-\xff]/g, (octet) => `\\x${octet.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

function splitLines(head: RawHead): string[] {
  return head
    .replace(/(\r?\n)+$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
}

function shown(line: string | Markup, { direction }: HeadOptions): Markup {
  return markup`${direction} ${line}`
}

/** A folded line belongs to the field before it (RFC 9112 5.2): so does its secrecy. */
function continuationLine(name: string, line: string, options: HeadOptions): Markup {
  const hidden = isCredential(name) && !options.reveal
  return shown(
    hidden ? `${/^[ \t]+/.exec(line)?.[0] ?? ' '}${MASK}` : hideUserInformation(readable(line)),
    options,
  )
}

function fieldValue(name: string, octets: string, { base, reveal }: HeadOptions): Markup {
  const value = readable(reveal ? octets : hideCredential(name, octets))
  const references = REFERENCES.get(name.toLowerCase())
  if (references === undefined) return markup`${hideUserInformation(value)}`
  const parts: Hole[] = []
  let done = 0
  for (const match of value.matchAll(references)) {
    const [start, end] = match.indices?.[1] ?? [done, done]
    parts.push(hideUserInformation(value.slice(done, start)), referenceLink(value.slice(start, end), base))
    done = end
  }
  return markup`${parts}${hideUserInformation(value.slice(done))}`
}

function referenceLink(reference: string, base: URL): Markup {
  if (!URL.canParse(reference, base.href)) return markup`${hideUserInformation(reference)}`
  const url = new URL(reference, base)
  const href = publicHref(url)
  const text = hideUserInformation(reference)
  // Some spellings (`http:name:password@host`) are URLs with a password only to the parser.
  const isUnhidden = href !== url.href && text === reference
  return markup`<a href="${href}">${isUnhidden ? href : text}</a>`
}
