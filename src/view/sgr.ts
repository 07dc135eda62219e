/**
 * Lines as text, plain or with SGR sequences (ECMA-48 8.3.117), in the colours of the screen.
 */
import type { Line } from '../layout/line.js'
import { cellStyle } from './colours.js'
import type { CellStyle } from './frame.js'

/** A row without blanks at its end, and a line feed. */
export function lineAsText(line: Line): string {
  const { spans, indent } = line
  let shown = spans.length
  while (shown > 0 && isBlank(spans[shown - 1]?.text ?? '')) shown--
  if (shown === 0) return '\n'
  let text = indent === 0 ? '' : ' '.repeat(indent)
  for (let i = 0; i < shown; i++) text += spans[i]?.text ?? ''
  return text.endsWith(' ') || shown < spans.length ? `${text.trimEnd()}\n` : `${text}\n`
}

const isBlank = (text: string): boolean => text.trim() === ''

/** As `lineAsText`, with colours and attributes; at its end there are none. */
export function lineAsSgr(line: Line): string {
  const text = line.spans.map((span) => span.text).join('')
  let left = text.trimEnd().length
  let row = left === 0 ? '' : ' '.repeat(line.indent)
  for (const span of line.spans) {
    const shown = span.text.slice(0, left)
    left -= shown.length
    const sgr = sgrOf(cellStyle(span.style))
    row += shown === '' || sgr === '' ? shown : `\x1b[${sgr}m${shown}\x1b[m`
  }
  return `${row}\n`
}

const FLAGS: readonly (readonly [keyof CellStyle, number])[] = [
  ['bold', 1],
  ['dim', 2],
  ['italic', 3],
  ['underline', 4],
  ['inverse', 7],
  ['strike', 9],
]

/** The parameters that set a style on top of none. */
export function sgrOf(style: CellStyle): string {
  const known = parameters.get(style)
  if (known !== undefined) return known
  const codes = FLAGS.filter(([flag]) => style[flag] === true).map(([, code]) => code)
  if (style.foreground !== undefined) codes.push(colour(style.foreground, 30))
  if (style.background !== undefined) codes.push(colour(style.background, 40))
  const sgr = codes.join(';')
  parameters.set(style, sgr)
  return sgr
}

const parameters = new WeakMap<CellStyle, string>()

function colour(index: number, base: number): number {
  return index < 8 ? base + index : base + 60 + index - 8
}
