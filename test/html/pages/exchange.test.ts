import fc from 'fast-check'
import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../src/failure.js'
import type { Certificate, Exchange } from '../../../src/fetch/message.js'
import { attribute, descendants, isElement, textContent } from '../../../src/html/document.js'
import type { Element } from '../../../src/html/document.js'
import { exchangesPage } from '../../../src/html/pages.js'

const EXCHANGE: Exchange = {
  method: 'GET',
  url: new URL('http://example.test/a/b'),
  source: 'network',
  requestHead: 'GET /a/b HTTP/1.1\r\nHost: example.test\r\n\r\n',
  interim: [],
  responseHead: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n',
  status: 200,
  reason: 'OK',
  version: 'HTTP/1.1',
  fields: [['Content-Type', 'text/html']],
  trailers: [],
  connection: { id: 1, requests: 1, remote: '192.0.2.7:80', local: '192.0.2.1:5000', protocol: 'HTTP/1.1' },
  timings: { start: 0, dns: 3, connect: 11, wait: 24.4, receive: 0.25, total: 1039 },
  sizes: { requestHead: 44, requestBody: 0, head: 44, body: 1200, decoded: 1200 },
  cookies: [],
  notes: [],
}

const LEAF: Certificate = {
  subject: 'CN=example.test',
  issuer: 'CN=Small CA',
  altNames: ['example.test', '*.example.test'],
  validFrom: Date.UTC(2026, 0, 4),
  validTo: Date.UTC(2027, 0, 4),
  fingerprint: 'AA:BB',
  serial: '01',
}

interface View {
  readonly heading: string
  readonly wire: string
  readonly facts: ReadonlyMap<string, string>
  readonly links: readonly (readonly [text: string, href: string | undefined])[]
}

function view(more: Partial<Exchange>, { reveal = false }: { readonly reveal?: boolean } = {}): View {
  const html = exchangesPage([{ ...EXCHANGE, ...more }], { reveal })
  return {
    heading: texts(html, 'h2').join('\n'),
    wire: elements(html, 'pre').map(textContent).join('').trimEnd(),
    facts: new Map(elements(html, 'tr').map((row) => [cell(row, 'th'), cell(row, 'td')])),
    links: elements(html, 'a').map((a) => [textContent(a), attribute(a, 'href')]),
  }
}

function elements(html: string, tagName: string): Element[] {
  return [...descendants(parse(html))].filter(isElement).filter((e) => e.tagName === tagName)
}

function texts(html: string, tagName: string): string[] {
  return elements(html, tagName).map((e) => textContent(e).replace(/\s+/g, ' ').trim())
}

/** A cell's lines. */
function cell(row: Element, tagName: string): string {
  const found = [...descendants(row)].filter(isElement).find((e) => e.tagName === tagName)
  if (found === undefined) return ''
  const lines = [...descendants(found)].map((n) =>
    n.nodeName === 'br' ? '\n' : n.nodeName === '#text' ? textOf(n) : '',
  )
  return lines
    .join('')
    .replace(/\u00a0/g, ' ')
    .trim()
}

function textOf(node: object): string {
  return 'value' in node && typeof node.value === 'string' ? node.value : ''
}

function answered(...fieldLines: readonly string[]): Partial<Exchange> {
  return { responseHead: ['HTTP/1.1 200 OK', ...fieldLines, '', ''].join('\r\n') }
}

function asked(...fieldLines: readonly string[]): Partial<Exchange> {
  return { requestHead: ['GET / HTTP/1.1', ...fieldLines, '', ''].join('\r\n') }
}

