/**
 * Boxes: what a document generates to be laid out (CSS Display 3). Widths are not known here; link numbers are, since
 * `[12]` takes cells like any text.
 */
import type { Target } from './line.js'
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

export interface Boxes {
  readonly root: BlockBox
  /** in document order; the number shown is the index and one */
  readonly targets: readonly Target[]
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
