import { describe, expect, it } from 'vitest'
import { failure, isFailure } from '../src/failure.js'
import type { Body } from '../src/fetch/message.js'
import { getRequest } from '../src/fetch/message.js'
import { textContent } from '../src/html/document.js'
import type { LoadOptions, Page } from '../src/load.js'
import { load } from '../src/load.js'
import { rowOf } from './layout/rendered.js'
import { render } from '../src/render.js'
import type { Answerer, RecordedAnswer } from './support/network.js'
import { readBody, testSession } from './support/network.js'

const ADDRESS = new URL('http://a.test/folder/page')

async function pages(
  answer: Answerer | RecordedAnswer | string,
  options: LoadOptions = {},
  url = ADDRESS,
): Promise<readonly Page[]> {
  const network = typeof answer === 'function' ? answer : () => answer
  const all: Page[] = []
  for await (const page of load(
    getRequest(url),
    testSession({ network }),
    new AbortController().signal,
    options,
  ))
    all.push(page)
  return all
}

async function lastPage(...arguments_: Parameters<typeof pages>): Promise<Page> {
  const page = (await pages(...arguments_)).at(-1)
  if (page === undefined) throw new Error('no page came')
  return page
}

const textOf = (page: Page): string => render(page.document, { columns: 80 }).lines.map(rowOf).join('\n')

const typed = (
  type: string | undefined,
  body: RecordedAnswer['body'] = '<p>x',
  status = 200,
): RecordedAnswer => ({
  status,
  fields: type === undefined ? [] : [['Content-Type', type]],
  ...(body !== undefined && { body }),
})

const octets = (...numbers: number[]): Uint8Array => Uint8Array.from(numbers)

/** A body whose pieces come when they are told to. */
function pipe(): {
  readonly body: Body
  readonly write: (text: string) => void
  readonly end: () => void
} {
  const waiting: (string | undefined)[] = []
  let wake = () => undefined as void
  return {
    body: (async function* () {
      for (;;) {
        while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        const next = waiting.shift()
        if (next === undefined) return
        yield new TextEncoder().encode(next)
      }
    })(),
    write(text) {
      waiting.push(text)
      wake()
    },
    end() {
      waiting.push(undefined)
      wake()
    },
  }
}

describe('load', () => {
  it('gives a page with its facts', async () => {
    const page = await lastPage('<title>News</title><p>Hello')
    expect(page).toMatchObject({
      status: 200,
      type: 'text/html',
      charset: 'UTF-8',
      source: ['<title>News</title><p>Hello'],
      received: 27,
      progress: 'complete',
    })
    expect(page.url.href).toBe(ADDRESS.href)
    expect(page.document.title).toBe('News')
    expect(textOf(page)).toBe('Hello')
  })

  it('follows redirects, and keeps the fragment that was asked for', async () => {
    const network: Answerer = ({ url }) =>
      url.pathname === '/new' ? '<base href=/x/><p>here' : { status: 301, fields: [['Location', '/new']] }
    const page = await lastPage(network, {}, new URL('http://a.test/old#part'))
    expect(page.url.href).toBe('http://a.test/new#part')
    expect(page.exchanges.map(({ status }) => status)).toEqual([301, 200])
    expect(page.document.baseUrl.href).toBe('http://a.test/x/')
  })

  it.each([
    [404, '<h1>Nothing here', 'Nothing here'],
    [500, '<p>Broken', 'Broken'],
    [404, '', '404 Not Found'],
    [500, '', '500 Internal Server Error'],
    [204, '', ''],
  ])('shows an answer of status %i with the body %o', async (status, body, shown) => {
    const page = await lastPage(typed('text/html', body, status))
    expect(page.status).toBe(status)
    expect(page.progress).toBe('complete')
    expect(textOf(page).split('\n')[0]).toBe(shown)
  })

  it.each([
    ['text/plain', 'a <b>\n  c', 'a <b>\n  c'],
    ['text/plain', '\n\na', '\n\na'],
    ['application/json', '{"a":\n  "<p>"}', '{"a":\n  "<p>"}'],
    ['application/atom+xml', '<feed>&amp;', '<feed>&amp;'],
    ['text/css', 'a{}</pre>b', 'a{}</pre>b'],
    ['application/xhtml+xml', '<p>x</p>', 'x'],
    ['text/html', '<p>x', 'x'],
    [undefined, '<!doctype html><p>x', 'x'],
    [undefined, 'plain words', 'plain words'],
  ])('of type %s shows %o as text', async (type, body, shown) => {
    expect(textOf(await lastPage(typed(type, body)))).toBe(shown)
  })

  it('gives the text of a plain page its address for a title', async () => {
    expect((await lastPage(typed('text/plain', 'x'))).document.title).toBe('http://a.test/folder/page')
  })

  it.each<[string, RecordedAnswer, LoadOptions]>([
    ['Content-Type', typed('text/html;charset=iso-8859-2', octets(0x3c, 0x70, 0x3e, 0xb1)), {}],
    ['a meta element', typed('text/html', Buffer.from('<meta charset=iso-8859-2><p>\xb1', 'latin1')), {}],
    ['the person', typed('text/html;charset=utf-8', octets(0xb1)), { charset: 'latin2' }],
    [
      'a byte order mark',
      typed('text/html;charset=utf-8', octets(0xff, 0xfe, 0x05, 0x01)),
      { charset: 'latin1' },
    ],
    ['nobody', typed('text/html', Buffer.from('ą')), {}],
  ])('decodes by what is said by %s', async (_, answer, options) => {
    expect(textOf(await lastPage(answer, options))).toBe('ą')
  })

  it('names windows-1252 where nothing is said and the text is no UTF-8', async () => {
    const page = await lastPage(typed('text/html', octets(0x93, 0x61, 0x94)))
    expect([textOf(page), page.charset]).toEqual(['“a”', 'windows-1252'])
  })

  it('lets the person say what a page is', async () => {
    expect(textOf(await lastPage(typed('text/html', '<p>x'), { type: 'text/plain' }))).toBe('<p>x')
    expect(textOf(await lastPage(typed('image/png', '<p>x'), { type: 'text/html' }))).toBe('x')
    const base = new URL('http://b.test/')
    expect((await lastPage('<p>x', { base })).document.baseUrl.href).toBe('http://b.test/')
  })

  it('sets an encoding’s label that means nothing aside', async () => {
    expect(textOf(await lastPage(typed('text/html;charset=nonsense', 'ü'), { charset: 'rubbish' }))).toBe('ü')
  })
})

