/**
 * References (RFC 3986 section 5, done as the URL Standard does it): a reference and a base give a URL. Also what a
 * fragment is, and what is left of a URL without it.
 * https://url.spec.whatwg.org/#url-parsing
 */
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import { quoteAddress } from './quote.js'

/** The URL that a reference on a page stands for. Parsing is Node's own; only its exception becomes a value. */
export function resolve(reference: string, base: URL): URL | Failure {
  try {
    return new URL(reference, base)
  } catch (error) {
    return failure('address', `${quoteAddress(reference)} is no address that could be followed`, {
      cause: (error as { readonly code?: string }).code ?? 'ERR_INVALID_URL',
    })
  }
}

/** The same URL without `#fragment`: what is requested, and what names an answer in a cache. */
export function withoutFragment(url: URL): URL {
  const copy = new URL(url)
  copy.hash = ''
  return copy
}

/** Whether the two differ in nothing but their fragments, so that going from one to the other needs no request. */
export function sameDocument(a: URL, b: URL): boolean {
  return beforeFragment(a.href) === beforeFragment(b.href)
}

/**
 * The fragment as the name of an element: `#` taken off, percent-encoded octets decoded as UTF-8, malformed ones
 * replaced. Empty when there is none.
 * https://html.spec.whatwg.org/#find-a-potential-indicated-element
 */
export function fragment(url: URL): string {
  const encoded = url.hash.slice(1)
  return encoded.includes('%') ? percentDecoded(encoded) : encoded
}

function beforeFragment(href: string): string {
  const hash = href.indexOf('#')
  return hash === -1 ? href : href.slice(0, hash)
}

/** https://url.spec.whatwg.org/#string-percent-decode, then UTF-8 decode without BOM */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString())
}
