import { describe, expect, it } from 'vitest'
import {
  cacheKey,
  conditionalFields,
  currentAge,
  evaluate,
  freshen,
  freshnessLifetime,
  invalidates,
  isConditional,
  isStorable,
  isValidatedBy,
  storableFields,
  withAge,
} from '../../src/fetch/cache.js'
import { formatHttpDate } from '../../src/fetch/date.js'
import type { Field } from '../../src/fetch/message.js'
import type { StoredResponse } from '../../src/fetch/session.js'

const now = Date.UTC(2026, 0, 1, 12)
const url = new URL('http://a.test/x')
const date = (ago: number) => formatHttpDate(now - ago * 1000)

const request = (fields: readonly Field[] = [], method = 'GET') => ({ method, url, fields })
const response = (fields: readonly Field[], status = 200) => ({
  status,
  fields,
  requestTime: now,
  responseTime: now,
})

function stored(fields: readonly Field[], more: Partial<StoredResponse> = {}): StoredResponse {
  return {
    id: '1',
    method: 'GET',
    url: url.href,
    varyFields: [],
    status: 200,
    reason: 'OK',
    version: 'HTTP/1.1',
    head: '',
    fields,
    requestTime: now,
    responseTime: now,
    size: 0,
    ...more,
  }
}

describe('section 2: the cache key', () => {
  it.each([
    ['GET', 'http://a.test/x#part', 'GET http://a.test/x'],
    ['HEAD', 'http://a.test/x?y=1', 'GET http://a.test/x?y=1'],
    ['GET', 'http://me:secret@a.test/x', 'GET http://a.test/x'],
    ['POST', 'http://a.test/x', 'POST http://a.test/x'],
  ])('%s %s has the key %s', (method, address, key) => {
    expect(cacheKey({ method, url: new URL(address) })).toBe(key)
  })
})

describe('section 3: storing', () => {
  const cases: [string, Field[], Field[], number, boolean, string][] = [
    ['max-age', [], [['Cache-Control', 'max-age=60']], 200, true, 'fresh for 60 s (max-age=60)'],
    ['no freshness at all', [], [], 200, true, 'heuristic freshness 0 s (no validator)'],
    ['private', [], [['Cache-Control', 'private']], 200, true, 'heuristic freshness 0 s (no validator)'],
    ['no-store', [], [['Cache-Control', 'no-store, max-age=60']], 200, false, 'no-store'],
    ['no-store in the request', [['Cache-Control', 'no-store']], [], 200, false, 'the request says no-store'],
    ['Vary: *', [], [['Vary', '*']], 200, false, 'Vary: *'],
    ['a part', [], [['Cache-Control', 'max-age=60']], 206, false, 'the status is 206'],
    ['a range request', [['Range', 'bytes=0-1']], [], 200, false, 'a part was asked for'],
    ['304', [], [], 304, false, 'the status is 304'],
    ['302 alone', [], [], 302, false, 'the status is 302, and nothing says for how long'],
    ['302 with max-age', [], [['Cache-Control', 'max-age=9']], 302, true, 'fresh for 9 s (max-age=9)'],
    [
      'no-cache',
      [],
      [
        ['Cache-Control', 'no-cache'],
        ['ETag', '"x"'],
      ],
      200,
      true,
      'no-cache: to be validated before each use',
    ],
    ['404', [], [], 404, true, 'heuristic freshness 0 s (no validator)'],
    ['Expires in the past', [], [['Expires', '0']], 503, true, 'fresh for 0 s (Expires is no date)'],
    [
      's-maxage only',
      [],
      [['Cache-Control', 's-maxage=60']],
      500,
      false,
      'the status is 500, and nothing says for how long',
    ],
    [
      'must-understand before no-store',
      [],
      [['Cache-Control', 'must-understand, no-store, max-age=1']],
      200,
      true,
      'fresh for 1 s (max-age=1)',
    ],
    [
      'must-understand of what is not',
      [],
      [['Cache-Control', 'must-understand, max-age=1']],
      299,
      false,
      'must-understand, and the status is 299',
    ],
    [
      'Authorization, in a private cache',
      [['Authorization', 'Basic x']],
      [['Cache-Control', 'max-age=1']],
      200,
      true,
      'fresh for 1 s (max-age=1)',
    ],
  ]
  it.each(cases)('%s', (_, asked, fields, status, storable, reason) => {
    expect(isStorable(request(asked), response(fields, status))).toEqual({ storable, reason })
  })

  it('section 3.1: keeps no field of the connection, nor one that Connection names', () => {
    const fields: Field[] = [
      ['Connection', 'close, X-Hop'],
      ['x-hop', '1'],
      ['Transfer-Encoding', 'chunked'],
      ['Proxy-Authenticate', 'Basic'],
      ['X-Kept', '1'],
    ]
    expect(storableFields(fields)).toEqual([['X-Kept', '1']])
  })

  it.each(['POST', 'HEAD', 'PUT', 'DELETE'])('keeps no answer to %s', (method) => {
    expect(isStorable(request([], method), response([['Cache-Control', 'max-age=60']])).storable).toBe(false)
  })
})

