import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failure, isFailure } from '../../src/failure.js'
import { formatHttpDate } from '../../src/fetch/date.js'
import { httpNetworkOrCacheFetch } from '../../src/fetch/http.js'
import { get, getRequest, type Field, type Request } from '../../src/fetch/message.js'
import type { CacheStore } from '../../src/fetch/session.js'
import { memoryCache } from '../../src/storage/memory.js'
import { readBody, recorded, sentField, testSession, testTime, type Answerer } from '../support/network.js'

/** A browser on a recorded network, with a clock that the test moves. */
function browser(network: Answerer, cache: CacheStore = memoryCache({ limit: 100_000 })) {
  const net = recorded(network)
  let now = testTime
  const session = testSession({ network: net, cache, now: () => now })
  return {
    requests: net.requests,
    wait: (seconds: number) => void (now += seconds * 1000),
    open: async (address: string, more: Partial<Request> = {}) => {
      const signal = new AbortController().signal
      const { exchange, result } = await httpNetworkOrCacheFetch(
        getRequest(new URL(address), more),
        session,
        signal,
      )
      const body = isFailure(result) ? { text: '' } : await readBody(result.body)
      return { exchange, result, ...body }
    },
  }
}

const page = (body: string, ...fields: Field[]) => ({ fields, body })
const cc = (value: string): Field => ['Cache-Control', value]
const unmodified = (request: Parameters<Answerer>[0], tag: string) =>
  sentField(request, 'if-none-match') === tag

describe('an answer from the network', () => {
  it('is recorded as it went over the wire', async () => {
    const { open } = browser(() => page('hello', ['Set-Cookie', 'a=b'], cc('no-store')))
    const { exchange, result, text } = await open('http://a.test/x')
    expect(text).toBe('hello')
    expect(result).toMatchObject({ type: 'response', status: 200, version: 'HTTP/1.1' })
    expect(exchange).toMatchObject({
      method: 'GET',
      source: 'network',
      status: 200,
      responseHead: 'HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nCache-Control: no-store\r\n\r\n',
      sizes: { requestHead: exchange.requestHead.length, requestBody: 0, head: 61, body: 5, decoded: 5 },
      cookies: [{ name: 'a', action: 'stored', reason: 'host only, until the browser ends' }],
      cache: { verdict: 'not stored', reason: 'no-store' },
    })
    expect(exchange.requestHead).toMatch(/^GET \/x HTTP\/1\.1\r\nHost: a\.test\r\n/)
  })

  it('sends the cookies it got, and says why', async () => {
    const { open, requests } = browser(() =>
      page('', ['Set-Cookie', 'a=b'], ['Set-Cookie', 'c=d; Secure'], cc('no-store')),
    )
    const first = await open('http://a.test/')
    expect(first.exchange.cookies.map(({ action }) => action)).toEqual(['stored', 'refused'])
    const second = await open('http://a.test/')
    expect(sentField(requests[1], 'cookie')).toBe('a=b')
    expect(second.exchange.cookies[0]).toEqual({ name: 'a', action: 'sent', reason: 'host only' })
  })

  it('is decoded, and both sizes are told', async () => {
    const octets = new Uint8Array(gzipSync('x'.repeat(1000)))
    const { open } = browser(() => ({ fields: [['Content-Encoding', 'gzip']], body: octets }))
    const { exchange, text } = await open('http://a.test/')
    expect(text).toBe('x'.repeat(1000))
    expect(exchange.sizes).toMatchObject({ body: octets.length, decoded: 1000 })
  })

  it('that breaks off keeps what came, names the fault, and is not kept', async () => {
    const broken = failure('connect', 'the connection was closed')
    const { open, requests } = browser(() => ({ fields: [cc('max-age=60')], body: ['half', broken] }))
    const { exchange, text, failure: fault } = await open('http://a.test/')
    expect(text).toBe('half')
    expect(fault).toMatchObject({ detail: 'the connection was closed', url: 'http://a.test/' })
    expect(exchange).toMatchObject({
      failure: { kind: 'connect' },
      cache: { verdict: 'not stored', reason: 'the body did not come whole' },
    })
    await open('http://a.test/')
    expect(requests).toHaveLength(2)
  })

  it('that is larger than the limit ends there', async () => {
    const { open } = browser(() => ({ body: ['x'.repeat(900_000), 'x'.repeat(900_000)] }))
    const { text, failure: fault, exchange } = await open('http://a.test/')
    expect(text).toHaveLength(900_000)
    expect(fault).toMatchObject({ kind: 'limit' })
    expect(exchange.failure?.kind).toBe('limit')
  })

  it('that never came is an exchange with its request', async () => {
    const { open } = browser(() => failure('dns', 'no such host'))
    const { exchange, result } = await open('http://a.test/')
    expect(result).toMatchObject({ kind: 'dns', url: 'http://a.test/' })
    expect(exchange.failure).toEqual(result)
    expect(exchange.requestHead).toContain('Host: a.test')
    expect(exchange).not.toHaveProperty('status')
  })

  it('to HEAD has no body, and its record is final', async () => {
    const { open } = browser(() => page('x', ['Content-Encoding', 'gzip']))
    const { exchange, text } = await open('http://a.test/', { method: 'HEAD' })
    expect(text).toBe('')
    expect(exchange).toMatchObject({ status: 200, timings: { total: 2 }, cache: { verdict: 'not stored' } })
  })

  it('whose reader stops is not kept', async () => {
    const net = recorded(() => ({ fields: [cc('max-age=60')], body: ['a', 'b', 'c'] }))
    const session = testSession({ network: net })
    const open = () =>
      httpNetworkOrCacheFetch(getRequest(new URL('http://a.test/')), session, new AbortController().signal)
    const { exchange, result } = await open()
    if (isFailure(result)) throw new Error(result.detail)
    for await (const piece of result.body) if (!isFailure(piece)) break
    expect(exchange.cache).toEqual({ verdict: 'not stored', reason: 'the body did not come whole' })
    await open()
    expect(net.requests).toHaveLength(2)
  })

  it.each<[string, Field[]]>([
    ['as it is', [cc('max-age=60')]],
    ['with a content coding', [cc('max-age=60'), ['Content-Encoding', 'gzip']]],
  ])('%s, whose reader never begins, closes its connection and is not kept', async (_, fields) => {
    let closed = 0
    const iterator: AsyncIterableIterator<Uint8Array> = {
      next: () => Promise.resolve({ done: false, value: new Uint8Array(1) }),
      return: () => Promise.resolve({ done: true, value: void closed++ }),
      [Symbol.asyncIterator]: () => iterator,
    }
    const session = testSession({ network: recorded(() => ({ fields, body: iterator })) })
    const { exchange, result } = await httpNetworkOrCacheFetch(
      getRequest(new URL('http://a.test/')),
      session,
      new AbortController().signal,
    )
    if (isFailure(result)) throw new Error(result.detail)
    await result.body[Symbol.asyncIterator]().return?.()
    expect(closed).toBe(1)
    expect(exchange.cache).toEqual({ verdict: 'not stored', reason: 'the body did not come whole' })
  })
})

