/**
 * frame(model): the model as exactly the rows and columns of the screen. Pure.
 */
import type { Model } from '../browser/model.js'
import { regions } from '../browser/screen.js'
import type { Frame, FrameRow } from './frame.js'
import { pageRows } from './page-rows.js'
import type { StatusRow } from './status.js'
import { hintsRow, statusRow, titleOf, titleRow } from './status.js'

export function frame(model: Model): Frame {
  const parts = regions(model)
  const status = statusRow(model)
  const rows: FrameRow[] = [
    ...(parts.title === undefined ? [] : [titleRow(model)]),
    ...pageRows(model, parts.pageRows),
    ...(parts.status === undefined ? [] : [status.row]),
    ...(parts.hints === undefined ? [] : [hintsRow(model)]),
  ]
  const at = parts.status ?? rows.length - 1
  // on a screen of one row, what is asked or said takes the page's place
  if (parts.status === undefined && isSpeaking(model)) rows[at] = status.row
  const title = `${titleOf(model)} - Octavo`
  const cursor = cursorAt(model, status, at)
  return { columns: model.columns, rows, title, ...(cursor === undefined ? {} : { cursor }) }
}

function isSpeaking(model: Model): boolean {
  return model.mode.type !== 'browse' || model.notice !== undefined
}

function cursorAt(model: Model, { cursor }: StatusRow, row: number): Frame['cursor'] {
  return cursor === undefined || model.mode.type !== 'line' ? undefined : { column: cursor, row }
}
