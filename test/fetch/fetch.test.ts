import { describe, expect, it } from 'vitest'
import { failure, isFailure } from '../../src/failure.js'
import { fetch } from '../../src/fetch/fetch.js'
import { getRequest, type Body, type Field, type Request } from '../../src/fetch/message.js'
import type { Session } from '../../src/fetch/session.js'
import { readBody, recorded, sentField, testSession, type Answerer } from '../support/network.js'

const never = new AbortController().signal

function run(address: string, network: Answerer, more: Partial<Request> = {}, session?: Partial<Session>) {
  const net = recorded(network)
  const request = getRequest(new URL(address), more)
  const result = fetch(request, { ...testSession({ network: net }), ...session }, never)
  return result.then((fetched) => ({ ...fetched, requests: net.requests }))
}

/** A site by path: a number and a place is a redirect, a text a page. */
function site(
  pages: Readonly<Record<string, string | readonly [status: number, location: string]>>,
): Answerer {
  return ({ url }) => {
    const page = pages[url.href] ?? pages[url.pathname]
    if (page === undefined) return { status: 404 }
    return typeof page === 'string' ? page : { status: page[0], fields: [['Location', page[1]]] }
  }
}

describe('redirects (RFC 9110 section 15.4)', () => {
  it('every hop is one exchange, and the last answer is the result', async () => {
    const { exchanges, result } = await run(
      'http://a.test/1',
      site({ '/1': [301, '/2'], '/2': [302, 'http://b.test/3'], '/3': 'end' }),
    )
    expect(exchanges.map(({ url, status }) => [url.href, status])).toEqual([
      ['http://a.test/1', 301],
      ['http://a.test/2', 302],
      ['http://b.test/3', 200],
    ])
    if (isFailure(result)) throw new Error(result.detail)
    expect(result.url.href).toBe('http://b.test/3')
    expect((await readBody(result.body)).text).toBe('end')
  })

  const post = {
    method: 'POST',
    body: new TextEncoder().encode('x=1'),
    fields: [['Content-Type', 'a/b']] as Field[],
  }
  it.each<[number, string, string, boolean]>([
    [301, 'POST', 'GET', false],
    [302, 'POST', 'GET', false],
    [303, 'POST', 'GET', false],
    [307, 'POST', 'POST', true],
    [308, 'POST', 'POST', true],
    [301, 'PUT', 'PUT', true],
    [302, 'PUT', 'PUT', true],
    [303, 'PUT', 'GET', false],
    [303, 'HEAD', 'HEAD', false],
    [301, 'GET', 'GET', false],
    [301, 'HEAD', 'HEAD', false],
  ])('%i turns %s into %s, with its body: %s', async (status, method, expected, keeps) => {
    const more = method === 'GET' || method === 'HEAD' ? { method } : { ...post, method }
    const { requests } = await run('http://a.test/1', site({ '/1': [status, '/2'], '/2': '' }), more)
    expect(requests[1]?.method).toBe(expected)
    expect(requests[1]?.body !== undefined).toBe(keeps)
    expect(sentField(requests[1], 'content-type')).toBe(keeps ? 'a/b' : undefined)
    expect(sentField(requests[1], 'content-length')).toBe(keeps ? '3' : undefined)
  })

  it.each([
    ['http://a.test/1#top', '/2', 'http://a.test/2#top'],
    ['http://a.test/1#top', '/2#other', 'http://a.test/2#other'],
    ['http://a.test/d/1', '2?q', 'http://a.test/d/2?q'],
    ['http://a.test/1', '//b.test/2', 'http://b.test/2'],
    ['http://a.test/1', Buffer.from('/ü', 'utf8').toString('latin1'), 'http://a.test/%C3%BC'],
    ['http://a.test/1', '/\xfc', 'http://a.test/%FC'],
    ['http://a.test/1', '  /2  ', 'http://a.test/2'],
    ['http://a.test/1', '/a b', 'http://a.test/a%20b'],
  ])('%s and Location: %j lead to %s', async (from, location, to) => {
    const answer: Answerer = ({ url }) =>
      url.pathname.endsWith('/1') ? { status: 302, fields: [['Location', location]] } : 'end'
    const { result } = await run(from, answer)
    expect(isFailure(result) ? result.detail : result.url.href).toBe(to)
  })

  it.each([
    ['http://[', 'redirect', 'the answer redirects to what is no address'],
    ['file:///etc/passwd', 'redirect', 'a page of the web may not lead to file: addresses by itself'],
    ['data:text/html,x', 'redirect', 'a page of the web may not lead to data: addresses by itself'],
    ['about:start', 'redirect', 'a page of the web may not lead to about: addresses by itself'],
    [
      'mailto:me@b.test',
      'scheme',
      'mailto: addresses are not opened here; a mail program can write to me@b.test',
    ],
    [
      'javascript:alert(1)',
      'scheme',
      'javascript: addresses are not opened here; it is a script, and Octavo runs none',
    ],
  ])('Location: %s fails', async (location, kind, detail) => {
    const { result, exchanges } = await run('http://a.test/1', site({ '/1': [302, location] }))
    expect(result).toMatchObject({ type: 'failure', kind, detail })
    expect(exchanges).toHaveLength(1)
  })

  it('several Locations that differ fail; several that agree do not', async () => {
    const twice =
      (second: string): Answerer =>
      ({ url }) =>
        url.pathname === '/1'
          ? {
              status: 302,
              fields: [
                ['Location', '/2'],
                ['Location', second],
              ],
            }
          : 'end'
    expect((await run('http://a.test/1', twice('/3'))).result).toMatchObject({ kind: 'redirect' })
    expect((await run('http://a.test/1', twice('/2'))).result).toMatchObject({ status: 200 })
  })

  it('a 3xx without Location is a page', async () => {
    expect((await run('http://a.test/', () => ({ status: 302, body: 'x' }))).result).toMatchObject({
      status: 302,
    })
  })

  it('`manual` gives the redirect itself', async () => {
    const { result, requests } = await run('http://a.test/1', site({ '/1': [302, '/2'] }), {
      redirect: 'manual',
    })
    expect(result).toMatchObject({ status: 302 })
    expect(requests).toHaveLength(1)
  })

  it('a loop ends, and its words show no query', async () => {
    const { result, exchanges } = await run(
      'http://a.test/1?secret',
      site({ '/1': [302, '/2?secret'], '/2': [302, '/1?secret'] }),
    )
    expect(result).toMatchObject({
      kind: 'redirect',
      detail: 'a redirect loop: http://a.test/1 leads back to itself',
    })
    expect(exchanges).toHaveLength(3)
  })

  it('the same address with a new cookie is no loop', async () => {
    const answer: Answerer = (request) =>
      sentField(request, 'cookie') === undefined
        ? {
            status: 302,
            fields: [
              ['Location', '/1'],
              ['Set-Cookie', 'a=b'],
            ],
          }
        : 'welcome'
    expect((await run('http://a.test/1', answer)).result).toMatchObject({ status: 200 })
  })

  it('there is a last redirect', async () => {
    const answer: Answerer = ({ url }) => ({
      status: 302,
      fields: [['Location', `/${Number(url.pathname.slice(1)) + 1}`]],
    })
    const { result, exchanges } = await run('http://a.test/0', answer)
    expect(result).toMatchObject({
      kind: 'redirect',
      detail: '21 redirects, one after another; the last one at http://a.test/20',
    })
    expect(exchanges).toHaveLength(21)
  })

  it.each([
    ['http://a.test/2', 'Basic x'],
    ['http://b.test/2', undefined],
    ['https://a.test/2', undefined],
  ])('credentials given for one origin go to %s as %s', async (location, expected) => {
    const fields: Field[] = [
      ['Authorization', 'Basic x'],
      ['Cookie', 'a=b'],
      ['X-Other', '1'],
    ]
    const { requests } = await run('http://a.test/1', site({ '/1': [302, location], '/2': '' }), { fields })
    expect(sentField(requests[1], 'authorization')).toBe(expected)
    expect(sentField(requests[1], 'cookie')).toBe(expected === undefined ? undefined : 'a=b')
    expect(sentField(requests[1], 'x-other')).toBe('1')
  })

  it('a redirect’s endless body is given up, and its request aborted', async () => {
    let aborted = false
    async function* endless(signal: AbortSignal): Body {
      yield new Uint8Array(1)
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      aborted = true
      yield failure('aborted', 'stopped')
    }
    const network = recorded(site({ '/2': 'end' }))
    const session = testSession({
      network: {
        ...network,
        async send(request, signal) {
          const sent = await network.send(request, signal)
          if (request.url.pathname !== '/1' || isFailure(sent.answer)) return sent
          const fields: Field[] = [['Location', '/2']]
          return { ...sent, answer: { ...sent.answer, status: 302, fields, body: endless(signal) } }
        },
      },
    })
    const { result, exchanges } = await fetch(getRequest(new URL('http://a.test/1')), session, never)
    expect(result).toMatchObject({ status: 200 })
    expect(aborted).toBe(true)
    expect(exchanges[0]?.notes).toEqual(['the rest of this redirect’s body was not waited for'])
    expect(exchanges[0]).not.toHaveProperty('failure')
  })
})

