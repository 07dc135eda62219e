/**
 * The encoding that a page declares, against html5lib's public test data.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sniffCharset } from '../../src/decode/charset.js'
import { undeclared } from '../../src/decode/undeclared.js'

const DATA = new URL('../../../shared/suites/html5lib-tests/encoding/tests1.dat', import.meta.url)

/**
 * Known differences, by how the page begins. Their `<meta>` stands beyond octet 1024: the suite's older text of the
 * standard had the parser start anew at it; prescanning, which is all that is done here, ends there.
 */
const LATE = [
  '<!-- 2048 characters',
  '<!-- 2049 characters',
  '<!-- 4096 characters',
  '<!-- 4097 characters',
  '<!-- 8192 characters',
  '<!-- 8193 characters',
  '<!-- multi-script test -->',
]

const isLate = ({ data }: Case): boolean => LATE.some((start) => data.startsWith(start))

interface Case {
  readonly data: string
  readonly encoding: string
}

/** The file is read as Latin-1: one character for each octet. */
function read(file: string): readonly Case[] {
  return file
    .split(/(?:^|\n)#data\n/)
    .slice(1)
    .map((part) => {
      const [data = '', encoding = ''] = part.split('\n#encoding\n')
      return { data, encoding: encoding.trim().toLowerCase() }
    })
}

describe.skipIf(!existsSync(DATA))(
  'encodings of the public suite (skipped where ../shared/suites/html5lib-tests is absent)',
  () => {
    const cases = existsSync(DATA) ? read(readFileSync(DATA, 'latin1')) : []

    it('are all read', () => {
      expect(cases.length).toBe(59)
    })

    it.each(cases.filter((c) => !isLate(c)))('$data is in $encoding', async ({ data, encoding }) => {
      const found = await sniffCharset(Buffer.from(data, 'latin1'), { html: true })
      // The suite has windows-1252 for pages that declare nothing; all of ASCII there.
      expect(found === undeclared() ? 'windows-1252' : found.toLowerCase()).toBe(encoding)
    })

    it('are not found where they are declared beyond octet 1024', async () => {
      const late = cases.filter(isLate)
      expect(late.length).toBe(LATE.length)
      for (const { data, encoding } of late) {
        expect(data.indexOf('<meta')).toBeGreaterThan(1024)
        const found = await sniffCharset(Buffer.from(data, 'latin1'), { html: true })
        expect(found.toLowerCase()).not.toBe(encoding)
      }
    })
  },
)
