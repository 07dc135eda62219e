import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeInput, flushInput, freshDecoder, waitingFor } from '../../src/terminal/decode.js'
import type { DecoderState, InputEvent } from '../../src/terminal/decode.js'

function decodeAll(chunks: readonly Uint8Array[]): InputEvent[] {
  const events: InputEvent[] = []
  let state: DecoderState = freshDecoder
  for (const chunk of chunks) {
    const step = decodeInput(state, chunk)
    events.push(...step.events)
    state = step.state
  }
  return [...events, ...flushInput(state).events]
}

const decode = (text: string): InputEvent[] => decodeAll([Buffer.from(text)])

function keys(text: string): string[] {
  return decode(text).map((event) => (event.type === 'key' ? event.key : event.type))
}

describe('keys', () => {
  it.each<[string, string, string[]]>([
    ['letters', 'aG1?', ['a', 'G', '1', '?']],
    ['space', ' ', ['space']],
    ['Enter, Tab, line feed', '\r\t\n', ['enter', 'tab', 'enter']],
    ['both backspaces', '\x7f\x08', ['backspace', 'backspace']],
    ['control letters', '\x01\x0c\x1a', ['ctrl-a', 'ctrl-l', 'ctrl-z']],
    ['control signs', '\x00\x1c\x1d\x1e\x1f', ['ctrl-space', 'ctrl-\\', 'ctrl-]', 'ctrl-^', 'ctrl-_']],
    ['a lone Escape', '\x1b', ['escape']],
    ['Escape twice', '\x1b\x1b', ['escape', 'escape']],
    ['Escape, then Alt and a letter', '\x1b\x1bb', ['escape', 'alt-b']],
    [
      'Alt and a key',
      '\x1bb\x1b.\x1b\x7f\x1b\r\x1b ',
      ['alt-b', 'alt-.', 'alt-backspace', 'alt-enter', 'alt-space'],
    ],
    ['Alt and a control key', '\x1b\x02', ['ctrl-alt-b']],
    ['Alt and a letter beyond ASCII', '\x1bé!', ['alt-é', '!']],
    ['Alt and what opens sequences', '\x1b[', ['alt-[']],
    ['Alt and O', '\x1bO', ['alt-O']],
    ['Alt and what opens strings', '\x1b]', ['alt-]']],
    ['arrows', '\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
    ['arrows in application mode', '\x1bOA\x1bOD', ['up', 'left']],
    [
      'arrows with modifiers',
      '\x1b[1;2A\x1b[1;3D\x1b[1;5C\x1b[1;8B',
      ['shift-up', 'alt-left', 'ctrl-right', 'ctrl-alt-shift-down'],
    ],
    ['arrows of rxvt', '\x1b[a\x1bOb\x1b\x1b[D', ['shift-up', 'ctrl-down', 'alt-left']],
    [
      'Home and End in five ways',
      '\x1b[H\x1b[1~\x1b[7~\x1bOH\x1b[F\x1b[4~\x1b[8~\x1bOF',
      ['home', 'home', 'home', 'home', 'end', 'end', 'end', 'end'],
    ],
    ['the editing keys', '\x1b[2~\x1b[3~\x1b[5~\x1b[6~', ['insert', 'delete', 'pageup', 'pagedown']],
    [
      'editing keys with modifiers',
      '\x1b[3;5~\x1b[5;2~\x1b[3^\x1b[5$',
      ['ctrl-delete', 'shift-pageup', 'ctrl-delete', 'shift-pageup'],
    ],
    [
      'function keys',
      '\x1bOP\x1b[11~\x1b[[A\x1b[P\x1b[15~\x1b[24~\x1b[34~',
      ['f1', 'f1', 'f1', 'f1', 'f5', 'f12', 'f20'],
    ],
    ['F3 with modifiers', '\x1b[1;5R', ['ctrl-f3']],
    ['Shift and Tab', '\x1b[Z', ['shift-tab']],
    ['the keypad', '\x1bOM\x1bOp\x1bOy\x1bOk', ['enter', '0', '9', '+']],
    ['kitty: Escape', '\x1b[27u', ['escape']],
    ['kitty: Control and a letter', '\x1b[97;5u', ['ctrl-a']],
    ['kitty: Alt, Shift and a letter', '\x1b[97;4u\x1b[97:65;4u', ['alt-A', 'alt-A']],
    ['kitty: locks do not matter', '\x1b[97;69u', ['ctrl-a']],
    [
      'kitty: press and repeat, but not release',
      '\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u',
      ['ctrl-a', 'ctrl-a'],
    ],
    ['kitty: keys as others send them', '\x1b[104;5u\x1b[105;5u\x1b[109;5u', ['backspace', 'tab', 'enter']],
    ['kitty: function and keypad keys', '\x1b[57376u\x1b[57399u\x1b[57421u', ['f13', '0', 'pageup']],
    ['modifyOtherKeys', '\x1b[27;5;108~\x1b[27;2;13~', ['ctrl-l', 'shift-enter']],
    ['an emoji of many code points', '👩‍👩‍👧!', ['👩‍👩‍👧', '!']],
    ['a letter and its mark', '\u0435\u0301\u0434 ', ['\u0435\u0301', '\u0434', 'space']],
    ['what an input method sends', '日本', ['日', '本']],
  ])('%s', (_, bytes, expected) => {
    const names = keys(bytes).filter((name) => name !== 'reply')
    expect(names).toEqual(expected)
  })

  it('octets that are no UTF-8 are no key', () => {
    expect(decodeAll([Buffer.from([0x61, 0xff, 0xc3, 0x62])])).toEqual([
      { type: 'key', key: 'a' },
      { type: 'key', key: 'b' },
    ])
  })
})

describe('replies are never keys', () => {
  it.each([
    ['device attributes', '\x1b[?62;22c'],
    ['colour query', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
    ['colour query ended by BEL', '\x1b]11;rgb:0000/0000/0000\x07'],
    ['mode report', '\x1b[?2026;2$y'],
    ['version', '\x1bP>|XTerm(388)\x1b\\'],
    ['cursor position', '\x1b[24;80R'],
    ['kitty flags', '\x1b[?1u'],
    ['focus', '\x1b[I'],
    ['a key of the window manager', '\x1b[97;9u'],
    ['an application program command', '\x1b_Gi=1;OK\x1b\\'],
    ['an unknown sequence', '\x1b[12;13z'],
  ])('%s', (_, bytes) => {
    expect(decode(`${bytes}q`)).toEqual([
      { type: 'reply', sequence: bytes },
      { type: 'key', key: 'q' },
    ])
  })
})

describe('the mouse', () => {
  const at = { column: 9, row: 4 }
  it.each([
    ['press', '\x1b[<0;10;5M', { kind: 'press', button: 'left', ...at }],
    ['release', '\x1b[<0;10;5m', { kind: 'release', button: 'left', ...at }],
    ['middle', '\x1b[<1;10;5M', { kind: 'press', button: 'middle', ...at }],
    ['right with Control', '\x1b[<18;10;5M', { kind: 'press', button: 'right', ...at }],
    ['dragging', '\x1b[<32;10;5M', { kind: 'move', button: 'left', ...at }],
    ['wheel up', '\x1b[<64;10;5M', { kind: 'wheel-up', button: 'none', ...at }],
    ['wheel down', '\x1b[<65;10;5M', { kind: 'wheel-down', button: 'none', ...at }],
    ['wheel left', '\x1b[<66;10;5M', { kind: 'wheel-left', button: 'none', ...at }],
    ['wheel right', '\x1b[<67;10;5M', { kind: 'wheel-right', button: 'none', ...at }],
    ['far away', '\x1b[<0;500;300M', { kind: 'press', button: 'left', column: 499, row: 299 }],
    ['in the old form', '\x1b[M *%', { kind: 'press', button: 'left', ...at }],
  ])('%s', (_, bytes, event) => {
    expect(decode(bytes)).toEqual([{ type: 'mouse', event }])
  })

  it('every report in a chunk counts', () => {
    expect(keys('\x1b[<65;1;1M\x1b[<65;1;1Mj\x1b[<0;1;1M\x1b[<0;1;1m')).toEqual([
      'mouse',
      'mouse',
      'j',
      'mouse',
      'mouse',
    ])
  })

  it('a button or place that cannot be is no event', () => {
    expect(keys('\x1b[<128;1;1M\x1b[<0;0;0M\x1b[<0M')).toEqual(['reply', 'reply', 'reply'])
  })
})

describe('bracketed paste', () => {
  it.each([
    ['text', 'hello', 'hello'],
    ['lines', 'a\rb\r\nc\n', 'a\nb\nc\n'],
    ['escape sequences lose what makes them such', 'x\x1b[Ay\x07\tz', 'x[Ay\tz'],
    ['UTF-8', 'é漢👍', 'é漢👍'],
    ['nothing', '', ''],
    ['what looks like the end', '\x1b[20~', '[20~'],
  ])('%s', (_, pasted, text) => {
    expect(decode(`\x1b[200~${pasted}\x1b[201~q`)).toEqual([
      { type: 'paste', text },
      { type: 'key', key: 'q' },
    ])
  })

  it('that never ends is given when nothing more comes', () => {
    const { state, events } = decodeInput(freshDecoder, Buffer.from('\x1b[200~abc'))
    expect(events).toEqual([])
    expect(waitingFor(state)).toBe('paste')
    expect(flushInput(state)).toEqual({ state: freshDecoder, events: [{ type: 'paste', text: 'abc' }] })
  })
})

describe('unfinished input', () => {
  it.each([
    ['\x1b', 'escape'],
    ['\x1b[', 'escape'],
    ['\x1b\xc3', 'escape'],
    ['\xe6\xbc', 'text'],
    ['\x1b[1;', undefined],
    ['\x1b]11;rgb', undefined],
    ['', undefined],
  ])('%j waits for %s', (bytes, expected) => {
    expect(waitingFor(decodeInput(freshDecoder, Buffer.from(bytes, 'latin1')).state)).toBe(expected)
  })

  it('an arrow in two pieces is one key', () => {
    expect(decodeAll([Buffer.from('\x1b'), Buffer.from('[A')])).toEqual([{ type: 'key', key: 'up' }])
  })

  it('a sequence broken off by another gives the other', () => {
    expect(keys('\x1b[1;\x1b[A').at(-1)).toBe('up')
    expect(keys('\x1b]0;x\x1b[B').at(-1)).toBe('down')
  })
})

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(
    '\x1b',
    '\x1b[A',
    '\x1b[1;5C',
    '\x1bOP',
    '\x1b[<0;10;5M',
    '\x1b[M *%',
    '\x1b[200~pasted\rtext\x1b[201~',
    '\x1b[201~',
    '\x1b[200~',
    '\x1b[97;5u',
    '\x1b]11;rgb:1/2/3\x1b\\',
    '\x1b[?62c',
    '\x1b[[B',
    '\x1b[3$',
    '\x1b\x1b[A',
    '\x1b\x1b',
    '👩‍👩‍👧',
    '\x00\x07\x18',
  ),
  fc.uint8Array({ maxLength: 6 }),
)

const stream = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) =>
    Buffer.concat(pieces.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  )

describe('any input', () => {
  it('means the same wherever its chunks were cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat()), (bytes, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
        const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end))
        expect(decodeAll(chunks)).toEqual(decodeAll([bytes]))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives keys without controls and is read to its end', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const { state, events } = decodeInput(freshDecoder, bytes)
        for (const event of events) {
          if (event.type === 'key') expect(event.key).toMatch(/^[^\u0000-\u0020\u007f-\u009f]+$/)
        }
        expect(decodeInput(state, Buffer.from('\x1b\\\x1b[201~q')).events.at(-1)).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })
})
