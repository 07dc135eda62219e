/**
 * HTML text to a Document, chunk by chunk: parse5's parser under a budget, so that no page can hold the program.
 * A page that spends its budget keeps the tree it has got.
 */
import { defaultTreeAdapter, html, Parser } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Failure } from '../failure.js'
import { failure } from '../failure.js'
import type { Document, Element } from './document.js'
import { attribute, textContent } from './document.js'

export interface ParseBudget {
  /** elements and pieces of text */
  readonly nodes: number
  /** milliseconds for one piece of text given to `write`; by the standard's rules some pages take cubic time */
  readonly slice: number
  /** milliseconds, from any fixed point */
  readonly clock: () => number
}

export const DEFAULT_BUDGET: ParseBudget = { nodes: 1_000_000, slice: 2000, clock: Date.now }

export interface HtmlParser {
  /** Parses a piece of text. Gives a Failure, now and ever after, when the budget is spent. */
  write(text: string): Failure | undefined
  /** No more text will come. */
  end(): Failure | undefined
  /** The document as far as it has come; its tree goes on growing with `write`. */
  document(): Document
}

/**
 * Characters of one tag, comment or word. The tokenizer keeps a token's text until its end and goes over it with each piece
 * that comes, so that an endless one takes quadratic time. Pictures that stand in an attribute are shorter.
 */
const LONGEST_TOKEN = 8 * 1024 * 1024

const SPENT = new Error('the parsing budget is spent')
/** https://html.spec.whatwg.org/multipage/forms.html#category-submit, but for `object` */
const SUBMITTABLE: ReadonlySet<string> = new Set(['input', 'button', 'select', 'textarea'])

export function openParser(
  url: URL,
  options: { readonly base?: URL; readonly budget?: ParseBudget } = {},
): HtmlParser {
  const budget = options.budget ?? DEFAULT_BUDGET
  let nodes = 0
  let sliceEnds = 0
  let title: Element | undefined
  let base: Element | undefined
  let refresh: Document['refresh']
  let spent: Failure | undefined
  const formOwners = new WeakMap<Element, Element>()

  const tick = () => {
    nodes++
    if ((nodes & 255) === 0 && (nodes > budget.nodes || budget.clock() > sliceEnds)) throw SPENT
  }
  // as parse5's own ParserStream drives it, without Node's streams
  const parser = new Parser<DefaultTreeAdapterTypes.DefaultTreeAdapterMap>({
    scriptingEnabled: false,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(tagName, namespaceURI, attrs) {
        tick()
        const element = defaultTreeAdapter.createElement(tagName, namespaceURI, attrs)
        if (title === undefined && tagName === 'title' && namespaceURI === html.NS.HTML) title = element
        if (base === undefined && tagName === 'base' && attribute(element, 'href') !== undefined)
          base = element
        if (refresh === undefined && tagName === 'meta') refresh = refreshOf(element)
        // https://html.spec.whatwg.org/multipage/parsing.html#create-an-element-for-the-token
        if (SUBMITTABLE.has(tagName) && parser.formElement !== null)
          formOwners.set(element, parser.formElement)
        return element
      },
      appendChild(parent, child) {
        tick()
        defaultTreeAdapter.appendChild(parent, child)
      },
    },
  })

  const guarded = (work: () => void): Failure | undefined => {
    if (spent !== undefined) return spent
    sliceEnds = budget.clock() + budget.slice
    try {
      work()
    } catch (error) {
      if (error !== SPENT) throw error
      spent = failure('limit', 'the page is too large or too tangled to be read to its end', {
        url: url.href,
      })
    }
    return spent
  }

  return {
    write: (text) =>
      guarded(() => {
        parser.tokenizer.write(text, false)
        if (parser.tokenizer.preprocessor.html.length <= LONGEST_TOKEN) return
        parser.tokenizer.flushCharacters()
        throw SPENT
      }),
    end: () => guarded(() => parser.tokenizer.write('', true)),
    document: () => {
      if (spent === undefined) guarded(() => parser.tokenizer.flushCharacters())
      const href = base && attribute(base, 'href')
      return {
        url,
        baseUrl: documentBase(options.base ?? url, href),
        title: title === undefined ? '' : collapse(textContent(title)),
        root: parser.document,
        ...(refresh && { refresh }),
        formOwners,
      }
    },
  }
}

/** A whole text at once. */
export function parseDocument(html: string, url: URL): Document {
  const parser = openParser(url)
  parser.write(html)
  parser.end()
  return parser.document()
}

/** https://html.spec.whatwg.org/multipage/semantics.html#frozen-base-url */
function documentBase(fallback: URL, href: string | undefined): URL {
  if (href === undefined || !URL.canParse(href, fallback.href)) return fallback
  const url = new URL(href, fallback)
  return url.protocol === 'data:' || url.protocol === 'javascript:' ? fallback : url
}

/** https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps */
const REFRESH =
  /^\s*[\d.]+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|((?!\s*url\s*=\s*$)[^"'].*))/is

/** Characters of a `content` that are read: what follows blanks without end would be looked for without end. */
const LONGEST_REFRESH = 4096

function refreshOf(meta: Element): Document['refresh'] {
  if (attribute(meta, 'http-equiv')?.toLowerCase() !== 'refresh') return undefined
  const [, double, single, bare] =
    REFRESH.exec(attribute(meta, 'content')?.slice(0, LONGEST_REFRESH) ?? '') ?? []
  const href = (double ?? single ?? bare ?? '').trim()
  return href === '' ? undefined : { element: meta, href }
}

/** https://infra.spec.whatwg.org/#strip-and-collapse-ascii-whitespace */
export function collapse(text: string): string {
  return text.replace(/[ \t\n\f\r]+/g, ' ').replace(/^ | $/g, '')
}
