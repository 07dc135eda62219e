/**
 * The bytes of a terminal's input as events: UTF-8 text, C0 controls, CSI and SS3 keys, kitty's and xterm's extended
 * keys, mouse reports, bracketed paste, replies. Pure: takes a state and a chunk, gives a state and events. Where the
 * chunks were cut never matters; what is unfinished waits in the state until more comes or `flushInput` settles it.
 */
import type { Key, MouseEvent } from '../browser/message.js'
import { clusters } from '../layout/width.js'
import { withoutControls } from './cells.js'
import {
  CONSOLE_KEYS,
  keyNamed,
  keyOfControl,
  KEYPAD_KEYS,
  LETTER_KEYS,
  modifiersOf,
  NO_MODIFIERS,
} from './keys.js'
import { meaningOf, mouseOf, rxvtArrow, rxvtMeaning, sequenceOf } from './sequence.js'
import type { Meaning } from './sequence.js'

export type InputEvent =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'mouse'; readonly event: MouseEvent }
  /** an answer of the terminal, or a sequence of unknown make: never a key */
  | { readonly type: 'reply'; readonly sequence: string }

export interface DecoderState {
  /** unfinished bytes, one character for each */
  readonly pending: string
  /** inside a bracketed paste: what came of it */
  readonly paste?: string
}

export interface Decoded {
  readonly state: DecoderState
  readonly events: readonly InputEvent[]
}

export const freshDecoder: DecoderState = { pending: '' }

/** What was read, and how many bytes it took; `wait`: it is not complete. */
type Token = { readonly length: number; readonly events: readonly InputEvent[] } | 'wait'

const ESC = '\x1b'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** A longer paste is cut: no field takes so much. */
const PASTE_LIMIT = 1 << 20
/** A longer control string is not one. */
const STRING_LIMIT = 1 << 16

export function decodeInput(state: DecoderState, chunk: Uint8Array): Decoded {
  const bytes = state.pending + Buffer.from(chunk).toString('latin1')
  const events: InputEvent[] = []
  let paste = state.paste
  let at = 0
  while (at < bytes.length) {
    if (paste !== undefined) {
      const end = bytes.indexOf(PASTE_END, at)
      const stop = end < 0 ? bytes.length - partialEnd(bytes, at) : end
      paste = (paste + bytes.slice(at, stop)).slice(0, PASTE_LIMIT)
      at = stop
      if (end < 0) break
      at += PASTE_END.length
      events.push(pasteEvent(paste))
      paste = undefined
    } else if (bytes.startsWith(PASTE_START, at)) {
      at += PASTE_START.length
      paste = ''
    } else {
      const token = readToken(bytes, at)
      if (token === 'wait') break
      events.push(...token.events)
      at += token.length
    }
  }
  const pending = bytes.slice(at)
  return { state: paste === undefined ? { pending } : { pending, paste }, events }
}

/**
 * What the unfinished bytes wait for: `escape` is a key or the head of a sequence, `text` may be joined by what comes
 * next, `paste` is open. Undefined: nothing, or a sequence that only its own end can settle.
 */
export function waitingFor(state: DecoderState): 'escape' | 'text' | 'paste' | undefined {
  if (state.paste !== undefined) return 'paste'
  if (state.pending === '') return undefined
  if (!state.pending.startsWith(ESC)) return 'text'
  return LONE_ESCAPE.test(state.pending) ? 'escape' : undefined
}

/** Escape, perhaps twice, perhaps with the one character that could open a sequence or a part of a character. */
const LONE_ESCAPE = /^\x1b{1,2}([[OP\]_^X]|[\x80-\xff]*)$/

/** Nothing more came in time: the unfinished bytes are what they look like. */
export function flushInput(state: DecoderState): Decoded {
  if (state.paste !== undefined)
    return { state: freshDecoder, events: [pasteEvent(state.paste + state.pending)] }
  const { pending } = state
  const waiting = waitingFor(state)
  if (waiting === undefined) return { state, events: [] }
  if (waiting === 'text') return { state: freshDecoder, events: textKeys(pending) }
  const last = pending.replace(/^\x1b+/, '')
  const escapes = pending.length - last.length
  const named = /^[\x21-\x7e]$/.test(last)
  const events = Array.from({ length: named ? escapes - 1 : escapes }, () => keyEvent('escape'))
  if (named) events.push(keyEvent(`alt-${last}`))
  return { state: freshDecoder, events }
}

