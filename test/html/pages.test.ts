import { parse } from 'parse5'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../../src/failure.js'
import type { FailureKind } from '../../src/failure.js'
import type { Element } from '../../src/html/document.js'
import { attribute, descendants, isElement, textContent } from '../../src/html/document.js'
import {
  downloadPage,
  failurePage,
  helpPage,
  historyPage,
  informationPage,
  linksPage,
  sourcePage,
} from '../../src/html/pages.js'

const KINDS: readonly FailureKind[] = [
  'address',
  'dns',
  'connect',
  'tls',
  'timeout',
  'protocol',
  'redirect',
  'scheme',
  'limit',
  'file',
  'aborted',
]

function elements(html: string, tagName: string): Element[] {
  return [...descendants(parse(html))].filter(isElement).filter((e) => e.tagName === tagName)
}

function texts(html: string, tagName: string): string[] {
  return elements(html, tagName).map((e) => textContent(e).replace(/\s+/g, ' ').trim())
}

describe('failurePage', () => {
  it.each(KINDS)('says what is wrong and what can be done: %s', (kind) => {
    const html = failurePage(failure(kind, 'it went wrong', { cause: 'ECODE' }), 'http://a.test/')
    expect(texts(html, 'title')[0]).not.toBe('')
    expect(texts(html, 'h1')).toEqual(texts(html, 'title'))
    expect(texts(html, 'p')).toEqual(['It went wrong (ECODE).', 'http://a.test/'])
    expect(texts(html, 'li').length).toBeGreaterThan(1)
  })

  it('has a different title for each kind', () => {
    const titles = KINDS.map((kind) => texts(failurePage(failure(kind, 'x'), ''), 'title')[0])
    expect(new Set(titles).size).toBe(KINDS.length)
  })

  it.each([
    ['localhost refused the connection', 'http://localhost:1/', 'localhost refused the connection.'],
    ['a.test has no address', 'http://a.test/', 'a.test has no address.'],
    ['no answer within 30 s', 'http://a.test/', 'No answer within 30 s.'],
    ['ends already.', 'no URL', 'Ends already.'],
  ])('makes a sentence of %j', (detail, url, sentence) => {
    expect(texts(failurePage(failure('connect', detail), url), 'p')[0]).toBe(sentence)
  })

  it('does not say the cause twice', () => {
    const html = failurePage(failure('connect', 'it broke (ECONNRESET)', { cause: 'ECONNRESET' }), '')
    expect(texts(html, 'p')[0]).toBe('It broke (ECONNRESET).')
  })

  it('hides a password in the address and in the detail', () => {
    const html = failurePage(failure('connect', 'no way to http://me:word@a.test/'), 'http://me:word@a.test/')
    expect(html).not.toContain('word')
    expect(html).toContain('http://•••@a.test/')
  })

  it('takes any text for an address', () => {
    expect(texts(failurePage(failure('address', 'x'), '<b>\x1b[1m'), 'code')).toContain('<b>^[[1m')
  })
})

describe('downloadPage', () => {
  it('says what it is, how large, and what to press', () => {
    const html = downloadPage({
      url: 'http://me:word@a.test/x',
      type: 'application/zip',
      size: 1234567,
      name: 'x.zip',
    })
    expect(texts(html, 'h1')).toEqual(['x.zip'])
    expect(texts(html, 'td')).toEqual(['application/zip', '1 234 567 B', 'http://•••@a.test/x'])
    expect(texts(html, 'kbd')).toContain('r')
  })

  it('says when the size is not announced', () => {
    const html = downloadPage({ url: 'http://a.test/x', type: 'audio/ogg', name: 'x' })
    expect(texts(html, 'td')).toContain('not announced')
  })
})

describe('historyPage', () => {
  it('links every entry and marks the one that is here', () => {
    const html = historyPage([
      { title: 'First', url: 'http://a.test/1', current: false },
      { title: ' ', url: 'http://a.test/2', current: true },
    ])
    expect(elements(html, 'a').map((a) => attribute(a, 'href'))).toEqual([
      'http://a.test/1',
      'http://a.test/2',
    ])
    expect(texts(html, 'dt')).toEqual(['First', 'http://a.test/2 (here)'])
    expect(texts(html, 'strong')).toEqual(['http://a.test/2'])
  })

  it('says so when there is nothing', () => {
    expect(texts(historyPage([]), 'p')).toEqual(['There is nothing here yet.'])
  })
})

describe('linksPage', () => {
  it('gives link n the number n, also when some numbers are controls', () => {
    const html = linksPage([
      { number: 2, text: 'two', url: 'http://a.test/2' },
      { number: 3, text: 'Send', url: '' },
      { number: 5, text: '', url: 'http://a.test/5' },
    ])
    expect(texts(html, 'a')).toEqual(['a control', 'two', 'Send (a control)', 'a control', 'http://a.test/5'])
    const hrefs = elements(html, 'a').map((a) => attribute(a, 'href'))
    expect(hrefs).toEqual(['#number-1', 'http://a.test/2', '#number-3', '#number-4', 'http://a.test/5'])
  })
})

describe('informationPage', () => {
  it('puts facts into a table', () => {
    const html = informationPage(
      [
        ['type', 'text/html'],
        ['<b>', '&'],
      ],
      'About this page',
    )
    expect(texts(html, 'th')).toEqual(['type', '<b>'])
    expect(texts(html, 'td')).toEqual(['text/html', '&'])
    expect(texts(html, 'h1')).toEqual(['About this page'])
  })
})

describe('helpPage', () => {
  it('has a heading and a table for each section', () => {
    const html = helpPage([
      { title: 'Moving', keys: [{ keys: 'j k', action: 'scroll a line' }] },
      { title: 'Links', keys: [{ keys: '<', action: 'top' }] },
    ])
    expect(texts(html, 'h2')).toEqual(['Moving', 'Links'])
    expect(texts(html, 'tr')).toEqual(['j kscroll a line', '<top'])
  })
})

describe('sourcePage', () => {
  it.each([
    [['\n\nfirst'], '\n\nfirst'],
    [['a\r', '\nb\rc'], 'a\nb\nc'],
    [['<pre>', '</pre></pre>&amp;'], '<pre></pre></pre>&amp;'],
    [['\x1b[31m\0'], '^[[31m^@'],
    [[], ''],
  ])('shows %j as it is', (source, shown) => {
    expect(elements(sourcePage(source, 'Source'), 'pre').map(textContent)).toEqual([shown])
  })
})

describe('every page', () => {
  const text = fc.string({ unit: 'binary' })

  it('is free of control characters and keeps its frame, whatever is put in', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(...KINDS), (a, b, kind) => {
        const pages = [
          failurePage(failure(kind, a, { cause: b }), b),
          downloadPage({ url: a, type: b, name: a }),
          historyPage([{ title: a, url: b, current: true }]),
          linksPage([{ number: 1, text: a, url: b }]),
          informationPage([[a, b]], a),
          helpPage([{ title: a, keys: [{ keys: a, action: b }] }]),
          sourcePage([a, b], a),
        ]
        for (const html of pages) {
          expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
          expect(elements(html, 'title')).toHaveLength(1)
        }
      }),
    )
  })
})
