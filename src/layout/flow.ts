/**
 * A flow: a column of lines under construction. What waits for the next line (a margin, list markers, anchors, a
 * heading) waits here, so that margins collapse (CSS 2 section 8.3.1) and markers find their text without any box
 * knowing its neighbours.
 */
import type { BlockBox, Marker } from './box.js'
import type { Line, Span } from './line.js'
import { spanStyle } from './line.js'
import { cellWidth } from './width.js'

export interface LayoutOptions {
  /** draws a line below headings of the first two levels, where there are no attributes to tell them */
  readonly plain: boolean
}

export interface Flow {
  readonly options: LayoutOptions
  /** where lines go, in order; a flow keeps none */
  readonly take: (line: Line) => void
  /** whether a line has been taken */
  begun: boolean
  /** blank lines before the next line */
  margin: number
  markers: { readonly indent: number; readonly marker: Marker }[]
  anchors: string[]
  /** waits for its first line */
  heading: BlockBox['heading']
  /** cells of the widest line since this was set to 0; only kept where it is asked for */
  widest: number | undefined
}

export const openFlow = (options: LayoutOptions, take: (line: Line) => void): Flow => ({
  options,
  take,
  begun: false,
  margin: 0,
  markers: [],
  anchors: [],
  heading: undefined,
  widest: undefined,
})

export const MARK = spanStyle('mark')
const BLANK: Line = { indent: 0, spans: [] }

/** Adds a line, after all that waits for one. */
export function emit(flow: Flow, indent: number, spans: readonly Span[]): void {
  if (flow.begun) for (let i = 0; i < flow.margin; i++) flow.take(BLANK)
  flow.begun = true
  flow.margin = 0
  let line: Line = { indent, spans }
  if (flow.markers.length > 0) line = marked(flow, indent, spans)
  if (flow.anchors.length > 0) {
    line = { ...line, anchors: flow.anchors }
    flow.anchors = []
  }
  if (flow.heading !== undefined && spans.length > 0) {
    line = { ...line, heading: flow.heading }
    flow.heading = undefined
  }
  if (flow.widest !== undefined) flow.widest = Math.max(flow.widest, line.indent + lineWidth(line))
  flow.take(line)
}

/** The line with the list markers that wait for it; an item that opens with a list has two or more. */
function marked(flow: Flow, indent: number, spans: readonly Span[]): Line {
  const start = flow.markers[0]?.indent ?? indent
  const before: Span[] = []
  let column = start
  for (const { indent: at, marker } of flow.markers) {
    const gap = at - column
    const text = ' '.repeat(Math.max(0, gap)) + marker.text
    before.push({ text, width: cellWidth(text), style: marker.style })
    column += cellWidth(text)
  }
  flow.markers = []
  if (spans.length > 0 && indent > column) before.push(blank(indent - column))
  return { indent: start, spans: [...before, ...spans] }
}

export function blank(width: number): Span {
  return { text: ' '.repeat(width), width, style: MARK }
}

/** Cells from the first span's beginning to the last one's end. */
export function lineWidth(line: Line): number {
  let width = 0
  for (const span of line.spans) width += span.width
  return width
}
