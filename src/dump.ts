/**
 * A page as text for standard output: flowing text with its references, links, heads.
 */
import type { Exchange } from './fetch/message.js'
import type { Document } from './html/document.js'
import { attribute, leadingText, linkedUrl } from './html/document.js'
import { exchangesPage } from './html/pages.js'
import { parseDocument } from './html/parse.js'
import type { Target } from './layout/line.js'
import { safeText } from './layout/text.js'
import { render, renderLines } from './render.js'
import { publicHref } from './url/display.js'
import { lineAsSgr, lineAsText } from './view/sgr.js'

export interface DumpOptions {
  /** cells */
  readonly columns: number
  readonly numbers: boolean
  /** where URLs go: a list below the text, after each link, nowhere */
  readonly refs: 'list' | 'inline' | 'none'
  /** SGR sequences in the output */
  readonly color: boolean
}

/** The document as text, its references below. */
export function dump(document: Document, options: DumpOptions): string {
  let text = ''
  dumpPieces(document, options, (piece) => (text += piece))
  return text
}

/** Characters of a piece of a dump. */
const PIECE = 65_536

/** A dump in pieces. Lines are written down as they are laid out; none is kept. */
export function dumpPieces(
  document: Document,
  { columns, numbers, refs, color }: DumpOptions,
  take: (piece: string) => void,
): void {
  const asText = color ? lineAsSgr : lineAsText
  let piece = ''
  const add = (text: string) => {
    piece += text
    if (piece.length < PIECE) return
    take(piece)
    piece = ''
  }
  const options = { columns, numbers, plain: !color, urls: refs === 'inline' }
  const { targets } = renderLines(document, options, (line) => add(asText(line)))
  if (refs === 'list' && targets.length > 0) references(targets, document, add)
  if (piece !== '') take(piece)
}

function references(targets: readonly Target[], document: Document, add: (text: string) => void): void {
  const width = Math.max(3, String(targets.length).length + 1)
  const resolved = new Map<string, string>()
  add('\nReferences\n\n')
  targets.forEach((target, i) =>
    add(`${String(i + 1).padStart(width)}. ${reference(target, document, resolved)}\n`),
  )
}

/** Descendants of a control whose text is its name. */
const NAME_NODES = 100

/** What a number stands for: a link's URL, a control's kind and name. Pages say the same address over and over. */
function reference(target: Target, document: Document, resolved: Map<string, string>): string {
  if (target.type === 'link') {
    const known = resolved.get(target.href)
    if (known !== undefined) return known
    const url = absolute(target.href, document) ?? oneLine(target.href)
    resolved.set(target.href, url)
    return url
  }
  const { kind, element } = target
  const name = attribute(element, 'name') ?? attribute(element, 'value') ?? leadingText(element, NAME_NODES)
  return oneLine(`${kind} ${name}`).trim()
}

/** One URL a line, in number order; with text: number, text and URL, tab-separated. */
export function dumpLinks(
  document: Document,
  options: { readonly columns: number; readonly text: boolean },
): string {
  const { targets } = render(document, { columns: options.columns })
  let out = ''
  targets.forEach(({ target, text }, i) => {
    const url = target.type === 'link' ? absolute(target.href, document) : undefined
    if (url !== undefined) out += options.text ? `${i + 1}\t${oneLine(text)}\t${url}\n` : `${url}\n`
  })
  return out
}

/** Every exchange as the wire view shows it. */
export function dumpExchanges(
  exchanges: readonly Exchange[],
  options: Pick<DumpOptions, 'columns' | 'color'>,
): string {
  const page = parseDocument(
    exchangesPage(exchanges, { reveal: false, keys: false }),
    new URL('about:exchanges'),
  )
  return dump(page, { ...options, numbers: true, refs: 'none' })
}

function absolute(href: string, document: Document): string | undefined {
  const url = linkedUrl(document, href)
  return url && publicHref(url)
}

const oneLine = (text: string): string => safeText(text.replace(/[\s\p{Cc}]+/gu, ' '))