describe('an exchange', () => {
  it('is both heads as they went over the wire', () => {
    expect(view({}).heading).toBe('Exchange 1 of 1 GET http://example.test/a/b 200 OK')
    expect(view({}).wire).toBe(
      [
        '> GET /a/b HTTP/1.1',
        '> Host: example.test',
        '',
        '< HTTP/1.1 200 OK',
        '< Content-Type: text/html',
      ].join('\n'),
    )
  })

  it('is numbered among the hops', () => {
    const html = exchangesPage([{ ...EXCHANGE, status: 301, reason: 'Moved Permanently' }, EXCHANGE], {
      reveal: false,
    })
    expect(texts(html, 'h2')).toEqual([
      'Exchange 1 of 2 GET http://example.test/a/b 301 Moved Permanently',
      'Exchange 2 of 2 GET http://example.test/a/b 200 OK',
    ])
  })

  it('has interim answers before the answer and trailers after it', () => {
    const { wire } = view({
      interim: ['HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n'],
      trailers: [['Server-Timing', 'made;dur=2']],
    })
    expect(wire.split('\n').slice(3)).toEqual([
      '< HTTP/1.1 103 Early Hints',
      '< Link: </s.css>; rel=preload',
      '',
      '< HTTP/1.1 200 OK',
      '< Content-Type: text/html',
      '',
      '  (after the body:)',
      '< Server-Timing: made;dur=2',
    ])
  })

  it.each([
    ['bare line feeds', 'HTTP/1.1 200 OK\nA: b\n\n', ['< HTTP/1.1 200 OK', '< A: b']],
    ['folded lines', 'HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\r\n', ['< HTTP/1.1 200 OK', '< A: b', '<   c']],
    ['a line without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', ['< HTTP/1.1 200 OK', '< nonsense']],
    ['controls', 'HTTP/1.1 200 \x1b[31m\r\nA: \x07\0\r\n\r\n', ['< HTTP/1.1 200 ^[[31m', '< A: ^G^@']],
    ['markup', 'HTTP/1.1 200 <b>\r\n<i>: &amp;\r\n\r\n', ['< HTTP/1.1 200 <b>', '< <i>: &amp;']],
    ['UTF-8', 'HTTP/1.1 200 OK\r\nA: caf\xc3\xa9\r\n\r\n', ['< HTTP/1.1 200 OK', '< A: café']],
    ['other octets', 'HTTP/1.1 200 OK\r\nA: caf\xe9\r\n\r\n', ['< HTTP/1.1 200 OK', '< A: caf\\xE9']],
    ['C1 controls in UTF-8', 'HTTP/1.1 200 \xc2\x9b31m\r\n\r\n', ['< HTTP/1.1 200 <U+009B>31m']],
    ['bidi controls in UTF-8', 'HTTP/1.1 200 \xe2\x80\xaeKO\r\n\r\n', ['< HTTP/1.1 200 <U+202E>KO']],
  ])('shows %s', (_, responseHead, lines) => {
    expect(view({ responseHead }).wire.split('\n').slice(3)).toEqual(lines)
  })

  it('names its keys, unless there are none', () => {
    expect(texts(exchangesPage([EXCHANGE], { reveal: false }), 'p')).toEqual([
      'x shows secrets, y copies a curl command.',
    ])
    expect(texts(exchangesPage([EXCHANGE], { reveal: true }), 'p')[0]).toContain('x hides secrets')
    expect(texts(exchangesPage([EXCHANGE], { reveal: false, keys: false }), 'p')).toEqual([])
  })

  it('says so when there was none', () => {
    expect(texts(exchangesPage([], { reveal: false, keys: false }), 'p')).toEqual([
      'Nothing went over the wire for this page.',
    ])
  })
})

describe('URLs in fields', () => {
  it.each([
    ['Location: ../c?d#e', 'http://example.test/c?d#e', '../c?d#e'],
    ['location:   https://b.test/  ', 'https://b.test/', 'https://b.test/'],
    ['Content-Location: c', 'http://example.test/a/c', 'c'],
    ['Refresh: 5; url=c', 'http://example.test/a/c', 'c'],
    ['Refresh: 5; URL="url"', 'http://example.test/a/url', 'url'],
    ['Link: <c.css>; rel=preload', 'http://example.test/a/c.css', 'c.css'],
    ['Location: /caf\xc3\xa9', 'http://example.test/caf%C3%A9', '/café'],
    ['Location: //me:word@b.test/', 'http://b.test/', '//•••@b.test/'],
    ['Location: http:\\\\me:word@b.test/', 'http://b.test/', 'http:\\\\•••@b.test/'],
    ['Location: https:me:word@b.test/', 'https://b.test/', 'https://b.test/'],
  ])('%j is a link', (line, href, text) => {
    expect(view(answered(line)).links).toEqual([[text, href]])
  })

  it('finds each of several', () => {
    expect(view(answered('Link: <a>; rel=next, <b>; rel=prev')).links).toEqual([
      ['a', 'http://example.test/a/a'],
      ['b', 'http://example.test/a/b'],
    ])
  })

  it('finds Referer in the request', () => {
    expect(view(asked('Referer: http://r.test/')).links).toEqual([['http://r.test/', 'http://r.test/']])
  })

  it.each(['Location: http://[', 'Location:', 'Refresh: 5', 'Link: nonsense', 'X-Location: /c'])(
    '%j is none, and stands there all the same',
    (line) => {
      expect(view(answered(line)).links).toEqual([])
      expect(view(answered(line)).wire).toContain(`< ${line}`)
    },
  )
})

