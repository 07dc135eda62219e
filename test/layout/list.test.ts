import { describe, expect, it } from 'vitest'
import { rows } from './rendered.js'

describe('lists (HTML 4.4.5 to 4.4.8)', () => {
  it.each([
    ['<ul><li>a<li>b</ul>', ['  • a', '  • b']],
    ['<menu><li>a</menu>', ['  • a']],
    ['<dir><li>a</dir>', ['  • a']],
    [
      '<ul><li>a<ul><li>b<ul><li>c<ul><li>d</ul></ul></ul></ul>',
      ['  • a', '    ◦ b', '      ▪ c', '        • d'],
    ],
    ['<ul><li></ul>', ['  •']],
    ['<ul><li><li>b</ul>', ['  •', '  • b']],
    ['<ul></ul>', []],
    ['<ul>a</ul>', ['  a']],
    ['<ul><li><ul><li>a</ul></ul>', ['  • ◦ a']],
    ['<ul><li><ol><li>a</ol></ul>', ['  • 1. a']],
    ['<ul><li><p>a<p>b<li>c</ul>', ['  • a', '', '    b', '', '  • c']],
    ['<ul><li>a<pre>b\n c</pre></ul>', ['  • a', '', '    b', '     c']],
    ['<li>a', ['• a']],
    ['a<ul><li>b</ul>c', ['a', '', '  • b', '', 'c']],
    ['<ul><li>a<ol><li>b</ol>c</ul>', ['  • a', '    1. b', '    c']],
    ['<ul><li>a<br>b</ul>', ['  • a', '    b']],
  ])('%s', (html, expected) => {
    expect(rows(html)).toEqual(expected)
  })

  it.each([
    ['<ol><li>a<li>b</ol>', ['  1. a', '  2. b']],
    ['<ol start=3><li>a<li>b</ol>', ['  3. a', '  4. b']],
    ['<ol start=" +3px"><li>a</ol>', ['  3. a']],
    ['<ol start=x><li>a</ol>', ['  1. a']],
    ['<ol start=-1><li>a<li>b<li>c</ol>', ['  -1. a', '   0. b', '   1. c']],
    ['<ol reversed><li>a<li>b</ol>', ['  2. a', '  1. b']],
    ['<ol reversed start=10><li>a<li>b</ol>', ['  10. a', '   9. b']],
    ['<ol><li>a<li value=7>b<li>c</ol>', ['  1. a', '  7. b', '  8. c']],
    ['<ol type=a><li>a<li>b</ol>', ['  a. a', '  b. b']],
    ['<ol type=A start=26><li>a<li>b</ol>', ['   Z. a', '  AA. b']],
    ['<ol type=a start=0><li>a<li>b</ol>', ['  0. a', '  a. b']],
    ['<ol type=i start=4><li>a</ol>', ['  iv. a']],
    ['<ol type=I start=1999><li>a</ol>', ['  MCMXCIX. a']],
    ['<ol type=I start=4000><li>a</ol>', ['  4000. a']],
    ['<ol type=1><li>a</ol>', ['  1. a']],
    ['<ol type=square><li>a</ol>', ['  1. a']],
    ['<ol start=99999999999><li>a</ol>', ['  999999999. a']],
    ['<ol><li>a</ol><ol><li>b</ol>', ['  1. a', '', '  1. b']],
    ['<ol><li>a<ol><li>b</ol><li>c</ol>', ['  1. a', '     1. b', '  2. c']],
  ])('%s', (html, expected) => {
    expect(rows(html)).toEqual(expected)
  })

  it.each([
    '<ol start=9><li>text<li>text</ol>',
    '<ol><li value=100>text<li value=1>text<li>text</ol>',
    '<ol type=i><li>text<li>text<li>text<li>text<li>text</ol>',
    '<ol type=A start=25><li>text<li>text<li>text</ol>',
    '<ol reversed start=1><li>text<li>text</ol>',
  ])('the texts of %s begin in one column', (html) => {
    expect(new Set(rows(html).map((row) => row.indexOf('text'))).size).toBe(1)
  })

  it('continues an item below its text and not below its marker', () => {
    expect(rows('<ul><li>one two three four</ul>', { columns: 24 })).toEqual(['  • one two three four'])
    expect(rows('<ol start=10><li>one two three four five six</ol>', { columns: 26 })).toEqual([
      '  10. one two three four',
      '      five six',
    ])
  })

  it('leaves room for words however deep it is nested', () => {
    const deep = rows(`${'<ul><li>item'.repeat(30)} that is deepest`, { columns: 40 })
    expect(deep.at(-1)?.trimStart()).toMatch(/^\S item that is$|^deepest$|^\S item that is deepest$/)
    expect(Math.max(...deep.map((row) => row.length))).toBeLessThanOrEqual(40)
    expect(rows(`${'<ol><li>'.repeat(30)}innermost`, { columns: 40 }).at(-1)).toMatch(/1\. innermost$/)
  })

  it('gives up its indent before its words where the width is small', () => {
    expect(rows('<ul><li>abc<ul><li>def</ul></ul>', { columns: 5 })).toEqual(['• abc', '◦ def'])
  })
})

describe('definition lists (HTML 4.4.9)', () => {
  it.each([
    ['<dl><dt>a<dd>b</dl>', ['a', '    b']],
    ['<dl><dt>a<dt>b<dd>c<dd>d</dl>', ['a', 'b', '    c', '    d']],
    ['<dl><div><dt>a<dd>b</div></dl>', ['a', '    b']],
    ['<dl><dd>b</dl>', ['    b']],
    ['<p>x</p><dl><dt>a</dl><p>y', ['x', '', 'a', '', 'y']],
    ['<dl><dt>a<dd><p>b<p>c</dl>', ['a', '', '    b', '', '    c']],
  ])('%s', (html, expected) => {
    expect(rows(html)).toEqual(expected)
  })
})
