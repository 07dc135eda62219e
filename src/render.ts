/**
 * render(document, options): the document as lines of a given width. Pure: no clock, no terminal.
 */
import type { Document } from './html/document.js'
import type { Values } from './html/form.js'
import { layoutBlock } from './layout/block.js'
import { buildBoxes } from './layout/build.js'
import { openFlow } from './layout/flow.js'
import type { Line, PlacedTarget, Rendering, Target } from './layout/line.js'

export interface RenderOptions {
  /** cells; flowing text never goes beyond, preformatted text may */
  readonly columns: number
  /** `[12]` before links and controls; default true. Without them targets keep their numbers. */
  readonly numbers?: boolean
  /** draws the rank of headings in text, for output without attributes; default false */
  readonly plain?: boolean
  readonly values?: Values
  /** the URL after each link's text; default false */
  readonly urls?: boolean
}

export function render(document: Document, options: RenderOptions): Rendering {
  const { columns, numbers = true, plain = false, values = new Map(), urls = false } = options
  const boxes = buildBoxes(document, { numbers, values, urls })
  const flow = openFlow({ plain })
  layoutBlock(boxes.root, flow, 0, Math.max(1, columns))
  return locate(flow.lines, boxes.targets, flow.anchors)
}

/** Characters of a target's text that are kept. */
const TEXT_KEPT = 200

/** Where targets, anchors and headings have come to stand. */
function locate(lines: readonly Line[], targets: readonly Target[], unplaced: readonly string[]): Rendering {
  const places: { line: number; column: number; text: string }[] = targets.map(() => ({
    line: -1,
    column: 0,
    text: '',
  }))
  const anchors = new Map<string, number>()
  const headings: { level: number; text: string; line: number }[] = []
  const name = (id: string, line: number) => {
    if (!anchors.has(id)) anchors.set(id, line)
  }
  lines.forEach((line, y) => {
    for (const id of line.anchors ?? []) name(id, y)
    if (line.heading !== undefined) headings.push({ ...line.heading, line: y })
    let x = line.indent
    for (const span of line.spans) {
      const place = span.target === undefined ? undefined : places[span.target]
      if (place !== undefined) {
        if (place.line < 0) {
          place.line = y
          place.column = x
        }
        if (span.style.role !== 'number' && place.text.length < TEXT_KEPT) {
          place.text += place.text !== '' && span === firstOf(line, span.target) ? ` ${span.text}` : span.text
        }
      }
      x += span.width
    }
  })
  for (const id of unplaced) name(id, Math.max(0, lines.length - 1))
  const placed = targets.map((target, i): PlacedTarget => {
    const { line, column, text } = places[i] ?? { line: 0, column: 0, text: '' }
    return { target, line: Math.max(0, line), column, text: text.replace(/ +/g, ' ').trim() }
  })
  return { lines, targets: placed, anchors, headings }
}

/** The line's first span of a target: where its text goes on from the line before. */
function firstOf(line: Line, target: number | undefined): unknown {
  return line.spans.find((span) => span.target === target)
}
