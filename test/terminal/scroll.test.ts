import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findShift, shiftRows, shiftSequence } from '../../src/terminal/scroll.js'
import type { Shift } from '../../src/terminal/scroll.js'

describe('a shift between two screens', () => {
  it.each<[string, string, string, Shift | undefined]>([
    ['one line up', 'Tabcdefs', 'Tbcdefgr', { top: 1, bottom: 6, by: 1 }],
    ['one line down', 'Tbcdefgs', 'Tabcdefr', { top: 1, bottom: 6, by: -1 }],
    ['half a page', 'Tabcdefgs', 'Tefghijkr', { top: 1, bottom: 7, by: 4 }],
    ['the whole screen', 'abcdef', 'bcdefg', { top: 0, bottom: 5, by: 1 }],
    ['rows that are all alike say nothing', '------', '------', undefined],
    ['blank rows between', 'Ta-b-c-s', 'T-b-c-dr', { top: 1, bottom: 6, by: 1 }],
    ['nothing moved', 'abcdef', 'abcdef', undefined],
    ['nothing in common', 'abcdef', 'ghijkl', undefined],
    ['too little moved', 'abcdef', 'ghijka', undefined],
    ['two rows that change places across others that stay', 'p1234567q', 'q1234567p', undefined],
    ['a few rows that moved past one', 'abXcdefgh', 'abcdXefgh', { top: 2, bottom: 4, by: 1 }],
    ['another height', 'abcdef', 'bcdef', undefined],
  ])('%s', (_, before, after, shift) => {
    expect(findShift([...before], [...after])).toEqual(shift)
  })

  it('applied to any screen leaves fewer rows to draw', () => {
    const rows = fc.array(fc.constantFrom(...'abcdefgh--'), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(rows, rows, (some, other) => {
        const after = other.slice(0, some.length)
        const before = some.slice(0, after.length)
        const shift = findShift(before, after)
        if (shift === undefined) return
        const moved: (string | undefined)[] = [...before]
        shiftRows<string | undefined>(moved, shift, () => undefined)
        expect(moved).toHaveLength(before.length)
        const wrong = (shown: readonly (string | undefined)[]) =>
          after.filter((row, y) => row !== shown[y]).length
        expect(wrong(moved)).toBeLessThan(wrong(before))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the sequence of a shift', () => {
  it.each<[Shift, string]>([
    [{ top: 1, bottom: 21, by: 1 }, '\x1b[2;22r\x1b[1S\x1b[r'],
    [{ top: 0, bottom: 5, by: -3 }, '\x1b[1;6r\x1b[3T\x1b[r'],
  ])('%j', (shift, sequence) => {
    expect(shiftSequence(shift)).toBe(sequence)
  })
})
