/**
 * The mouse: the wheel scrolls, a click follows.
 */
import { act } from './act.js'
import type { MouseEvent } from './message.js'
import type { Model, Step } from './model.js'
import { shownSheet, step } from './model.js'
import { regions, textColumn } from './screen.js'
import { scrollActions, scrollBy } from './scroll.js'

const WHEEL = 3

export function onMouse(model: Model, event: MouseEvent): Step {
  switch (event.kind) {
    case 'wheel-up':
      return step(scrollBy(model, -WHEEL))
    case 'wheel-down':
      return step(scrollBy(model, WHEEL))
    case 'wheel-left':
      return scrollActions['scroll-left'](model)
    case 'wheel-right':
      return scrollActions['scroll-right'](model)
    case 'press': {
      const index =
        event.button === 'left' && model.mode.type === 'browse' ? targetAt(model, event) : undefined
      return index === undefined ? step(model) : act(model, index)
    }
    case 'release':
    case 'move':
      return step(model)
  }
}

/** The index of the target that is drawn at a cell of the screen. */
export function targetAt(model: Model, at: Pick<MouseEvent, 'column' | 'row'>): number | undefined {
  const { page, pageRows } = regions(model)
  const sheet = shownSheet(model)
  const row = at.row - page
  if (sheet === undefined || row < 0 || row >= pageRows) return undefined
  const line = sheet.rendering.lines[sheet.scroll + row]
  const column = at.column - textColumn(model).margin + sheet.left
  if (line === undefined || column < line.indent) return undefined
  let end = line.indent
  for (const span of line.spans) {
    end += span.width
    if (column < end) return span.target
  }
  return undefined
}