describe('secrets', () => {
  const cases: readonly (readonly [line: string, hidden: string])[] = [
    ['Authorization: Basic c2VjcmV0', 'Authorization: Basic •••'],
    ['AUTHORIZATION:secret', 'AUTHORIZATION:•••'],
    ['Authorization: secret  ', 'Authorization: •••'],
    ['Authorization: Digest username="secret", response="secret"', 'Authorization: Digest •••'],
    ['Proxy-Authorization: Bearer secret', 'Proxy-Authorization: Bearer •••'],
    ['Cookie: a=secret; b="secret"; secret', 'Cookie: a=•••; b=•••; •••'],
    ['Set-Cookie: a=secret=secret; Path=/; HttpOnly', 'Set-Cookie: a=•••; Path=/; HttpOnly'],
    ['Set-Cookie : a=secret', 'Set-Cookie : a=•••'],
    ['Set-Cookie: secret', 'Set-Cookie: •••'],
    ['Cookie: a=1;\r\n b=secret', 'Cookie: a=•••;\n  •••'],
  ]

  it.each(cases)('%j is hidden', (line, hidden) => {
    const inRequest = view(asked(line)).wire
    expect(inRequest).toContain(`> ${hidden.replace('\n ', '\n> ')}`)
    expect(inRequest + view(answered(line)).wire).not.toMatch(/secret|c2VjcmV0/)
  })

  it.each(cases)('%j is shown when asked for', (line) => {
    expect(view(asked(line), { reveal: true }).wire).toMatch(/secret|c2VjcmV0/)
  })

  it('hides user names and passwords in URLs, shown or not', () => {
    const more: Partial<Exchange> = {
      url: new URL('http://me:word@example.test/'),
      ...answered('Location: http://me:word@b.test/', 'X: see http://me:word@c.test/'),
      notes: ['sent to http://me:word@d.test/'],
      failure: failure('connect', 'http://me:word@e.test/ is gone'),
    }
    for (const reveal of [false, true]) {
      const html = exchangesPage([{ ...EXCHANGE, ...more }], { reveal })
      expect(html).not.toContain('word@')
      expect(html).not.toContain('me:')
    }
  })

  it('hides the body of a request until it is asked for', () => {
    const more: Partial<Exchange> = {
      method: 'POST',
      requestBody: Buffer.from('name=caf\u00e9&password=secret'),
    }
    expect(view(more).wire).toContain('> Host: example.test\n  (a body of 26\u00a0B, hidden)\n')
    expect(view(more).wire).not.toContain('secret')
    expect(view(more, { reveal: true }).wire).toContain(
      '> Host: example.test\n>\n> name=café&password=secret\n',
    )
  })

  it('shows a long body up to a bound', () => {
    const more = { requestBody: new Uint8Array(70_000).fill(0x61) }
    expect(view(more, { reveal: true }).wire).toContain('  (4\u00a0464\u00a0B more)')
  })
})

describe('what is known about an exchange', () => {
  it.each<readonly [label: string, more: Partial<Exchange>, text: string | undefined]>([
    ['connection', {}, '#1, new; 192.0.2.7:80; HTTP/1.1; kept alive'],
    [
      'connection',
      { fields: [['Connection', 'Close']] },
      '#1, new; 192.0.2.7:80; HTTP/1.1; closed after this answer',
    ],
    ['connection', { version: 'HTTP/1.0' }, '#1, new; 192.0.2.7:80; HTTP/1.1; closed after this answer'],
    ['time', {}, 'name 3 ms, connect 11 ms, wait 24 ms, receive 0.3 ms; total 1 039 ms'],
    ['time', { timings: { start: 0 } }, undefined],
    ['size', {}, 'head 44 B, body 1 200 B'],
    [
      'size',
      {
        fields: [['Content-Encoding', 'gzip']],
        sizes: { requestHead: 1, requestBody: 12, head: 44, body: 10, decoded: 2000 },
      },
      'head 44 B, body 10 B, 2 000 B once gzip is undone, request body 12 B',
    ],
    ['size', { source: 'cache' }, '1 200 B'],
    ['size', { source: 'local', sizes: { ...EXCHANGE.sizes, decoded: 0 } }, undefined],
    ['time', { source: 'cache' }, undefined],
    ['cookies', {}, 'sent none'],
    ['cookies', { source: 'cache' }, undefined],
    [
      'cookies',
      {
        cookies: [
          { name: 'a', action: 'sent', reason: 'path matches' },
          { name: 'b', action: 'sent', reason: 'path matches' },
          { name: 'c', action: 'withheld', reason: 'Secure, but this is http' },
          { name: 'sid', action: 'stored', reason: 'host only, until the browser ends' },
        ],
      },
      'sent a, b\nc withheld: Secure, but this is http\nsid stored: host only, until the browser ends',
    ],
    ['cache', {}, undefined],
    ['cache', { cache: { verdict: 'not stored', reason: 'no-store' } }, 'not stored: no-store'],
    ['notes', { notes: ['bare line feeds', 'sent twice'] }, 'bare line feeds\nsent twice'],
    ['failure', {}, undefined],
    ['failure', { failure: failure('connect', 'it broke', { cause: 'EPIPE' }) }, 'it broke (EPIPE)'],
  ])('%s of %j', (label, more, text) => {
    expect(view(more).facts.get(label)).toBe(text)
  })

  it('has the TLS facts and the certificate', () => {
    const root = { ...LEAF, subject: 'CN=Root', issuer: 'CN=Root' }
    const middle = { ...LEAF, subject: 'CN=Small CA', issuer: 'CN=Root' }
    const tls = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', chain: [LEAF, middle, root] }
    const { facts } = view({ connection: { ...EXCHANGE.connection!, requests: 3, tls } })
    expect(facts.get('connection')).toBe(
      '#1, request 3 on it; 192.0.2.7:80; HTTP/1.1; TLS 1.3 TLS_AES_128_GCM_SHA256; kept alive',
    )
    expect(facts.get('certificate')).toBe(
      [
        'CN=example.test',
        'for example.test, *.example.test',
        'valid from 2026-01-04 until 2027-01-04',
        'issued by CN=Small CA',
        'issued in turn by CN=Root',
        'serial 01',
        'fingerprint AA:BB',
      ].join('\n'),
    )
  })
})

