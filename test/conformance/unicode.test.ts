/**
 * Cells, clusters and line ends against the data of the Unicode Character Database 15.0.
 */
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { breakLines, isSimple, loadLineBreakRules } from '../../src/layout/breaks.js'
import { safeText } from '../../src/layout/text.js'
import { cellWidth, clusters } from '../../src/layout/width.js'

const DATA = new URL('../../../shared/suites/unicode/', import.meta.url)

function linesOf(file: string): readonly string[] {
  const url = new URL(file, DATA)
  if (!existsSync(url)) return []
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
}

const parse = (hex: string): number => Number.parseInt(hex, 16)

interface BreakCase {
  readonly text: string
  /** UTF-16 offsets of `÷` */
  readonly allowed: ReadonlySet<number>
}

/** `× 0061 ÷ 0062 ÷ # comment` */
function breakCases(file: string): readonly BreakCase[] {
  return linesOf(file).map((line) => {
    const marks = (line.split('#')[0] ?? '').trim().split(/\s+/)
    const allowed = new Set<number>()
    let text = ''
    for (let i = 0; i < marks.length; i += 2) {
      if (marks[i] === '÷') allowed.add(text.length)
      const next = marks[i + 1]
      if (next !== undefined) text += String.fromCodePoint(parse(next))
    }
    return { text, allowed }
  })
}

/** `0020..0023;Na # comment` as ranges. */
function widthRanges(): readonly { readonly first: number; readonly last: number; readonly value: string }[] {
  return linesOf('EastAsianWidth.txt').map((line) => {
    const [range = '', value = ''] = (line.split('#')[0] ?? '').trim().split(';')
    const [first = '', last = first] = range.split('..')
    return { first: parse(first), last: parse(last), value }
  })
}

const escaped = (text: string): string => [...text].map((c) => (c.codePointAt(0) ?? 0).toString(16)).join(' ')

/** Takes no cell, whatever its East Asian Width. Controls are never measured. */
const ZERO = /^[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}]$/u

/** Code points whose cells differ from the data, each range with its reason. */
const OTHER_WIDTHS: readonly (readonly [first: number, last: number, reason: string])[] = [
  [0x1160, 0x11ff, 'vowels and final consonants of Hangul join the syllable before them'],
  [0xd7b0, 0xd7ff, 'vowels and final consonants of Hangul join the syllable before them'],
  [0x2630, 0x2637, 'wide since Unicode 16'],
  [0x268a, 0x268f, 'wide since Unicode 16'],
  [0x4dc0, 0x4dff, 'wide since Unicode 16'],
  [0x1d300, 0x1d376, 'wide since Unicode 16'],
]

/** Clusters that differ from the data. */
const OTHER_CLUSTERS: Readonly<Record<string, string>> = {
  'd a': 'lines are ended before clusters are looked for',
  '2701 200d 2701': 'no pictograph since Unicode 17',
}

const NUMBERS = 'the data tailors numbers (UAX 14, 8.2 example 7)'
const WIDE_BRACKET = 'the library breaks before no wide opening bracket after a letter, as Unicode 11 had it'

/** Lines that end elsewhere than the data have it. */
const OTHER_LINES: Readonly<Record<string, string>> = {
  '\u200b\u0308\u2329': 'a mark on a zero-width space, which is not seen',
  '봤어. A.2 볼': NUMBERS,
  '봐요. A.3 못': NUMBERS,
  '요. A.4 못': NUMBERS,
  'る。dog（犬）を': WIDE_BRACKET,
  'p（クイック・ブ': WIDE_BRACKET,
  'ab（ク': WIDE_BRACKET,
  'a.2　3': NUMBERS,
  'a.2　「': NUMBERS,
  'a.2　ま': NUMBERS,
  'a.2　本': NUMBERS,
}

/** Lines of simple text that end elsewhere: every space is a place to end at. */
const OTHER_SIMPLE_LINES: readonly string[] = ['equals .35 cents']

