import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellWidth } from '../../src/layout/width.js'
import { fit, sliceCells } from '../../src/view/cells.js'

it.each([
  ['abcdef', 1, 3, 'bc'],
  ['漢字', 0, 2, '漢'],
  ['漢字', 1, 3, '  '],
  ['漢字', 0, 3, '漢 '],
  ['e\u0301a', 0, 1, 'e\u0301'],
  ['e\u0301a', 1, 2, 'a'],
  ['ab', 0, 9, 'ab'],
  ['ab', 2, 2, ''],
])('of %j the cells %i to %i are %j', (text, from, to, expected) => {
  expect(sliceCells(text, from, to)).toBe(expected)
})

it('gives exactly as many cells as asked for, as far as the text goes', () => {
  const text = fc
    .array(fc.constantFrom('a', '漢', 'e\u0301', '👩‍👩‍👧', 'ｗ', ' ', 'ä'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.nat(30), fc.nat(30), (whole, a, b) => {
      const from = Math.min(a, b)
      const to = Math.max(a, b)
      const width = cellWidth(whole)
      expect(cellWidth(sliceCells(whole, from, to))).toBe(
        Math.max(0, Math.min(to, width) - Math.min(from, width)),
      )
      expect(cellWidth(fit(whole, to))).toBeLessThanOrEqual(to)
    }),
  )
})

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['漢字仮', 4, '漢…'],
  ['abc', 0, ''],
  ['abc', 1, '…'],
])('fits %j into %i cells as %j', (text, width, expected) => {
  expect(fit(text, width)).toBe(expected)
})
