import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { cellWidth, clusters } from '../../src/layout/width.js'

describe('cellWidth', () => {
  it.each([
    ['', 0],
    ['plain text', 10],
    ['naïve café', 10],
    ['e\u0301', 1],
    ['Ελληνικά', 8],
    ['Русский', 7],
    ['日本語', 6],
    ['한국어', 6],
    ['\u1112\u1161\u11ab', 2],
    ['ไทย', 3],
    ['हिन्दी', 2],
    ['😀', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['1️⃣', 2],
    ['❤️', 2],
    ['❤', 1],
    ['©', 1],
    ['\u200b', 0],
    ['\u00ad', 0],
    ['ａ', 2],
    ['…', 1],
    ['𠀀', 2],
  ])('%s takes %i cells', (text, cells) => {
    expect(cellWidth(text)).toBe(cells)
  })

  it('agrees with the oracle on letters of all common scripts', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'aZ9 -é߀ñЖЩяλΩ日本語かなカナ한글アabcــעבמש中文字ไทย'.normalize('NFC')),
      maxLength: 40,
    })
    fc.assert(fc.property(letters, (text) => cellWidth(text) === stringWidth(text)))
  })

  it('is the sum of the widths of the clusters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const printable = text.replace(/\p{Cc}/gu, '')
        const sum = [...clusters(printable)].reduce((n, c) => n + c.width, 0)
        return sum === cellWidth(printable)
      }),
    )
  })

  it('loses no text in clusters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => [...clusters(text)].map((c) => c.text).join('') === text,
      ),
    )
  })
})
