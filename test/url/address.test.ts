import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { parseAddress } from '../../src/url/address.js'

const FILES = new Set([
  '/desk/x.html',
  '/desk/a b.html',
  '/desk/docs',
  '/desk/h#1.html',
  '/desk/news.test',
  '/home/me/notes',
])
const surroundings = { cwd: '/desk', home: '/home/me', exists: (path: string) => FILES.has(path) }

function meant(text: string): string {
  const url = parseAddress(text, surroundings)
  return isFailure(url) ? `${url.kind}: ${url.detail}` : url.href
}

describe('an address becomes the URL that was meant', () => {
  it.each([
    // whole URLs
    ['https://a.test/x?q#f', 'https://a.test/x?q#f'],
    ['http:a.test', 'http://a.test/'],
    ['data:,x y', 'data:,x y'],
    ['about:start', 'about:start'],
    ['file:///a b', 'file:///a%20b'],
    ['file:x.html', 'file:///desk/x.html'],
    ['mailto:a@b.test', 'mailto:a@b.test'],
    ['tel:112', 'tel:112'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['sip:me:80@b.test', 'sip:me:80@b.test'],
    ['gopher://a.test/1', 'gopher://a.test/1'],
    // hosts
    ['a.test/a#top', 'https://a.test/a#top'],
    ['a.test?q=a b', 'https://a.test/?q=a%20b'],
    ['//a.test/x', 'https://a.test/x'],
    ['//intranet/x', 'http://intranet/x'],
    ['例え.test/é', 'https://xn--r8jz45g.test/%C3%A9'],
    ['A.Test', 'https://a.test/'],
    ['user:pw@a.test/x', 'https://user:pw@a.test/x'],
    ['user:80@a.test', 'https://user:80@a.test/'],
    ['user@a.test', 'https://user@a.test/'],
    // host and port are no scheme
    ['localhost:8080/x', 'http://localhost:8080/x'],
    ['a.test:8080/x', 'https://a.test:8080/x'],
    ['a.test:80', 'http://a.test/'],
    ['a.test:443', 'https://a.test/'],
    ['printer:631', 'http://printer:631/'],
    // this machine, and addresses without a name, have no certificates
    ['localhost', 'http://localhost/'],
    ['LOCALHOST', 'http://localhost/'],
    ['app.localhost:3000', 'http://app.localhost:3000/'],
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['192.168.1.1/x', 'http://192.168.1.1/x'],
    ['[::1]:80/', 'http://[::1]/'],
    ['::1', 'http://[::1]/'],
    ['::1/x?y', 'http://[::1]/x?y'],
    ['2001:db8::1', 'http://[2001:db8::1]/'],
    // files
    ['./x', 'file:///desk/x'],
    ['../x', 'file:///x'],
    ['/x', 'file:///x'],
    ['.', 'file:///desk'],
    ['~', 'file:///home/me'],
    ['~/x y?.html', 'file:///home/me/x%20y%3F.html'],
    ['x.html', 'file:///desk/x.html'],
    ['a b.html', 'file:///desk/a%20b.html'],
    ['docs', 'file:///desk/docs'],
    ['news.test', 'file:///desk/news.test'],
    ['//news.test', 'https://news.test/'],
    ['h#1.html', 'file:///desk/h%231.html'],
    ['./no#1%.html', 'file:///desk/no%231%25.html'],
    ['x.html#top', 'file:///desk/x.html#top'],
    ['./x.html#top', 'file:///desk/x.html#top'],
    ['~/notes#1', 'file:///home/me/notes#1'],
    // what copying drags along
    ['  https://a.test/ \r\n', 'https://a.test/'],
    ['\u200b\u202aa.test\u202c\u00a0', 'https://a.test/'],
    ['https://a.test/long\n/path', 'https://a.test/long/path'],
  ])('%j -> %s', (text, url) => {
    expect(meant(text)).toBe(url)
  })

  it('takes a name for a host when nobody can tell whether there is such a file', () => {
    expect(parseAddress('x.html', { cwd: '/desk', home: '/home/me' })).toEqual(new URL('https://x.html/'))
  })
})

describe('what cannot be an address is a failure that names the fault', () => {
  it.each([
    ['', 'the address is empty'],
    [' \t\u200b', 'the address is empty'],
    ['http://', 'no host name'],
    ['//', 'no host name'],
    [':80', 'no host name'],
    ['?q', 'no host name'],
    ['#top', 'no host name'],
    ['user:pw@', 'no host name'],
    ['hello world', 'holds a space'],
    ['hello\tworld.test', 'holds a space'],
    ['http://a b/', 'holds a space'],
    ['a.test:99999', 'port 99999 is too large'],
    ['a.test:80a', 'port "80a" is no number'],
    ['localhost:x', 'port "x" is no number'],
    ['a.test:８０', 'port "８０" is no number'],
    ['http://a.test:٣/', 'port "٣" is no number'],
    ['256.1.1.1', 'ends like an IPv4 address'],
    ['http://[::1', 'no IPv6 address'],
    ['[::g]:80', 'no IPv6 address'],
    ['fe80::1%eth0', 'no IPv6 address'],
    ['http://a%zz/', 'holds "%"'],
    ['a<b.test', 'holds "<"'],
    ['http://\u001b[31mevil/', 'U+001B'],
    ['xn--a.test', 'no host name'],
    ['word', 'neither a file here nor a host name with a dot: type "//word"'],
    ['intranet/wiki', 'neither a file here nor a host name'],
    ['3', 'neither a file here nor a host name'],
    ['y.html', 'there is no file "y.html" in "/desk"'],
  ])('%j: %s', (text, fault) => {
    const failure = meant(text)
    expect(failure).toMatch(/^address: /)
    expect(failure).toContain(fault)
  })

  it.each([
    'http://user:secret@a b/',
    'user:secret@a b',
    'http:user:secret@a b',
    '//user:secret@',
    'user:secret@a.test:x',
  ])('does not repeat the password in %j', (text) => {
    expect(meant(text)).toMatch(/^address: /)
    expect(meant(text)).not.toContain('secret')
  })

  it('says nothing that a terminal would act on, and stays short', () => {
    const failure = meant(`\u001b]0;x\u0007 \u202e\u009b${'y '.repeat(10_000)}`)
    expect(failure).not.toMatch(/\p{C}/u)
    expect(failure.length).toBeLessThan(400)
  })
})

const piece = fc.constantFrom(
  'a',
  '.',
  ':',
  '/',
  '@',
  '#',
  '?',
  '[',
  ']',
  '%',
  ' ',
  '~',
  '80',
  '-',
  'é',
  '\\',
  '\0',
  '\u202e',
  'http',
)

describe('any text at all', () => {
  it('becomes a URL or one sentence, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const result = parseAddress(text, surroundings)
          if (!isFailure(result)) return URL.canParse(result.href)
          return (
            result.kind === 'address' &&
            result.detail.length > 0 &&
            !/[\p{C}\p{Zl}\p{Zp}]/u.test(result.detail)
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is read the same way when its URL is typed again', () => {
    fc.assert(
      fc.property(
        fc.array(piece).map((p) => p.join('')),
        (text) => {
          const result = parseAddress(text, surroundings)
          if (isFailure(result)) return
          expect(parseAddress(result.href, surroundings)).toEqual(result)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
