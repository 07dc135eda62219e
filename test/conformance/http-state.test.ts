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

const nameless = 'section 5.6 step 4: a pair without = or with nothing before it is a cookie without a name'
const control = 'section 5.6 step 1: a control character refuses the whole cookie'

/** What RFC 6265bis wants instead of the suite's expectation, and why. */
const known: Readonly<Record<string, { readonly expected: string; readonly reason: string }>> = {
  '0023': { expected: 'foo', reason: nameless },
  '0024': { expected: 'foo', reason: nameless },
  '0025': { expected: 'foo', reason: nameless },
  '0026': { expected: 'foo', reason: nameless },
  '0028': { expected: 'foo', reason: `${nameless}; the suite's expectation is no Cookie field at all` },
  chromium0009: { expected: 'BLAHHH', reason: nameless },
  chromium0012: { expected: 'ABC', reason: nameless },
  'disabled-chromium0022': { expected: '', reason: control },
  'disabled-chromium0023': { expected: '', reason: control },
  'disabled-path0029': {
    expected: '',
    reason: 'section 5.1.4: paths are compared as they stand, not decoded',
  },
  mozilla0012: { expected: 'test="fubar! = foo; five', reason: nameless },
  mozilla0014: { expected: 'six', reason: nameless },
  mozilla0015: { expected: 'seven', reason: nameless },
  mozilla0017: {
    expected: 'eight; test=six',
    reason: `${nameless}; the last of several replaces the others`,
  },
  name0017: { expected: 'a=bar', reason: nameless },
  name0025: { expected: '==a=bar', reason: nameless },
  name0028: { expected: 'a', reason: nameless },
  name0031: { expected: '"foo', reason: nameless },
  name0032: { expected: '"foo\\"bar', reason: nameless },
  name0033: { expected: 'aaa', reason: nameless },
  'optional-domain0042': {
    expected: 'foo=bar',
    reason: 'section 5.7 step 8: the last Domain counts, and an empty one means this host',
  },
}

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

interface DateCase {
  readonly test: string
  /** null: the text is no date, and the cookie lives until the browser ends */
  readonly expected: string | null
}

const dates = absent
  ? []
  : ['examples.json', 'bsd-examples.json'].flatMap((file) => {
      const cases = JSON.parse(readFileSync(new URL(`dates/${file}`, suite), 'utf8')) as readonly DateCase[]
      return cases.map(({ test, expected }, index) => ({ name: `${file} ${index}`, test, expected }))
    })

describe.skipIf(absent)('http-state dates (skipped: ../shared/suites/http-state is absent)', () => {
  it.each(dates)('$name: $test', async ({ test, expected }) => {
    const time = expected === null ? now : Date.parse(expected)
    const url = new URL('https://a.test/')
    const [decision] = await openCookieStore().store([`a=b; Expires=${test}`], {
      url,
      method: 'GET',
      now: time - 1000,
    })
    const until = new Date(time).toISOString().slice(0, 19).replace('T', ' ')
    const wanted = expected === null ? 'host only, until the browser ends' : `host only, until ${until} UTC`
    expect(decision?.reason).toBe(wanted)
  })
})
