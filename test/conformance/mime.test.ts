/**
 * Parsing of MIME types, against the public test data of the MIME Sniffing Standard: essence and charset as this
 * program takes them, and the encoding that the charset names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodingName } from '../../src/decode/encoding.js'
import { extractMimeType } from '../../src/decode/mime.js'

const DATA = new URL('../../../shared/suites/mime/mime-types.json', import.meta.url)

interface Case {
  readonly input: string
  /** serialised; null where the input is no type */
  readonly output: string | null
  readonly encoding?: string | null
}

/** What is wanted of a serialised type: values are tokens or quoted strings by then. */
function fields(output: string): { readonly essence: string; readonly charset?: string } {
  const [essence = ''] = output.split(';')
  const [, quoted, token] = /;charset=(?:"((?:[^"\\]|\\[^])*)"|([^;]*))/.exec(output) ?? []
  const charset = quoted?.replace(/\\([^])/g, '$1') ?? token
  return charset === undefined ? { essence } : { essence, charset }
}

describe.skipIf(!existsSync(DATA))(
  'MIME types of the public suite (skipped where ../shared/suites/mime is absent)',
  () => {
    const cases = existsSync(DATA)
      ? (JSON.parse(readFileSync(DATA, 'utf8')) as readonly (Case | string)[]).filter(
          (c) => typeof c !== 'string',
        )
      : []

    it('are all read', () => {
      expect(cases.length).toBe(74)
    })

    it.each(cases)('$input is $output', ({ input, output }) => {
      expect(extractMimeType(input)).toEqual(output === null ? undefined : fields(output))
    })

    it.each(cases.filter(({ encoding }) => encoding !== undefined))(
      '$input is in the encoding $encoding',
      async ({ input, encoding }) => {
        expect((await encodingName(extractMimeType(input)?.charset)) ?? null).toBe(encoding)
      },
    )
  },
)