describe('a body that is no text', () => {
  it.each([
    ['image/png', undefined, 'page'],
    ['application/octet-stream', undefined, 'page'],
    ['application/pdf', 'inline; filename="a b.pdf"', 'a b.pdf'],
    ['text/html', 'attachment', 'page'],
    ['text/html', 'ATTACHMENT; filename=x.html', 'x.html'],
    ['text/html', "attachment; filename*=UTF-8''%e2%82%ac.txt", '€.txt'],
    ['text/html', 'attachment; filename="../../etc/passwd"', 'passwd'],
  ])('of type %s with %s is offered as %s', async (type, disposition, name) => {
    const fields: [string, string][] = [['Content-Type', type]]
    if (disposition !== undefined) fields.push(['Content-Disposition', disposition])
    const page = await lastPage({ fields, body: octets(1, 2, 3) })
    expect(page.download?.name).toBe(name)
    expect(page.progress).toBe('complete')
    expect(textOf(page)).toContain(name)
    expect(page.source).toEqual([])
    expect(page.download && (await readBody(page.download.body)).text).toBe('\x01\x02\x03')
  })

  it('is text all the same when it is only shown inline or nonsense stands there', async () => {
    for (const disposition of ['inline', '', ';;;', 'attachment"']) {
      const page = await lastPage({
        fields: [
          ['Content-Type', 'text/html'],
          ['Content-Disposition', disposition],
        ],
        body: 'x',
      })
      expect(page.download, disposition).toBeUndefined()
    }
  })

  it('under a text’s name is not shown', async () => {
    expect((await lastPage(typed('text/plain', octets(0, 1, 2, 255)))).download).toBeDefined()
  })
})

