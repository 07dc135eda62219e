/**
 * Where in the structure of blocks, lists and tables an element stands, and the box it opens there (CSS Display 3).
 */
import type { Element } from '../html/document.js'
import { attribute, textContent } from '../html/document.js'
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
  const { whiteSpace = at.whiteSpace } = d
  const { container, depth, list, table, row } = at
  const { display, margin = 0, indent = 0, level } = d
  if (depth >= MAX_DEPTH || (display === 'block' && margin === 0 && indent === 0 && level === undefined)) {
    const context = whiteSpace === at.whiteSpace ? at : { ...at, whiteSpace }
    return { context, opened: undefined }
  }
  const inside = (box: BlockBox, inner: List | undefined = list): Opened => {
    container?.children.push(box)
    const within = container === undefined ? undefined : box
    const indent = at.indent + box.indent + (box.marker?.width ?? 0)
    const context = { container: within, depth: depth + 1, indent, whiteSpace, list: inner, table, row }
    return { context, opened: container === undefined ? box : undefined }
  }
  switch (display) {
    case 'table': {
      const opened: TableBox = { type: 'table', margin, before: block(), rows: [] }
      container?.children.push(opened)
      const context = {
        container: opened.before,
        depth: depth + 1,
        indent: at.indent,
        whiteSpace,
        list: undefined,
        table: opened,
        row: undefined,
      }
      return { context, opened: container === undefined ? opened : undefined }
    }
    case 'row-group':
      return { context: at, opened: undefined }
    case 'row': {
      if (table === undefined) return inside(block())
      const cells: Cell[] = []
      table.rows.push(cells)
      return { context: { ...at, whiteSpace, row: cells }, opened: undefined }
    }
    case 'cell': {
      if (row === undefined) return inside(block())
      const box = block()
      row.push({ box, columnSpan: span(element, 'colspan', 1000), rowSpan: span(element, 'rowspan', 65534) })
      const context = {
        container: box,
        depth: depth + 1,
        indent: at.indent,
        whiteSpace,
        list,
        table: undefined,
        row: undefined,
      }
      return { context, opened: undefined }
    }
    case 'list': {
      const nested = list !== undefined
      const opened = openList(element, d.marker ?? 'disc', list === undefined ? 0 : list.depth + 1)
      return inside(block({ margin: nested ? 0 : margin, indent: nested ? 0 : 2 }), opened)
    }
    case 'list-item':
      return inside(block({ marker: nextMarker(list, element) }))
    default: {
      if (level === undefined) return inside(block({ margin, indent }))
      return inside(
        block({ margin, indent, heading: { level, text: collapse(textContent(element, HEADING_NODES)) } }),
      )
    }
  }
}

/** https://html.spec.whatwg.org/multipage/tables.html#algorithm-for-processing-rows */
function span(element: Element, name: string, most: number): number {
  const given = Number.parseInt(attribute(element, name) ?? '', 10)
  return given > 0 ? Math.min(given, most) : 1
}