describe('user names and passwords in URLs', () => {
  it('become a field for their origin and are seen nowhere else', async () => {
    const { requests, exchanges, result } = await run(
      'http://me:p%40ss@a.test/1',
      site({ '/1': [302, '/2'], '/2': [302, 'http://b.test/3'], '/3': '' }),
      { initiator: new URL('http://me:p%40ss@a.test/0') },
    )
    const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    expect(requests.map((request) => sentField(request, 'authorization'))).toEqual([basic, basic, undefined])
    expect(requests.map((request) => sentField(request, 'referer'))).toEqual([
      'http://a.test/0',
      'http://a.test/0',
      'http://a.test/',
    ])
    const urls = [...requests.map(({ url }) => url), ...exchanges.map(({ url }) => url)]
    expect(urls.map(({ username, password }) => username + password).join('')).toBe('')
    if (isFailure(result)) throw new Error(result.detail)
    expect(result.url.href).toBe('http://b.test/3')
  })

  it('in a Location are for its origin', async () => {
    const { requests } = await run('http://a.test/1', site({ '/1': [302, 'http://u:p@b.test/2'], '/2': '' }))
    expect(sentField(requests[1], 'authorization')).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
    expect(requests[1]?.url.href).toBe('http://b.test/2')
  })

  it('are not in a Failure', async () => {
    for (const address of ['http://me:hush@a.test/', 'ftp://me:hush@a.test/']) {
      const fetched = await run(address, () => failure('connect', 'refused'))
      expect(JSON.stringify(fetched.result)).not.toContain('hush')
      expect(fetched.result).toMatchObject({
        type: 'failure',
        url: expect.stringContaining('a.test') as string,
      })
    }
  })
})

