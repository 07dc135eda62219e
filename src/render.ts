/**
 * render(document, options): the document as lines of a given width. Pure: no clock, no terminal.
 */
import type { Document } from './html/document.js'
import type { Values } from './html/form.js'
import { buildBoxes } from './layout/build.js'
import { openFlow } from './layout/flow.js'
import { layoutSink } from './layout/layout.js'
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
  const lines: Line[] = []
  const anchors = new Map<string, number>()
  const headings: Rendering['headings'][number][] = []
  const places: Place[] = []
  const name = (ids: readonly string[], line: number) => {
    for (const id of ids) if (!anchors.has(id)) anchors.set(id, line)
  }
  const { targets, unplaced } = renderLines(document, options, (line) => {
    const y = lines.push(line) - 1
    if (line.anchors !== undefined) name(line.anchors, y)
    if (line.heading !== undefined) headings.push({ ...line.heading, line: y })
    locate(line, y, places)
  })
  name(unplaced, Math.max(0, lines.length - 1))
  const placed = targets.map((target, i): PlacedTarget => {
    const { line, column, text } = places[i] ?? { line: Math.max(0, lines.length - 1), column: 0, text: '' }
    return { target, line, column, text: text.replace(/ +/g, ' ').trim() }
  })
  return { lines, targets: placed, anchors, headings }
}

/** The document's lines one after the other, for those who keep none; gives the targets, and ids below the last line. */
export function renderLines(
  document: Document,
  options: RenderOptions,
  take: (line: Line) => void,
): { readonly targets: readonly Target[]; readonly unplaced: readonly string[] } {
  const { numbers = true, plain = false, values = new Map(), urls = false } = options
  const columns = Math.max(1, options.columns)
  const flow = openFlow({ plain }, take)
  const targets = buildBoxes(document, { columns, numbers, values, urls }, layoutSink(flow, columns))
  return { targets, unplaced: flow.anchors }
}

interface Place {
  readonly line: number
  readonly column: number
  text: string
}

/** Characters of a target's text that are kept. */
const TEXT_KEPT = 200

/** Notes where targets begin, and their words. */
function locate(line: Line, y: number, places: (Place | undefined)[]): void {
  let x = line.indent
  let last: number | undefined
  for (const { text, width, style, target } of line.spans) {
    if (target !== undefined) {
      const place = (places[target] ??= { line: y, column: x, text: '' })
      if (style.role !== 'number' && place.text.length < TEXT_KEPT) {
        place.text += place.text === '' || target === last ? text : ` ${text}`
      }
      last = target
    }
    x += width
  }
}
