import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DumpOptions } from '../src/dump.js'
import { dump, dumpExchanges, dumpLinks } from '../src/dump.js'
import { fetch } from '../src/fetch/fetch.js'
import { getRequest } from '../src/fetch/message.js'
import { parseDocument } from '../src/html/parse.js'
import { pageUrl } from './layout/rendered.js'
import { testSession } from './support/network.js'

const OPTIONS: DumpOptions = { columns: 40, numbers: true, refs: 'list', color: false }

const dumped = (html: string, options: Partial<DumpOptions> = {}): string =>
  dump(parseDocument(html, pageUrl), { ...OPTIONS, ...options })

const linked = (html: string, text: boolean): string =>
  dumpLinks(parseDocument(html, pageUrl), { columns: 40, text })

describe('dump', () => {
  it.each<[string, Partial<DumpOptions>, string]>([
    ['<p>a', {}, 'a\n'],
    ['', {}, ''],
    ['<a href=x>a</a>', {}, '[1]a\n\nReferences\n\n  1. http://a.test/folder/x\n'],
    ['<a href=x>a</a>', { numbers: false }, 'a\n\nReferences\n\n  1. http://a.test/folder/x\n'],
    ['<a href=x>a</a>', { refs: 'none' }, '[1]a\n'],
    ['<a href=x>a</a>', { refs: 'inline' }, '[1]a <http://a.test/folder/x>\n'],
    ['<a href=x>a</a>', { refs: 'none', numbers: false }, 'a\n'],
    ['<base href=http://b.test/><a href=x>a</a>', {}, '[1]a\n\nReferences\n\n  1. http://b.test/x\n'],
    ['<a href="http://[">a</a>', {}, '[1]a\n\nReferences\n\n  1. http://[\n'],
    ['<a href="">a</a>', {}, '[1]a\n\nReferences\n\n  1. http://a.test/folder/page\n'],
    ['<a href="http://u:p@b.test/">a</a>', {}, '[1]a\n\nReferences\n\n  1. http://b.test/\n'],
    ['<input name=q size=1>', {}, '[1][_]\n\nReferences\n\n  1. text q\n'],
    ['<button>Go <b>on</b></button>', {}, '[1][ Go on ]\n\nReferences\n\n  1. submit Go on\n'],
    ['<b>a</b>', { color: true }, '\x1b[1ma\x1b[m\n'],
    ['<h1>a</h1>', {}, 'a\n═\n'],
  ])('%s with %o', (html, options, text) => {
    expect(dumped(html, options)).toBe(text)
  })

  it('aligns the references however many there are', () => {
    const text = dumped('<a href=x>a</a> '.repeat(1000), { columns: 10_000 })
    const rows = text.split('References\n\n')[1]?.trimEnd().split('\n') ?? []
    expect(rows).toHaveLength(1000)
    expect(new Set(rows.map((row) => row.indexOf('http'))).size).toBe(1)
    expect(rows[0]).toBe('    1. http://a.test/folder/x')
  })

  it('says nothing that a terminal would act on, whatever the page', () => {
    const hostile = '\x1b[31m\u202e\x07\x9b\u2066'
    const html = `<title>${hostile}</title><a href="http://[${hostile}">${hostile}x</a><input name="${hostile}"><button>${hostile}</button><textarea>${hostile}</textarea><img alt="${hostile}"><a href="/${hostile}">y</a>`
    for (const refs of ['list', 'inline', 'none'] as const)
      expect(dumped(html, { refs })).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
  })

  it('ends no row with blanks and stands no two blank rows together', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<p>',
            'a ',
            '<table><tr><td>',
            '<td>',
            '</table>',
            '<a href=x>',
            '</a>',
            '<h1>',
            '<ul>',
            '<li>',
            '<div>',
          ),
        ),
        fc.integer({ min: 20, max: 100 }),
        (parts, columns) => {
          const text = dumped(parts.join(''), { columns })
          expect(text).not.toMatch(/ \n|^\n|\n\n\n|\n\n$/)
          expect(text === '' || text.endsWith('\n')).toBe(true)
        },
      ),
    )
  })
})

describe('dumpLinks', () => {
  const html =
    '<a href=x>one  two</a> <input> <a href="">self</a> <a href="http://[">broken</a> <a href=#f>part</a>'

  it('gives one URL a line, in order, controls and broken ones left out', () => {
    expect(linked(html, false)).toBe(
      'http://a.test/folder/x\nhttp://a.test/folder/page\nhttp://a.test/folder/page#f\n',
    )
  })

  it('gives numbers and text, tab-separated', () => {
    expect(linked(html, true)).toBe(
      '1\tone two\thttp://a.test/folder/x\n3\tself\thttp://a.test/folder/page\n5\tpart\thttp://a.test/folder/page#f\n',
    )
  })

  it('has no tab or line end in a text', () => {
    expect(linked('<a href=x>a<br>b</a><pre><a href=y>c\td</a></pre>', true)).toBe(
      '1\ta b\thttp://a.test/folder/x\n2\tc d\thttp://a.test/folder/y\n',
    )
  })

  it('of a page without links is empty', () => {
    expect(linked('<p>x', false)).toBe('')
  })
})

describe('dumpExchanges', () => {
  it('prints both heads of every hop, secrets hidden', async () => {
    const session = testSession({
      network: ({ url }) =>
        url.pathname === '/b'
          ? { fields: [['Content-Type', 'text/html']], body: 'x' }
          : {
              status: 302,
              fields: [
                ['Location', '/b'],
                ['Set-Cookie', 'sid=secret123'],
              ],
            },
    })
    const { exchanges } = await fetch(
      getRequest(new URL('http://a.test/a')),
      session,
      new AbortController().signal,
    )
    const text = dumpExchanges(exchanges, { columns: 80, color: false })
    expect(text).toContain('GET /a HTTP/1.1')
    expect(text).toContain('HTTP/1.1 302 Found')
    expect(text).toContain('GET /b HTTP/1.1')
    expect(text).not.toContain('secret123')
    expect(text).not.toContain('\x1b')
  })
})