describe('section 4.2.1 and 4.2.2: freshness lifetime', () => {
  it.each<[string, Field[], number, number]>([
    ['max-age', [['Cache-Control', 'max-age=60']], 200, 60],
    [
      'max-age before Expires',
      [
        ['Cache-Control', 'max-age=60'],
        ['Expires', date(-3600)],
      ],
      200,
      60,
    ],
    [
      'max-age=0 before Expires',
      [
        ['Cache-Control', 'max-age=0'],
        ['Expires', date(-3600)],
      ],
      200,
      0,
    ],
    ['s-maxage is for shared caches', [['Cache-Control', 's-maxage=3600, max-age=1']], 200, 1],
    [
      'Expires less Date',
      [
        ['Expires', date(-3600)],
        ['Date', date(60)],
      ],
      200,
      3660,
    ],
    ['Expires without Date', [['Expires', date(-3600)]], 200, 3600],
    ['Expires in RFC 850 form', [['Expires', 'Thursday, 01-Jan-26 12:00:30 GMT']], 200, 30],
    ['Expires past', [['Expires', date(1)]], 200, 0],
    [
      'Expires that is no date, in spite of Last-Modified',
      [
        ['Expires', '0'],
        ['Last-Modified', date(1e6)],
      ],
      200,
      0,
    ],
    [
      'Expires twice, differing',
      [
        ['Expires', date(-60)],
        ['Expires', date(-90)],
      ],
      200,
      0,
    ],
    ['a tenth of the age of the last change', [['Last-Modified', date(1000)]], 200, 100],
    ['a day at most', [['Last-Modified', date(1e8)]], 200, 86400],
    ['no heuristic for 403', [['Last-Modified', date(1000)]], 403, 0],
    [
      'heuristic for 403 that is public',
      [
        ['Last-Modified', date(1000)],
        ['Cache-Control', 'public'],
      ],
      403,
      100,
    ],
    ['Last-Modified ahead', [['Last-Modified', date(-1000)]], 200, 0],
  ])('%s', (_, fields, status, seconds) => {
    expect(freshnessLifetime(response(fields, status)).seconds).toBe(seconds)
  })
})