describe.skipIf(!existsSync(DATA))('Unicode 15.0 (skipped where ../shared/suites/unicode is absent)', () => {
  beforeAll(loadLineBreakRules)

  it('UAX 11: wide and fullwidth characters take two cells, all others one, those without form none', () => {
    const known = (code: number) => OTHER_WIDTHS.some(([first, last]) => code >= first && code <= last)
    const wrong: string[] = []
    let count = 0
    for (const { first, last, value } of widthRanges()) {
      for (let code = first; code <= last; code++) {
        const character = String.fromCodePoint(code)
        if (/^[\p{Cc}\p{Cs}\p{Co}\p{Cn}]$/u.test(character) || known(code)) continue
        count++
        const expected = ZERO.test(character) ? 0 : value === 'W' || value === 'F' ? 2 : 1
        if (cellWidth(character) !== expected) wrong.push(`${escaped(character)}: ${cellWidth(character)}`)
      }
    }
    expect(wrong).toEqual([])
    expect(count).toBeGreaterThan(100_000)
  })

  it('UTS 51: every emoji that is meant for display takes two cells', () => {
    const wrong: string[] = []
    let count = 0
    for (const line of linesOf('emoji/emoji-test.txt')) {
      const [codes = '', status = ''] = (line.split('#')[0] ?? '').split(';').map((part) => part.trim())
      if (status !== 'fully-qualified' && status !== 'component') continue
      const text = String.fromCodePoint(...codes.split(' ').map(parse))
      count++
      if (cellWidth(text) !== 2 || [...clusters(text)].length !== 1) wrong.push(`${text} ${codes}`)
    }
    expect(wrong).toEqual([])
    expect(count).toBeGreaterThan(3600)
  })

  it('UAX 29: clusters end where they may', () => {
    const wrong: string[] = []
    const cases = breakCases('auxiliary/GraphemeBreakTest.txt')
    for (const { text, allowed } of cases) {
      let at = 0
      const ends = [...clusters(text)].map((cluster) => (at += cluster.text.length))
      const expected = [...allowed].filter((position) => position > 0)
      if (ends.join() !== expected.join()) wrong.push(escaped(text))
    }
    expect(cases.length).toBe(602)
    expect(wrong).toEqual(Object.keys(OTHER_CLUSTERS))
  })

  describe('UAX 14', () => {
    // white space is collapsed and controls are taken out before lines are broken
    const cases = breakCases('auxiliary/LineBreakTest.txt').filter(
      ({ text }) => safeText(text) === text && !/[\t\n\r\f\v]| {2}|^ | $/.test(text),
    )

    /** Line ends that are not allowed although an allowed one was within reach, and ends before the last allowed one. */
    function faults({ text, allowed }: BreakCase): readonly string[] {
      const found: string[] = []
      for (let columns = 1; columns <= cellWidth(text); columns++) {
        const starts: number[] = []
        breakLines(text, columns, (start) => starts.push(start))
        starts.forEach((start, i) => {
          const next = starts[i + 1]
          if (next === undefined) return
          const within = [...allowed].filter(
            (at) =>
              at > start && at < text.length && cellWidth(text.slice(start, at).replace(/ $/, '')) <= columns,
          )
          const best = Math.max(0, ...within)
          // the short way knows few places inside words: one that is longer than the line is cut at its end
          const isCut = isSimple(text) && !text.slice(start, next).includes(' ')
          if (best > 0 && best !== next && !isCut) found.push(`${text} at ${columns}: ${next}, not ${best}`)
        })
      }
      return found
    }

    it('lines end where they may, in text that takes the rules', () => {
      const rules = cases.filter(({ text }) => !isSimple(text))
      expect(rules.length).toBeGreaterThan(4000)
      expect(rules.flatMap((c) => (faults(c).length > 0 ? c.text : [])).sort()).toEqual(
        Object.keys(OTHER_LINES).sort(),
      )
    })

    it('lines of simple text end where they may, or where a word is longer than the line', () => {
      const simple = cases.filter(({ text }) => isSimple(text))
      expect(simple.length).toBeGreaterThan(400)
      expect(simple.flatMap((c) => (faults(c).length > 0 ? c.text : []))).toEqual(OTHER_SIMPLE_LINES)
    })
  })
})
