/**
 * The page's rows: lines cut to the screen, with what is chosen, found and possible lit. A row that looks as it did is
 * the same object as before, also after scrolling.
 */
import { linkUrl } from '../browser/act.js'
import { lineText, matchesIn } from '../browser/find.js'
import type { Model, Sheet } from '../browser/model.js'
import { shownSheet } from '../browser/model.js'
import { typedNumber } from '../browser/numbers.js'
import { textColumn } from '../browser/screen.js'
import type { Line, Span } from '../layout/line.js'
import { cellWidth } from '../layout/width.js'
import { withoutFragment } from '../url/reference.js'
import { sliceCells } from './cells.js'
import { CHROME, cellStyle } from './colours.js'
import type { Overlay } from './colours.js'
import type { FrameRow, FrameSpan } from './frame.js'

const EMPTY_ROW: FrameRow = []

/** The rows of the page that are seen, as many as asked for. */
export function pageRows(model: Model, count: number): readonly FrameRow[] {
  const sheet = shownSheet(model)
  const lines = sheet?.rendering.lines ?? []
  const scroll = sheet?.scroll ?? 0
  return Array.from({ length: count }, (_, i) => {
    const line = lines[scroll + i]
    return sheet === undefined || line === undefined || line.spans.length === 0
      ? EMPTY_ROW
      : rowOf(line, scroll + i, sheet, model)
  })
}

/** What a row's look depends on besides its line. */
interface Look {
  readonly columns: number
  readonly margin: number
  readonly left: number
  readonly pattern: string
  readonly match: number
  readonly focus: number
  readonly digits: string
  readonly visited: ReadonlySet<string> | undefined
}

const drawn = new WeakMap<Line, { readonly look: Look; readonly row: FrameRow }>()

function rowOf(line: Line, index: number, sheet: Sheet, model: Model): FrameRow {
  const look = lookOf(line, index, sheet, model)
  const before = drawn.get(line)
  if (before !== undefined && sameLook(before.look, look)) return before.row
  const row = draw(line, look, sheet)
  drawn.set(line, { look, row })
  return row
}

function lookOf(line: Line, index: number, sheet: Sheet, model: Model): Look {
  const hasTargets = line.spans.some((span) => span.target !== undefined)
  const pattern = model.lit && model.pattern !== '' ? model.pattern : ''
  const found = pattern !== '' && matchesIn(lineText(line), pattern).length > 0
  return {
    columns: model.columns,
    margin: textColumn(model).margin,
    left: sheet.left,
    pattern: found ? pattern : '',
    match: found && sheet.match?.line === index ? sheet.match.start : -1,
    focus: hasTargets && line.spans.some((span) => span.target === sheet.focus) ? (sheet.focus ?? -1) : -1,
    digits: hasTargets ? (typedNumber(model) ?? '') : '',
    visited: hasTargets ? model.visited : undefined,
  }
}

function sameLook(a: Look, b: Look): boolean {
  return (
    a.columns === b.columns &&
    a.margin === b.margin &&
    a.left === b.left &&
    a.pattern === b.pattern &&
    a.match === b.match &&
    a.focus === b.focus &&
    a.digits === b.digits &&
    a.visited === b.visited
  )
}

function draw(line: Line, look: Look, sheet: Sheet): FrameRow {
  const spans = line.spans.flatMap((span, i) => coloured(span, offsetOf(line, i), look, sheet, line))
  const blank = look.margin + line.indent
  const whole =
    blank === 0 ? spans : [{ text: ' '.repeat(blank), width: blank, style: CHROME.blank }, ...spans]
  const width = whole.reduce((sum, span) => sum + span.width, 0)
  return look.left === 0 && width <= look.columns ? whole : windowed(whole, look)
}

function offsetOf(line: Line, index: number): number {
  return line.spans.slice(0, index).reduce((sum, span) => sum + span.text.length, 0)
}

/** A span as it looks, cut where a match begins or ends. */
function coloured(span: Span, offset: number, look: Look, sheet: Sheet, line: Line): readonly FrameSpan[] {
  const overlays = overlaysOf(span, look, sheet)
  const plain = cellStyle(span.style, overlays)
  if (look.pattern === '') return [{ text: span.text, width: span.width, style: plain }]
  const pieces: FrameSpan[] = []
  const piece = (from: number, to: number, lit?: Overlay): void => {
    const text = span.text.slice(from, to)
    if (text === '') return
    const style = lit === undefined ? plain : cellStyle(span.style, [...overlays, lit])
    pieces.push({ text, width: cellWidth(text), style })
  }
  let at = 0
  for (const { start, end } of matchesIn(lineText(line), look.pattern)) {
    const from = Math.max(start - offset, at)
    const to = Math.min(end - offset, span.text.length)
    if (to <= from) continue
    piece(at, from)
    piece(from, to, start === look.match ? 'current-match' : 'match')
    at = to
  }
  piece(at, span.text.length)
  return sameWidth(pieces, span.width) ? pieces : [{ text: span.text, width: span.width, style: plain }]
}

/** A match that begins inside a character of several code points would change what cells it takes. */
function sameWidth(pieces: readonly FrameSpan[], width: number): boolean {
  return pieces.reduce((sum, piece) => sum + piece.width, 0) === width
}

function overlaysOf(span: Span, look: Look, sheet: Sheet): readonly Overlay[] {
  const { target } = span
  if (target === undefined) return NONE
  const overlays: Overlay[] = []
  if (span.style.role === 'link' && isVisited(sheet, target, look.visited)) overlays.push('visited')
  if (target === look.focus) overlays.push('focused')
  else if (look.digits !== '' && span.style.role === 'number' && String(target + 1).startsWith(look.digits)) {
    overlays.push('possible')
  }
  return overlays
}

const NONE: readonly Overlay[] = []

function isVisited(sheet: Sheet, target: number, visited: ReadonlySet<string> | undefined): boolean {
  if (visited === undefined || visited.size === 0) return false
  const url = linkUrl(sheet, target)
  return url !== undefined && visited.has(withoutFragment(url).href)
}

const CUT_RIGHT = '›'
const CUT_LEFT = '‹'

/** The part of a row that is on the screen; marks say where it goes on. */
function windowed(row: FrameRow, { columns, margin, left }: Look): FrameRow {
  const width = row.reduce((sum, span) => sum + span.width, 0)
  const isCutRight = width - left > columns
  const isCutLeft = left > 0 && width > margin && columns > 1
  const to = left + columns - (isCutRight ? 1 : 0)
  const shown = between(row, left + (isCutLeft ? 1 : 0), to)
  const mark = (text: string): FrameSpan => ({ text, width: 1, style: CHROME.cut })
  return [...(isCutLeft ? [mark(CUT_LEFT)] : []), ...shown, ...(isCutRight ? [mark(CUT_RIGHT)] : [])]
}

function between(row: FrameRow, from: number, to: number): readonly FrameSpan[] {
  const shown: FrameSpan[] = []
  let at = 0
  for (const span of row) {
    const start = Math.max(from - at, 0)
    const end = Math.min(to - at, span.width)
    at += span.width
    if (end <= start) continue
    const text = start === 0 && end === span.width ? span.text : sliceCells(span.text, start, end)
    shown.push({ text, width: end - start, style: span.style })
  }
  return shown
}
