import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineEdit } from '../../src/browser/line-edit.js'
import { complete, editKey, insertText, isPrintable, lineEdit, textOf } from '../../src/browser/line-edit.js'

/** The line with `|` where the cursor stands. */
function shown(edit: LineEdit): string {
  return [...edit.clusters.slice(0, edit.cursor), '|', ...edit.clusters.slice(edit.cursor)].join('')
}

function typed(start: string, keys: readonly string[], history: readonly string[] = []): LineEdit {
  return keys.reduce((edit, key) => editKey(edit, key) ?? edit, lineEdit(start, history))
}

describe('a line being edited', () => {
  it.each([
    ['', ['a', 'b', 'space', 'c'], 'ab c|'],
    ['abc', ['left', 'ctrl-b', 'x'], 'ax|bc'],
    ['abc', ['ctrl-a', 'right', 'ctrl-f', 'x'], 'abx|c'],
    ['abc', ['home', 'end', 'ctrl-e'], 'abc|'],
    ['abc', ['backspace'], 'ab|'],
    ['abc', ['home', 'backspace'], '|abc'],
    ['abc', ['home', 'delete', 'ctrl-d'], '|c'],
    ['one two-three', ['alt-b'], 'one two-|three'],
    ['one two-three', ['alt-b', 'ctrl-left'], 'one |two-three'],
    ['one two', ['home', 'alt-f'], 'one| two'],
    ['one two', ['home', 'ctrl-right', 'ctrl-right'], 'one two|'],
    ['one two', ['ctrl-w'], 'one |'],
    ['http://a.test/x y', ['ctrl-w', 'ctrl-w'], '|'],
    ['http://a.test/x', ['alt-backspace'], 'http://a.test/|'],
    ['one two', ['home', 'alt-d'], '| two'],
    ['one two', ['alt-b', 'ctrl-k'], 'one |'],
    ['one two', ['alt-b', 'ctrl-u'], '|two'],
    ['one two', ['alt-b', 'ctrl-k', 'home', 'ctrl-y'], 'two|one '],
    ['abc', ['ctrl-t'], 'acb|'],
    ['abc', ['left', 'left', 'ctrl-t'], 'ba|c'],
    ['a', ['ctrl-t'], 'a|'],
    ['漢字', ['left', 'backspace'], '|字'],
    ['e\u0301x', ['left', 'backspace'], '|x'],
    ['👩‍👩‍👧', ['backspace'], '|'],
  ])('%j after %j is %j', (start, keys, expected) => {
    expect(shown(typed(start, keys))).toBe(expected)
  })

  it('goes through earlier lines and comes back to the one being typed', () => {
    const edit = typed('dra', ['f', 't', 'up', 'ctrl-p'], ['first', 'second'])
    expect(textOf(edit)).toBe('first')
    expect(textOf(typed('draft', ['up', 'up', 'up', 'down', 'down'], ['first', 'second']))).toBe('draft')
    expect(textOf(typed('draft', ['down'], ['first']))).toBe('draft')
  })

  it('takes pasted text as one insert with controls made spaces', () => {
    expect(shown(insertText(lineEdit('x'), 'a\tb\r\nc\u001b[2J'))).toBe('xa b c [2J|')
    expect(shown(insertText(lineEdit(''), 'a\r\nb\rc', { newlines: true }))).toBe('a\nb\nc|')
  })

  it('goes round its completions and back to what was typed', () => {
    const candidates = (): readonly string[] => ['http://a.test/', 'http://b.test/']
    const first = complete(lineEdit('h'), candidates)
    expect(textOf(first)).toBe('http://a.test/')
    const second = complete(first, candidates)
    expect(textOf(second)).toBe('http://b.test/')
    expect(textOf(complete(second, candidates))).toBe('h')
    expect(textOf(complete(editKey(second, 'x') ?? second, () => []))).toBe('http://b.test/x')
  })

  it.each([
    ['a', true],
    ['漢', true],
    ['e\u0301', true],
    ['ab', false],
    ['enter', false],
    ['', false],
    ['\u001b', false],
  ])('takes %j for a printable key: %j', (key, expected) => {
    expect(isPrintable(key)).toBe(expected)
  })

  it('is always a line with its cursor inside, whatever is typed', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'left',
        'right',
        'home',
        'end',
        'backspace',
        'delete',
        'ctrl-w',
        'ctrl-t',
        'ctrl-y',
        'up',
        'down',
      ),
      fc.constantFrom('alt-b', 'alt-f', 'alt-d', 'ctrl-k', 'ctrl-u', 'space'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(key), (start, keys) => {
        const edit = typed(start, keys, ['old'])
        expect(edit.cursor).toBeGreaterThanOrEqual(0)
        expect(edit.cursor).toBeLessThanOrEqual(edit.clusters.length)
        expect(lineEdit(textOf(edit)).clusters).toEqual(edit.clusters)
      }),
    )
  })
})
