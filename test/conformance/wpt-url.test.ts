/**
 * The URL parser that references go through, against the public test data of the URL Standard.
 * Each difference is Node's; each has its reason here, and the test fails when one is gone.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { resolve } from '../../src/url/reference.js'

const DATA = new URL('../../../shared/suites/wpt-url/urltestdata.json', import.meta.url)

const PROPERTIES = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
  'origin',
] as const

type Case = { readonly input: string; readonly base: string | null; readonly failure?: true } & {
  readonly [property in (typeof PROPERTIES)[number]]?: string
}

const TRAILING_SPACE =
  'Node 20 keeps spaces at the end of an opaque path; the standard of 2025 writes the last as %20'
const INVALID_PUNYCODE =
  'Node 20 refuses a label `xn--…` that is no punycode; the standard of 2025 lets names of ASCII alone pass'

const KNOWN: ReadonlyMap<string, string> = new Map([
  ['non-special:opaque  ?hi', TRAILING_SPACE],
  ['non-special:opaque \t\t  #hi', TRAILING_SPACE],
  ['non-special:opaque\t\t  \r #hi', TRAILING_SPACE],
  ['http://a.b.c.xn--pokxncvks', INVALID_PUNYCODE],
  ['http://10.0.0.xn--pokxncvks', INVALID_PUNYCODE],
  ['http://10.0.0.xN--pokxncvks', INVALID_PUNYCODE],
  ['file://xn--/p', INVALID_PUNYCODE],
])

/** Without a base, an absolute reference is resolved against a page whose own URL lends it nothing. */
const NO_BASE = new URL('about:blank')

function parsed({ input, base }: Case): Partial<Record<string, string>> | 'failure' {
  const baseUrl = base === null ? NO_BASE : resolve(base, NO_BASE)
  if (isFailure(baseUrl)) return 'failure'
  // `about:blank` would lend itself to a lone fragment.
  if (base === null && /^[\0-\x20]*(?:#|$)/.test(input)) return 'failure'
  const url = resolve(input, baseUrl)
  if (isFailure(url)) return 'failure'
  return Object.fromEntries(PROPERTIES.map((property) => [property, url[property]]))
}

function expected(data: Case): Partial<Record<string, string>> | 'failure' {
  if (data.failure === true) return 'failure'
  return Object.fromEntries(PROPERTIES.filter((p) => data[p] !== undefined).map((p) => [p, data[p]]))
}

describe.skipIf(!existsSync(DATA))(
  'URLs of the public suite (skipped where ../shared/suites/wpt-url is absent)',
  () => {
    const cases = existsSync(DATA)
      ? (JSON.parse(readFileSync(DATA, 'utf8')) as readonly (Case | string)[]).filter(
          (c) => typeof c !== 'string',
        )
      : []

    it.each(cases.filter(({ input }) => !KNOWN.has(input)))('$input against $base', (data) => {
      const found = parsed(data)
      const wanted = expected(data)
      if (found === 'failure' || wanted === 'failure') expect(found).toEqual(wanted)
      else expect(found).toMatchObject(wanted)
    })

    it.each([...KNOWN])('%j differs: %s', (input) => {
      const data = cases.find((c) => c.input === input)
      expect(data).toBeDefined()
      const found = parsed(data!)
      expect(found === 'failure' ? {} : found).not.toMatchObject(expected(data!) as object)
    })
  },
)