function keyEvent(key: Key): InputEvent {
  return { type: 'key', key }
}

/** How many bytes at the end may be the beginning of the paste's end. */
function partialEnd(bytes: string, from: number): number {
  for (let length = Math.min(PASTE_END.length - 1, bytes.length - from); length > 0; length--) {
    if (bytes.endsWith(PASTE_END.slice(0, length))) return length
  }
  return 0
}

function pasteEvent(bytes: string): InputEvent {
  const text = utf8(bytes).replace(/\r\n?/g, '\n')
  const lines = text.split('\n').map((line) => line.split('\t').map(withoutControls).join('\t'))
  return { type: 'paste', text: lines.join('\n') }
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function readToken(bytes: string, at: number): Token {
  const code = bytes.charCodeAt(at)
  if (code === 0x1b) return readEscape(bytes, at)
  if (code === 0x20) return { length: 1, events: [keyEvent('space')] }
  if (code < 0x20 || code === 0x7f) return { length: 1, events: [keyEvent(keyOfControl(code, NO_MODIFIERS))] }
  if (code < 0x7f) return { length: 1, events: [keyEvent(bytes.charAt(at))] }
  return readText(bytes, at)
}

/** Beyond ASCII a cluster may go on in the next chunk, so that the run waits for what ends it. */
function readText(bytes: string, at: number): Token {
  let end = at
  while (bytes.charCodeAt(end) >= 0x80) end++
  if (end === bytes.length) return 'wait'
  return { length: end - at, events: textKeys(bytes.slice(at, end)) }
}

/** One key for each cluster, so that an emoji or an accented letter is one key; octets that are no UTF-8 are none. */
function textKeys(bytes: string): InputEvent[] {
  const text = withoutControls(utf8(bytes).replaceAll('\ufffd', ''))
  return [...clusters(text)].map((cluster) => keyEvent(cluster.text))
}

function readEscape(bytes: string, at: number): Token {
  const next = bytes.charAt(at + 1)
  if (next === '') return 'wait'
  if (next === '[') return readControlSequence(bytes, at)
  if (next === 'O') return readSingleShift(bytes, at)
  if (/[P\]_^X]/.test(next)) return readControlString(bytes, at)
  if (next === ESC) return readDoubleEscape(bytes, at)
  const code = next.charCodeAt(0)
  if (code >= 0x80) return readAltCharacter(bytes, at)
  const alt = { ...NO_MODIFIERS, alt: true }
  const isControl = code <= 0x20 || code === 0x7f
  const key = code === 0x20 ? 'alt-space' : isControl ? keyOfControl(code, alt) : keyNamed(next, alt)
  return { length: 2, events: [keyEvent(key)] }
}

/** rxvt and others set Escape before an arrow for Alt; otherwise the first Escape is a key by itself. */
function readDoubleEscape(bytes: string, at: number): Token {
  const third = bytes.charAt(at + 2)
  if (third === '') return 'wait'
  if (third !== '[' && third !== 'O') return { length: 1, events: [keyEvent('escape')] }
  const inner = readEscape(bytes, at + 1)
  if (inner === 'wait') return 'wait'
  const [event] = inner.events
  const isArrow = event?.type === 'key' && event.key.length > 1 && !/^(ctrl-)?(alt|shift)-/.test(event.key)
  if (!isArrow) return { length: 1, events: [keyEvent('escape')] }
  return { length: inner.length + 1, events: [keyEvent(event.key.replace(/^(ctrl-)?/, '$1alt-'))] }
}

function readAltCharacter(bytes: string, at: number): Token {
  const lead = bytes.charCodeAt(at + 1)
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const tail = /^[\x80-\xbf]*/.exec(bytes.slice(at + 2, at + 1 + length))?.[0] ?? ''
  if (tail.length < length - 1 && at + 2 + tail.length === bytes.length) return 'wait'
  const [key] = textKeys(bytes.slice(at + 1, at + 2 + tail.length))
  if (key?.type !== 'key') return { length: 2 + tail.length, events: [keyEvent('escape')] }
  return { length: 2 + tail.length, events: [keyEvent(`alt-${key.key}`)] }
}

