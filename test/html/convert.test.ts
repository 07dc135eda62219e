import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONVERSIONS } from '../../src/html/convert.js'
import { textContent } from '../../src/html/document.js'
import { parseDocument } from '../../src/html/parse.js'

const url = new URL('http://a.test/')

function converted(kind: 'html' | 'text', chunks: readonly string[], title = 'title') {
  const { before, text, after } = CONVERSIONS[kind]
  return parseDocument(`${before(title)}${chunks.map(text).join('')}${after}`, url)
}

const bodyText = (chunks: readonly string[]): string =>
  textContent(converted('text', chunks).root).slice('title'.length)

describe('plain text as HTML', () => {
  it.each(['a', '', '\n', '\n\na', '<b>&amp;</b>', '</pre><script>', ']]>', '&lt;', 'a\0b', '  a\tb  '])(
    'keeps %o as it is',
    (text) => {
      expect(bodyText([text])).toBe(text.replace('\0', '\ufffd'))
    },
  )

  it('does not depend on chunks, and can be read back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (chunks) => {
        expect(bodyText(chunks)).toBe(chunks.join('').replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd'))
      }),
    )
  })

  it('has a title, whatever it holds', () => {
    expect(converted('text', ['x'], 'a <b>&amp;</title>').title).toBe('a <b>&amp;</title>')
  })
})

describe('HTML', () => {
  it('stays as it is', () => {
    expect(textContent(converted('html', ['<p>a', '&amp;b']).root)).toBe('a&b')
  })
})
