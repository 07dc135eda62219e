/**
 * Where lines of flowing text may end (UAX 14). Takes text with white space collapsed, `\n` for forced breaks; gives
 * ranges of it, each at most so many cells wide.
 *
 * Text of simple scripts, where a character is a cell and lines end at spaces, hyphens and slashes, takes a short way.
 * All other text takes the rules of the `linebreak` library, which costs too much at start to be loaded for nothing:
 * `loadLineBreakRules` is awaited by whoever meets such text first.
 */
import type LineBreaker from 'linebreak'
import { cellWidth, clusters } from './width.js'

/** Characters that are one cell wide, stand alone, and break as Latin does. */
const SIMPLE =
  /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u201f\u2022\u2026\u2039\u203a]*$/

/** Text beyond which the library's rules are needed. */
export function needsLineBreakRules(text: string): boolean {
  return /[\u0530-\u1fff\u2e80-\uffff\u00ad\u200b]/.test(text)
}

export const isSimple = (text: string): boolean => SIMPLE.test(text)

let rules: typeof LineBreaker | undefined

export async function loadLineBreakRules(): Promise<void> {
  rules ??= (await import('linebreak')).default
}

/** Called with each line's range; `hyphen` when it ends at a soft hyphen that now shows. */
export type EmitLine = (start: number, end: number, hyphen: boolean) => void

export function breakLines(text: string, columns: number, emit: EmitLine): void {
  const width = Math.max(1, columns)
  const breakSegment = isSimple(text) ? breakSimple : breakByRules
  let start = 0
  for (;;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    breakSegment(text, start, end, width, emit)
    if (newline < 0) return
    start = newline + 1
  }
}

function breakSimple(text: string, from: number, end: number, columns: number, emit: EmitLine): void {
  let start = from
  while (end - start > columns) {
    const limit = start + columns
    // looking further back than this line would take quadratic time over one long word
    const space = start + text.slice(start, limit + 1).lastIndexOf(' ')
    let cut = limit
    while (cut > start && cut > space + 1 && !mayBreakBefore(text, cut)) cut--
    if (cut > space + 1 && cut > start) {
      emit(start, cut, false)
      start = cut
    } else if (space > start) {
      emit(start, space, false)
      start = space + 1
    } else {
      emit(start, limit, false)
      start = limit
    }
    while (text.charCodeAt(start) === 0x20 && start < end) start++
  }
  if (start < end || start === from) emit(start, end, false)
}

/** Inside a word: after a hyphen, slash, bar or question mark that joins two parts, around dashes. */
function mayBreakBefore(text: string, at: number): boolean {
  const before = text[at - 1] ?? ''
  const after = text[at] ?? ''
  switch (before) {
    case '-':
    case '/':
    case '|':
    case '?':
    case '\u2010':
      return isLetter(after) && isWord(text[at - 2] ?? '')
    case '\u2013':
    case '\u2014':
      return isWord(after)
    default:
      return after === '\u2014' && isWord(before)
  }
}

const isLetter = (c: string): boolean => c.toLowerCase() !== c.toUpperCase()
const isWord = (c: string): boolean => isLetter(c) || (c >= '0' && c <= '9')

/** Scripts written without spaces, for which UAX 14 defers to a dictionary. */
const DICTIONARY = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/

const SOFT_HYPHEN = '\u00ad'

function breakByRules(text: string, from: number, to: number, columns: number, emit: EmitLine): void {
  const segment = text.slice(from, to)
  let start = 0
  let end = 0
  let width = 0
  let pendingSpaces = 0
  for (const next of opportunities(segment)) {
    const piece = segment.slice(end, next)
    const word = piece.slice(0, trimmedEnd(piece, 0, piece.length))
    let cells = cellWidth(word)
    // a part of a word that cannot have its hyphen beside it goes with the rest
    const hyphen = word.endsWith(SOFT_HYPHEN) && next < segment.length ? 1 : 0
    if (width + pendingSpaces + cells + hyphen > columns && end > start) {
      const shown = segment[end - 1] === SOFT_HYPHEN && width < columns
      emit(from + start, from + trimmedEnd(segment, start, end), shown)
      start = end
      width = 0
      pendingSpaces = 0
    }
    if (cells > columns) {
      // one unbreakable run wider than the line: cut between clusters
      let at = end
      let used = width + pendingSpaces
      for (const cluster of clusters(word)) {
        if (used + cluster.width > columns && at > start) {
          emit(from + start, from + at, false)
          start = at
          used = 0
        }
        used += cluster.width
        at += cluster.text.length
      }
      cells = used
      width = 0
      pendingSpaces = 0
    }
    width += pendingSpaces + cells
    pendingSpaces = piece.length - word.length
    end = next
  }
  if (start < segment.length || start === 0)
    emit(from + start, from + trimmedEnd(segment, start, segment.length), false)
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && text.charCodeAt(at - 1) === 0x20) at--
  return at
}

/** Positions after which a line may end, the text's end included. */
function* opportunities(text: string): Generator<number> {
  let last = 0
  for (const next of rules === undefined ? afterSpaces(text) : byRules(text, rules)) {
    const piece = text.slice(last, next)
    if (DICTIONARY.test(piece)) {
      for (const { index } of wordSegmenter().segment(piece)) {
        if (DICTIONARY.test(piece[index - 1] ?? '') && DICTIONARY.test(piece[index] ?? '')) yield last + index
      }
    }
    yield next
    last = next
  }
}

function* byRules(text: string, Rules: typeof LineBreaker): Generator<number> {
  const breaker = new Rules(text)
  for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) yield at.position
}

function* afterSpaces(text: string): Generator<number> {
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) yield at + 1
  yield text.length
}

let segmenter: Intl.Segmenter | undefined
const wordSegmenter = (): Intl.Segmenter =>
  (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' }))
