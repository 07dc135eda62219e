/**
 * How a URL is shown: without user name and password, the host in Unicode only where that cannot be taken for
 * another name, percent-encoded letters as letters, nothing that a terminal would act on. Apart from what is left out,
 * a shown URL typed again is the same URL.
 * https://url.spec.whatwg.org/#url-rendering
 */
import { domainToUnicode } from 'node:url'
import { readableLabel } from './label.js'

/** UTF-16 code units of a `data:` URL that are shown. */
const DATA_SHOWN = 60

export function displayUrl(url: URL): string {
  if (url.protocol === 'data:') return shortened(url.href)
  const href = publicHref(url)
  if (url.host === '') return readable(href)
  const start = href.indexOf('//') + 2
  const host = displayHost(url.hostname)
  return href.slice(0, start) + host + readable(href.slice(start + url.hostname.length))
}

/** The URL without user name and password: for lists, files and other programs. */
export function publicHref(url: URL): string {
  // A URL inside an opaque one, as in `view-source:https://user:pw@news.test/`, is text to the parser.
  if (url.host === '') return url.href.replace(/\/\/[^/?#]*@/, '//')
  if (url.username === '' && url.password === '') return url.href
  const copy = new URL(url)
  copy.username = ''
  copy.password = ''
  return copy.href
}

/** The host's name for people: each label in Unicode or as `xn--`. */
export function displayHost(hostname: string): string {
  if (!hostname.includes('xn--')) return hostname
  const labels = hostname.split('.')
  const zone = domainToUnicode(labels.at(-1) ?? '')
  return labels.map((label) => displayLabel(label, zone)).join('.')
}

function displayLabel(label: string, zone: string): string {
  if (!label.startsWith('xn--')) return label
  const unicode = domainToUnicode(label)
  return readableLabel(unicode, zone) ? unicode : label
}

function shortened(href: string): string {
  return href.length > DATA_SHOWN ? `${href.slice(0, DATA_SHOWN)}…` : href
}

// Expressions with Unicode properties are made when asked for: V8 reads them out where they stand, which takes time at start.

/** One percent-encoded character beyond ASCII. ASCII ones stay encoded: that may be what they mean. */
const ENCODED =
  /%(?:[cd][0-9a-f](?:%[89ab][0-9a-f])|e[0-9a-f](?:%[89ab][0-9a-f]){2}|f[0-4](?:%[89ab][0-9a-f]){3})/gi

/**
 * What can be seen for what it is. Not among it: spaces, controls, bidi controls, zero-width and other ignorable
 * characters, private use and unassigned code points, the blank Braille pattern, the replacement characters.
 */
const seenAlone = () => /^(?![\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd])[\p{L}\p{N}\p{P}\p{S}]$/u

/** A mark is shown on a character that was shown before it; alone it would sit on the delimiter to its left. */
const joiningMark = () => /^(?!\p{Default_Ignorable_Code_Point})\p{M}$/u

function readable(text: string): string {
  let shownTo = -1
  return text.replace(ENCODED, (encoded, offset: number) => {
    const character = strictlyDecoded(encoded)
    const seen = seenAlone().test(character) || (joiningMark().test(character) && offset === shownTo)
    if (!seen) return encoded
    shownTo = offset + encoded.length
    return character
  })
}

/** The character, or nothing where the octets are no UTF-8 (overlong, surrogates, beyond U+10FFFF). */
function strictlyDecoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ''
  }
}
