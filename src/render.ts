/**
 * render(document, options): the document as lines of a given width. Pure: no clock, no terminal.
 */
import type { Document } from './html/document.js'
import type { Rendering, Values } from './layout/line.js'

export interface RenderOptions {
  /** cells; flowing text never goes beyond, preformatted text may */
  readonly columns: number
  /** `[12]` before links and controls; default true. Without them targets keep their numbers. */
  readonly numbers?: boolean
  /** draws the rank of headings in text, for output without attributes; default false */
  readonly plain?: boolean
  readonly values?: Values
}

export function render(document: Document, options: RenderOptions): Rendering {
  void document
  void options
  return { lines: [], targets: [], anchors: new Map(), headings: [] }
}
