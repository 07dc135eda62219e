import { spawnSync } from 'node:child_process'
import http from 'node:http'
import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { build } from 'esbuild'
import { parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { attribute, descendants, isElement, textContent } from '../../src/html/document.js'
import { openTour } from '../../src/tour/server.js'
import type { Tour } from '../../src/tour/server.js'
import { THEMES } from '../../src/tour/site.js'

interface Got {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
  readonly text: string
  readonly trailers: NodeJS.Dict<string>
  readonly isWhole: boolean
  readonly interim: readonly http.InformationEvent[]
}

interface Asked {
  readonly method?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: string
  readonly agent?: http.Agent | false
}

let tour: Tour
let now = Date.UTC(2026, 0, 1, 12, 0, 5)

beforeAll(async () => {
  const opened = await openTour({ now: () => now, pause: () => nextTurn() })
  if (isFailure(opened)) throw new Error(opened.detail)
  tour = opened
})

afterAll(() => tour.close())

async function ask(
  path: string,
  { method = 'GET', headers = {}, body, agent = false }: Asked = {},
): Promise<Got> {
  const url = new URL(tour.url)
  const request = http.request({ host: url.hostname, port: url.port, path, method, headers, agent })
  const interim: http.InformationEvent[] = []
  request.on('information', (event) => interim.push(event))
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  let isWhole = true
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer)
  } catch {
    isWhole = false
  }
  const octets = Buffer.concat(chunks)
  const { statusCode = 0, trailers } = response
  return {
    status: statusCode,
    headers: response.headers,
    body: octets,
    text: octets.toString(),
    trailers,
    isWhole,
    interim,
  }
}

function form(fields: Readonly<Record<string, string>>, headers: http.OutgoingHttpHeaders = {}): Asked {
  const body = new URLSearchParams(fields).toString()
  return {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  }
}

function hrefs(html: string): string[] {
  const elements = [...descendants(parse(html))].filter(isElement)
  return elements.flatMap((e) => (e.tagName === 'a' ? [attribute(e, 'href') ?? ''] : []))
}

const STOPS = THEMES.flatMap(({ stops }) => stops)

