/**
 * A page as text for standard output: flowing text with its references, links, heads.
 */
import { isFailure } from './failure.js'
import type { Exchange } from './fetch/message.js'
import type { Document } from './html/document.js'
import { attribute } from './html/document.js'
import { exchangesPage } from './html/pages.js'
import { parseDocument } from './html/parse.js'
import type { PlacedTarget, Rendering } from './layout/line.js'
import { render } from './render.js'
import { publicHref } from './url/display.js'
import { resolve } from './url/reference.js'
import { linesAsSgr, linesAsText } from './view/sgr.js'

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
  const { columns, numbers, refs, color } = options
  const rendering = render(document, { columns, numbers, plain: !color, urls: refs === 'inline' })
  const text = (color ? linesAsSgr : linesAsText)(rendering.lines)
  return refs === 'list' && rendering.targets.length > 0
    ? `${text}\n${references(rendering, document)}`
    : text
}

function references(rendering: Rendering, document: Document): string {
  const width = Math.max(3, String(rendering.targets.length).length + 1)
  const rows = rendering.targets.map(
    (placed, i) => `${String(i + 1).padStart(width)}. ${reference(placed, document)}`,
  )
  return `References\n\n${rows.join('\n')}\n`
}

/** What a number stands for: a link's URL, a control's kind and name. */
function reference({ target, text }: PlacedTarget, document: Document): string {
  if (target.type === 'link') return absolute(target.href, document) ?? oneLine(target.href)
  const name = attribute(target.element, 'name') ?? text
  return oneLine(`${target.kind} ${name}`).trim()
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
  const url = resolve(href, document.baseUrl)
  return isFailure(url) ? undefined : publicHref(url)
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ')