const CONTROL_SEQUENCE = /\x1b\[([<=>?]?)([0-9:;]*)([ -/]*)([@-~])/y
const UNFINISHED_SEQUENCE = /\x1b\[[<=>?]?[0-9:;]*[ -/]*$/y
const RXVT_SEQUENCE = /\x1b\[(\d+)([$^@])/y
const CONSOLE_SEQUENCE = /\x1b\[\[([A-E])/y
/** The mouse report of terminals that know no other: three characters after `M`, each a number and 32. */
const X10_MOUSE = /\x1b\[M([\x20-\xff])([\x20-\xff])([\x20-\xff])/y
const X10_UNFINISHED = /\x1b\[(M[\x20-\xff]{0,2}|\[)$/y

function match(pattern: RegExp, bytes: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(bytes)
}

function readControlSequence(bytes: string, at: number): Token {
  if (match(X10_UNFINISHED, bytes, at) !== null) return 'wait'
  const special = specialSequence(bytes, at)
  if (special !== undefined) return special
  const parts = match(CONTROL_SEQUENCE, bytes, at)
  if (parts !== null) {
    const [sequence, prefix = '', parameters = '', intermediates = '', final = ''] = parts
    const arrow =
      parameters === '' && prefix === '' && /[a-d]/.test(final) ? rxvtArrow(final, 'shift') : undefined
    return token(sequence, arrow ?? meaningOf(sequenceOf(prefix, parameters, intermediates, final)))
  }
  if (match(UNFINISHED_SEQUENCE, bytes, at) !== null) {
    return bytes.length - at < STRING_LIMIT ? 'wait' : { length: bytes.length - at, events: [] }
  }
  return notASequence(bytes, at)
}

function specialSequence(bytes: string, at: number): Token | undefined {
  const rxvt = match(RXVT_SEQUENCE, bytes, at)
  if (rxvt !== null) return token(rxvt[0], rxvtMeaning(Number(rxvt[1]), rxvt[2] ?? ''))
  const console = match(CONSOLE_SEQUENCE, bytes, at)
  if (console !== null) return token(console[0], namedKey(CONSOLE_KEYS.get(console[1] ?? '')))
  const mouse = match(X10_MOUSE, bytes, at)
  if (mouse === null) return undefined
  const [button = 0, column = 0, row = 0] = mouse.slice(1).map((character) => character.charCodeAt(0) - 32)
  return token(mouse[0], mouseOf(button, column, row, false))
}

/** Something that cannot be in a sequence came: right after `ESC [` that was Alt and a key, later it was a stump. */
function notASequence(bytes: string, at: number): Token {
  const stump = /^\x1b[[O][<=>?]?[0-9:;]*[ -/]*/.exec(bytes.slice(at, at + STRING_LIMIT))?.[0] ?? ESC
  if (stump.length === 2) return { length: 2, events: [keyEvent(`alt-${stump.charAt(1)}`)] }
  return token(stump, undefined)
}

function namedKey(key: Key | undefined): Meaning | undefined {
  return key === undefined ? undefined : { type: 'key', key }
}

function token(sequence: string, meaning: Meaning | undefined): Token {
  return { length: sequence.length, events: [meaning ?? { type: 'reply', sequence }] }
}

const SINGLE_SHIFT = /\x1bO(\d*)([A-Za-z])/y
const UNFINISHED_SHIFT = /\x1bO\d*$/y

function readSingleShift(bytes: string, at: number): Token {
  if (match(UNFINISHED_SHIFT, bytes, at) !== null) return 'wait'
  const parts = match(SINGLE_SHIFT, bytes, at)
  if (parts === null) return notASequence(bytes, at)
  const [sequence, digits = '', letter = ''] = parts
  const modifiers = modifiersOf(digits === '' ? undefined : Number(digits)) ?? NO_MODIFIERS
  const arrow = /[a-d]/.test(letter) ? rxvtArrow(letter, 'ctrl') : undefined
  const name = LETTER_KEYS.get(letter) ?? KEYPAD_KEYS.get(letter)
  return token(sequence, arrow ?? namedKey(name === undefined ? undefined : keyNamed(name, modifiers)))
}

/** DCS, OSC, APC, PM, SOS: up to ST, or BEL as xterm allows. */
const CONTROL_STRING = /\x1b[P\]_^X][^\x07\x1b]*(?:\x07|\x1b\\|(?=\x1b[^\\]))/y

function readControlString(bytes: string, at: number): Token {
  const parts = match(CONTROL_STRING, bytes, at)
  if (parts?.[0].length === 2) return { length: 2, events: [keyEvent(`alt-${parts[0].charAt(1)}`)] }
  if (parts !== null) return token(parts[0], undefined)
  return bytes.length - at < STRING_LIMIT ? 'wait' : { length: bytes.length - at, events: [] }
}