describe('schemes', () => {
  it.each([
    ['data:text/plain,hi', 'hi', 'data'],
    ['about:blank', '', 'about'],
  ])('%s is answered here', async (address, text, version) => {
    const { result, exchanges } = await run(address, () => expect.fail('nothing is to be sent'))
    if (isFailure(result)) throw new Error(result.detail)
    expect((await readBody(result.body)).text).toBe(text)
    expect(result.version).toBe(version)
    expect(exchanges).toMatchObject([
      { source: 'local', status: 200, sizes: { body: text.length, decoded: text.length } },
    ])
  })

  it('about: leads to the tour', async () => {
    const tour = () => Promise.resolve(new URL('http://127.0.0.1:1234/'))
    const { result, exchanges } = await run('about:tour', () => 'tour', {}, { tour })
    expect(exchanges.map(({ url }) => url.href)).toEqual(['about:tour', 'http://127.0.0.1:1234/'])
    expect(result).toMatchObject({ status: 200 })
  })

  it.each([
    ['mailto:a%20b@c.test', 'a mail program can write to a b@c.test'],
    ['telnet://a.test:23/', '`telnet a.test 23` can open it'],
    ['telnet:a.test', '`telnet a.test` can open it'],
    ['telnet:a;b', '`telnet` can open it'],
    ['mailto:%1B%5B31m@a.test', 'a mail program can write to %1B%5B31m@a.test'],
    ['ftp://a.test/', 'an FTP program such as lftp can open it'],
    ['magnet:?x', 'a BitTorrent program can open it'],
    ['tel:+12', 'a telephone can call +12'],
    ['frobnicate:x', 'no program is known for it'],
  ])('%s is not: %s', async (address, words) => {
    const { result, exchanges } = await run(address, () => 'x')
    expect(result).toMatchObject({ kind: 'scheme', detail: expect.stringContaining(words) as string })
    expect(exchanges).toEqual([])
  })

  it('a missing file is one exchange that failed', async () => {
    const { result, exchanges } = await run('file:///none', () => 'x')
    expect(result).toMatchObject({ kind: 'file', detail: 'no such file: /none', url: 'file:///none' })
    expect(exchanges).toMatchObject([{ source: 'local', failure: { kind: 'file' } }])
  })
})

describe('trouble', () => {
  it('a signal that was given beforehand sends nothing', async () => {
    const network = recorded(() => 'x')
    const { result } = await fetch(
      getRequest(new URL('http://a.test/')),
      testSession({ network }),
      AbortSignal.abort(),
    )
    expect(result).toMatchObject({ kind: 'aborted' })
    expect(network.requests).toEqual([])
  })

  it('never rejects, whatever breaks', async () => {
    const { result } = await run('http://a.test/', () => {
      throw new Error('broken')
    })
    expect(result).toMatchObject({ type: 'failure', cause: 'Error: broken' })
  })
})
