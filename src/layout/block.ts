/**
 * Boxes to lines: block layout (CSS 2 section 9.4.1) and the lines of text in it.
 */
import type { BlockBox, Box } from './box.js'
import { breakLines, isSimple } from './breaks.js'
import type { Flow } from './flow.js'
import { emit, MARK } from './flow.js'
import type { Span } from './line.js'
import { layoutTable } from './table.js'
import type { TextBox } from './text.js'
import { cellWidth } from './width.js'

/** Text gets at least this many cells, if need be by giving up indents. */
const MIN_COLUMNS = 20
/** Cells. */
const WIDEST_CHARACTER = 2
const UNDERLINES: Readonly<Record<number, string>> = { 1: '═', 2: '─' }

/** A block that is being laid out: what stands in it begins at `indent` and ends at `columns`, in cells. */
export interface OpenBlock {
  readonly box: BlockBox
  readonly indent: number
  readonly columns: number
}

export function openBlock(
  box: BlockBox,
  flow: Flow,
  around: Pick<OpenBlock, 'indent' | 'columns'>,
): OpenBlock {
  const { columns } = around
  flow.margin = Math.max(flow.margin, box.margin)
  const outer =
    columns - around.indent - box.indent < MIN_COLUMNS ? around.indent : around.indent + box.indent
  if (box.heading !== undefined) {
    flow.heading = box.heading
    flow.widest = flow.options.plain && UNDERLINES[box.heading.level] !== undefined ? 0 : undefined
  }
  const { marker } = box
  if (marker === undefined || columns < marker.width + WIDEST_CHARACTER)
    return { box, indent: outer, columns }
  const indent = Math.max(0, Math.min(outer, columns - MIN_COLUMNS - marker.width))
  // where nested items have no room beside each other, the innermost is shown
  while ((flow.markers.at(-1)?.indent ?? -1) >= indent) flow.markers.pop()
  flow.markers.push({ indent, marker })
  return { box, indent: indent + marker.width, columns }
}

export function closeBlock({ box, indent }: OpenBlock, flow: Flow): void {
  // an item without text still shows its marker
  if (box.marker !== undefined && flow.markers.at(-1)?.marker === box.marker) emit(flow, indent, [])
  if (box.heading !== undefined) {
    flow.heading = undefined
    const width = (flow.widest ?? 0) - indent
    const character = UNDERLINES[box.heading.level]
    flow.widest = undefined
    if (character !== undefined && width > 0)
      emit(flow, indent, [{ text: character.repeat(width), width, style: MARK }])
  }
  flow.margin = Math.max(flow.margin, box.margin)
}

/** Lays out what a block holds, and what that holds. Nesting is bounded by the builder. */
function layoutBlock(box: BlockBox, flow: Flow, indent: number, columns: number): void {
  const open = openBlock(box, flow, { indent, columns })
  for (const child of box.children) layoutBox(child, flow, open)
  closeBlock(open, flow)
}

export function layoutBox(
  box: Box,
  flow: Flow,
  { indent, columns }: Pick<OpenBlock, 'indent' | 'columns'>,
): void {
  switch (box.type) {
    case 'block':
      return layoutBlock(box, flow, indent, columns)
    case 'text':
      return layoutText(box, flow, indent, columns)
    case 'table':
      return layoutTable(box, flow, indent, columns, layoutBlock)
    case 'rule': {
      const width = columns - indent
      emit(flow, indent, [{ text: '─'.repeat(width), width, style: MARK }])
    }
  }
}

/** Characters that take no cell, and that terminals do not agree on. */
const INVISIBLE = /[\u00ad\u200b\u2060-\u2064\u180e]/g

function layoutText(box: TextBox, flow: Flow, indent: number, columns: number): void {
  const { text, runs, anchors } = box
  const simple = isSimple(text)
  let run = 0
  let anchor = 0

  const line = (start: number, end: number, hyphen: boolean) => {
    for (let next = anchors[anchor]; next !== undefined && next.at <= end; next = anchors[++anchor])
      flow.anchors.push(next.id)
    const spans: Span[] = []
    while (run + 1 < runs.length && (runs[run + 1]?.start ?? 0) <= start) run++
    for (let at = run; at < runs.length; at++) {
      const current = runs[at]
      if (current === undefined || current.start >= end) break
      const next = runs[at + 1]?.start ?? end
      const last = next >= end
      let piece = text.slice(Math.max(start, current.start), Math.min(end, next))
      if (!simple) piece = piece.replace(INVISIBLE, '')
      if (piece.includes('\u00a0')) piece = piece.replaceAll('\u00a0', ' ')
      if (hyphen && last) piece += '-'
      if (piece === '') continue
      const width = simple ? piece.length : cellWidth(piece)
      const { style, target } = current
      spans.push(target === undefined ? { text: piece, width, style } : { text: piece, width, style, target })
    }
    emit(flow, indent, spans)
  }

  if (box.whiteSpace === 'pre') {
    for (let start = 0; start <= text.length;) {
      const newline = text.indexOf('\n', start)
      const end = newline < 0 ? text.length : newline
      line(start, end, false)
      start = end + 1
    }
  } else if (text !== '') breakLines(text, columns - indent, line)
  for (; anchor < anchors.length; anchor++) flow.anchors.push(anchors[anchor]?.id ?? '')
}