describe('an exchange that went another way', () => {
  const broke = failure('connect', 'the connection broke')

  it.each<readonly [what: string, more: Partial<Exchange>, end: string]>([
    [
      'nothing sent',
      { requestHead: '', responseHead: '', failure: broke },
      '  (nothing was sent)\n\n  (no answer came)',
    ],
    ['no answer', { responseHead: '', failure: broke }, '> Host: example.test\n\n  (no answer came)'],
    [
      'half a head',
      { responseHead: 'HTTP/1.1 200 OK\r\nCont', failure: broke },
      '< Cont\n  (the answer stopped here)',
    ],
    [
      'a head alone',
      { failure: broke, sizes: { ...EXCHANGE.sizes, body: 0 } },
      '< Content-Type: text/html\n  (the answer stopped after its head)',
    ],
    ['half a body', { failure: broke }, '< Content-Type: text/html\n  (the answer stopped within its body)'],
    [
      'the cache',
      { source: 'cache', requestHead: '' },
      '  (nothing was sent: the answer comes from the cache)\n\n< HTTP/1.1 200 OK\n< Content-Type: text/html',
    ],
    [
      'this computer',
      { source: 'local', requestHead: '', responseHead: '' },
      '  (nothing was sent: this answer comes from this computer)\n\n  Content-Type: text/html',
    ],
  ])('%s', (_, more, end) => {
    expect(view(more).wire.endsWith(end)).toBe(true)
  })

  it('says in its heading that it failed', () => {
    const { status, reason, ...unanswered } = EXCHANGE
    expect([status, reason]).toEqual([200, 'OK'])
    const html = exchangesPage([{ ...unanswered, failure: broke }], { reveal: false })
    expect(texts(html, 'h2')).toEqual(['Exchange 1 of 1 GET http://example.test/a/b failed'])
    expect(view({ failure: broke }).heading).toMatch(/ 200 OK, then failed$/)
    expect(view({ status: undefined } as unknown as Partial<Exchange>).heading).toMatch(/ no answer yet$/)
  })
})

describe('any exchange', () => {
  const octets = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)) })
  const text = fc.string({ unit: 'binary' })

  it('leaves no control characters and no markup of others in the page', () => {
    fc.assert(
      fc.property(octets, octets, text, fc.boolean(), (a, b, c, reveal) => {
        const exchange: Exchange = {
          ...EXCHANGE,
          method: c,
          requestHead: `GET ${a}\r\nReferer:${b}\r\n\r\n`,
          requestBody: Buffer.from(a, 'latin1'),
          interim: [b],
          responseHead: `${a}\r\nLocation: ${a}\r\nLink: <${b}>\r\n${b}`,
          reason: a,
          fields: [['Content-Encoding', b]],
          trailers: [[a, b]],
          connection: { id: 1, requests: 1, remote: c, local: c, protocol: c },
          cookies: [{ name: a, action: 'refused', reason: c }],
          cache: { verdict: 'stored', reason: c },
          notes: [c],
          failure: failure('protocol', c, { cause: c }),
        }
        const html = exchangesPage([exchange], { reveal })
        expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
        const names = new Set([...descendants(parse(html))].filter(isElement).map((e) => e.tagName))
        const ours = ['a', 'body', 'br', 'head', 'h2', 'html', 'kbd', 'meta', 'p', 'pre']
        const known = new Set([...ours, 'table', 'tbody', 'td', 'th', 'title', 'tr'])
        expect([...names].filter((name) => !known.has(name))).toEqual([])
      }),
    )
  })

  it('takes a head of a megabyte', () => {
    const responseHead = `HTTP/1.1 200 OK\r\n${'Link: <a>, //b@\r\n'.repeat(60_000)}\r\n`
    expect(view({ responseHead }).links).toHaveLength(60_000)
  })
})
