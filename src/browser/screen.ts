/**
 * How the screen is divided: which rows are title, page, status and hints, and where the text column lies. What
 * scrolls and what is clicked depends on it as much as what is drawn.
 */
import type { Model } from './model.js'

export interface Regions {
  /** row of each region from 0; absent where the screen is too low for it */
  readonly title?: number
  readonly page: number
  readonly pageRows: number
  readonly status?: number
  readonly hints?: number
}

/** Few rows belong to the page: first the hints go, then the title, then the status. */
export function regions(model: Pick<Model, 'rows' | 'hints'>): Regions {
  const { rows } = model
  if (rows < 2) return { page: 0, pageRows: rows }
  if (rows < 3) return { page: 0, pageRows: 1, status: 1 }
  if (rows < 6 || !model.hints) return { title: 0, page: 1, pageRows: rows - 2, status: rows - 1 }
  return { title: 0, page: 1, pageRows: rows - 3, status: rows - 2, hints: rows - 1 }
}

/** Rows of the page that are seen at once. */
export function pageRows(model: Pick<Model, 'rows' | 'hints'>): number {
  return regions(model).pageRows
}

export interface TextColumn {
  /** blank cells before it */
  readonly margin: number
  /** its width in cells */
  readonly columns: number
}

/** The column that text flows in: one blank cell at each side where there is room, centred on wide screens. */
export function textColumn(model: Pick<Model, 'columns' | 'settings'>): TextColumn {
  const room = model.columns >= 40 ? model.columns - 2 : model.columns
  const columns = Math.max(1, Math.min(room, model.settings.textColumns))
  return { margin: (model.columns - columns) >> 1, columns }
}