describe('section 4.2.3: age', () => {
  it.each<[string, Field[], number]>([
    ['none', [], 0],
    ['Age', [['Age', '30']], 30],
    ['Date', [['Date', date(40)]], 40],
    [
      'the larger of both',
      [
        ['Age', '30'],
        ['Date', date(40)],
      ],
      40,
    ],
    ['Date ahead', [['Date', date(-40)]], 0],
    ['Age that is no number', [['Age', 'abc']], 0],
    ['Age below zero', [['Age', '-7200']], 0],
    [
      'the first Age',
      [
        ['Age', '7'],
        ['Age', '0'],
      ],
      7,
    ],
    ['the first member of Age', [['Age', '0, 7200']], 0],
  ])('%s', (_, fields, age) => {
    expect(currentAge(response(fields), now)).toBe(age)
  })

  it('grows while the answer lies, and by the time the answer took', () => {
    const answer = { ...response([['Age', '10']]), requestTime: now - 5000 }
    expect(currentAge(answer, now + 20_000)).toBe(35)
  })

  it('is said in what the cache answers, once', () => {
    const fields = withAge(
      stored([
        ['age', '3'],
        ['ETag', '"x"'],
      ]),
      now + 2000,
    )
    expect(fields).toEqual([
      ['ETag', '"x"'],
      ['Age', '5'],
    ])
  })
})

describe('section 4: use of a stored answer', () => {
  const etag: Field = ['ETag', '"x"']
  const cc = (value: string): Field => ['Cache-Control', value]
  it.each<[string, Field[], Field[], string, string]>([
    [
      'fresh',
      [cc('max-age=3600'), ['Age', '60']],
      [],
      'fresh',
      'fresh for 3540 s more (max-age=3600, age 60)',
    ],
    [
      'stale with validator',
      [cc('max-age=10'), ['Age', '60'], etag],
      [],
      'validate',
      'stale for 50 s (max-age=10, age 60)',
    ],
    [
      'stale with Last-Modified',
      [cc('max-age=0'), ['Last-Modified', date(9)]],
      [],
      'validate',
      'stale for 0 s (max-age=0, age 0)',
    ],
    [
      'stale without validator',
      [cc('max-age=10'), ['Age', '60']],
      [],
      'miss',
      'stale for 50 s (max-age=10, age 60)',
    ],
    ['no-cache', [cc('no-cache, max-age=60'), etag], [], 'validate', 'the answer says no-cache'],
    [
      'no-cache with fields',
      [cc('no-cache="set-cookie", max-age=60'), etag],
      [],
      'validate',
      'the answer says no-cache',
    ],
    ['request no-cache', [cc('max-age=60'), etag], [cc('no-cache')], 'validate', 'the request says no-cache'],
    [
      'request Pragma',
      [cc('max-age=60'), etag],
      [['Pragma', 'no-cache']],
      'validate',
      'the request says Pragma: no-cache',
    ],
    [
      'Pragma beside Cache-Control',
      [cc('max-age=60'), etag],
      [['Pragma', 'no-cache'], cc('max-age=90')],
      'fresh',
      'fresh for 60 s more (max-age=60, age 0)',
    ],
    [
      'request max-age',
      [cc('max-age=60'), etag, ['Age', '30']],
      [cc('max-age=20')],
      'validate',
      'fresh for 30 s more (max-age=60, age 30); the request says max-age=20',
    ],
    [
      'request min-fresh',
      [cc('max-age=60'), etag],
      [cc('min-fresh=90')],
      'validate',
      'fresh for 60 s more (max-age=60, age 0); the request says min-fresh=90',
    ],
    [
      'request max-stale',
      [cc('max-age=10'), ['Age', '60']],
      [cc('max-stale')],
      'fresh',
      'stale for 50 s (max-age=10, age 60); the request says max-stale',
    ],
    [
      'request max-stale too small',
      [cc('max-age=10'), ['Age', '60']],
      [cc('max-stale=40')],
      'miss',
      'stale for 50 s (max-age=10, age 60); the request says max-stale',
    ],
    [
      'must-revalidate forbids staleness',
      [cc('max-age=10, must-revalidate'), ['Age', '60'], etag],
      [cc('max-stale')],
      'validate',
      'stale for 50 s (max-age=10, age 60); must-revalidate',
    ],
    [
      'must-revalidate while fresh',
      [cc('max-age=10, must-revalidate')],
      [],
      'fresh',
      'fresh for 10 s more (max-age=10, age 0)',
    ],
  ])('%s', (_, fields, asked, use, reason) => {
    expect(evaluate(stored(fields), request(asked), now)).toEqual({ use, reason })
  })
})

