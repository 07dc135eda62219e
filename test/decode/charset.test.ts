import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sniffCharset } from '../../src/decode/charset.js'
import type { CharsetHints } from '../../src/decode/charset.js'
import { prescan } from '../../src/decode/prescan.js'
import { decideUndeclared, undeclared } from '../../src/decode/undeclared.js'

const library = createRequire(import.meta.url)('html-encoding-sniffer') as (
  octets: Uint8Array,
  options: { defaultEncoding: string },
) => string

/** One character for each octet. */
const octets = (latin1: string): Uint8Array => Buffer.from(latin1, 'latin1')

const UTF8_BOM = '\xef\xbb\xbf'

describe('what decides, in this order', () => {
  it.each<[string, string, Partial<CharsetHints>, string]>([
    [
      'byte order mark over all',
      `${UTF8_BOM}<meta charset=gbk>`,
      { override: 'big5', transport: 'koi8-r' },
      'UTF-8',
    ],
    ['byte order mark, UTF-16LE', '\xff\xfea\0', { transport: 'utf-8' }, 'UTF-16LE'],
    ['byte order mark, UTF-16BE', '\xfe\xff\0a', { transport: 'utf-8' }, 'UTF-16BE'],
    ['the person over the server', '<meta charset=gbk>', { override: 'big5', transport: 'koi8-r' }, 'Big5'],
    ['the server over the page', '<meta charset=gbk>', { transport: 'koi8-r' }, 'KOI8-R'],
    ['the page over its octets', '<meta charset=gbk>\xc3\xa9 ', {}, 'GBK'],
    ['the XML declaration', '<?xml version="1.0" encoding="iso-8859-2"?><html>\xe9 ', {}, 'ISO-8859-2'],
    ['the meta over the XML declaration', '<?xml encoding="koi8-r"?><meta charset=gbk>', {}, 'GBK'],
    [
      'a label without a meaning is passed over',
      '<meta charset=gbk>',
      { override: 'x', transport: 'klingon' },
      'GBK',
    ],
    ['an empty label is passed over', '<meta charset=gbk>', { transport: '' }, 'GBK'],
    ['labels in any case, with spaces', 'x', { transport: ' UTF8 ' }, 'UTF-8'],
    ['iso-8859-1 means windows-1252', 'x', { transport: 'ISO-8859-1' }, 'windows-1252'],
    ['latin2', 'x', { transport: 'latin2' }, 'ISO-8859-2'],
    ['no meta outside HTML', '<meta charset=gbk>', { html: false }, undeclared()],
    ['UTF-16 in a meta is UTF-8', '<meta charset="utf-16le">', {}, 'UTF-8'],
    ['UTF-16 in an XML declaration of single octets is UTF-8', "<?xml encoding='UTF-16'?>", {}, 'UTF-8'],
    ['smuggling encodings are named', '<meta charset=hz-gb-2312>', {}, 'replacement'],
  ])('%s', async (_, head, hints, name) => {
    expect(await sniffCharset(octets(head), { html: true, ...hints })).toBe(name)
  })
})

describe('text that declares nothing', () => {
  it.each([
    ['UTF-8 letters', 'caf\xc3\xa9 ', 'UTF-8'],
    ['UTF-8 first, then a stray octet', 'caf\xc3\xa9 \xe9t\xe9 ', 'UTF-8'],
    ['Latin-1 letters', 'caf\xe9 ', 'windows-1252'],
    ['curly quotes', '\x93so\x94 ', 'windows-1252'],
    ['Shift_JIS', '\x82\xb1\x82\xea ', 'windows-1252'],
    ['a long run of UTF-8', '\xe4\xbe\x8b'.repeat(200), 'UTF-8'],
    ['a long run of KOI8-R', '\xd0\xd2\xc9'.repeat(200), 'windows-1252'],
    ['ASCII', 'plain', undeclared()],
    ['nothing', '', undeclared()],
    ['a run that may go on', 'caf\xc3', undeclared()],
  ])('%s', async (_, head, name) => {
    for (const html of [true, false]) expect(await sniffCharset(octets(head), { html })).toBe(name)
  })

  it('falls back to what it is told', async () => {
    expect(await sniffCharset(octets('\xe9 '), { html: true, fallback: 'windows-1251' })).toBe('windows-1251')
    expect(await sniffCharset(octets(''), { html: true, fallback: 'windows-1251' })).toBe(
      undeclared('windows-1251'),
    )
  })

  it('is decided by octets that end in the middle of a character only when no more will come', () => {
    expect(decideUndeclared(octets('caf\xc3'), 'windows-1252', { complete: true })).toBe('windows-1252')
    expect(decideUndeclared(octets('caf\xc3\xa9'), 'windows-1252', { complete: true })).toBe('UTF-8')
    expect(decideUndeclared(octets('caf'), 'windows-1252', { complete: true })).toBeUndefined()
  })
})

