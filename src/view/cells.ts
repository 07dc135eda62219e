/**
 * Text cut to cells: a wide character is never halved, a mark never leaves its letter.
 */
import { cellWidth, clusters } from '../layout/width.js'

/** The part of a text between two cells, exactly so wide: a wide character that is cut leaves a blank. */
export function sliceCells(text: string, from: number, to: number): string {
  let out = ''
  let at = 0
  for (const cluster of clusters(text)) {
    const end = at + cluster.width
    if (at >= to && cluster.width > 0) break
    if (at >= from && end <= to) {
      if (at > from || cluster.width > 0 || from === 0) out += cluster.text
    } else if (end > from && at < to) out += ' '.repeat(Math.min(end, to) - Math.max(at, from))
    at = end
  }
  return out
}

/** The text with an ellipsis where it is too wide. */
export function fit(text: string, width: number): string {
  if (width <= 0) return ''
  if (text.length <= width && cellWidth(text) <= width) return text
  return cellWidth(text) <= width ? text : `${sliceCells(text, 0, width - 1).trimEnd()}…`
}
