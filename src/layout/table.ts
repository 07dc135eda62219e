/**
 * Tables in columns (CSS 2 section 17.5.2): widths from what the cells hold, a table that cannot fit cell below cell.
 */
import type { BlockBox, Box, Cell, TableBox } from './box.js'
import { isSimple } from './breaks.js'
import type { Flow } from './flow.js'
import { blank, emit, lineWidth, openFlow } from './flow.js'
import type { Line, Span } from './line.js'
import type { TextBox } from './text.js'
import { cellWidth } from './width.js'

/** Blank cells between columns. */
const GAP = 2
/** Words longer than this may be broken rather than push the table out of shape. */
const LONGEST_WORD = 24

interface Extent {
  /** the narrowest it can be without breaking words */
  readonly min: number
  /** as wide as it would like to be */
  readonly max: number
}

/** A cell in its place. */
interface Placed {
  readonly cell: Cell
  readonly column: number
}

type LayoutBlock = (box: BlockBox, flow: Flow, indent: number, columns: number) => void

/** `layoutBlock` is handed in, since a table's cells hold blocks and blocks hold tables. */
export function layoutTable(
  table: TableBox,
  flow: Flow,
  indent: number,
  columns: number,
  layoutBlock: LayoutBlock,
): void {
  flow.margin = Math.max(flow.margin, table.margin)
  layoutBlock(table.before, flow, indent, columns)
  const rows = place(table)
  const widths = rows.every((row) => row.length < 2) ? undefined : columnWidths(rows, columns - indent)
  for (const row of rows) {
    if (widths === undefined) for (const { cell } of row) layoutBlock(cell.box, flow, indent, columns)
    else layoutRow(row, widths, flow, indent, layoutBlock)
  }
  flow.margin = Math.max(flow.margin, table.margin)
}

/** Columns for the cells, those taken by row spans from above left out. */
function place(table: TableBox): Placed[][] {
  const taken: number[] = []
  return table.rows.map((row) => {
    let column = 0
    const placed = row.map((cell) => {
      while ((taken[column] ?? 0) > 0) column++
      const at = column
      for (let i = 0; i < cell.columnSpan; i++)
        taken[column++] = Math.max(taken[column - 1] ?? 0, cell.rowSpan)
      return { cell, column: at }
    })
    for (let i = 0; i < taken.length; i++) if ((taken[i] ?? 0) > 0) taken[i] = (taken[i] ?? 0) - 1
    return placed
  })
}

/** Each column's width in cells; undefined when there is no room for them side by side. */
function columnWidths(
  rows: readonly (readonly Placed[])[],
  available: number,
): readonly number[] | undefined {
  const min: number[] = []
  const max: number[] = []
  const spanning: Placed[] = []
  for (const row of rows) {
    for (const placed of row) {
      const { cell, column } = placed
      if (cell.columnSpan > 1) {
        spanning.push(placed)
        continue
      }
      const extent = extentOf(cell.box)
      min[column] = Math.max(min[column] ?? 0, extent.min)
      max[column] = Math.max(max[column] ?? 0, extent.max)
    }
  }
  for (const { cell, column } of spanning) {
    const extent = extentOf(cell.box)
    widen(min, column, cell.columnSpan, extent.min)
    widen(max, column, cell.columnSpan, extent.max)
  }
  const used = Array.from({ length: Math.max(min.length, max.length) }, (_, i) => max[i] ?? 0)
  const gaps = GAP * Math.max(0, used.filter((width) => width > 0).length - 1)
  return distribute(
    used.map((_, i) => min[i] ?? 0),
    used,
    available - gaps,
  )
}

/** Makes a span of columns at least so wide together, the last of them taking what is missing. */
function widen(widths: number[], column: number, count: number, width: number): void {
  let sum = -GAP
  let last = column
  for (let i = column; i < column + count; i++) {
    if ((widths[i] ?? 0) > 0 || i === column) {
      sum += (widths[i] ?? 0) + GAP
      last = i
    }
  }
  if (sum < width) widths[last] = (widths[last] ?? 0) + width - sum
}

/** Narrow columns get what they want, the others share what is left. */
function distribute(
  min: readonly number[],
  max: readonly number[],
  available: number,
): readonly number[] | undefined {
  const sum = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0)
  if (sum(max) <= available) return max
  if (sum(min) > available) return undefined
  const widths = [...min]
  let left = available - sum(min)
  let open = max.map((_, i) => i).filter((i) => (max[i] ?? 0) > (min[i] ?? 0))
  while (open.length > 0 && left > 0) {
    const share = Math.max(1, Math.floor(left / open.length))
    for (const i of open) {
      const more = Math.min(share, (max[i] ?? 0) - (widths[i] ?? 0), left)
      widths[i] = (widths[i] ?? 0) + more
      left -= more
    }
    open = open.filter((i) => (widths[i] ?? 0) < (max[i] ?? 0))
  }
  return widths
}

