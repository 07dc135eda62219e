/**
 * Flowing and preformatted text on its way from the tree to lines: white space is collapsed (CSS Text 4.1), and
 * everything that could reach the terminal as more than text is taken out, here and nowhere else.
 */
import type { WhiteSpace } from '../style/declarations.js'
import type { SpanStyle } from './line.js'
import { cellWidth } from './width.js'

/** A stretch of text in one style, from `start` to the next run's start. */
export interface Run {
  readonly start: number
  readonly style: SpanStyle
  readonly target: number | undefined
}

/** One inline formatting context. */
export interface TextBox {
  readonly type: 'text'
  /** white space collapsed, `\n` for forced breaks; free of control characters and bidi controls */
  readonly text: string
  readonly runs: readonly Run[]
  readonly whiteSpace: WhiteSpace
  readonly anchors: readonly { readonly at: number; readonly id: string }[]
}

/** C0 and C1 controls, bidi controls, line and paragraph separators, unpaired surrogates, private terminals' marks. */
const UNSAFE =
  /[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const UNSAFE_ALL = new RegExp(UNSAFE.source, 'g')

/** The text without anything that a terminal would take for more than text. White space stays. */
export function safeText(text: string): string {
  return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, '') : text
}

/** White space to collapse, or anything that `safeText` might take out: most text has neither. */
const NEEDS_WORK =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]| {2}/
const NO_BREAK = '\u00a0'
const NO_ANCHORS: TextBox['anchors'] = []

/** Han, kana and their punctuation: between two of these, where a source line ends, no space is meant. */
const SPACELESS_LINE_END =
  /([\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60])[ \t]*[\n\r][ \t\n\f\r]*(?=[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60])/g

/** https://drafts.csswg.org/css-text-3/#white-space-phase-1 */
function collapsed(raw: string): string {
  // most text is in ASCII, and not in need of more
  const text = /^[\t\n\r -~]*$/.test(raw) ? raw : safeText(raw).replace(SPACELESS_LINE_END, '$1')
  return text.replace(/[ \t\n\f\r]+/g, ' ')
}

export interface TextBuilder {
  /** whether the text to come keeps its white space; between two `build`s only */
  begin(options: { readonly whiteSpace: WhiteSpace }): void
  append(text: string, style: SpanStyle, target: number | undefined): void
  /** text that is kept as it is, white space included */
  appendExactly(text: string, style: SpanStyle, target: number | undefined): void
  lineBreak(): void
  anchor(id: string): void
  /** the text so far as a box; undefined, with anchors kept for the next, when there is none */
  build(): TextBox | undefined
  /** anchors that no text followed */
  leftover(): TextBox
}

export function textBuilder(): TextBuilder {
  let whiteSpace: WhiteSpace = 'normal'
  // joined when the box is built: to look at the end of a growing string copies all of it
  let parts: string[] = []
  let length = 0
  // cells since the last line end, in the parts that were measured
  let measured = 0
  let column = 0
  let runs: Run[] = []
  let anchors: { at: number; id: string }[] = []
  // white space at the beginning of a line is dropped
  let atSpace = true
  let lastStyle: SpanStyle | undefined
  let lastTarget: number | undefined

  const push = (piece: string, style: SpanStyle, target: number | undefined) => {
    if (style !== lastStyle || target !== lastTarget) {
      runs.push({ start: length, style, target })
      lastStyle = style
      lastTarget = target
    }
    parts.push(piece)
    length += piece.length
  }

  const columnNow = () => {
    for (; measured < parts.length; measured++) {
      const part = parts[measured] ?? ''
      const newline = part.lastIndexOf('\n')
      column = newline < 0 ? column + cellWidth(part) : cellWidth(part.slice(newline + 1))
    }
    return column
  }

  /** Takes off the white space that ends the text so far. */
  const dropSpace = () => {
    const last = parts.at(-1) ?? ''
    if (whiteSpace !== 'normal' || !last.endsWith(' ')) return
    parts[parts.length - 1] = last.slice(0, -1)
    length--
  }

  return {
    begin(options) {
      whiteSpace = options.whiteSpace
    },
    append(raw, style, target) {
      let piece = raw
      if (whiteSpace !== 'normal') {
        piece = safeText(raw).replace(/\r\n?|\f/g, '\n')
        if (piece.includes('\t')) piece = expandTabs(piece, columnNow())
      } else {
        if (atSpace && isBlank(raw)) return
        if (NEEDS_WORK.test(raw)) piece = collapsed(raw)
        if (atSpace && piece.charCodeAt(0) === 0x20) piece = piece.slice(1)
        if (piece === '') return
        atSpace = piece.charCodeAt(piece.length - 1) === 0x20
      }
      if (piece !== '') push(piece, style, target)
    },
    appendExactly(raw, style, target) {
      if (raw === '') return
      if (raw.startsWith(NO_BREAK)) dropSpace()
      push(safeText(raw), style, target)
      // white space beside that of a button's frame would be seen
      atSpace = raw.endsWith(NO_BREAK)
    },
    lineBreak() {
      dropSpace()
      parts.push('\n')
      length++
      atSpace = true
    },
    anchor(id) {
      anchors.push({ at: length, id })
    },
    build() {
      const text = parts.length === 1 ? (parts[0] ?? '') : parts.join('')
      let end = text.length
      if (whiteSpace === 'normal' && end > 0 && text.charCodeAt(end - 1) === 0x20) end--
      // the break at the very end of a block makes no line
      if (end > 0 && text.charCodeAt(end - 1) === 0x0a) end--
      const built = text.slice(0, end)
      if (built === '' && !text.includes('\n')) return undefined
      const box: TextBox = {
        type: 'text',
        text: built,
        runs,
        whiteSpace,
        anchors: anchors.length === 0 ? NO_ANCHORS : anchors,
      }
      parts = []
      length = 0
      measured = 0
      column = 0
      runs = []
      if (anchors.length > 0) anchors = []
      lastStyle = undefined
      atSpace = true
      return box
    },
    leftover: () => ({ type: 'text', text: '', runs: [], whiteSpace: 'normal', anchors }),
  }
}

/** Whether a text is white space alone, as most between two elements is. */
function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d && code !== 0x0c) return false
  }
  return true
}

/** Tabs to every eighth column; the piece begins at the column `from`. */
function expandTabs(piece: string, from: number): string {
  let column = from
  return piece.replace(/[^\t\n]+|[\t\n]/g, (part) => {
    if (part === '\n') {
      column = 0
      return part
    }
    if (part !== '\t') {
      column += cellWidth(part)
      return part
    }
    const spaces = 8 - (column % 8)
    column += spaces
    return ' '.repeat(spaces)
  })
}
