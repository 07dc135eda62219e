/**
 * Scrolling: the actions that move what is seen. Lines from 0; all stay within the page.
 */
import type { Model, Sheet, Step } from './model.js'
import { shownSheet, step, withSheet } from './model.js'
import { pageRows, textColumn } from './screen.js'
import { lastScroll, withoutWanted } from './sheet.js'

const SIDEWAYS = 8

/** Moves the top to a line because a person wants it: nothing that loads moves it again. */
export function scrollTo(model: Model, line: number): Model {
  const sheet = shownSheet(model)
  if (sheet === undefined) return model
  const scroll = Math.max(0, Math.min(line, lastScroll(sheet.rendering, pageRows(model))))
  return scroll === sheet.scroll && sheet.wanted === undefined
    ? model
    : withSheet(model, { ...withoutWanted(sheet), scroll })
}

export function scrollBy(model: Model, lines: number): Model {
  const sheet = shownSheet(model)
  return sheet === undefined ? model : scrollTo(model, sheet.scroll + lines)
}

/** Brings a line on the screen when it is outside, with some of what stands before it. */
export function reveal(model: Model, line: number): Model {
  const sheet = shownSheet(model)
  return sheet === undefined || isLineInView(model, sheet, line)
    ? model
    : scrollTo(model, line - Math.floor(pageRows(model) / 3))
}

export function isLineInView(model: Model, sheet: Sheet, line: number): boolean {
  return line >= sheet.scroll && line < sheet.scroll + pageRows(model)
}

/** Moves so that a column, in cells from the text's left edge, is on the screen. */
export function revealColumn(model: Model, column: number): Model {
  const sheet = shownSheet(model)
  if (sheet === undefined) return model
  const room = model.columns - textColumn(model).margin
  if (column >= sheet.left && column < sheet.left + room) return model
  return withSheet(model, { ...sheet, left: column < room ? 0 : column - Math.floor(room / 2) })
}

function sideways(model: Model, cells: number): Model {
  const sheet = shownSheet(model)
  if (sheet === undefined) return model
  const widest = widestInView(model, sheet)
  const most = Math.max(sheet.left, widest - Math.floor(textColumn(model).columns / 2), 0)
  const left = Math.max(0, Math.min(sheet.left + cells, most))
  return left === sheet.left ? model : withSheet(model, { ...sheet, left })
}

function widestInView(model: Model, sheet: Sheet): number {
  let widest = 0
  for (const line of sheet.rendering.lines.slice(sheet.scroll, sheet.scroll + pageRows(model))) {
    widest = Math.max(
      widest,
      line.spans.reduce((sum, span) => sum + span.width, line.indent),
    )
  }
  return widest
}

/** A page keeps two lines of the one before, so that the eye finds its place. */
function fullPage(model: Model): number {
  const rows = pageRows(model)
  return rows > 4 ? rows - 2 : Math.max(1, rows - 1)
}

function halfPage(model: Model): number {
  return Math.max(1, pageRows(model) >> 1)
}

export const scrollActions = {
  'line-down': (model: Model): Step => step(scrollBy(model, 1)),
  'line-up': (model: Model): Step => step(scrollBy(model, -1)),
  'page-down': (model: Model): Step => step(scrollBy(model, fullPage(model))),
  'page-up': (model: Model): Step => step(scrollBy(model, -fullPage(model))),
  'half-page-down': (model: Model): Step => step(scrollBy(model, halfPage(model))),
  'half-page-up': (model: Model): Step => step(scrollBy(model, -halfPage(model))),
  top: (model: Model): Step => step(scrollTo(model, 0)),
  bottom: (model: Model): Step => step(scrollTo(model, Number.MAX_SAFE_INTEGER)),
  'scroll-left': (model: Model): Step => step(sideways(model, -SIDEWAYS)),
  'scroll-right': (model: Model): Step => step(sideways(model, SIDEWAYS)),
}
