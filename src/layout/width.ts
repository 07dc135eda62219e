/**
 * How many cells a text takes. Takes text free of control characters; gives cells by East Asian Width (UAX 11) of
 * each grapheme cluster (UAX 29), emoji as terminals draw them. Everything that counts cells counts them here, or
 * links and columns would drift apart. Ambiguous characters are narrow.
 */
import { eastAsianWidth } from 'get-east-asian-width'
import { splitGraphemes } from 'unicode-segmenter/grapheme'

/** A grapheme cluster and its cells: 0, 1 or 2. */
export interface Cluster {
  readonly text: string
  readonly width: number
}

/**
 * Whether a text holds anything whose width is more than the sum of its code points' widths: joiners, variation
 * selectors, keycaps, flags, skin tones, tags, conjoining jamo, scripts with spacing marks.
 */
const NEEDS_CLUSTERS =
  /[\u200d\ufe0f\u20e3\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u0900-\u109f\u1700-\u1cff\u302e\u302f\ua800-\uabff\ud804-\ud807\ud81b\ud834]|\ud83c[\udde6-\uddff\udffb-\udfff]|\udb40[\udc20-\udc7f]/

const zero = () => /^[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\p{Cc}]$/u
const REGIONAL_PAIR = /^[\u{1F1E6}-\u{1F1FF}]{2}/u
const MODIFIED = /^.[\u{1F3FB}-\u{1F3FF}]/u

/** Widths by code point in pages of 256, filled when a page is first met; 255 = not yet known. */
const pages = new Map<number, Uint8Array>()

export function cellWidth(text: string): number {
  let i = 0
  while (i < text.length && text.charCodeAt(i) < 0x7f) i++
  if (i === text.length) return i
  // the last ASCII character may be the base of a mark
  if (i > 0) i--
  const rest = i === 0 ? text : text.slice(i)
  return i + (NEEDS_CLUSTERS.test(rest) ? clusterWidths(rest) : codePointWidths(rest))
}

/** The text's grapheme clusters in order, each with its cells. */
export function* clusters(text: string): Generator<Cluster> {
  if (isAscii(text)) {
    for (const character of text) yield { text: character, width: 1 }
    return
  }
  for (const cluster of splitGraphemes(text)) yield { text: cluster, width: clusterWidth(cluster) }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x7f) return false
  return true
}

function codePointWidths(text: string): number {
  let width = 0
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00) {
      code = text.codePointAt(i) ?? code
      if (code > 0xffff) i++
    }
    width += codePointWidth(code)
  }
  return width
}

function clusterWidths(text: string): number {
  let width = 0
  for (const cluster of splitGraphemes(text)) width += clusterWidth(cluster)
  return width
}

function clusterWidth(cluster: string): number {
  const first = cluster.codePointAt(0) ?? 0
  if (cluster.length === 1) return codePointWidth(first)
  if (cluster.includes('\ufe0f') || cluster.endsWith('\u20e3')) return 2
  if (REGIONAL_PAIR.test(cluster) || MODIFIED.test(cluster)) return 2
  const width = codePointWidth(first)
  if (width > 0) return width
  // a cluster that opens with something invisible is as wide as the first thing in it that is seen
  for (const character of cluster) {
    const own = codePointWidth(character.codePointAt(0) ?? 0)
    if (own > 0) return own
  }
  return 0
}

function codePointWidth(code: number): number {
  let page = pages.get(code >> 8)
  if (page === undefined) {
    page = new Uint8Array(256).fill(255)
    pages.set(code >> 8, page)
  }
  let width = page[code & 255] ?? 255
  if (width === 255) {
    width = measure(code)
    page[code & 255] = width
  }
  return width
}

function measure(code: number): number {
  // jamo vowels and final consonants join the syllable before them
  if (code >= 0x1160 && code <= 0x11ff) return 0
  return zero().test(String.fromCodePoint(code)) ? 0 : eastAsianWidth(code)
}
