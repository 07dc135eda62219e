/**
 * What one control sequence from the terminal means. Takes the parts of a CSI sequence (ECMA-48, 5.4); gives a key, a
 * mouse event, or nothing for everything else: replies, focus, sequences of unknown make.
 */
import type { MouseEvent } from '../browser/message.js'
import { keyNamed, keyOfCode, LETTER_KEYS, modifiersOf, NO_MODIFIERS, NUMBER_KEYS } from './keys.js'

export type Meaning =
  { readonly type: 'key'; readonly key: string } | { readonly type: 'mouse'; readonly event: MouseEvent }

export interface Sequence {
  /** `<`, `=`, `>`, `?` or nothing */
  readonly prefix: string
  /** numbers between semicolons, each with its parts between colons; NaN where a number is left out */
  readonly parameters: readonly (readonly number[])[]
  readonly intermediates: string
  readonly final: string
}

export function sequenceOf(
  prefix: string,
  parameters: string,
  intermediates: string,
  final: string,
): Sequence {
  const numbers = parameters
    .split(';')
    .map((part) => part.split(':').map((digits) => (digits === '' ? NaN : Number(digits))))
  return { prefix, parameters: numbers, intermediates, final }
}

/** Undefined: a reply or nothing that we know. */
export function meaningOf(sequence: Sequence): Meaning | undefined {
  if (sequence.intermediates !== '') return undefined
  if (sequence.prefix === '<') return mouseMeaning(sequence)
  if (sequence.prefix !== '') return undefined
  if (sequence.final === 'u') return codeMeaning(sequence, 0, 1)
  if (sequence.final === '~') return tildeMeaning(sequence)
  if (sequence.final === 'Z') return { type: 'key', key: 'shift-tab' }
  return letterMeaning(sequence)
}

function parameter(sequence: Sequence, index: number, part = 0): number | undefined {
  const value = sequence.parameters[index]?.[part]
  return value === undefined || Number.isNaN(value) ? undefined : value
}

function key(name: string | undefined): Meaning | undefined {
  return name === undefined ? undefined : { type: 'key', key: name }
}

/** kitty says press, repeat and release: a release is no key. */
const RELEASE = 3

function isRelease(sequence: Sequence): boolean {
  return parameter(sequence, 1, 1) === RELEASE
}

/** kitty's `CSI code:shifted ; modifiers:event u` and, with the two in another order, modifyOtherKeys. */
function codeMeaning(sequence: Sequence, codeAt: number, modifiersAt: number): Meaning | undefined {
  const code = parameter(sequence, codeAt)
  const modifiers = modifiersOf(parameter(sequence, modifiersAt))
  if (code === undefined || modifiers === undefined || isRelease(sequence)) return undefined
  return key(keyOfCode(code, modifiers, parameter(sequence, codeAt, 1)))
}

const MODIFY_OTHER_KEYS = 27

function tildeMeaning(sequence: Sequence): Meaning | undefined {
  const number = parameter(sequence, 0)
  if (number === MODIFY_OTHER_KEYS) return codeMeaning(sequence, 2, 1)
  const modifiers = modifiersOf(parameter(sequence, 1))
  const name = NUMBER_KEYS.get(number ?? 0)
  if (name === undefined || modifiers === undefined || isRelease(sequence)) return undefined
  return key(keyNamed(name, modifiers))
}

function letterMeaning(sequence: Sequence): Meaning | undefined {
  const name = LETTER_KEYS.get(sequence.final)
  const modifiers = modifiersOf(parameter(sequence, 1))
  if (name === undefined || modifiers === undefined || isRelease(sequence)) return undefined
  // `CSI row ; column R` is a report of the cursor's place; only `CSI 1 ; modifiers R` can be F3
  if ((parameter(sequence, 0) ?? 1) !== 1) return undefined
  return key(keyNamed(name, modifiers))
}

/** rxvt marks modifiers by the final character: `CSI number ^`, and by small letters: `CSI a`. */
const RXVT_MARKS: ReadonlyMap<string, number> = new Map([
  ['$', 2],
  ['^', 5],
  ['@', 6],
])

export function rxvtMeaning(number: number, mark: string): Meaning | undefined {
  const name = NUMBER_KEYS.get(number)
  return key(name && keyNamed(name, modifiersOf(RXVT_MARKS.get(mark)) ?? NO_MODIFIERS))
}

export function rxvtArrow(letter: string, modifiers: 'shift' | 'ctrl'): Meaning | undefined {
  const name = LETTER_KEYS.get(letter.toUpperCase())
  return key(name && keyNamed(name, { ...NO_MODIFIERS, [modifiers]: true }))
}

const MOTION = 32
const WHEEL = 64
const EXTRA = 128
const BUTTONS = ['left', 'middle', 'right', 'none'] as const
const WHEELS = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const

/** SGR mouse reports: `CSI < button ; column ; row M`, with `m` for a release. */
function mouseMeaning(sequence: Sequence): Meaning | undefined {
  const [button, column, row] = [0, 1, 2].map((i) => parameter(sequence, i))
  if (button === undefined || column === undefined || row === undefined) return undefined
  if (sequence.final !== 'M' && sequence.final !== 'm') return undefined
  return mouseOf(button, column, row, sequence.final === 'm')
}

/** `button` is xterm's code; column and row count from 1. */
export function mouseOf(button: number, column: number, row: number, released: boolean): Meaning | undefined {
  if (button >= EXTRA || column < 1 || row < 1) return undefined
  const place = { column: column - 1, row: row - 1 }
  const which = button & 3
  if ((button & WHEEL) !== 0) {
    return { type: 'mouse', event: { kind: WHEELS[which] ?? 'wheel-up', button: 'none', ...place } }
  }
  const kind = (button & MOTION) !== 0 ? 'move' : released || which === 3 ? 'release' : 'press'
  return { type: 'mouse', event: { kind, button: BUTTONS[which] ?? 'none', ...place } }
}