describe('section 4.3: validation', () => {
  it('asks by both validators', () => {
    const modified = date(100)
    expect(
      conditionalFields(
        stored([
          ['etag', 'W/"x"'],
          ['Last-Modified', modified],
        ]),
      ),
    ).toEqual([
      ['If-None-Match', 'W/"x"'],
      ['If-Modified-Since', modified],
    ])
    expect(conditionalFields(stored([]))).toEqual([])
  })

  it.each<[string, Field[], Field[], boolean]>([
    ['the same ETag', [['ETag', '"x"']], [['ETag', '"x"']], true],
    ['weak against strong', [['ETag', 'W/"x"']], [['ETag', '"x"']], true],
    ['another ETag', [['ETag', '"x"']], [['ETag', '"y"']], false],
    ['an ETag where none was', [['Last-Modified', 'a']], [['ETag', '"y"']], false],
    ['no validator in the 304', [['ETag', '"x"']], [], true],
    ['another Last-Modified', [['Last-Modified', date(1)]], [['Last-Modified', date(2)]], false],
  ])('a 304 with %s', (_, kept, came, expected) => {
    expect(isValidatedBy(stored(kept), came)).toBe(expected)
  })

  it('section 3.2: a 304 renews the fields but those of the body and the connection', () => {
    const old = stored([
      ['Content-Type', 'text/html'],
      ['Content-Length', '5'],
      ['Cache-Control', 'max-age=1'],
      ['Age', '900'],
      ['Date', date(900)],
      ['X-Kept', 'yes'],
    ])
    const later = now + 1000
    const fresh = freshen(old, {
      fields: [
        ['cache-control', 'max-age=60'],
        ['Content-Length', '0'],
        ['Content-Type', 'text/plain'],
        ['Connection', 'close'],
      ],
      requestTime: later,
      responseTime: later,
    })
    expect(fresh.fields).toEqual([
      ['Content-Type', 'text/html'],
      ['Content-Length', '5'],
      ['X-Kept', 'yes'],
      ['cache-control', 'max-age=60'],
    ])
    expect(fresh.head).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nX-Kept: yes\r\ncache-control: max-age=60\r\n\r\n',
    )
    expect(evaluate(fresh, request(), later).reason).toBe('fresh for 60 s more (max-age=60, age 0)')
  })

  it.each(['If-None-Match', 'if-modified-since', 'Range', 'If-Range'])('%s is a condition', (name) => {
    expect(isConditional([[name, 'x']])).toBe(true)
    expect(isConditional([['Accept', 'x']])).toBe(false)
  })
})

describe('section 4.4: invalidation', () => {
  const key = (path: string) => `GET http://a.test${path}`
  it.each<[string, string, number, Field[], string[]]>([
    ['POST', 'POST', 200, [], [key('/x')]],
    ['a method nobody knows', 'FROB', 204, [], [key('/x')]],
    ['PUT that redirects, and Location', 'PUT', 303, [['Location', '/y']], [key('/x'), key('/y')]],
    ['Content-Location', 'POST', 200, [['Content-Location', 'z']], [key('/x'), key('/z')]],
    ['another origin is left alone', 'POST', 201, [['Location', 'http://b.test/y']], [key('/x')]],
    ['GET', 'GET', 200, [['Location', '/y']], []],
    ['an error', 'POST', 500, [], []],
    ['a Location that is no address', 'POST', 200, [['Location', 'http://[']], [key('/x')]],
  ])('%s', (_, method, status, fields, keys) => {
    expect(invalidates(request([], method), { status, fields })).toEqual(keys)
  })
})
