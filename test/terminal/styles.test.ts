import { describe, expect, it } from 'vitest'
import { createStyleTable, detectDepth, PLAIN } from '../../src/terminal/styles.js'
import type { ColorDepth } from '../../src/terminal/styles.js'
import type { CellStyle } from '../../src/view/frame.js'

describe('the depth of colour', () => {
  it.each<[Record<string, string>, ColorDepth]>([
    [{}, 0],
    [{ TERM: 'dumb' }, 0],
    [{ TERM: 'vt100' }, 0],
    [{ TERM: 'vt220' }, 0],
    [{ TERM: 'xterm-mono' }, 0],
    [{ TERM: 'xterm' }, 4],
    [{ TERM: 'linux' }, 4],
    [{ TERM: 'screen' }, 4],
    [{ TERM: 'no-such-terminal' }, 4],
    [{ TERM: 'xterm-256color' }, 8],
    [{ TERM: 'tmux-256color' }, 8],
    [{ TERM: 'xterm-kitty' }, 24],
    [{ TERM: 'xterm-ghostty' }, 24],
    [{ TERM: 'alacritty' }, 24],
    [{ TERM: 'foot' }, 24],
    [{ TERM: 'xterm-direct' }, 24],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
    [{ TERM: 'xterm-256color', COLORTERM: '24bit' }, 24],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, 8],
  ])('of %j is %i', (env, depth) => {
    expect(detectDepth(env)).toBe(depth)
  })
})

describe('a style as SGR', () => {
  it.each<[CellStyle, ColorDepth, string]>([
    [{}, 24, '\x1b[m'],
    [{ bold: false }, 24, '\x1b[m'],
    [{ bold: true, underline: true }, 8, '\x1b[0;1;4m'],
    [{ dim: true, italic: true, inverse: true, strike: true }, 8, '\x1b[0;2;3;7;9m'],
    [{ foreground: 1, background: 7 }, 4, '\x1b[0;31;47m'],
    [{ foreground: 9, background: 15 }, 4, '\x1b[0;91;107m'],
    [{ foreground: 0 }, 8, '\x1b[0;30m'],
    [{ foreground: 208, background: 17 }, 8, '\x1b[0;38;5;208;48;5;17m'],
    [{ foreground: 208 }, 4, '\x1b[m'],
    [{ foreground: 1, background: 7 }, 0, '\x1b[m'],
    [{ foreground: 1, bold: true }, 0, '\x1b[0;1m'],
  ])('%j at depth %i', (style, depth, sgr) => {
    const table = createStyleTable(depth)
    expect(table.sgr(table.attribute(style))).toBe(sgr)
  })

  it('is one attribute for looks that are alike, and blessed’s own for the plain one', () => {
    const table = createStyleTable(8)
    expect(table.attribute({ bold: true })).toBe(table.attribute({ bold: true }))
    expect(table.attribute({ bold: true })).not.toBe(table.attribute({ italic: true }))
    expect(table.attribute({})).toBe(PLAIN)
    expect(createStyleTable(0).attribute({ foreground: 3 })).toBe(PLAIN)
  })

  it.each<[CellStyle, boolean]>([
    [{}, true],
    [{ bold: true, foreground: 3 }, true],
    [{ background: 3 }, false],
    [{ underline: true }, false],
    [{ inverse: true }, false],
    [{ strike: true }, false],
  ])('a blank in %j may be erased: %s', (style, expected) => {
    const table = createStyleTable(8)
    expect(table.isEmptyWhenBlank(table.attribute(style))).toBe(expected)
  })
})