describe('trouble', () => {
  it.each([
    failure('dns', 'there is no host called a.test'),
    failure('connect', 'no connection'),
    failure('tls', 'certificate expired'),
    failure('timeout', 'no answer'),
  ])('before an answer becomes a page that says so: $detail', async (trouble) => {
    const all = await pages(() => trouble)
    expect(all).toHaveLength(1)
    expect(all[0]?.progress).toMatchObject({ kind: trouble.kind })
    expect(all[0]?.source).toEqual([])
    expect(all[0] && textOf(all[0])).toContain(trouble.detail.slice(1))
    expect(all[0]?.url.href).toBe(ADDRESS.href)
  })

  it.each(['ftp://a.test/', 'gopher://a.test/', 'mailto:x@a.test', 'file:///nowhere'])(
    'of %s is a page, too',
    async (address) => {
      const page = await lastPage('unasked', {}, new URL(address))
      expect(isFailure(page.progress)).toBe(true)
      expect(textOf(page)).not.toBe('')
    },
  )

  it('in the middle keeps what came', async () => {
    const broken = failure('protocol', 'the body ends before its time')
    const page = await lastPage(typed('text/html', ['<p>one', '<p>two', broken]))
    expect(page.progress).toMatchObject({ kind: 'protocol' })
    expect(textOf(page)).toBe('one\n\ntwo')
    expect(page.source.join('')).toBe('<p>one<p>two')
  })

  it('before the first text is a page that says so', async () => {
    const page = await lastPage(typed('text/html', [failure('protocol', 'the body never came')]))
    expect(page.progress).toMatchObject({ kind: 'protocol' })
    expect(textOf(page)).toContain('he body never came')
  })

  it('is a redirect without end', async () => {
    const page = await lastPage({ status: 302, fields: [['Location', '/again']] })
    expect(page.progress).toMatchObject({ kind: 'redirect' })
    expect(page.exchanges.length).toBeGreaterThan(1)
  })
})

describe('a page that comes slowly', () => {
  const begin = (answer: RecordedAnswer) => {
    const stop = new AbortController()
    const session = testSession({ network: () => answer })
    const iterator = load(getRequest(ADDRESS), session, stop.signal)
    return { iterator, stop }
  }

  it('is given while its body is still open', async () => {
    const { body, write, end } = pipe()
    const { iterator } = begin(typed('text/html;charset=utf-8', body))
    write(`<title>Slow</title><p>first${' '.repeat(2000)}`)
    const first = await iterator.next()
    expect(first.value).toMatchObject({ progress: 'loading' })
    const shown = first.value as Page
    expect(shown.document.title).toBe('Slow')
    expect(textOf(shown)).toBe('first')
    write('<p>second')
    const second = await iterator.next()
    expect(second.value && textOf(second.value as Page)).toBe('first\n\nsecond')
    end()
    expect((await iterator.next()).value).toMatchObject({ progress: 'complete' })
    expect((await iterator.next()).done).toBe(true)
  })

  it('counts what came against what was announced', async () => {
    const answer = typed('text/html;charset=utf-8', ['<p>' + 'x'.repeat(2000), 'y'.repeat(97)])
    const all = await pages({ ...answer, fields: [...(answer.fields ?? []), ['Content-Length', '2100']] })
    expect(all.map(({ expected }) => expected)).toEqual(all.map(() => 2100))
    expect(all.at(-1)?.received).toBe(2100)
    expect(all[0]?.received).toBeLessThan(2100)
  })

  it('is parsed in slices, and a page is given after each', async () => {
    const all = await pages(typed('text/html;charset=utf-8', '<p>word '.repeat(2 * 20_000)))
    expect(all.length).toBeGreaterThan(4)
    const lengths = all.map((page) => textContent(page.document.root).length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
  })

  it('keeps what came when it is stopped', async () => {
    const stop = new AbortController()
    const body: Body = (async function* () {
      yield new TextEncoder().encode('<p>first')
      await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))
      yield failure('aborted', 'stopped')
    })()
    const session = testSession({ network: () => typed('text/html;charset=utf-8', body) })
    let last: Page | undefined
    for await (const page of load(getRequest(ADDRESS), session, stop.signal)) {
      last = page
      stop.abort()
    }
    expect(last?.progress).toMatchObject({ kind: 'aborted' })
    expect(last && textOf(last)).toBe('first')
  })

  it('that is stopped before it begins is a page that says so', async () => {
    const session = testSession({ network: () => '<p>never' })
    const all: Page[] = []
    for await (const page of load(getRequest(ADDRESS), session, AbortSignal.abort())) all.push(page)
    expect(all.map(({ progress }) => isFailure(progress) && progress.kind)).toEqual(['aborted'])
  })

  it('ends its body when nobody reads on', async () => {
    let ended = false
    const body: Body = (async function* () {
      try {
        for (;;) {
          await Promise.resolve()
          yield new TextEncoder().encode('<p>more'.repeat(500))
        }
      } finally {
        ended = true
      }
    })()
    for await (const page of load(
      getRequest(ADDRESS),
      testSession({ network: () => typed('text/html;charset=utf-8', body) }),
      new AbortController().signal,
    ))
      if (page.progress === 'loading') break
    expect(ended).toBe(true)
  })
})
