/**
 * Frame: exactly the screen, as spans. Pure; the terminal draws it.
 */

/** 0-15 the terminal's own palette, or undefined for its default. */
export type Color = number | undefined

/** Interned by the view, so that `===` says whether a style changed. */
export interface CellStyle {
  readonly foreground?: Color
  readonly background?: Color
  readonly bold?: boolean
  readonly dim?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
  readonly strike?: boolean
}

export interface FrameSpan {
  readonly text: string
  /** cells */
  readonly width: number
  readonly style: CellStyle
}

/** A row that looks as it did keeps its identity from frame to frame, so that scrolling can be seen by `===`. */
export type FrameRow = readonly FrameSpan[]

export interface Frame {
  readonly columns: number
  readonly rows: readonly FrameRow[]
  /** where the terminal's cursor stands; absent: hidden */
  readonly cursor?: { readonly column: number; readonly row: number }
  /** for the terminal's window title, free of control characters */
  readonly title: string
}