function layoutRow(
  row: readonly Placed[],
  widths: readonly number[],
  flow: Flow,
  indent: number,
  layoutBlock: LayoutBlock,
): void {
  const starts: number[] = []
  let at = 0
  for (const width of widths) {
    starts.push(at)
    if (width > 0) at += width + GAP
  }
  const columns = row.map(({ cell, column }) => {
    const start = starts[column] ?? 0
    const end = starts[column + cell.columnSpan] ?? at
    const lines: Line[] = []
    const inner = openFlow(flow.options, (line) => lines.push(line))
    layoutBlock(cell.box, inner, 0, Math.max(1, end - start - GAP))
    return { start, lines, anchors: inner.anchors }
  })
  const height = Math.max(0, ...columns.map((column) => column.lines.length))
  for (let i = 0; i < height; i++) {
    const parts = columns.flatMap(({ start, lines }) => {
      const line = lines[i]
      if (line === undefined) return []
      if (line.anchors !== undefined) flow.anchors.push(...line.anchors)
      if (line.heading !== undefined) flow.heading = line.heading
      return line.spans.length === 0 ? [] : [{ begin: start + line.indent, line }]
    })
    const [first, ...others] = parts
    // a line beside nothing is indented and not copied: tables in tables would copy it over and over
    if (first === undefined) emit(flow, indent, [])
    else if (others.length === 0) emit(flow, indent + first.begin, first.line.spans)
    else emit(flow, indent, sideBySide(parts))
  }
  for (const { anchors } of columns) flow.anchors.push(...anchors)
}

/** Lines that stand beside each other, as one. */
function sideBySide(parts: readonly { readonly begin: number; readonly line: Line }[]): readonly Span[] {
  const spans: Span[] = []
  let filled = 0
  for (const { begin, line } of parts) {
    if (begin > filled) spans.push(blank(begin - filled))
    spans.push(...line.spans)
    filled = Math.max(begin, filled) + lineWidth(line)
  }
  return spans
}

/** Kept for tables alone: what a table in a table holds would be measured anew for each table around it. */
const tableExtents = new WeakMap<TableBox, Extent>()

/** Nesting is bounded by the builder, so that recursion is safe here. */
function extentOf(box: Box): Extent {
  switch (box.type) {
    case 'rule':
      return { min: 1, max: 1 }
    case 'text':
      return textExtent(box)
    case 'block':
      return blockExtent(box)
    case 'table': {
      let extent = tableExtents.get(box)
      if (extent === undefined) tableExtents.set(box, (extent = tableExtent(box)))
      return extent
    }
  }
}

function textExtent({ text, whiteSpace }: TextBox): Extent {
  const simple = isSimple(text)
  const widthOf = (from: number, to: number) => (simple ? to - from : cellWidth(text.slice(from, to)))
  let min = 0
  let max = 0
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const width = widthOf(start, end)
    max = Math.max(max, width)
    if (whiteSpace !== 'pre' && width > min) {
      for (let word = start; word < end;) {
        const space = text.indexOf(' ', word)
        const wordEnd = space < 0 || space > end ? end : space
        // a word of fewer code units than the widest so far has cells is not worth measuring
        if ((wordEnd - word) * 2 > min)
          min = Math.max(min, Math.min(widthOf(word, wordEnd), wordLimit(text, simple)))
        word = wordEnd + 1
      }
    }
    start = end + 1
  }
  return { min: whiteSpace === 'pre' ? max : min, max }
}

/** Scripts written without spaces break nearly anywhere. */
const SPACELESS = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff]/
const wordLimit = (text: string, simple: boolean): number =>
  !simple && SPACELESS.test(text) ? 8 : LONGEST_WORD

function blockExtent(box: BlockBox): Extent {
  let min = 0
  let max = 0
  for (const child of box.children) {
    const extent = extentOf(child)
    min = Math.max(min, extent.min)
    max = Math.max(max, extent.max)
  }
  const around = box.indent + (box.marker?.width ?? 0)
  return { min: min === 0 ? 0 : min + around, max: max === 0 ? 0 : max + around }
}

function tableExtent(table: TableBox): Extent {
  let { min, max } = extentOf(table.before)
  for (const row of table.rows) {
    let wide = -GAP
    for (const cell of row) {
      const extent = extentOf(cell.box)
      min = Math.max(min, extent.min)
      wide += extent.max + GAP
    }
    max = Math.max(max, wide)
  }
  return { min, max }
}
