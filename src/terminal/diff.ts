/**
 * The least a terminal must be sent so that its cells become ours. Takes the rows as they should be and as they are
 * shown; gives text and control sequences (ECMA-48: CUP, CUF, EL, SGR), and brings the shown rows up to date.
 */
import { isRisky } from './cells.js'
import type { Cell, CellRow } from './cells.js'
import { PLAIN } from './styles.js'
import type { StyleTable } from './styles.js'

/** The terminal's cursor and look as far as they are known; `y` below 0: the place is not known. */
interface Pen {
  x: number
  y: number
  attribute: number
  out: string
}

export interface Canvas {
  readonly rows: readonly CellRow[]
  readonly shown: readonly CellRow[]
  readonly styles: StyleTable
}

/** A gap of so many cells is cheaper sent again than leapt over. */
const SHORT_GAP = 3

/** Before it the terminal's look must be plain; after it, it is. */
export function encodeChanges(canvas: Canvas): string {
  const pen: Pen = { x: 0, y: -1, attribute: PLAIN, out: '' }
  canvas.rows.forEach((row, y) => {
    const shown = canvas.shown[y]
    if (!row.dirty || shown === undefined) return
    encodeRow(pen, { row, shown, y, styles: canvas.styles })
    row.dirty = false
  })
  setAttribute(pen, PLAIN, canvas.styles)
  return pen.out
}

interface RowTask {
  readonly row: CellRow
  readonly shown: CellRow
  readonly y: number
  readonly styles: StyleTable
}

function encodeRow(pen: Pen, task: RowTask): void {
  const { row, shown } = task
  const blankFrom = blankTail(row, task.styles)
  // after a cluster on which terminals differ, the rest of the row is drawn again at places said aloud
  let forced = false
  for (let x = 0; x < row.length; x++) {
    const cell = row[x]
    const old = shown[x]
    if (cell === undefined || old === undefined) return
    if (cell[1] !== '' && (forced || differs(row, shown, x))) {
      if (x >= blankFrom && !forced) {
        eraseToEnd(pen, task, x)
        return
      }
      forced = sendCell(pen, task, x, cell) || forced
    }
    old[0] = cell[0]
    old[1] = cell[1]
  }
}

function differs(row: CellRow, shown: CellRow, x: number): boolean {
  const cell = row[x]
  const old = shown[x]
  if (cell === undefined || old === undefined) return false
  if (cell[0] !== old[0] || cell[1] !== old[1]) return true
  const isWide = row[x + 1]?.[1] === ''
  const wasWide = shown[x + 1]?.[1] === ''
  return isWide !== wasWide || (isWide && row[x + 1]?.[0] !== shown[x + 1]?.[0])
}

/** From which column on the row is empty in one look; the row's length where erasing is not worth it. */
function blankTail(row: CellRow, styles: StyleTable): number {
  const attribute = row.at(-1)?.[0]
  if (attribute === undefined || !styles.isEmptyWhenBlank(attribute)) return row.length
  let x = row.length
  while (x > 0 && row[x - 1]?.[1] === ' ' && row[x - 1]?.[0] === attribute) x--
  return row.length - x > SHORT_GAP ? x : row.length
}

function eraseToEnd(pen: Pen, task: RowTask, x: number): void {
  moveTo(pen, task, x)
  setAttribute(pen, task.row[x]?.[0] ?? PLAIN, task.styles)
  pen.out += '\x1b[K'
  for (let i = x; i < task.row.length; i++) copyCell(task, i)
}

function copyCell(task: RowTask, x: number): void {
  const cell = task.row[x]
  const old = task.shown[x]
  if (cell === undefined || old === undefined) return
  old[0] = cell[0]
  old[1] = cell[1]
}

/** Gives whether the cursor's place is now in doubt. */
function sendCell(pen: Pen, task: RowTask, x: number, cell: Cell): boolean {
  const { row, y } = task
  const width = row[x + 1]?.[1] === '' ? 2 : 1
  moveTo(pen, task, x)
  setAttribute(pen, cell[0], task.styles)
  const risky = isRisky(cell[1])
  // a terminal that gives it one cell must not keep what stood in the other
  if (risky && width === 2) pen.out += `  ${cursorPosition(x, y)}`
  pen.out += cell[1]
  pen.x = x + width
  // at the right edge terminals leave the cursor on the last cell
  if (risky || pen.x >= row.length) pen.y = -1
  return risky
}

function moveTo(pen: Pen, task: RowTask, x: number): void {
  const { y } = task
  if (pen.y === y && pen.x === x) return
  const gap = x - pen.x
  if (pen.y === y && gap > 0) {
    pen.out += sameCells(pen, task, x) ?? `\x1b[${gap === 1 ? '' : gap}C`
  } else {
    pen.out += cursorPosition(x, y)
  }
  pen.x = x
  pen.y = y
}

/** What stands between the cursor and a column, if it is short, plain to send and in the look already set. */
function sameCells(pen: Pen, task: RowTask, x: number): string | undefined {
  if (x - pen.x > SHORT_GAP) return undefined
  let text = ''
  for (let i = pen.x; i < x; i++) {
    const cell = task.row[i]
    if (cell === undefined || cell[0] !== pen.attribute || !/^[\x20-\x7e]$/.test(cell[1])) return undefined
    text += cell[1]
  }
  return text
}

function setAttribute(pen: Pen, attribute: number, styles: StyleTable): void {
  if (pen.attribute === attribute) return
  pen.out += styles.sgr(attribute)
  pen.attribute = attribute
}

export function cursorPosition(x: number, y: number): string {
  return x === 0 ? `\x1b[${y + 1}H` : `\x1b[${y + 1};${x + 1}H`
}
