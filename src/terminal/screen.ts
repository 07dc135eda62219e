/**
 * The screen: blessed's cell arrays with a drawing of our own. Takes frames; writes, for each, only what changed, in
 * one write that the terminal shows at once (synchronized output, mode 2026).
 */
import { Screen } from './blessed.js'
import type { Program } from './blessed.js'
import type { Frame, FrameRow } from '../view/frame.js'
import { blankRow, fillBlank, putText, withoutControls } from './cells.js'
import { cursorPosition, encodeChanges } from './diff.js'
import { findShift, shiftRows, shiftSequence } from './scroll.js'
import { PLAIN } from './styles.js'
import type { StyleTable } from './styles.js'

export interface ScreenOptions {
  readonly program: Program
  readonly styles: StyleTable
  readonly write: (text: string) => void
}

const CLEAR = '\x1b[m\x1b[2J'
const BEGIN_UPDATE = '\x1b[?2026h'
const END_UPDATE = '\x1b[?2026l'
const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'

/** Titles beyond this many UTF-16 units help nobody. */
const TITLE_LIMIT = 200

const ASSUMED_COLUMNS = 80
const ASSUMED_ROWS = 24

/**
 * A class because blessed's Screen is one. Its constructor calls `enter` and `alloc` before any field here exists:
 * the fields that `alloc` sets are only declared.
 */
export class TermScreen extends Screen {
  /** the row of the frame that each row of cells was painted from */
  declare private painted: (FrameRow | undefined)[]
  /** the terminal's cells are not known: the next frame begins with clearing them */
  declare private cleared: boolean
  private frame: Frame | undefined
  private scrolls = ''
  private shownTitle: string | undefined
  /** where the cursor is seen */
  private shownCursor: string | undefined
  /** the terminal belongs to somebody else: nothing is drawn */
  private held = false
  private readonly styles: StyleTable
  private readonly send: (text: string) => void

  constructor(options: ScreenOptions) {
    super({ program: options.program, autoPadding: false })
    this.styles = options.styles
    this.send = options.write
  }

  // A terminal of unknown size says 0.
  override get cols(): number {
    return this.program.cols > 0 ? this.program.cols : ASSUMED_COLUMNS
  }
  override get rows(): number {
    return this.program.rows > 0 ? this.program.rows : ASSUMED_ROWS
  }
  override get width(): number {
    return this.cols
  }
  override get height(): number {
    return this.rows
  }

  // Entering and leaving is the terminal's: blessed's own ways write to a buffer that is flushed too late.
  override enter(): void {
    this.program.isAlt = true
    this.alloc()
  }
  override leave(): void {
    this.program.isAlt = false
  }

  override alloc(): void {
    this.lines = Array.from({ length: this.rows }, () => blankRow(this.cols))
    this.olines = Array.from({ length: this.rows }, () => blankRow(this.cols))
    this.painted = this.lines.map(() => undefined)
    this.cleared = true
  }

  present(frame: Frame): void {
    this.frame = frame
    if (!this.held && !this.cleared) this.scrollTo(frame.rows)
    this.render()
  }

  /** Nothing is drawn until `release`. */
  hold(): void {
    this.held = true
  }

  /** Somebody else wrote on the terminal; all is drawn again. */
  release(): void {
    this.held = false
    this.alloc()
    this.scrolls = ''
    this.shownTitle = undefined
    this.shownCursor = undefined
    this.render()
  }

  override render(): void {
    if (!this.held && this.frame !== undefined) super.render()
  }

  /** Puts the frame's rows from one row up to another into the cells; for the regions. */
  paintRows(from: number, to: number): void {
    const rows = this.frame?.rows ?? []
    for (let y = Math.max(0, from); y < Math.min(to, this.lines.length); y++) {
      const row = rows[y]
      const cells = this.lines[y]
      if (cells === undefined || (row !== undefined && row === this.painted[y])) continue
      let x = 0
      for (const span of row ?? []) {
        x = putText(cells, x, span.text, { attribute: this.styles.attribute(span.style), limit: this.cols })
      }
      fillBlank(cells, x, { attribute: PLAIN, limit: this.cols })
      cells.dirty = true
      this.painted[y] = row
    }
  }

  override draw(): void {
    const head = this.cleared ? CLEAR : this.scrolls
    const cells = encodeChanges({ rows: this.lines, shown: this.olines, styles: this.styles })
    this.cleared = false
    this.scrolls = ''
    const cursor = this.cursorSequence()
    const title = this.titleSequence()
    const changes = head + cells
    if (changes === '' && title === '' && cursor === (this.shownCursor ?? '')) return
    const hide = this.shownCursor === undefined ? '' : HIDE_CURSOR
    this.shownCursor = cursor === '' ? undefined : cursor
    this.send(BEGIN_UPDATE + hide + changes + title + cursor + END_UPDATE)
  }

  private scrollTo(rows: readonly FrameRow[]): void {
    const shift = findShift(this.painted, rows)
    if (shift === undefined) return
    this.scrolls = shiftSequence(shift)
    shiftRows(this.lines, shift, () => blankRow(this.cols))
    shiftRows(this.olines, shift, () => blankRow(this.cols))
    shiftRows(this.painted, shift, () => undefined)
  }

  private cursorSequence(): string {
    const cursor = this.frame?.cursor
    if (cursor === undefined) return ''
    const x = Math.min(cursor.column, this.cols - 1)
    const y = Math.min(cursor.row, this.rows - 1)
    return cursorPosition(Math.max(0, x), Math.max(0, y)) + SHOW_CURSOR
  }

  private titleSequence(): string {
    const title = withoutControls(this.frame?.title ?? '').slice(0, TITLE_LIMIT)
    if (title === this.shownTitle) return ''
    this.shownTitle = title
    return `\x1b]2;${title}\x1b\\`
  }
}
