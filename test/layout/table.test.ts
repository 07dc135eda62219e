import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadLineBreakRules } from '../../src/layout/breaks.js'
import { rendered, rows } from './rendered.js'

beforeAll(loadLineBreakRules)

describe('tables', () => {
  it.each<[string, readonly string[]]>([
    ['<tr><td>a<td>b<tr><td>cc<td>dd', ['a   b', 'cc  dd']],
    ['<tr><th>a<th>b<tr><td>1<td>2', ['a  b', '1  2']],
    ['<tr><td>a', ['a']],
    ['<tr><td>a<tr><td>b', ['a', 'b']],
    ['<caption>c</caption><tr><td>a<td>b', ['c', 'a  b']],
    ['<tr><td>a<td>b<tr><td>c', ['a  b', 'c']],
    ['<tr><td>a<tr><td>b<td>c', ['a', 'b  c']],
    ['<tr><td><td>b<tr><td>a<td>', ['   b', 'a']],
    ['<tr><td><td>b<tr><td><td>c', ['b', 'c']],
    ['<tr><td></table><table><tr><td>a', ['a']],
    ['<tr><td colspan=2>wide<tr><td>a<td>b', ['wide', 'a  b']],
    ['<tr><td colspan=2>very wide<td>x<tr><td>a<td>b<td>c', ['very wide  x', 'a  b       c']],
    ['<tr><td>a<td colspan=2>b<tr><td>c<td>d<td>e', ['a  b', 'c  d  e']],
    ['<tr><td rowspan=2>a<td>b<tr><td>c', ['a  b', '   c']],
    ['<tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e', ['a  b', 'c', 'd  e']],
    ['<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c', ['a  b', '   c']],
    ['<tr><td colspan=0>a<td colspan=-1>b<td colspan=x>c', ['a  b  c']],
    ['<tr><td colspan=99999999>a', ['a']],
    ['<tr><td rowspan=99999999>a<td>b<tr><td>c', ['a  b', '   c']],
    ['<tr><td>a<br>b<td>c', ['a  c', 'b']],
    ['<tr><td><p>a<p>b<td>c', ['a  c', '', 'b']],
    ['<tr><td><ul><li>a</ul><td>b', ['• a    b']],
    ['<tr><td>日本<td>b<tr><td>c<td>d', ['日本  b', 'c     d']],
    ['<tr><td><a href=x>a</a><td><a href=y>b</a>', ['[1]a  [2]b']],
    ['<tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table>', ['a  b  c', '   d  e']],
    ['<tr><td><pre>a  b\nc</pre><td>d', ['a  b  d', 'c']],
    ['<tr><td><hr><td>b', ['─  b']],
    ['<tr><td><img><td><img>', []],
    ['', []],
    ['<tr>', []],
    ['text<tr><td>a', ['text', '', 'a']],
  ])('%s', (html, expected) => {
    expect(rows(`<table>${html}</table>`)).toEqual(expected)
  })

  it('stand apart from the text around them', () => {
    expect(rows('a<table><tr><td>b</table>c')).toEqual(['a', '', 'b', '', 'c'])
  })

  it('break the text of cells where columns are narrow', () => {
    expect(rows('<table><tr><td>key<td>one two three four five', { columns: 20 })).toEqual([
      'key  one two three',
      '     four five',
    ])
  })

  it('leave narrow columns whole and share the rest', () => {
    const long = 'word '.repeat(12)
    const [first = ''] = rows(`<table><tr><td>key<td>${long}<td>${long}`, { columns: 43 })
    expect(first.startsWith('key  word')).toBe(true)
    expect(first.length).toBeLessThanOrEqual(43)
    expect(first.match(/word/g)?.length).toBeGreaterThanOrEqual(6)
  })

  it('stand cell below cell where there is no room for columns', () => {
    const html = '<table><tr><td>incomprehensible<td>unintelligible<tr><td>a<td>b'
    expect(rows(html, { columns: 20 })).toEqual(['incomprehensible', 'unintelligible', 'a', 'b'])
  })

  it('take no more than the page, for words without end', () => {
    const html = `<table><tr><td>${'x'.repeat(200)}<td>b`
    for (const row of rows(html, { columns: 60 })) expect(row.length).toBeLessThanOrEqual(60)
  })

  it('do not grow with the square of their nesting', () => {
    const deep = '<table><tr><td>a<td>'.repeat(100)
    expect(rows(`${deep}b`, { columns: 80 }).join(' ')).toContain('b')
  })

  it('keep headings and anchors of their cells', () => {
    const { headings, anchors } = rendered('<table><tr><td>x<td><h2 id=h>a</h2><p id=p>b</table>')
    expect(headings).toEqual([{ level: 2, text: 'a', line: 0 }])
    expect(Object.fromEntries(anchors)).toEqual({ h: 0, p: 2 })
  })

  it('show all their words at any width', () => {
    const cell = fc
      .tuple(
        fc.constantFrom('td', 'th', 'td colspan=2', 'td rowspan=2', 'td colspan=3 rowspan=3'),
        fc.array(fc.constantFrom('a', 'word', 'incomprehensibilities', '日本語'), { maxLength: 4 }),
      )
      .map(([tag, words]) => `<${tag}>${words.join(' ')}`)
    const table = fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 5 })
    const sorted = (text: string) => [...text.replace(/\s/g, '')].sort().join('')
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 120 }), (rowsOfCells, columns) => {
        const html = rowsOfCells.map((cells) => `<tr>${cells.join('')}`).join('')
        const shown = rows(`<table>${html}</table>`, { columns })
        expect(sorted(shown.join(''))).toBe(sorted(html.replace(/<[^>]*>/g, '')))
      }),
      { numRuns: 300 },
    )
  })

  it('stay within the width at any width', () => {
    const cell = fc
      .array(fc.constantFrom('a', 'word', 'text'), { maxLength: 6 })
      .map((words) => `<td>${words.join(' ')}`)
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        (table, columns) => {
          const html = table.map((cells) => `<tr>${cells.join('')}`).join('')
          for (const row of rows(`<table>${html}</table>`, { columns }))
            expect(row.length).toBeLessThanOrEqual(columns)
        },
      ),
      { numRuns: 300 },
    )
  })
})
