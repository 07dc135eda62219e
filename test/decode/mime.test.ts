import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computedType, extractMimeType, kindOf } from '../../src/decode/mime.js'
import type { SniffOptions } from '../../src/decode/mime.js'

/** One character for each octet. */
const octets = (latin1: string): Uint8Array => Buffer.from(latin1, 'latin1')

const sniffed = (head: string, options: SniffOptions = {}): string =>
  computedType(undefined, octets(head), options).essence

describe('a body of unknown type (MIME Sniffing section 7.1)', () => {
  it.each([
    'DOCTYPE HTML', 'HTML', 'HEAD', 'SCRIPT', 'IFRAME', 'H1', 'DIV', 'FONT', 'TABLE', 'A', 'STYLE', 'TITLE', 'B', 'BODY', 'BR', 'P',
  ])('is a page when it begins with the tag %s', (name) => {
    const tag = name.startsWith('DOCTYPE') ? `<!${name}` : `<${name}`
    for (const head of [`${tag}>`, `${tag} x`, `\t\n\f\r ${tag}>`, `${tag.toLowerCase()}>`]) {
      expect(sniffed(head)).toBe('text/html')
      expect(sniffed(head, { noSniff: true })).toBe('text/plain')
    }
    expect(sniffed(`${tag}x`)).toBe('text/plain')
    expect(sniffed(`${tag}`)).toBe('text/plain')
    expect(sniffed(`x${tag}>`)).toBe('text/plain')
  }) // prettier-ignore

  it.each([
    ['<!-- x', 'text/html'],
    ['<!-->', 'text/html'],
    ['<?xml version', 'text/xml'],
    [' <?xml', 'text/xml'],
    ['%PDF-1.7', 'application/pdf'],
    [' %PDF-1.7', 'text/plain'],
    ['%!PS-Adobe-3.0', 'application/postscript'],
    ['\xfe\xff\0a', 'text/plain'],
    ['\xff\xfea\0', 'text/plain'],
    ['\xef\xbb\xbf\0', 'text/plain'],
    ['\0\0\x01\0', 'image/x-icon'],
    ['\0\0\x02\0', 'image/x-icon'],
    ['BM\0', 'image/bmp'],
    ['GIF87a', 'image/gif'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x01\x02\x03\x04WEBPVP', 'image/webp'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff', 'image/jpeg'],
    ['FORM\x01\x02\x03\x04AIFF', 'audio/aiff'],
    ['ID3', 'audio/mpeg'],
    ['OggS\0', 'application/ogg'],
    ['MThd\0\0\0\x06', 'audio/midi'],
    ['RIFF\x01\x02\x03\x04AVI ', 'video/avi'],
    ['RIFF\x01\x02\x03\x04WAVE', 'audio/wave'],
    ['\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'video/mp4'],
    ['\0\0\0\x18ftypqt  \0\0\0\0qt  isom', 'video/mp4'],
    ['\0\0\0\x18ftypqt  \0\0\0\0qt  qt  ', 'application/octet-stream'],
    ['\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87', 'video/webm'],
    ['\x1f\x8b\x08', 'application/x-gzip'],
    ['PK\x03\x04', 'application/zip'],
    ['Rar!\x1a\x07\0', 'application/x-rar-compressed'],
    // fonts have no row in the table of unknown types; their octets are no text
    ['wOFF\0\x01\0\0', 'application/octet-stream'],
    ['wOF2\0\x01\0\0', 'application/octet-stream'],
    ['OTTO\0', 'application/octet-stream'],
    ['\0\x01\0\0', 'application/octet-stream'],
    ['', 'text/plain'],
    ['plain\ttext\r\n\f\x1b[0m', 'text/plain'],
    ['caf\xe9', 'text/plain'],
    ['text\0', 'application/octet-stream'],
    ['text\x08', 'application/octet-stream'],
    ['text\x0b', 'application/octet-stream'],
    ['text\x0e', 'application/octet-stream'],
    ['text\x1f', 'application/octet-stream'],
  ])('%j is %s', (head, essence) => {
    expect(sniffed(head)).toBe(essence)
    for (const supplied of ['unknown/unknown', 'application/unknown', '*/*', 'nonsense', '']) {
      expect(computedType(supplied, octets(head)).essence).toBe(essence)
    }
  })

  it('looks at its first 1445 octets only', () => {
    expect(sniffed(`${'x'.repeat(1444)}\0`)).toBe('application/octet-stream')
    expect(sniffed(`${'x'.repeat(1445)}\0`)).toBe('text/plain')
  })
})

describe('a supplied type', () => {
  it.each<[string, string, object]>([
    ['text/html', '\x89PNG\r\n\x1a\n', { essence: 'text/html' }],
    ['TEXT/HTML;Charset="GBK"', '', { essence: 'text/html', charset: 'GBK' }],
    ['application/rss+xml', '<html>', { essence: 'application/rss+xml' }],
    ['application/octet-stream', '<html>', { essence: 'application/octet-stream' }],
    ['application/json;charset=utf-8', '{}', { essence: 'application/json', charset: 'utf-8' }],
    ['text/css', '\0', { essence: 'text/css' }],
    ['image/png', 'GIF89a', { essence: 'image/gif' }],
    ['image/png', '<svg>', { essence: 'image/png' }],
    ['audio/mpeg', 'OggS\0', { essence: 'application/ogg' }],
    // four spellings of text/plain are what an old Apache says of files that it does not know
    ['text/plain', '\x1f\x8b\x08\0', { essence: 'application/octet-stream' }],
    ['text/plain; charset=ISO-8859-1', '\0', { essence: 'application/octet-stream' }],
    ['text/plain; charset=iso-8859-1', '\0', { essence: 'application/octet-stream' }],
    ['text/plain; charset=UTF-8', '\0', { essence: 'application/octet-stream' }],
    ['text/plain; charset=UTF-8', 'x', { essence: 'text/plain', charset: 'UTF-8' }],
    ['text/plain', '<html>', { essence: 'text/plain' }],
    ['text/plain', '\xff\xfe\0\0', { essence: 'text/plain' }],
    // any other spelling is meant
    ['text/plain; charset=utf-8', '\0', { essence: 'text/plain', charset: 'utf-8' }],
    // several values: the last that is a type, with the charset of one before it of the same essence
    ['text/html, text/plain', 'x', { essence: 'text/plain' }],
    ['text/html;charset=gbk, text/html', '', { essence: 'text/html', charset: 'gbk' }],
    ['text/html;charset=gbk, text/plain;charset=utf-8', '', { essence: 'text/plain', charset: 'utf-8' }],
    ['text/html;charset=gbk, text/plain, text/html', '', { essence: 'text/html' }],
    ['text/html, */*', '', { essence: 'text/html' }],
    ['text/html, x', '', { essence: 'text/html' }],
    ['text/html;x=",text/plain', '', { essence: 'text/html' }],
    ['text/html;x="a\\",b";charset=gbk', '', { essence: 'text/html', charset: 'gbk' }],
  ])('%s with %j is %j', (supplied, head, type) => {
    expect(computedType(supplied, octets(head))).toEqual(type)
  })

  it.each([
    ['text/plain', '\0', 'text/plain'],
    ['image/png', 'GIF89a', 'image/png'],
  ])('%s with %j and nosniff is %s', (supplied, head, essence) => {
    expect(computedType(supplied, octets(head), { noSniff: true }).essence).toBe(essence)
  })
})

describe("a file's name", () => {
  it.each([
    ['x.html', 'plain', 'text/html'],
    ['X.HTM', 'plain', 'text/html'],
    ['a/b.xhtml', '<?xml', 'application/xhtml+xml'],
    ['x.txt', '<html>', 'text/plain'],
    ['x.md', '<html>', 'text/markdown'],
    ['x.svg', '<?xml', 'image/svg+xml'],
    ['x.json', '<html>', 'application/json'],
    ['x.ts', 'const x', 'text/x-typescript'],
    ['x.ts', 'G\x40\0\x10', 'application/octet-stream'],
    ['x.png', 'x', 'image/png'],
    ['x.html.fr', 'plain', 'text/html'],
    ['x.html.fr', '\x1f\x8b\x08', 'application/x-gzip'],
    ['x.unknown', '<html>', 'text/html'],
    ['README', 'plain', 'text/plain'],
    ['.html', 'plain', 'text/plain'],
    ['x.html/y', 'plain', 'text/plain'],
    ['', '<html>', 'text/html'],
  ])('%s with %j is %s', (fileName, head, essence) => {
    expect(sniffed(head, { fileName })).toBe(essence)
  })

  it('says nothing where a type is supplied', () => {
    expect(computedType('text/css', octets(''), { fileName: 'x.html' })).toEqual({ essence: 'text/css' })
  })
})

describe('what can be done with a type', () => {
  it.each([
    ['text/html', 'html'],
    ['application/xhtml+xml', 'html'],
    ['text/plain', 'text'],
    ['text/x-anything', 'text'],
    ['text/xml', 'text'],
    ['application/xml', 'text'],
    ['application/atom+xml', 'text'],
    ['image/svg+xml', 'text'],
    ['application/json', 'text'],
    ['application/ld+json', 'text'],
    ['application/javascript', 'text'],
    ['application/x-javascript', 'text'],
    ['application/x-sh', 'text'],
    ['application/yaml', 'text'],
    ['application/x-yaml', 'text'],
    ['application/toml', 'text'],
    ['message/rfc822', 'text'],
    ['application/octet-stream', 'binary'],
    ['application/pdf', 'binary'],
    ['image/png', 'binary'],
    ['application/x-gzip', 'binary'],
    ['font/woff', 'binary'],
    ['video/sql', 'binary'],
  ])('%s is %s', (essence, kind) => {
    expect(kindOf(essence)).toBe(kind)
  })
})

describe('any octets and any words', () => {
  it('give a type, never an exception', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        fc.uint8Array({ maxLength: 64 }),
        fc.string({ unit: 'binary' }),
        (supplied, head, fileName) => {
          expect(computedType(supplied, head, { fileName }).essence).toMatch(/^[^\s/]+\/[^\s/]+$/)
        },
      ),
    )
  })

  it('take no time to speak of however long the field is', () => {
    const value = `text/html;x="${'\\"'.repeat(50_000)},${'"'.repeat(50_000)},`
    expect(extractMimeType(value)?.essence).toBe('text/html')
  })
})
