import { describe, expect, it } from 'vitest'
import { getRequest, type Request } from '../../src/fetch/message.js'
import { isTrustworthy, referrer, requestFields } from '../../src/fetch/request-fields.js'
import { testSettings } from '../support/network.js'

const lines = (more: Partial<Request> = {}, cookie?: string) =>
  requestFields(getRequest(new URL('https://a.test:8443/x'), more), testSettings, cookie).map(
    ([name, value]) => `${name}: ${value}`,
  )

describe('the fields of a request', () => {
  it('are those of every request, in order', () => {
    expect(lines()).toEqual([
      'Host: a.test:8443',
      'User-Agent: Octavo/test',
      'Accept: text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5',
      'Accept-Language: en',
      'Accept-Encoding: gzip, deflate, br',
      'Connection: keep-alive',
    ])
  })

  it('say what else there is', () => {
    const more = {
      method: 'POST',
      body: new Uint8Array(3),
      initiator: new URL('https://a.test:8443/form'),
      fields: [['Content-Type', 'text/plain']] as const,
    }
    expect(lines(more, 'a=b').slice(6)).toEqual([
      'Referer: https://a.test:8443/form',
      'Origin: https://a.test:8443',
      'Cookie: a=b',
      'Content-Length: 3',
      'Content-Type: text/plain',
    ])
  })

  it('give way to the caller’s, in place and in any case', () => {
    const fields = lines({
      fields: [
        ['accept', 'image/png'],
        ['X-New', '1'],
      ],
    })
    expect(fields[2]).toBe('accept: image/png')
    expect(fields.at(-1)).toBe('X-New: 1')
    expect(fields.filter((line) => /^accept:/i.test(line))).toHaveLength(1)
  })

  it.each([
    ['no-cache', ['Cache-Control: max-age=0']],
    ['reload', ['Cache-Control: no-cache', 'Pragma: no-cache']],
    ['default', []],
  ] as const)('tell caches on the way of a %s', (cacheMode, expected) => {
    expect(lines({ cacheMode }).slice(6)).toEqual(expected)
  })

  it('say that a POST has no content', () => {
    expect(lines({ method: 'POST' })).toContain('Content-Length: 0')
  })
})

describe('Referer (strict-origin-when-cross-origin)', () => {
  it.each([
    ['https://a.test/p?q#f', 'https://a.test/x', 'https://a.test/p?q'],
    ['https://me:pw@a.test/p', 'https://a.test/x', 'https://a.test/p'],
    ['https://a.test/p', 'https://b.test/x', 'https://a.test/'],
    ['https://a.test/p', 'http://a.test/x', undefined],
    ['https://a.test/p', 'http://localhost/x', 'https://a.test/'],
    ['http://a.test/p', 'https://a.test/x', 'http://a.test/'],
    ['about:start', 'http://a.test/x', undefined],
    ['file:///home/me/secret.html', 'http://a.test/x', undefined],
    ['data:text/html,x', 'http://a.test/x', undefined],
    [`https://a.test/${'x'.repeat(5000)}`, 'https://a.test/x', 'https://a.test/'],
  ])('from %s to %s', (from, to, expected) => {
    expect(referrer(new URL(from), new URL(to))).toBe(expected)
  })

  it.each([
    ['https://a.test/', true],
    ['http://localhost:80/', true],
    ['http://x.localhost/', true],
    ['http://127.1.2.3/', true],
    ['http://[::1]/', true],
    ['http://a.test/', false],
    ['http://localhost.a.test/', false],
    ['http://127.0.0.1.a.test/', false],
  ])('%s is trustworthy: %s', (address, expected) => {
    expect(isTrustworthy(new URL(address))).toBe(expected)
  })
})
