/**
 * Text in cells. A cell holds one grapheme cluster; the cell after a wide one holds the empty string. Everything that
 * writes cells goes through here, so that no half of a wide cluster is ever left alone.
 */
import { clusters } from '../layout/width.js'
import { PLAIN } from './styles.js'

/** Of blessed's making: attribute and text. */
export type Cell = [attribute: number, text: string]

export type CellRow = Cell[] & { dirty: boolean }

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

/** C0, DEL, C1, line and paragraph separators, and the bidi controls: nothing from a page may command a terminal. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Halves of a surrogate pair cannot be written as UTF-8. */
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

export function withoutControls(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(CONTROLS, '').replace(LONE_SURROGATES, '\ufffd')
}

export function blankRow(columns: number): CellRow {
  const cells = Array.from({ length: columns }, (): Cell => [PLAIN, ' '])
  return Object.assign(cells, { dirty: true })
}

export interface Brush {
  readonly attribute: number
  /** the column before which it stops */
  readonly limit: number
}

/** Writes a text from a column on; gives the column after it. A wide cluster that has no room for both halves is a blank. */
export function putText(row: CellRow, column: number, text: string, brush: Brush): number {
  const limit = Math.min(brush.limit, row.length)
  if (PRINTABLE_ASCII.test(text)) return putAscii(row, column, text, { ...brush, limit })
  let x = column
  for (const cluster of clusters(withoutControls(text))) {
    if (cluster.width === 0) {
      joinMark(row, x, column, cluster.text)
    } else if (x + cluster.width > limit) {
      return fillBlank(row, x, { ...brush, limit })
    } else {
      setCell(row, x, brush.attribute, cluster.text)
      if (cluster.width === 2) setTail(row, x + 1, brush.attribute)
      x += cluster.width
    }
  }
  return x
}

/** Blanks from a column up to the brush's limit. */
export function fillBlank(row: CellRow, column: number, brush: Brush): number {
  const limit = Math.min(brush.limit, row.length)
  for (let x = column; x < limit; x++) setCell(row, x, brush.attribute, ' ')
  return Math.max(column, limit)
}

function putAscii(row: CellRow, column: number, text: string, brush: Brush): number {
  const end = Math.min(brush.limit, column + text.length)
  for (let x = column; x < end; x++) setCell(row, x, brush.attribute, text.charAt(x - column))
  return end
}

/** Overwriting one half of a wide cluster blanks the other. */
function setCell(row: CellRow, x: number, attribute: number, text: string): void {
  const cell = row[x]
  if (cell === undefined) return
  const before = row[x - 1]
  if (cell[1] === '' && before !== undefined) before[1] = ' '
  const after = row[x + 1]
  if (after?.[1] === '') after[1] = ' '
  cell[0] = attribute
  cell[1] = text
}

function setTail(row: CellRow, x: number, attribute: number): void {
  const cell = row[x]
  if (cell === undefined) return
  const after = row[x + 1]
  if (after?.[1] === '') after[1] = ' '
  cell[0] = attribute
  cell[1] = ''
}

/** A cluster without cells (a mark that opens a span) belongs to the cell before; at the start of a text it is dropped. */
function joinMark(row: CellRow, x: number, start: number, mark: string): void {
  if (x === start || !/^\p{M}/u.test(mark)) return
  const head = row[x - 1]?.[1] === '' ? row[x - 2] : row[x - 1]
  if (head !== undefined) head[1] += mark
}

/**
 * Clusters whose cells terminals count differently: more than one UTF-16 unit, scripts with spacing marks, and the
 * symbols that became emoji.
 */
export function isRisky(text: string): boolean {
  if (text.length > 1) return true
  const code = text.charCodeAt(0)
  return (code >= 0x900 && code <= 0x10ff) || (code >= 0x231a && code <= 0x2bff && !isDrawing(code))
}

/** Box drawing, blocks and geometric shapes are one cell everywhere, but for the two squares that became emoji. */
function isDrawing(code: number): boolean {
  return code >= 0x2500 && code <= 0x25ff && code !== 0x25fd && code !== 0x25fe
}
