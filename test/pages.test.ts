/**
 * The pages of fixtures/pages as a dump shows them, beside each page at 40 and 80 columns.
 * `npx vitest run test/pages.test.ts -u` writes them anew; read what it wrote.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dump } from '../src/dump.js'
import { parseDocument } from '../src/html/parse.js'
import { loadLineBreakRules } from '../src/layout/breaks.js'

const PAGES = new URL('../fixtures/pages/', import.meta.url)
const names = readdirSync(PAGES).flatMap((file) => /^(.*)\.html$/.exec(file)?.[1] ?? [])

describe('a page of fixtures/pages', () => {
  it.each(names.flatMap((name) => [40, 80].map((columns) => ({ name, columns }))))(
    '$name at $columns columns',
    async ({ name, columns }) => {
      await loadLineBreakRules()
      const html = readFileSync(new URL(`${name}.html`, PAGES), 'utf8')
      const document = parseDocument(html, new URL(`http://pages.test/${name}.html`))
      const text = dump(document, { columns, numbers: true, refs: 'list', color: false })
      await expect(text).toMatchFileSnapshot(new URL(`${name}.${columns}.txt`, PAGES).pathname)
    },
  )

  it('is there', () => {
    expect(names.length).toBeGreaterThan(10)
  })
})
