/**
 * The cookie suite of the IETF's http-state group, through our CookieStore. It was written for RFC 6265; the rules
 * here are those of RFC 6265bis, so what differs is listed with the reason.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openCookieStore } from '../../src/fetch/cookies.js'
import type { CookieContext } from '../../src/fetch/session.js'

const suite = new URL('../../../shared/suites/http-state/', import.meta.url)
const absent = !existsSync(suite)

/** The suite's dates lie ahead of this moment, or behind it by years. */
const now = Date.UTC(2011, 0, 1)

/** name -> what RFC 6265bis wants instead of the suite's expectation, and why. */
const known: Readonly<Record<string, { readonly expected: string; readonly reason: string }>> = {}

function context(url: string): CookieContext {
  return { url: new URL(url), method: 'GET', now }
}

function read(name: string): string {
  return readFileSync(new URL(`parser/${name}`, suite), 'latin1')
}

/** What the browser sends after the server's fields, to where Location leads. */
async function answerTo(name: string): Promise<string> {
  const fields = read(`${name}-test`)
    .split('\n')
    .map((line) => /^([A-Za-z-]+):[ \t]?(.*?)\r?$/s.exec(line))
    .flatMap((match) => (match === null ? [] : [[(match[1] ?? '').toLowerCase(), match[2] ?? ''] as const]))
  const base = `http://home.example.org:8888/cookie-parser?${name}`
  const location = fields.find(([field]) => field === 'location')?.[1] ?? `/cookie-parser-result?${name}`
  const store = openCookieStore()
  const setCookie = fields.filter(([field]) => field === 'set-cookie').map(([, value]) => value)
  await store.store(setCookie, context(base))
  const { value } = await store.cookieHeader(context(new URL(location, base).href))
  return value ?? ''
}

const names = absent
  ? []
  : readdirSync(new URL('parser/', suite))
      .filter((file) => file.endsWith('-test'))
      .map((file) => file.slice(0, -'-test'.length))
      .sort()

describe.skipIf(absent)('http-state parser suite (skipped: ../shared/suites/http-state is absent)', () => {
  it('is there in full', () => {
    expect(names.length).toBeGreaterThan(100)
    expect(Object.keys(known).filter((name) => !names.includes(name))).toEqual([])
  })

  it.each(names)('%s', async (name) => {
    const expected = read(`${name}-expected`)
      .trim()
      .replace(/^Cookie: /, '')
    expect(await answerTo(name)).toBe(known[name]?.expected ?? expected)
  })
})
