import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/failure.js'
import { failure, isFailure } from '../../src/failure.js'
import { fetchAbout } from '../../src/fetch/about.js'
import type { LocalAnswer } from '../../src/fetch/local.js'
import { get } from '../../src/fetch/message.js'
import type { Session } from '../../src/fetch/session.js'
import { attribute, descendants, isElement, textContent } from '../../src/html/document.js'

/** about: pages look at nothing in a session but the tour. */
function session(tour?: () => Promise<URL | Failure>): Session {
  return (tour === undefined ? {} : { tour }) as unknown as Session
}

async function answer(
  url: string,
  tour?: () => Promise<URL | Failure>,
): Promise<Exclude<LocalAnswer, Failure>> {
  const given = await fetchAbout(new URL(url), session(tour))
  if (isFailure(given)) throw new Error(given.detail)
  return given
}

function html({ body }: Exclude<LocalAnswer, Failure>): string {
  return new TextDecoder().decode(body as Uint8Array)
}

function hrefs(text: string): (string | undefined)[] {
  const elements = [...descendants(parse(text))].filter(isElement)
  return elements.filter((e) => e.tagName === 'a').map((e) => attribute(e, 'href'))
}

describe('about: pages', () => {
  it.each(['about:start', 'about:help', 'about:blank', 'about:START', 'about:start?x#y'])(
    '%s is there',
    async (url) => {
      const { status, fields, body } = await answer(url)
      expect(status).toBe(200)
      expect(get(fields, 'content-type')).toBe('text/html;charset=utf-8')
      expect(get(fields, 'content-length')).toBe(String((body as Uint8Array).length))
    },
  )

  it('about:blank is empty', async () => {
    expect(html(await answer('about:blank'))).toBe('')
  })

  it('about:start names the keys that matter and leads to the tour and the help', async () => {
    const text = html(await answer('about:start'))
    expect(hrefs(text)).toEqual(expect.arrayContaining(['about:tour', 'about:help']))
    const keys = [...descendants(parse(text))].filter(isElement).filter((e) => e.tagName === 'th')
    expect(keys.map((e) => textContent(e).trim())).toEqual([
      'g',
      'H',
      '0-9',
      '/',
      '↓ ↑',
      'r',
      '→',
      '?',
      '←',
      'q',
    ])
  })

  it.each(['about:nothing', 'about:', 'about:<b>', 'about:constructor'])(
    '%s is not there, and the others are listed',
    async (url) => {
      const found = await answer(url)
      expect(found.status).toBe(404)
      expect(hrefs(html(found))).toEqual(['about:blank', 'about:help', 'about:start', 'about:tour'])
    },
  )
})

describe('about:tour', () => {
  it('starts the tour and leads there', async () => {
    const found = await answer('about:tour', () => Promise.resolve(new URL('http://127.0.0.1:4711/')))
    expect([found.status, get(found.fields, 'location')]).toEqual([302, 'http://127.0.0.1:4711/'])
  })

  it('fails as the tour fails', async () => {
    const broken = failure('connect', 'the tour could not be served', { cause: 'EMFILE' })
    expect(
      await fetchAbout(
        new URL('about:tour'),
        session(() => Promise.resolve(broken)),
      ),
    ).toBe(broken)
  })

  it('fails when there is none', async () => {
    expect(await fetchAbout(new URL('about:tour'), session())).toMatchObject({
      type: 'failure',
      kind: 'scheme',
    })
  })
})