describe('a meta element', () => {
  it.each([
    ['charset at octet 1024 and before', `${' '.repeat(1024 - 22)}<meta charset="utf-8">`, 'UTF-8'],
    ['charset beyond', `${' '.repeat(1024)}<meta charset="utf-8">`, undefined],
    ['in a comment', '<!-- <meta charset="utf-8"> -->', undefined],
    ['after a comment that ends at once', '<!--><meta charset="utf-8">', 'UTF-8'],
    ['after a comment that ends nearly at once', '<!---><meta charset="utf-8">', 'UTF-8'],
    ['in an attribute', '<p title="<meta charset=gbk>"><meta charset="utf-8">', 'UTF-8'],
    ['in a script, as the standard has it', '<script>"<meta charset=gbk>"</script>', 'GBK'],
    [
      'after others',
      '<meta name="a" content="b"><meta property="og:x" content="c"/><meta charset="utf-8"/>',
      'UTF-8',
    ],
    ['with a slash that belongs to the label', '<meta charset=utf-8/>', undefined],
    [
      'as a pragma',
      '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1" />',
      'windows-1252',
    ],
    ['that is a description', '<meta name="d" content="text/html; charset=utf-8">', undefined],
    // html-encoding-sniffer 6 throws on these three
    ['whose content ends in charset', '<meta content="charset"><meta charset="gbk">', 'GBK'],
    [
      'whose content ends in charset=',
      '<meta http-equiv=content-type content="text/html; charset=">',
      undefined,
    ],
    [
      'the same, between others',
      '<meta name=a><meta content="charset= "><meta name=b><meta charset="gbk">',
      'GBK',
    ],
  ])('%s', async (_, head, name) => {
    expect(await prescan(octets(head))).toBe(name)
  })

  /** Pieces that pages begin with, whole and broken. */
  const piece = fc.constantFrom(
    '<!doctype html>', '<html lang="en">', '<head>', '<title>', 'x', '</title>', '<!-- a > b -->', '<!-->', '<!--->',
    '<!--', '-->', '<?xml version="1.0"?>', '<!>', '<', '>', '/', '</p', '<p class=a>', "<p class='>'>", '<p\ta="b"c>', '<br/>',
    '<link rel="x" href="y" />', '<meta', ' ', '\n', '"', "'", '=', 'charset', 'charset="utf-8"', 'charset=utf8',
    "charset='windows-1252'", 'CHARSET="gbk"', '<META CHARSET="UTF-8">', '<meta charset=utf-8>', '<meta charset="utf-8" />',
    '<meta charset=utf-8/>', '<meta charset="utf-8"', '<meta charset="iso-8859-1">', '<meta name="a" content="b">',
    '<meta name="a" content="charset=gbk">', '<meta http-equiv="content-type" content="text/html; charset=utf-8">',
    "<meta content='text/html; charset=utf-8' http-equiv=content-type>", '<meta http-equiv=content-type content="text/html;charset=utf-8">',
    '<meta http-equiv="x" content="y">', '<meta property="og:title" content="t" />', '<metadata>', '<meta>', '<meta/>', 'é', '\0',
  ) // prettier-ignore

  it('is found as the library finds it, whether or not the library is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 0, max: 1100 }),
        async (pieces, padding) => {
          const head = octets('y'.repeat(padding % 7 === 0 ? padding : 0) + pieces.join(''))
          let expected: string
          try {
            expected = library(head, { defaultEncoding: '' })
          } catch {
            return
          }
          expect((await prescan(head)) ?? '').toBe(expected)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('never makes an exception of any octets', async () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc
        .array(
          fc.constantFrom(
            '<meta ',
            'content=',
            '"charset',
            'charset=',
            '"',
            '>',
            ' ',
            'http-equiv=content-type ',
          ),
        )
        .map((a) => octets(a.join(''))),
    )
    await fc.assert(
      fc.asyncProperty(text, async (head) => {
        expect(typeof (await sniffCharset(head, { html: true }))).toBe('string')
      }),
      { numRuns: 1000 },
    )
  })
})
