/**
 * Lines: what layout gives. A cell is a unit of measure, the width of one Latin letter on the terminal.
 */
import type { Element } from '../html/document.js'
import type { ControlKind } from '../html/form.js'

/** What a piece of text is, for whoever chooses its colours. Text without a role is flowing text. */
export type Role =
  | 'text'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'link'
  /** the `[12]` before a link or control */
  | 'number'
  | 'control'
  | 'code'
  /** list markers, rules, table rules, and other things that are not the page's words */
  | 'mark'
  | 'image'
  /** highlighted by the page: `mark`, and our own notices */
  | 'notice'

/** Interned: equal styles are one object, so `===` compares them. Made by `spanStyle` alone. */
export interface SpanStyle {
  readonly role: Role
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly strike: boolean
}

const FLAGS = { bold: 1, italic: 2, underline: 4, strike: 8 } as const
const interned = new Map<string, (SpanStyle | undefined)[]>()

export function spanStyle(role: Role, flags: Partial<Omit<SpanStyle, 'role'>> = {}): SpanStyle {
  const { bold = false, italic = false, underline = false, strike = false } = flags
  const index =
    (bold ? FLAGS.bold : 0) |
    (italic ? FLAGS.italic : 0) |
    (underline ? FLAGS.underline : 0) |
    (strike ? FLAGS.strike : 0)
  let styles = interned.get(role)
  if (styles === undefined) interned.set(role, (styles = new Array<undefined>(16).fill(undefined)))
  return (styles[index] ??= { role, bold, italic, underline, strike })
}

export const PLAIN = spanStyle('text')

export interface Span {
  /** free of control characters and bidi controls */
  readonly text: string
  /** cells */
  readonly width: number
  readonly style: SpanStyle
  /** index into the rendering's targets */
  readonly target?: number
}

export interface Line {
  /** cells left blank before the first span */
  readonly indent: number
  readonly spans: readonly Span[]
  /** ids that name this line */
  readonly anchors?: readonly string[]
  /** the heading that begins here */
  readonly heading?: { readonly level: number; readonly text: string }
}

export interface Link {
  readonly type: 'link'
  readonly element: Element
  /** the attribute as the page has it; resolved against the document's base when it is followed */
  readonly href: string
}

export interface Control {
  readonly type: 'control'
  readonly kind: ControlKind
  readonly element: Element
}

/** A thing with a number: what is acted on. */
export type Target = Link | Control

/** Where a target begins; lines count from 0, columns are cells from 0. */
export interface PlacedTarget {
  readonly target: Target
  readonly line: number
  readonly column: number
  /** its text, white space collapsed, at most some hundred characters */
  readonly text: string
}

export interface Rendering {
  readonly lines: readonly Line[]
  /** number n is at index n - 1 */
  readonly targets: readonly PlacedTarget[]
  /** ids and anchor names to line numbers */
  readonly anchors: ReadonlyMap<string, number>
  readonly headings: readonly { readonly level: number; readonly text: string; readonly line: number }[]
}