describe('the tour', () => {
  it('listens on the loopback address alone', () => {
    expect(tour.url.hostname).toBe('127.0.0.1')
  })

  it('lists every stop on its first page', async () => {
    const { status, text } = await ask('/')
    expect(status).toBe(200)
    expect(hrefs(text)).toEqual(expect.arrayContaining(STOPS.map(({ path }) => path)))
  })

  it('has every path once', () => {
    const paths = THEMES.flatMap(({ stops, others = {} }) => [
      ...stops.map(({ path }) => path),
      ...Object.keys(others),
    ])
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('leads from each stop to the next and back to the list', async () => {
    const utf8 = STOPS.filter(({ path }) => path !== '/plain' && path !== '/languages/utf-16')
    for (const { path } of utf8) {
      const next = STOPS[STOPS.findIndex((stop) => stop.path === path) + 1]
      const { text } = await ask(path)
      expect(hrefs(text).slice(-2)).toEqual([...(next ? [next.path] : []), '/'].slice(-2))
    }
  })

  it.each(STOPS.map(({ path }) => path))('asks for H on %s', async (path) => {
    const { body } = await ask(path)
    const text = path === '/languages/utf-16' ? body.toString('utf16le') : body.toString()
    expect(text).toMatch(/<kbd>H<\/kbd>|Press H/)
  })

  it('has no link that leads nowhere, but the one that is meant to', async () => {
    const seen = new Map<string, number>()
    const open = ['/']
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue
      const { status, text } = await ask(path)
      seen.set(path, status)
      open.push(...hrefs(text).filter((href) => href.startsWith('/')))
    }
    expect([...seen].filter(([, status]) => status === 404).map(([path]) => path)).toEqual(['/missing'])
    expect(seen.size).toBeGreaterThan(STOPS.length)
  })

  it.each(['evil.test', 'evil.test:80', '127.0.0.1', '127.0.0.1:1'])(
    'answers nobody who calls it %s',
    async (host) => {
      const { status, text } = await ask('/', { headers: { Host: host } })
      expect([status, text]).toEqual([421, 'This server answers for the tour alone.\n'])
    },
  )

  it.each(['PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const { status, headers } = await ask('/', { method })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  })

  it('refuses a form that is too large', async () => {
    const { status } = await ask('/forms/echo', form({ a: 'x'.repeat(100_000) }))
    expect(status).toBe(413)
  })

  it.each(['//', '/%', '/constructor', '/../..', '/\\\\'])(
    'answers %s like any path it does not know',
    async (path) => {
      expect([200, 404]).toContain((await ask(path)).status)
    },
  )

  it.each(['/', '/slow', '/broken', '/trailers', '/compression/br'])(
    'answers HEAD for %s without a body',
    async (path) => {
      const { status, body, isWhole } = await ask(path, { method: 'HEAD' })
      expect([status, body.length, isWhole]).toEqual([200, 0, true])
    },
  )

  it('does not keep the program running', async () => {
    const contents = `import('./src/tour/server.ts').then(async ({ openTour }) => {
      const { url } = await openTour()
      const response = await fetch(new URL('/slow', url))
      await response.body.getReader().read()
      console.log(response.status)
    })`
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: '.' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    })
    const run = spawnSync(process.execPath, ['-'], {
      input: outputFiles[0]?.text ?? '',
      encoding: 'utf8',
      timeout: 15_000,
    })
    expect([run.status, run.stdout, run.stderr]).toEqual([0, '200\n', ''])
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%i leads to the page that says how it was reached', async (status) => {
    const found = await ask(`/redirects/${status}`)
    expect([found.status, found.headers.location]).toEqual([status, '/redirects/arrived'])
  })

  it('a form is shown where the method stayed', async () => {
    expect((await ask('/redirects/arrived', form({ word: '<octavo>' }))).text).toContain('“&lt;octavo&gt;”')
    expect((await ask('/redirects/arrived')).text).toContain('asked for with GET, and no form')
  })

  it('the chain ends', async () => {
    let path = '/redirects/chain?left=4'
    const hops = []
    for (let found = await ask(path); found.status === 302; found = await ask(path)) {
      path = found.headers.location ?? ''
      hops.push(path)
    }
    expect(hops).toEqual(
      [3, 2, 1].map((left) => `/redirects/chain?left=${left}`).concat('/redirects/arrived'),
    )
  })

  it.each(['99', '-1', 'x', ''])('the chain is not longer for %j', async (left) => {
    expect((await ask(`/redirects/chain?left=${left}`)).headers.location).toBe('/redirects/arrived')
  })

  it('the loop does not', async () => {
    expect((await ask('/redirects/loop')).headers.location).toBe('/redirects/loop')
  })
})

describe('cookies', () => {
  it.each([
    [undefined, 1],
    ['visits=1', 2],
    ['a=b; visits=41', 42],
    ['visits=-5', 1],
    ['visits=1e300', 1],
    ['visits=<b>', 1],
  ])('the counter makes %j into %i', async (cookie, visits) => {
    const { headers, text } = await ask('/cookies', {
      headers: cookie === undefined ? {} : { Cookie: cookie },
    })
    expect(headers['set-cookie']).toEqual([`visits=${visits}; Path=/cookies; Max-Age=3600; SameSite=Lax`])
    expect(text).toContain(`<strong>${visits}</strong>`)
  })

  it('a login sets a session cookie, members are let in with it, a logout ends it', async () => {
    expect((await ask('/cookies/members')).headers.location).toBe('/cookies/login')
    const login = await ask('/cookies/login', form({ name: 'Zoë; <b>', password: 'x' }))
    expect([login.status, login.headers.location]).toEqual([303, '/cookies/members'])
    const [set = ''] = login.headers['set-cookie'] ?? []
    expect(set).toBe('session=Zo%C3%AB%3B%20%3Cb%3E; Path=/cookies; HttpOnly; SameSite=Strict')
    const headers = { Cookie: set.slice(0, set.indexOf(';')) }
    expect((await ask('/cookies/members', { headers })).text).toContain('Good day, Zoë; &lt;b&gt;.')
    expect((await ask('/cookies/login', { headers })).text).toContain('You are logged in as Zoë')
    const logout = await ask('/cookies/logout', form({}, headers))
    expect(logout.headers['set-cookie']?.[0]).toContain('session=; Path=/cookies; Max-Age=0')
  })

  it.each(['', '   '])('a login without a name %j leads back', async (name) => {
    expect((await ask('/cookies/login', form({ name }))).headers.location).toBe('/cookies/login')
  })

  it('takes a cookie that is no percent-encoding', async () => {
    expect((await ask('/cookies/members', { headers: { Cookie: 'session=100%' } })).text).toContain(
      'Good day, 100%.',
    )
  })

  it('says which of the attributes came back', async () => {
    const { headers } = await ask('/cookies/attributes')
    expect(headers['set-cookie']).toHaveLength(8)
    const { text } = await ask('/cookies/attributes', { headers: { Cookie: 'plain=1; strict=1' } })
    const rows = [...descendants(parse(text))].filter(isElement).filter((e) => e.tagName === 'tr')
    const back = rows.map(textContent).filter((row) => row.trim().endsWith('yes'))
    expect(back.map((row) => row.split('=')[0])).toEqual(['plain', 'strict'])
  })
})

describe('caching', () => {
  it.each([
    ['/caching', 'max-age=30'],
    ['/caching/tag', 'no-cache'],
    ['/caching/date', 'max-age=0'],
    ['/caching/never', 'no-store'],
    ['/caching/vary', 'max-age=30'],
  ])('%s says %s and when it was made', async (path, value) => {
    const { headers, text } = await ask(path)
    expect(headers['cache-control']).toBe(value)
    expect(text).toMatch(/Made at <strong>12:00:0[05] UTC<\/strong>/)
  })

  it('a tag is good until the minute is over', async () => {
    const { headers } = await ask('/caching/tag')
    const known = { headers: { 'If-None-Match': headers.etag } }
    const same = await ask('/caching/tag', known)
    expect([same.status, same.headers.etag, same.body.length]).toEqual([304, headers.etag, 0])
    now += 60_000
    const other = await ask('/caching/tag', known)
    now -= 60_000
    expect(other.status).toBe(200)
    expect(other.headers.etag).not.toBe(headers.etag)
  })

  it('a date is good until the minute is over', async () => {
    const { headers } = await ask('/caching/date')
    expect(headers['last-modified']).toBe('Thu, 01 Jan 2026 12:00:00 GMT')
    const known = { headers: { 'If-Modified-Since': headers['last-modified'] } }
    expect((await ask('/caching/date', known)).status).toBe(304)
    now += 60_000
    const other = await ask('/caching/date', known)
    now -= 60_000
    expect(other.status).toBe(200)
    expect((await ask('/caching/date', { headers: { 'If-Modified-Since': 'yesterday' } })).status).toBe(200)
  })

  it.each([
    ['de-AT,de;q=0.9', 'de', 'Guten Tag'],
    ['tlh, ja;q=0.5', 'ja', 'こんにちは'],
    ['tlh', 'en', 'Good day'],
    ['', 'en', 'Good day'],
  ])('greets %j in %s', async (asked, language, greeting) => {
    const { headers, text } = await ask('/caching/vary', { headers: { 'Accept-Language': asked } })
    expect([headers.vary, headers['content-language']]).toEqual(['Accept-Language', language])
    expect(text).toContain(greeting)
  })
})

describe('how an answer travels', () => {
  it.each([
    ['gzip', 'gzip', gunzipSync],
    ['deflate', 'deflate', inflateSync],
    ['deflate-raw', 'deflate', inflateRawSync],
    ['br', 'br', brotliDecompressSync],
  ] as const)('compressed with %s', async (path, coding, decode) => {
    const { headers, body } = await ask(`/compression/${path}`, {
      headers: { 'Accept-Encoding': 'gzip, deflate, br' },
    })
    expect([headers['content-encoding'], headers.vary]).toEqual([coding, 'Accept-Encoding'])
    expect(decode(body).toString()).toContain('</html>')
    expect(decode(body).length).toBeGreaterThan(body.length * 2)
  })

  it('is not compressed for who cannot undo it', async () => {
    const { headers, text } = await ask('/compression/br', { headers: { 'Accept-Encoding': 'gzip' } })
    expect(headers['content-encoding']).toBeUndefined()
    expect(text).toContain('This page came as it is.')
  })

  it('counts requests on a persistent connection, and ends it when told', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const counts = async (path: string) =>
      [...(await ask(path, { agent })).text.matchAll(/<strong>(\d+)<\/strong>/g)].map(([, n]) => Number(n))
    const [connection = 0, requests] = await counts('/connections')
    expect(requests).toBe(1)
    expect(await counts('/connections')).toEqual([connection, 2])
    const { headers } = await ask('/connections/close', { agent })
    expect(headers.connection).toBe('close')
    expect(await counts('/connections')).toEqual([connection + 1, 1])
    agent.destroy()
  })

  it('arrives slowly, in chunks, and ends', async () => {
    const url = new URL('/slow', tour.url)
    const request = http.get(url, { agent: false })
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    expect(response.headers['transfer-encoding']).toBe('chunked')
    let text = ''
    for await (const chunk of response) text += String(chunk)
    expect(text).toContain('<p>12. That was all.</p>')
    expect(text.trim().endsWith('</html>')).toBe(true)
  })

  it('has a 103 answer before the answer', async () => {
    const { interim, status } = await ask('/early-hints')
    expect(interim.map(({ statusCode, headers }) => [statusCode, headers.link])).toEqual([
      [103, '</trailers>; rel=prefetch'],
    ])
    expect(status).toBe(200)
  })

  it('has trailers after it', async () => {
    const { trailers, headers } = await ask('/trailers')
    expect(headers.trailer).toBe('Server-Timing, Tour-Paragraphs')
    expect(trailers).toEqual({ 'server-timing': 'made;dur=0.2', 'tour-paragraphs': '2' })
  })
})

