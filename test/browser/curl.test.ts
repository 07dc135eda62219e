import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlCommand } from '../../src/browser/curl.js'
import type { Exchange } from '../../src/fetch/message.js'

function exchange(method: string, url: string, fields: string, body?: Uint8Array): Exchange {
  return {
    method,
    url: new URL(url),
    source: 'network',
    requestHead: `${method} / HTTP/1.1\r\nHost: a.test\r\n${fields}Connection: keep-alive\r\n\r\n`,
    ...(body === undefined ? {} : { requestBody: body }),
    interim: [],
    responseHead: '',
    fields: [],
    trailers: [],
    timings: { start: 0 },
    sizes: { requestHead: 0, requestBody: 0, head: 0, body: 0, decoded: 0 },
    cookies: [],
    notes: [],
  }
}

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('an exchange as a curl command', () => {
  it.each([
    ['GET', 'http://a.test/', '', undefined, 'curl http://a.test/'],
    ['HEAD', 'http://a.test/', '', undefined, 'curl http://a.test/ --head'],
    ['DELETE', 'http://a.test/', '', undefined, 'curl http://a.test/ --request DELETE'],
    ['GET', 'http://a.test/?a=1&b=2', '', undefined, "curl 'http://a.test/?a=1&b=2'"],
    ['GET', 'http://a.test/', 'Accept: */*\r\n', undefined, "curl http://a.test/ --header 'Accept: */*'"],
    ['GET', 'http://a.test/', 'Accept-Encoding: gzip\r\n', undefined, 'curl http://a.test/ --compressed'],
    ['GET', 'http://a.test/', "X: it's\r\n", undefined, "curl http://a.test/ --header 'X: it'\\''s'"],
    ['POST', 'http://a.test/', '', octets('a=1'), 'curl http://a.test/ --data-binary a=1'],
    ['POST', 'http://a.test/', '', octets("'\n\\"), "curl http://a.test/ --data-binary $'\\'\\x0a\\\\'"],
    ['PUT', 'http://a.test/', '', octets('x'), 'curl http://a.test/ --request PUT --data-binary x'],
    [
      'GET',
      'http://me:pw@a.test/',
      'Cookie: a=b\r\nAuthorization: Basic eA==\r\n',
      undefined,
      'curl http://a.test/',
    ],
  ])('%s %s %j', (method, url, fields, body, expected) => {
    expect(curlCommand(exchange(method, url, fields, body), { credentials: false })).toBe(expected)
  })

  it('has its secrets only when they are asked for', () => {
    const secret = exchange('GET', 'http://a.test/', 'Cookie: a=b\r\n')
    expect(curlCommand(secret, { credentials: true })).toContain("'Cookie: a=b'")
  })

  it('reaches the program as the same octets', () => {
    const all = Uint8Array.from({ length: 255 }, (_, i) => i + 1)
    const command = curlCommand(exchange('POST', 'http://a.test/', '', all), { credentials: false })
    const out = execFileSync('bash', ['-c', `curl() { printf %s "$3"; }; LC_ALL=C; ${command}`])
    expect([...out]).toEqual([...all])
  })
})
