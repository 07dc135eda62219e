/**
 * Focus: which link or control is chosen, and how keys move it.
 */
import type { PlacedTarget } from '../layout/line.js'
import type { Model, Sheet, Step } from './model.js'
import { shownSheet, step, withNotice, withSheet } from './model.js'
import { pageRows } from './screen.js'
import { isLineInView, reveal, revealColumn, scrollBy } from './scroll.js'

/** The chosen target, if there is one. */
export function focusedTarget(model: Model): PlacedTarget | undefined {
  const sheet = shownSheet(model)
  return sheet?.focus === undefined ? undefined : sheet.rendering.targets[sheet.focus]
}

/** Chooses the target of that index and brings it on the screen. */
export function focusOn(model: Model, index: number): Model {
  const sheet = shownSheet(model)
  const placed = sheet?.rendering.targets[index]
  if (sheet === undefined || placed === undefined) return model
  return revealColumn(reveal(withSheet(model, { ...sheet, focus: index }), placed.line), placed.column)
}

/**
 * The next target when it is in view; else the page moves towards it, never by more than is seen at once, so that no
 * text is passed unread, and chooses it when that brings it into view.
 */
function move(model: Model, direction: 1 | -1): Step {
  const sheet = shownSheet(model)
  if (sheet === undefined) return step(model)
  const index = nextIndex(model, sheet, direction)
  const placed = index === undefined ? undefined : sheet.rendering.targets[index]
  if (index === undefined || placed === undefined) return step(passOn(model, sheet, direction))
  if (isLineInView(model, sheet, placed.line)) return step(focusOn(model, index))
  const rows = pageRows(model)
  const needed =
    direction > 0 ? placed.line - (sheet.scroll + rows - 1) + CONTEXT : placed.line - sheet.scroll - CONTEXT
  const most = Math.max(1, rows - 1)
  const moved = scrollBy(model, direction * Math.min(most, Math.abs(needed)))
  const after = shownSheet(moved)
  return step(after !== undefined && isLineInView(moved, after, placed.line) ? focusOn(moved, index) : moved)
}

/** Lines shown beyond a target that was scrolled to. */
const CONTEXT = 2

/** No further target: the rest of the page is still to be read. */
function passOn(model: Model, sheet: Sheet, direction: 1 | -1): Model {
  const moved = scrollBy(model, direction * Math.max(1, pageRows(model) - 1))
  if (shownSheet(moved)?.scroll !== sheet.scroll) return moved
  return withNotice(model, direction > 0 ? 'no link after this' : 'no link before this')
}

function nextIndex(model: Model, sheet: Sheet, direction: 1 | -1): number | undefined {
  const { targets } = sheet.rendering
  const focused = sheet.focus === undefined ? undefined : targets[sheet.focus]
  if (sheet.focus !== undefined && focused !== undefined && isLineInView(model, sheet, focused.line)) {
    const index = sheet.focus + direction
    return index >= 0 && index < targets.length ? index : undefined
  }
  const bottom = sheet.scroll + pageRows(model)
  const found =
    direction > 0
      ? targets.findIndex((t) => t.line >= sheet.scroll)
      : targets.findLastIndex((t) => t.line < bottom)
  return found < 0 ? undefined : found
}

export const focusActions = {
  'next-target': (model: Model): Step => move(model, 1),
  'previous-target': (model: Model): Step => move(model, -1),
}
