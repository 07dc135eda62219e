import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayUrl, publicHref } from '../../src/url/display.js'

const shown = (href: string): string => displayUrl(new URL(href))

describe('secrets', () => {
  it.each([
    ['https://user:pw@a.test/x', 'https://a.test/x'],
    ['https://user@a.test/', 'https://a.test/'],
    ['ftp://:pw@a.test/', 'ftp://a.test/'],
    ['other://user:pw@a/x', 'other://a/x'],
    ['view-source:https://user:pw@a.test/', 'view-source:https://a.test/'],
    ['https://a.test/user:pw@x', 'https://a.test/user:pw@x'],
    ['mailto:me@a.test', 'mailto:me@a.test'],
  ])('%s is shown as %s', (href, text) => {
    expect(shown(href)).toBe(text)
    expect(publicHref(new URL(href))).toBe(text)
  })
})

describe('host names in Unicode', () => {
  it.each([
    'bücher.test',
    'łódź.test',
    'faß.de',
    'việtnam.vn',
    '例え.jp',
    'ノート.jp',
    'pc家電スーパー.jp',
    '한국.kr',
    'ab한국.kr',
    'пример.рф',
    'пример.com',
    'оса.рф',
    'ελλάδα.gr',
    'भारत.in',
    'ไทย.th',
    'עברית.il',
    'موقع.sa',
    '中文1-2.test',
  ])('%s is of one script and is shown', (host) => {
    expect(shown(`https://${host}/`)).toBe(`https://${host}/`)
  })

  it.each([
    ['two scripts', 'fаcebook.com'],
    ['Latin and Greek', 'gοogle.com'],
    ['Han and Cyrillic', '中文с.com'],
    ['Hangul and kana', '한ノ국.com'],
    ['Cyrillic that reads as Latin', 'аррӏе.com'],
    ['Cyrillic that reads as Latin, w', 'ԝԝԝ.com'],
    ['Cyrillic that reads as Latin in a zone that does so, too', 'оса.сос'],
    ['Greek that reads as Latin', 'οοο.com'],
    ['symbols', '☃.net'],
    ['pictures', '😀.net'],
    ['dotless i', 'ıbm.com'],
    ['small capitals', 'ɢoogle.com'],
    ['phonetic letters', 'ɑpple.com'],
    ['a loose dot', 'i̇nside.com'],
    ['a loose dot beside an accent', 'i̇nsidé.com'],
    ['a loose small o', 'go\u0366glé.com'],
    ['a slash of kana', 'a.comノevil.com'],
    ['a middle dot', 'l·l.com'],
    ['no letters', '०.com'],
    ['joiners', 'क्‍ष.com'],
  ])('%s: %s is shown in punycode', (_, host) => {
    const text = shown(`https://${host}/`)
    expect(text).toContain('xn--')
    expect(text).toMatch(/^[\x21-\x7e]+$/)
  })

  it('keeps port and path in their places', () => {
    expect(shown('http://u:p@bücher.test:8080/xn--bcher-kva.test')).toBe(
      'http://bücher.test:8080/xn--bcher-kva.test',
    )
  })

  it.each(['http://[::1]:8080/x', 'http://127.0.0.1/', 'file:///tmp/x', 'other://h%C3%A9/'])(
    'leaves %s alone',
    (href) => {
      expect(shown(href)).toBe(href)
    },
  )
})

describe('percent-encoded characters', () => {
  it.each([
    ['letters', '/%C3%A9%D1%8F%E4%BE%8B', '/éя例'],
    ['lower-case digits', '/%c3%a9', '/é'],
    ['the query and the fragment too', '/?q=%C3%A9#%C3%A9', '/?q=é#é'],
    ['pictures', '/%F0%9F%98%80', '/😀'],
    ['a mark on its letter', '/%D1%8F%CC%81', '/я\u0301'],
  ])('%s are shown as such', (_, encoded, text) => {
    expect(shown(`http://a.test${encoded}`)).toBe(`http://a.test${text}`)
  })

  it.each([
    ['ASCII', '/%41%2F%25%20%3F%23%0A%1B'],
    ['no-break space and other spaces', '/%C2%A0%E3%80%80%E2%80%83'],
    ['controls', '/%C2%9B%C2%85'],
    ['line separators', '/%E2%80%A8'],
    ['bidi controls', '/%E2%80%AE%E2%81%A6%D8%9C'],
    ['zero-width characters', '/%E2%80%8B%E2%80%8D%EF%BB%BF'],
    ['variation selectors and tags', '/%EF%B8%8F%F3%A0%81%81'],
    ['the Hangul filler', '/%E3%85%A4'],
    ['blank Braille', '/%E2%A0%80'],
    ['a mark without a letter', '/%CC%81'],
    ['private use', '/%EE%80%80'],
    ['unassigned', '/%F3%AF%BF%BD'],
    ['what is no UTF-8', '/%E9%C3%ED%A0%80%C0%AF%F5%80%80%80'],
    ['the replacement character', '/%EF%BF%BD'],
  ])('%s stay encoded', (_, encoded) => {
    expect(shown(`http://a.test${encoded}`)).toBe(`http://a.test${encoded}`)
  })
})

describe('data: URLs', () => {
  it('are cut at 60 characters', () => {
    expect(shown(`data:text/html,${'x'.repeat(1000)}`)).toBe(`data:text/html,${'x'.repeat(45)}…`)
    expect(shown('data:,short')).toBe('data:,short')
  })
})

describe('any URL', () => {
  const octet = fc
    .integer({ min: 0, max: 255 })
    .map((n) => `%${n.toString(16).padStart(2, '0').toUpperCase()}`)
  const encoded = fc.string({ unit: 'binary', maxLength: 4 }).map((s) => encodeURIComponent(s))
  const text = fc
    .array(fc.oneof(octet, encoded, fc.string({ unit: 'binary', maxLength: 3 })))
    .map((parts) => parts.join(''))
  const label = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.constantFrom('аррӏе', 'bücher', '例え', 'a', 'xn--80ak6aa92e'),
  )
  const url = fc
    .tuple(
      fc.constantFrom('https://', 'http://me:secret@', 'other://me:secret@', 'about:', 'javascript:'),
      label,
      text,
    )
    .map(([start, host, rest]) => `${start}${host}.test/${rest}`)
    .filter((href) => URL.canParse(href))
    .map((href) => new URL(href))

  it('shows no control, no bidi control, nothing invisible and no password', () => {
    fc.assert(
      fc.property(url, (u) => {
        const text = displayUrl(u)
        expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
        expect(text).not.toContain('me:secret@')
      }),
      { numRuns: 2000 },
    )
  })

  it('is the same URL when what is shown is typed again, but for user name and password', () => {
    fc.assert(
      fc.property(url, (u) => {
        expect(new URL(displayUrl(u)).href.toLowerCase()).toBe(publicHref(u).toLowerCase())
      }),
      { numRuns: 2000 },
    )
  })
})