describe('an answer from the cache', () => {
  it('needs no request while it is fresh', async () => {
    const { open, requests, wait } = browser(() => page('hello', cc('max-age=3600'), ['ETag', '"x"']))
    expect((await open('http://a.test/#a')).exchange.cache).toEqual({
      verdict: 'stored',
      reason: 'fresh for 3600 s (max-age=3600)',
    })
    wait(60)
    const { exchange, text, result } = await open('http://a.test/#b')
    expect(requests).toHaveLength(1)
    expect(text).toBe('hello')
    expect(exchange).toMatchObject({
      source: 'cache',
      requestHead: '',
      status: 200,
      cookies: [],
      sizes: { body: 0, decoded: 5 },
      cache: { verdict: 'hit', reason: 'fresh for 3540 s more (max-age=3600, age 60)' },
    })
    expect(exchange.responseHead).toContain('HTTP/1.1 200 OK')
    expect(isFailure(result) ? undefined : get(result.fields, 'age')).toBe('60')
  })

  it('is validated when it is stale, and fresh again after 304', async () => {
    const { open, requests, wait } = browser((request) =>
      unmodified(request, '"x"')
        ? { status: 304, fields: [['ETag', '"x"'], cc('max-age=100'), ['X-New', '1']] }
        : page('hello', cc('max-age=10'), ['ETag', '"x"'], ['Last-Modified', formatHttpDate(testTime)]),
    )
    await open('http://a.test/')
    wait(11)
    const { exchange, result, text } = await open('http://a.test/')
    expect(sentField(requests[1], 'if-modified-since')).toBe(formatHttpDate(testTime))
    expect(text).toBe('hello')
    expect(result).toMatchObject({ status: 200 })
    expect(isFailure(result) ? undefined : get(result.fields, 'x-new')).toBe('1')
    expect(exchange).toMatchObject({
      source: 'validated',
      status: 304,
      cache: { verdict: 'revalidated', reason: '304 to If-None-Match "x"; fresh for 100 s (max-age=100)' },
    })
    wait(99)
    expect((await open('http://a.test/')).exchange.source).toBe('cache')
    expect(requests).toHaveLength(2)
  })

  it('is replaced when it is stale and the server sends another', async () => {
    let version = 0
    const { open, wait } = browser(() => page(`v${++version}`, cc('max-age=10'), ['ETag', `"${version}"`]))
    await open('http://a.test/')
    wait(20)
    const { exchange, text } = await open('http://a.test/')
    expect(text).toBe('v2')
    expect(exchange.cache?.reason).toBe(
      'fresh for 10 s (max-age=10); what was kept before: stale for 10 s (max-age=10, age 20)',
    )
    expect((await open('http://a.test/')).text).toBe('v2')
  })

  it('is asked for again when a 304 speaks of another', async () => {
    const { open, requests, wait } = browser((request) =>
      sentField(request, 'if-none-match') === undefined
        ? page('right', ['ETag', '"y"'], cc('max-age=1'))
        : { status: 304, fields: [['ETag', '"other"']] },
    )
    await open('http://a.test/')
    wait(5)
    const { text, exchange } = await open('http://a.test/')
    expect(text).toBe('right')
    expect(exchange.notes).toHaveLength(1)
    expect(requests).toHaveLength(3)
  })

  it.each<[Request['cacheMode'], number, string | undefined, string | undefined]>([
    ['default', 1, undefined, undefined],
    ['no-cache', 2, '"x"', 'max-age=0'],
    ['reload', 2, undefined, 'no-cache'],
    ['no-store', 2, undefined, undefined],
  ])('with the mode %s takes %i requests', async (cacheMode, count, condition, control) => {
    const { open, requests } = browser(() => page('hello', cc('max-age=3600'), ['ETag', '"x"']))
    await open('http://a.test/')
    await open('http://a.test/', { cacheMode })
    expect(requests).toHaveLength(count)
    expect(sentField(requests[1], 'if-none-match')).toBe(condition)
    expect(sentField(requests[1], 'cache-control')).toBe(control)
  })

  it('is all there is with `only-if-cached`, stale or not', async () => {
    const { open, requests, wait } = browser(() => page('hello', cc('max-age=1')))
    const missing = await open('http://a.test/', { cacheMode: 'only-if-cached' })
    expect(missing.result).toMatchObject({ kind: 'connect' })
    expect(requests).toHaveLength(0)
    await open('http://a.test/')
    wait(100)
    const { text, exchange } = await open('http://a.test/', { cacheMode: 'only-if-cached' })
    expect(text).toBe('hello')
    expect(exchange.cache?.reason).toBe(
      'stale for 99 s (max-age=1, age 100); the network was not to be asked',
    )
    expect(requests).toHaveLength(1)
  })

  it('of GET serves HEAD, without its body', async () => {
    const { open, requests } = browser(() => page('hello', cc('max-age=60')))
    await open('http://a.test/')
    const { text, exchange } = await open('http://a.test/', { method: 'HEAD' })
    expect([text, exchange.source, requests.length]).toEqual(['', 'cache', 1])
  })

  it('is one of several when Vary says so', async () => {
    const { open, requests } = browser((request) =>
      page(sentField(request, 'accept-language') ?? '', cc('max-age=60'), ['Vary', 'Accept-Language']),
    )
    const inLanguage = async (language: string) =>
      (await open('http://a.test/', { fields: [['Accept-Language', language]] })).text
    expect(await inLanguage('de')).toBe('de')
    expect(await inLanguage('en')).toBe('en')
    expect(await inLanguage('de')).toBe('de')
    expect(requests).toHaveLength(2)
  })

  it('what one set of credentials was shown, another is not', async () => {
    const { open, requests } = browser((request) =>
      page(sentField(request, 'authorization') ?? 'nobody', cc('max-age=60')),
    )
    const as = async (...fields: Field[]) => (await open('http://a.test/', { fields })).text
    expect(await as(['Authorization', 'Basic a'])).toBe('Basic a')
    expect(await as(['Authorization', 'Basic b'])).toBe('Basic b')
    expect(await as()).toBe('nobody')
    expect(requests).toHaveLength(3)
    expect(await as(['Authorization', 'Basic a'])).toBe('Basic a')
    expect(requests).toHaveLength(3)
  })

  it('is forgotten after an unsafe request', async () => {
    const { open, requests } = browser(() => page('x', cc('max-age=60')))
    await open('http://a.test/')
    await open('http://a.test/', { method: 'POST' })
    await open('http://a.test/')
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  it('stays out of the way of a caller’s own conditions', async () => {
    const { open, requests } = browser(() => page('x', cc('max-age=60')))
    await open('http://a.test/')
    const { exchange } = await open('http://a.test/', { fields: [['If-None-Match', '"mine"']] })
    expect(requests).toHaveLength(2)
    expect(exchange.cache).toEqual({ verdict: 'not used', reason: 'the request makes its own conditions' })
  })

  it('keeps the content coding', async () => {
    const octets = new Uint8Array(gzipSync('hello'))
    const { open, requests } = browser(() => ({
      fields: [cc('max-age=60'), ['Content-Encoding', 'gzip']],
      body: octets,
    }))
    await open('http://a.test/')
    expect((await open('http://a.test/')).text).toBe('hello')
    expect(requests).toHaveLength(1)
  })

  it('whose body is gone is a miss', async () => {
    const cache = memoryCache({ limit: 100_000 })
    const { open, requests } = browser(() => page('x', cc('max-age=60')), {
      ...cache,
      read: () => Promise.resolve(undefined),
    })
    await open('http://a.test/')
    expect((await open('http://a.test/')).text).toBe('x')
    expect(requests).toHaveLength(2)
    expect(sentField(requests[1], 'if-none-match')).toBeUndefined()
  })
})
