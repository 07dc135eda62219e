/**
 * Sheets: a document laid out for the screen. Takes documents and what the model asks of lines, gives sheets whose
 * rendering is true and whose place is where the reader was, however the lines came to lie.
 */
import type { Document } from '../html/document.js'
import type { Line, Rendering } from '../layout/line.js'
import type { Page } from '../load.js'
import { render } from '../render.js'
import { fragmentLine } from './fragment.js'
import type { Model, Sheet } from './model.js'
import { currentEntry, shownSheet, withSheet } from './model.js'
import { pageRows, textColumn } from './screen.js'

/** A sheet at its top. */
export function newSheet(model: Model, document: Document, page?: Page): Sheet {
  const made = {
    page,
    document,
    columns: textColumn(model).columns,
    numbers: model.numbers,
    values: new Map(),
  }
  return {
    document,
    values: made.values,
    unsent: false,
    scroll: 0,
    left: 0,
    made,
    rendering: render(document, { columns: made.columns, numbers: made.numbers, values: made.values }),
  }
}

/** Makes what is shown true to the model: the rendering where it is out of date, the place within its bounds. */
export function settle(model: Model): Model {
  const sheet = shownSheet(model)
  const entry = currentEntry(model)
  if (sheet === undefined || entry === undefined) return model
  const page = entry.view === undefined ? entry.page : undefined
  const settled = atWanted(remade(sheet, model, page), pageRows(model), page)
  return settled === sheet ? model : withSheet(model, settled)
}

function remade(sheet: Sheet, model: Model, page: Page | undefined): Sheet {
  const { columns } = textColumn(model)
  const { document, values } = sheet
  const old = sheet.made
  if (
    old.page === page &&
    old.document === document &&
    old.columns === columns &&
    old.numbers === model.numbers &&
    old.values === values
  ) {
    return sheet
  }
  const rendering = render(document, { columns, numbers: model.numbers, values })
  const made = { page, document, columns, numbers: model.numbers, values }
  if (sheet.scroll === 0) return { ...sheet, rendering, made }
  const characters =
    sheet.reading?.scroll === sheet.scroll
      ? sheet.reading.characters
      : charactersBefore(sheet.rendering.lines, sheet.scroll)
  const blanks = blankLinesAt(sheet.rendering.lines, sheet.scroll)
  const scroll = backOverBlanks(rendering.lines, lineOfCharacter(rendering.lines, characters), blanks)
  return { ...sheet, rendering, made, scroll, reading: { scroll, characters } }
}

function atWanted(sheet: Sheet, rows: number, page: Page | undefined): Sheet {
  const last = lastScroll(sheet.rendering, rows)
  const { wanted } = sheet
  if (wanted === undefined) return sheet.scroll <= last ? sheet : { ...sheet, scroll: last }
  const line = 'scroll' in wanted ? wanted.scroll : fragmentLine(sheet.rendering, wanted.fragment)
  const scroll = Math.min(line ?? sheet.scroll, last)
  const reached = line !== undefined && line <= last
  if (!reached && page?.progress === 'loading') return sheet.scroll === scroll ? sheet : { ...sheet, scroll }
  const rest = withoutWanted(sheet)
  return { ...rest, scroll }
}

export function withoutWanted(sheet: Sheet): Sheet {
  if (sheet.wanted === undefined) return sheet
  const { wanted, ...rest } = sheet
  void wanted
  return rest
}

/** The top line when the last line stands at the bottom. */
export function lastScroll(rendering: Rendering, rows: number): number {
  return Math.max(0, rendering.lines.length - rows)
}

/** Characters of the page's own words: what stays the same when lines break elsewhere. */
function charactersOf(line: Line): number {
  let count = 0
  for (const span of line.spans) {
    const { role } = span.style
    if (role !== 'number' && role !== 'mark' && role !== 'control')
      count += span.text.replace(/\s+/gu, '').length
  }
  return count
}

function charactersBefore(lines: readonly Line[], end: number): number {
  let count = 0
  for (let i = 0; i < end && i < lines.length; i++) {
    const line = lines[i]
    if (line !== undefined) count += charactersOf(line)
  }
  return count
}

function lineOfCharacter(lines: readonly Line[], characters: number): number {
  let before = 0
  for (const [i, line] of lines.entries()) {
    before += charactersOf(line)
    if (before > characters) return i
  }
  return Math.max(0, lines.length - 1)
}

function blankLinesAt(lines: readonly Line[], from: number): number {
  let count = 0
  while (from + count < lines.length && lines[from + count]?.spans.length === 0) count++
  return count
}

function backOverBlanks(lines: readonly Line[], line: number, blanks: number): number {
  let at = line
  for (let n = 0; n < blanks && at > 0 && lines[at - 1]?.spans.length === 0; n++) at--
  return at
}
