/**
 * Boxes: what a document generates to be laid out (CSS Display 3). Widths are not known here; link numbers are, since
 * `[12]` takes cells like any text.
 */
import type { SpanStyle } from './line.js'
import type { TextBox } from './text.js'

export interface Marker {
  readonly text: string
  /** cells from the marker's beginning to the text's */
  readonly width: number
  readonly style: SpanStyle
}

export interface BlockBox {
  readonly type: 'block'
  /** blank lines above and below, collapsing with those around */
  readonly margin: number
  /** cells */
  readonly indent: number
  readonly children: Box[]
  readonly marker: Marker | undefined
  readonly heading: { readonly level: number; readonly text: string } | undefined
}

/** A line across the width. */
export interface RuleBox {
  readonly type: 'rule'
}

export interface Cell {
  readonly box: BlockBox
  readonly columnSpan: number
  readonly rowSpan: number
}

export interface TableBox {
  readonly type: 'table'
  readonly margin: number
  /** the caption, and whatever else stands in a table outside its cells */
  readonly before: BlockBox
  readonly rows: Cell[][]
}

export type Box = BlockBox | TextBox | RuleBox | TableBox

/**
 * Takes the boxes in document order, as they are made: blocks by their opening and closing, all else whole. So a page
 * can be laid out while its boxes are built, and none is kept but those of an open table.
 */
export interface BoxSink {
  open(box: BlockBox): void
  close(box: BlockBox): void
  add(box: Exclude<Box, BlockBox>): void
}

export const block = (more: Partial<Omit<BlockBox, 'type' | 'children'>> = NOTHING): BlockBox => ({
  type: 'block',
  margin: more.margin ?? 0,
  indent: more.indent ?? 0,
  children: [],
  marker: more.marker,
  heading: more.heading,
})

const NOTHING = {}