describe('forms', () => {
  it('have every kind of control', async () => {
    const { text } = await ask('/forms/post')
    const elements = [...descendants(parse(text))].filter(isElement)
    const types = new Set(
      elements.filter((e) => e.tagName === 'input').map((e) => attribute(e, 'type') ?? 'text'),
    )
    const known = [
      'checkbox',
      'color',
      'date',
      'email',
      'hidden',
      'number',
      'password',
      'radio',
      'range',
      'reset',
    ]
    expect([...types].sort()).toEqual([...known, 'submit', 'tel', 'text', 'url'])
    const names = new Set(elements.map((e) => e.tagName))
    for (const name of ['textarea', 'select', 'optgroup', 'button', 'fieldset', 'legend'])
      expect(names).toContain(name)
  })

  it('by GET come back from the query', async () => {
    const { text } = await ask('/forms/echo?q=caf%C3%A9+%3Cb%3E&exact=yes')
    expect(text).toContain('<tr><td>q<td>café &lt;b&gt;')
    expect(text).toContain('<tr><td>exact<td>yes')
    expect(text).toContain('q=caf%C3%A9+%3Cb%3E&amp;exact=yes</pre>')
  })

  it('by POST come back from the body', async () => {
    const { text, headers } = await ask('/forms/echo', form({ name: '\x1b[31m', b: '2' }))
    expect(text).toContain('<tr><td>name<td>^[[31m')
    expect(text).toContain('Sent with POST as application/x-www-form-urlencoded:')
    expect(headers['cache-control']).toBe('no-store')
  })
})

