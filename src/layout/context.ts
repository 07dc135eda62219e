/**
 * Where in the structure of blocks, lists and tables an element stands, and the box it opens there (CSS Display 3).
 */
import type { Element } from '../html/document.js'
import { attribute, leadingText } from '../html/document.js'
import { collapse } from '../html/parse.js'
import type { Declarations, WhiteSpace } from '../style/declarations.js'
import type { BlockBox, Cell, TableBox } from './box.js'
import { block } from './box.js'
import type { List } from './list.js'
import { nextMarker, openList } from './list.js'

/** Blocks nested deeper than this are laid out as if they stood beside each other. */
const MAX_DEPTH = 120

/** Descendants of a heading whose text is its name. */
const HEADING_NODES = 500

/** What holds inside a block. */
export interface Context {
  /** where boxes are collected; undefined: nowhere, they go to the sink at once */
  readonly container: BlockBox | undefined
  readonly depth: number
  /** cells to the left, as far as they are known before tables have their columns */
  readonly indent: number
  readonly whiteSpace: WhiteSpace
  readonly list: List | undefined
  readonly table: TableBox | undefined
  readonly row: Cell[] | undefined
}

export const OUTERMOST: Context = {
  container: undefined,
  depth: 0,
  indent: 0,
  whiteSpace: 'normal',
  list: undefined,
  table: undefined,
  row: undefined,
}

/** What a block-level element changes. */
export interface Opened {
  readonly context: Context
  /** the box whose end the sink is to be told, where boxes go there */
  readonly opened: BlockBox | TableBox | undefined
}

/**
 * Makes the box that a block-level element generates, and says what holds in it. A block that adds nothing of its own,
 * as most `div`s, makes none: only its text stands apart.
 */
export function blockContext(element: Element, d: Declarations, at: Context): Opened {
  const { whiteSpace = at.whiteSpace, display, margin = 0, indent = 0, level } = d
  if (at.depth >= MAX_DEPTH || (display === 'block' && margin === 0 && indent === 0 && level === undefined)) {
    return whiteSpace === at.whiteSpace ? unopened(at) : unopened({ ...at, whiteSpace })
  }
  switch (display) {
    case 'row-group':
      return unopened(at)
    case 'table':
      return insideTable({ type: 'table', margin, before: block(), rows: [] }, at, whiteSpace)
    case 'row':
      return at.table === undefined
        ? insideBlock(block(), at, whiteSpace)
        : insideRow(at.table, at, whiteSpace)
    case 'cell':
      return at.row === undefined
        ? insideBlock(block(), at, whiteSpace)
        : insideCell(at.row, element, at, whiteSpace)
    case 'list': {
      const { list } = at
      const opened = openList(element, d.marker ?? 'disc', list === undefined ? 0 : list.depth + 1)
      const box = list === undefined ? block({ margin, indent: 2 }) : block()
      return insideBlock(box, at, whiteSpace, opened)
    }
    case 'list-item':
      return insideBlock(block({ marker: nextMarker(at.list, element) }), at, whiteSpace)
    default: {
      const heading =
        level === undefined ? undefined : { level, text: collapse(leadingText(element, HEADING_NODES)) }
      return insideBlock(block({ margin, indent, heading }), at, whiteSpace)
    }
  }
}

// Made by the hundred thousand: each in one shape, written out.

const unopened = (context: Context): Opened => ({ context, opened: undefined })

function insideBlock(box: BlockBox, at: Context, whiteSpace: WhiteSpace, list = at.list): Opened {
  const { container, table, row } = at
  container?.children.push(box)
  const indent = at.indent + box.indent + (box.marker?.width ?? 0)
  const within = container === undefined ? undefined : box
  const context = { container: within, depth: at.depth + 1, indent, whiteSpace, list, table, row }
  return { context, opened: container === undefined ? box : undefined }
}

function insideTable(table: TableBox, at: Context, whiteSpace: WhiteSpace): Opened {
  const { container, indent } = at
  container?.children.push(table)
  const depth = at.depth + 1
  const context = {
    container: table.before,
    depth,
    indent,
    whiteSpace,
    list: undefined,
    table,
    row: undefined,
  }
  return { context, opened: container === undefined ? table : undefined }
}

function insideRow(table: TableBox, at: Context, whiteSpace: WhiteSpace): Opened {
  const { container, depth, indent, list } = at
  const row: Cell[] = []
  table.rows.push(row)
  return unopened({ container, depth, indent, whiteSpace, list, table, row })
}

function insideCell(row: Cell[], element: Element, at: Context, whiteSpace: WhiteSpace): Opened {
  const { indent, list } = at
  const container = block()
  row.push({
    box: container,
    columnSpan: span(element, 'colspan', 1000),
    rowSpan: span(element, 'rowspan', 65534),
  })
  const depth = at.depth + 1
  return unopened({ container, depth, indent, whiteSpace, list, table: undefined, row: undefined })
}

/** https://html.spec.whatwg.org/multipage/tables.html#algorithm-for-processing-rows */
function span(element: Element, name: string, most: number): number {
  const value = attribute(element, name)
  const given = value === undefined ? 1 : Number.parseInt(value, 10)
  return given > 0 ? Math.min(given, most) : 1
}
