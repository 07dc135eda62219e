import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankRow, fillBlank, isRisky, putText, withoutControls } from '../../src/terminal/cells.js'
import type { CellRow } from '../../src/terminal/cells.js'

const texts = (row: CellRow): string[] => row.map((cell) => cell[1])
const brush = (limit: number) => ({ attribute: -1, limit })

describe('text in cells', () => {
  it.each<[string, string, number, string[], number]>([
    ['letters', 'abc', 0, ['a', 'b', 'c', ' ', ' ', ' '], 3],
    ['a wide cluster takes two', '漢a', 1, [' ', '漢', '', 'a', ' ', ' '], 4],
    ['a wide cluster without room is a blank', 'abcde漢', 0, ['a', 'b', 'c', 'd', 'e', ' '], 6],
    ['what has no room is cut', 'abcdefgh', 2, [' ', ' ', 'a', 'b', 'c', 'd'], 6],
    ['a mark is in its letter’s cell', 'e\u0301x', 0, ['e\u0301', 'x', ' ', ' ', ' ', ' '], 2],
    ['a mark alone at the start is dropped', '\u0301x', 0, ['x', ' ', ' ', ' ', ' ', ' '], 1],
    ['what has no width is dropped', 'a\u200bb\u00adc', 0, ['a', 'b', 'c', ' ', ' ', ' '], 3],
    ['controls are dropped', 'a\x1b\x9b\x7f\nb', 0, ['a', 'b', ' ', ' ', ' ', ' '], 2],
    ['an emoji of many code points', '👩‍👩‍👧', 0, ['👩‍👩‍👧', '', ' ', ' ', ' ', ' '], 2],
  ])('%s', (_, text, column, expected, next) => {
    const row = blankRow(6)
    expect(putText(row, column, text, brush(6))).toBe(next)
    expect(texts(row)).toEqual(expected)
  })

  it.each([
    ['the first half', 1, 'x', [' ', 'x', ' ', ' ', ' ', ' ']],
    ['the second half', 2, 'x', [' ', ' ', 'x', ' ', ' ', ' ']],
    ['both of two neighbours', 2, '字', [' ', ' ', '字', '', ' ', ' ']],
  ])('overwriting %s of a wide cluster leaves no other half', (_, column, text, expected) => {
    const row = blankRow(6)
    putText(row, 1, '漢漢', brush(6))
    fillBlank(row, 3, brush(6))
    putText(row, column, text, brush(6))
    expect(texts(row)).toEqual(expected)
  })

  it('whatever is put, every wide cluster has its tail and no tail is alone', () => {
    const piece = fc.constantFrom('a', ' ', '漢', '👍', 'e\u0301', '\u0301', '\u200b', '\x1b', 'क्षि')
    const put = fc.tuple(fc.nat(9), fc.array(piece, { maxLength: 6 }))
    fc.assert(
      fc.property(fc.array(put, { maxLength: 8 }), (puts) => {
        const row = blankRow(10)
        for (const [column, pieces] of puts) putText(row, column, pieces.join(''), brush(10))
        expect(row).toHaveLength(10)
        texts(row).forEach((text, x) => {
          if (text === '') expect(texts(row)[x - 1]).toMatch(/^(漢|👍|क्षि)/u)
          if (/^(漢|👍)/u.test(text)) expect(texts(row)[x + 1]).toBe('')
        })
      }),
    )
  })
})

describe('text for a terminal', () => {
  it('has no controls, no bidi controls and no halves of pairs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = withoutControls(text)
        expect(clean).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
        expect(Buffer.from(clean).toString()).toBe(clean)
      }),
    )
  })
})

describe('clusters on whose width terminals may differ', () => {
  it.each([
    ['a', false],
    ['é', false],
    ['漢', false],
    ['─', false],
    ['→', false],
    ['e\u0301', true],
    ['👍', true],
    ['⌚', true],
    ['❤', true],
    ['अ', true],
    ['1️⃣', true],
  ])('%s: %s', (text, risky) => {
    expect(isRisky(text)).toBe(risky)
  })
})