describe('languages', () => {
  it.each([
    ['/languages/windows-1252', 'text/html', '93 53 74 72 61 df 65 94'],
    ['/languages/koi8-r', 'text/html; charset=koi8-r', 'f7 d3 c5'],
    ['/languages/shift_jis', 'text/html', '8c e1 94 79 82 cd'],
    ['/languages/utf-16', 'text/html; charset=windows-1252', 'ff fe 3c 00'],
  ])('%s has the octets of its encoding', async (path, type, octets) => {
    const { headers, body } = await ask(path)
    expect(headers['content-type']).toBe(type)
    expect(body.indexOf(Buffer.from(octets.replaceAll(' ', ''), 'hex'))).toBeGreaterThanOrEqual(0)
  })

  it('name the encoding in the page where that is the lesson, and only there', async () => {
    expect((await ask('/languages/shift_jis')).text).toContain('<meta charset="shift_jis">')
    expect((await ask('/languages/windows-1252')).text).not.toContain('charset="')
  })
})

describe('trouble', () => {
  it.each([
    ['/missing', 404],
    ['/error', 500],
  ])('%s is a page with %i', async (path, expected) => {
    const { status, text } = await ask(path)
    expect(status).toBe(expected)
    expect(text).toContain('<h1>')
  })

  it('breaks off in the middle of a word', async () => {
    const { isWhole, text, headers, body } = await ask('/broken')
    expect(isWhole).toBe(false)
    expect(text.endsWith('a wor')).toBe(true)
    expect(Number(headers['content-length'])).toBe(body.length + 1000)
  })

  it('sends commands for the terminal', async () => {
    expect((await ask('/hostile')).text).toContain('\x1b]0;taken over\x07')
  })

  it('proposes a name for a file', async () => {
    const { headers, body } = await ask('/download/eight-leaves.bin')
    expect(headers['content-type']).toBe('application/octet-stream')
    expect(headers['content-disposition']).toBe('attachment; filename="eight-leaves.bin"')
    expect(body.length).toBe(2048)
  })

  it('goes on after a visitor who leaves in the middle', async () => {
    const request = http.get(new URL('/slow', tour.url), { agent: false })
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.on('error', () => {})
    await once(response, 'data')
    request.destroy()
    expect((await ask('/')).status).toBe(200)
  })
})
