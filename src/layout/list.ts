/**
 * List markers (HTML 4.4.5 to 4.4.8, CSS Lists).
 */
import type { Element } from '../html/document.js'
import { attribute, children, isElement } from '../html/document.js'
import type { Marker } from './box.js'
import { spanStyle } from './line.js'

export interface List {
  /** how many lists are around this one */
  readonly depth: number
  readonly marker: 'disc' | 'decimal'
  readonly step: 1 | -1
  readonly type: string
  /** cells of the widest marker, so that all texts begin in one column */
  readonly width: number
  ordinal: number
}

const BULLETS = ['•', '◦', '▪'] as const
const MARK = spanStyle('mark')

export function openList(element: Element, marker: 'disc' | 'decimal', depth: number): List {
  const type = attribute(element, 'type') ?? '1'
  if (marker === 'disc') return { depth, marker, step: 1, type, width: 2, ordinal: 1 }
  const items = children(element).filter((child) => isElement(child) && child.tagName === 'li') as Element[]
  const reversed = attribute(element, 'reversed') !== undefined
  const start = integer(attribute(element, 'start')) ?? (reversed ? items.length : 1)
  const list: List = { depth, marker, step: reversed ? -1 : 1, type, width: 0, ordinal: start }
  return { ...list, width: widestOrdinal(list, items) + 2 }
}

/** Cells of the longest ordinal: roman ones grow and shrink, and items may give themselves any. */
function widestOrdinal({ ordinal, step, type }: List, items: readonly Element[]): number {
  let widest = 0
  let next = ordinal
  for (const item of items) {
    next = integer(attribute(item, 'value')) ?? next
    widest = Math.max(widest, ordinalText(next, type).length)
    next += step
  }
  return widest
}

/** The marker of the list's next item. */
export function nextMarker(list: List | undefined, item: Element): Marker {
  if (list === undefined || list.marker === 'disc') {
    return { text: BULLETS[(list?.depth ?? 0) % BULLETS.length] ?? '•', width: 2, style: MARK }
  }
  const value = integer(attribute(item, 'value'))
  if (value !== undefined) list.ordinal = value
  const text = `${ordinalText(list.ordinal, list.type)}.`
  list.ordinal += list.step
  return { text: text.padStart(list.width - 1), width: Math.max(list.width, text.length + 1), style: MARK }
}

/** https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-integers */
function integer(text: string | undefined): number | undefined {
  const found = text === undefined ? null : /^[ \t\n\f\r]*([+-]?\d{1,9})/.exec(text)
  return found ? Number(found[1]) : undefined
}

function ordinalText(n: number, type: string): string {
  switch (type) {
    case 'a':
      return alphabetic(n) ?? String(n)
    case 'A':
      return alphabetic(n)?.toUpperCase() ?? String(n)
    case 'i':
      return roman(n) ?? String(n)
    case 'I':
      return roman(n)?.toUpperCase() ?? String(n)
    default:
      return String(n)
  }
}

function alphabetic(n: number): string | undefined {
  if (n < 1) return undefined
  let text = ''
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text
  return text
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function roman(n: number): string | undefined {
  if (n < 1 || n > 3999) return undefined
  let rest = n
  let text = ''
  for (const [value, letters] of ROMAN) {
    while (rest >= value) {
      text += letters
      rest -= value
    }
  }
  return text
}
