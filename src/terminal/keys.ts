/**
 * The names of keys: from the numbers and letters by which terminals report them (ECMA-48 with xterm's, rxvt's, the
 * Linux console's and kitty's additions) to the names of `browser/message.ts`.
 */
import type { Key } from '../browser/message.js'

export interface Modifiers {
  readonly shift: boolean
  readonly alt: boolean
  readonly ctrl: boolean
}

export const NO_MODIFIERS: Modifiers = { shift: false, alt: false, ctrl: false }

/** Bits above these three are super, hyper and the locks; a key with super or hyper is the window manager's. */
const SHIFT = 1
const ALT = 2
const CTRL = 4
const FOREIGN = 8 | 16
const META = 32

/** From the parameter of a control sequence, which is one more than the bits; undefined for a key that is not ours. */
export function modifiersOf(parameter: number | undefined): Modifiers | undefined {
  const bits = Math.max(0, (parameter ?? 1) - 1)
  if ((bits & FOREIGN) !== 0) return undefined
  return { shift: (bits & SHIFT) !== 0, alt: (bits & (ALT | META)) !== 0, ctrl: (bits & CTRL) !== 0 }
}

/** The final letter of `CSI … letter` and `SS3 letter`. */
export const LETTER_KEYS: ReadonlyMap<string, Key> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['E', 'begin'],
  ['F', 'end'],
  ['H', 'home'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
])

/** The number in `CSI number ~`. */
export const NUMBER_KEYS: ReadonlyMap<number, Key> = new Map([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'pageup'],
  [6, 'pagedown'],
  [7, 'home'],
  [8, 'end'],
  ...functionKeys(11, [1, 2, 3, 4, 5]),
  ...functionKeys(17, [6, 7, 8, 9, 10]),
  ...functionKeys(23, [11, 12, 13, 14]),
  ...functionKeys(28, [15, 16]),
  ...functionKeys(31, [17, 18, 19, 20]),
])

/** The letter of `SS3 letter` from a numeric keypad in application mode. */
export const KEYPAD_KEYS: ReadonlyMap<string, Key> = new Map([
  ['I', 'tab'],
  ['M', 'enter'],
  ['X', '='],
  ...[...'*+,-./0123456789'].map((key, i): [string, Key] => [String.fromCharCode(0x6a + i), key]),
])

/** The letter of `CSI [ letter` on the Linux console. */
export const CONSOLE_KEYS: ReadonlyMap<string, Key> = new Map([
  ['A', 'f1'],
  ['B', 'f2'],
  ['C', 'f3'],
  ['D', 'f4'],
  ['E', 'f5'],
])

/** Code points that are keys rather than characters: C0, and those of kitty's private area. */
const CODE_KEYS: ReadonlyMap<number, Key> = new Map([
  [8, 'backspace'],
  [9, 'tab'],
  [13, 'enter'],
  [27, 'escape'],
  [32, 'space'],
  [127, 'backspace'],
  ...functionKeys(57376, [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]),
  ...[...'0123456789./*-+'].map((key, i): [number, Key] => [57399 + i, key]),
  [57414, 'enter'],
  [57415, '='],
  [57416, ','],
  [57417, 'left'],
  [57418, 'right'],
  [57419, 'up'],
  [57420, 'down'],
  [57421, 'pageup'],
  [57422, 'pagedown'],
  [57423, 'home'],
  [57424, 'end'],
  [57425, 'insert'],
  [57426, 'delete'],
  [57427, 'begin'],
])

/** Keys that most terminals cannot tell apart are one key on all of them. */
const SAME_KEYS: ReadonlyMap<Key, Key> = new Map([
  ['ctrl-h', 'backspace'],
  ['ctrl-i', 'tab'],
  ['ctrl-j', 'enter'],
  ['ctrl-m', 'enter'],
  ['ctrl-[', 'escape'],
  ['ctrl-@', 'ctrl-space'],
  ['shift-space', 'space'],
])

function functionKeys(first: number, numbers: readonly number[]): [number, Key][] {
  return numbers.map((number, i) => [first + i, `f${number}`])
}

export function keyNamed(base: Key, modifiers: Modifiers): Key {
  const { shift, alt, ctrl } = modifiers
  const name = `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}${base}`
  return SAME_KEYS.get(name) ?? name
}

/** A key reported by its code point (kitty's `u`, modifyOtherKeys); undefined for one without a name. */
export function keyOfCode(code: number, modifiers: Modifiers, shifted?: number): Key | undefined {
  const named = CODE_KEYS.get(code)
  if (named !== undefined) return keyNamed(named, modifiers)
  if (!isCharacter(code)) return undefined
  const character = String.fromCodePoint(code)
  if (!modifiers.shift || modifiers.ctrl) return keyNamed(character, modifiers)
  const upper =
    shifted !== undefined && isCharacter(shifted) ? String.fromCodePoint(shifted) : character.toUpperCase()
  return keyNamed(upper, { ...modifiers, shift: false })
}

/** Neither a control, nor half of a pair, nor of the private area. */
function isCharacter(code: number): boolean {
  if (!Number.isInteger(code) || code < 0x20 || code > 0x10ffff) return false
  return !(code >= 0x7f && code < 0xa0) && !(code >= 0xd800 && code <= 0xf8ff)
}

/** A C0 control or DEL as a key. */
export function keyOfControl(code: number, modifiers: Modifiers): Key {
  const named = code === 0x0a ? 'enter' : CODE_KEYS.get(code)
  if (named !== undefined) return keyNamed(named, modifiers)
  return keyNamed(String.fromCharCode(code + 0x40).toLowerCase(), { ...modifiers, ctrl: true })
}
