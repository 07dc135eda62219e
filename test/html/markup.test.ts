import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escape, htmlDocument, markup } from '../../src/html/markup.js'

/** Controls but tab and line feed, bidi controls, halves of surrogate pairs. */
const UNSAFE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

describe('escape', () => {
  it.each([
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    [`"it's"`, '&quot;it&#39;s&quot;'],
    ['\x1b[31m', '^[[31m'],
    ['\0', '^@'],
    ['\x7f', '^?'],
    ['\r', '^M'],
    ['\x9b31m', '&lt;U+009B&gt;31m'],
    ['\u202eabc', '&lt;U+202E&gt;abc'],
    ['\u061c', '&lt;U+061C&gt;'],
    ['\ud83d', '\ufffd'],
    ['\udc4b!', '\ufffd!'],
    ['👋', '👋'],
    ['a\tb\nc', 'a\tb\nc'],
  ])('writes %j as %j', (text, escaped) => {
    expect(escape(text)).toBe(escaped)
  })

  it('lets no control, no bidi control and no markup through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escape(text)).not.toMatch(UNSAFE)
        expect(escape(text)).not.toMatch(/[<>"']/)
      }),
    )
  })
})

describe('markup', () => {
  it('escapes texts, keeps markup, joins lists, writes numbers', () => {
    const items = ['<a>', 'b'].map((text) => markup`<li>${text}`)
    expect(markup`<ul title="${'"'}">${items}</ul>${3}`.text).toBe(
      '<ul title="&quot;"><li>&lt;a&gt;<li>b</ul>3',
    )
  })
})

describe('htmlDocument', () => {
  it('escapes its title', () => {
    expect(htmlDocument('</title><b>', markup`<p>x`)).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>')
  })
})
