import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numberRanges } from '../../src/browser/numbers.js'

it.each([
  [
    '12',
    200,
    [
      [12, 12],
      [120, 129],
    ],
  ],
  ['1', 9, [[1, 1]]],
  [
    '1',
    15,
    [
      [1, 1],
      [10, 15],
    ],
  ],
  [
    '4',
    42,
    [
      [4, 4],
      [40, 42],
    ],
  ],
  ['57', 42, []],
  ['0', 42, []],
  ['012', 42, []],
  ['', 42, []],
  ['99999999999999999999', 42, []],
])('%j of %i numbers may mean %j', (digits, count, expected) => {
  expect(numberRanges(digits, count)).toEqual(expected)
})

it('names exactly the numbers that begin with the digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 3000 }), (number, count) => {
      const digits = String(number)
      const named = numberRanges(digits, count).flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      )
      const meant = Array.from({ length: count }, (_, i) => i + 1).filter((n) => String(n).startsWith(digits))
      expect(named).toEqual(meant)
    }),
  )
})
