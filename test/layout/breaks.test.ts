import LineBreaker from 'linebreak'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { breakLines, isSimple, loadLineBreakRules, needsLineBreakRules } from '../../src/layout/breaks.js'
import { cellWidth } from '../../src/layout/width.js'

beforeAll(loadLineBreakRules)

interface Piece {
  readonly start: number
  readonly end: number
  readonly hyphen: boolean
}

function broken(text: string, columns: number): readonly Piece[] {
  const pieces: Piece[] = []
  breakLines(text, columns, (start, end, hyphen) => pieces.push({ start, end, hyphen }))
  return pieces
}

const lines = (text: string, columns: number): readonly string[] =>
  broken(text, columns).map(({ start, end, hyphen }) => text.slice(start, end) + (hyphen ? '-' : ''))

describe('breakLines', () => {
  it.each<[string, number, readonly string[]]>([
    ['', 5, ['']],
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['one two', 3, ['one', 'two']],
    ['one two', 2, ['on', 'e', 'tw', 'o']],
    ['one', 0, ['o', 'n', 'e']],
    ['a\nb', 5, ['a', 'b']],
    ['a\n\nb', 5, ['a', '', 'b']],
    ['a\n', 5, ['a', '']],
    // inside words
    ['well-known', 7, ['well-', 'known']],
    ['and/or', 5, ['and/', 'or']],
    ['aaa -option', 7, ['aaa', '-option']],
    ['pages 10-20', 8, ['pages', '10-20']],
    ['one\u2014two', 5, ['one\u2014', 'two']],
    ['one\u00a0two three', 8, ['one\u00a0two', 'three']],
    ['über allen Gipfeln', 10, ['über allen', 'Gipfeln']],
    // by the rules
    ['日本語', 4, ['日本', '語']],
    ['日本語。', 6, ['日本', '語。']],
    ['「日本」', 4, ['「日', '本」']],
    ['日本', 1, ['日', '本']],
    ['가나다 라마', 6, ['가나다', '라마']],
    ['soft\u00adhyphen', 8, ['soft\u00ad-', 'hyphen']],
    ['soft\u00adhyphen', 5, ['soft\u00ad-', 'hyphe', 'n']],
    ['soft\u00adhyphen', 20, ['soft\u00adhyphen']],
    ['zero\u200bspace', 5, ['zero\u200b', 'space']],
    ['มนุษย์ทั้งหลาย', 6, ['มนุษย์ทั้ง', 'หลาย']],
    ['👩‍💻👩‍💻', 2, ['👩‍💻', '👩‍💻']],
    ['é́é́', 1, ['é́', 'é́']],
  ])('%o in %i columns is %o', (text, columns, expected) => {
    expect(lines(text, columns)).toEqual(expected)
  })

  const word = fc.constantFrom(
    'a',
    'word',
    'incomprehensible',
    'well-known',
    'and/or',
    'a|b',
    'x=?y',
    '--option',
    '10-20',
    '1/2',
    '(a)',
    '"q"',
    'one\u2014two',
    'one\u2013two',
    '«x»',
    'a\u00a0b',
    'über',
    'Ωμέγα',
    'Слово',
    'e.g.',
    '50%',
    '$5',
    '…',
    "it's",
    'v\u2010w',
  )
  const simple = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '))
  const rough = fc
    .array(fc.oneof(word, fc.constantFrom('日本語', 'ไทย', '한국어', 's\u00ady', '👩‍💻', 'e\u0301')), {
      maxLength: 8,
    })
    .chain((words) => fc.constantFrom(' ', '', '\n').map((between) => words.join(between)))

  it('gives lines in order, within the width, with nothing but white space between', () => {
    fc.assert(
      fc.property(rough, fc.integer({ min: 1, max: 60 }), (text, columns) => {
        let last = 0
        for (const { start, end, hyphen } of broken(text, columns)) {
          expect(text.slice(last, start)).toMatch(/^[ \n]*$/)
          expect(cellWidth(text.slice(start, end)) + (hyphen ? 1 : 0)).toBeLessThanOrEqual(
            Math.max(2, columns),
          )
          last = end
        }
        expect(text.slice(last)).toMatch(/^[ \n]*$/)
      }),
      { numRuns: 1000 },
    )
  })

  it('in simple text ends lines where UAX 14 lets it, or at a space, or inside a word longer than the line', () => {
    fc.assert(
      fc.property(simple, fc.integer({ min: 1, max: 60 }), (text, columns) => {
        expect(isSimple(text)).toBe(true)
        const allowed = new Set<number>()
        const breaker = new LineBreaker(text)
        for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) allowed.add(at.position)
        const pieces = broken(text, columns)
        pieces.forEach(({ start, end }, i) => {
          const next = pieces[i + 1]?.start
          if (next === undefined) return
          const isCut = end === next && end - start === columns && !text.slice(start, end).includes(' ')
          // DEVIATION: every space is a place to end at, before `)` and after `(`, too (LB13 to LB17)
          expect(allowed.has(next) || end < next || isCut, `${text} at ${next}`).toBe(true)
        })
      }),
      { numRuns: 1000 },
    )
  })
})

describe('needsLineBreakRules', () => {
  it.each([
    ['plain', false],
    ['naïve “quotes” – … Ωμέγα Слово', false],
    ['日本', true],
    ['ไทย', true],
    ['עברית', true],
    ['a\u00adb', true],
    ['😀', true],
  ])('of %o is %o', (text, needed) => {
    expect(needsLineBreakRules(text)).toBe(needed)
  })
})
