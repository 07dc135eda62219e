import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { children, isElement } from '../src/html/document.js'
import type { Node } from '../src/html/document.js'
import { parseDocument } from '../src/html/parse.js'
import { loadLineBreakRules } from '../src/layout/breaks.js'
import type { Line, Rendering } from '../src/layout/line.js'
import { cellWidth } from '../src/layout/width.js'
import { render } from '../src/render.js'
import { lineAsText } from '../src/view/sgr.js'
import { pageUrl, rendered, rowOf, rows } from './layout/rendered.js'

beforeAll(loadLineBreakRules)

/** C0, C1, bidi controls, line separators: what may reach no terminal. */
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const widthOf = (line: Line): number => line.spans.reduce((sum, span) => sum + span.width, line.indent)

const WORDS = [
  'a',
  'word',
  'incomprehensibilities',
  'well-known',
  'and/or',
  'naïve',
  'Größe',
  '日本語の文章',
  '한국어',
  'ไทยไทย',
  'e\u0301',
  '👩‍💻',
  '🇩🇪',
  '“quoted”',
  'x\u00a0y',
  'https://a.test/a/long/path?with=query',
  '\u202eturned',
  '\x1b[31mred',
  'soft\u00adhyphen',
  '1,000.00',
  '…',
]
const word = fc.constantFrom(...WORDS)
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))

/** Markup of a small grammar: a tree of elements, properly closed. */
function markupOf(inline: readonly string[], blocks: readonly string[]): fc.Arbitrary<string> {
  const element = (names: readonly string[], inside: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom(...names), inside)
      .map(([name, html]) => `<${name}>${html}</${/^[\w]+/.exec(name)?.[0] ?? name}>`)
  const { block } = fc.letrec<{ inline: string; block: string }>((tie) => ({
    inline: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, element(inline, tie('inline'))),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('inline'),
      element(
        blocks,
        fc.array(tie('block'), { maxLength: 4 }).map((parts) => parts.join(' ')),
      ),
    ),
  }))
  return fc.array(block, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n'))
}

const INLINE = ['b', 'em', 'code', 'a href=x', 'a id=i', 'span', 'sup', 'q', 'small', 'button', 'u', 'mark']
const BLOCKS = [
  'p',
  'div',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h1',
  'h3',
  'dl',
  'dt',
  'dd',
  'center',
  'fieldset',
]
const TABLES = ['table', 'tr', 'td', 'th colspan=2', 'td rowspan=2', 'caption', 'table><tr><td']

const flowing = markupOf(INLINE, BLOCKS)
const anything = fc.oneof(
  markupOf(
    [...INLINE, 'textarea', 'select', 'ruby', 'rt', 'svg', 'del'],
    [...BLOCKS, ...TABLES, 'pre', 'form'],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            ...INLINE,
            ...BLOCKS,
            ...TABLES,
            'pre',
            'br',
            'hr',
            'input',
            'img alt=x',
            'wbr',
            'template',
            'plaintext',
            'frameset',
            'select',
            'option',
            'input type=__proto__',
          ].map((name) => `<${name}>`),
        ),
        fc.constantFrom(
          '</p>',
          '</table>',
          '</b>',
          '</a>',
          '</div>',
          '</li>',
          '</select>',
          '<!--',
          '-->',
          '&#x202e;',
          '&#27;',
        ),
        text,
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 300 }).map((octets) => Buffer.from(octets).toString('latin1')),
)
const columns = fc.integer({ min: 1, max: 120 })

const NO_TEXT = new Set([
  'script',
  'style',
  'template',
  'title',
  'head',
  'svg',
  'select',
  'textarea',
  'input',
  'datalist',
])

/** The words of a tree in document order, those of elements that are never shown left out. */
function wordsOf(root: Node): string {
  let text = ''
  const nodes: (Node | string)[] = [root]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (typeof node === 'string') text += node
    else if (node.nodeName === '#text') text += (node as { value: string }).value
    else if (!isElement(node) || !NO_TEXT.has(node.tagName)) nodes.push(...[...children(node)].reverse())
  }
  return text
}

/** Letters and digits alone: what is left when markers, numbers, rules and blanks are taken out. */
const letters = (text: string): string => text.replace(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, '')

const shown = (rendering: Rendering): string => rendering.lines.map(lineAsText).join('')

describe('render, of any document at any width', () => {
  it('throws nothing, gives widths in cells, and lets no control through', () => {
    fc.assert(
      fc.property(anything, columns, fc.boolean(), fc.boolean(), (html, width, plain, urls) => {
        const { lines } = rendered(html, { columns: width, plain, urls })
        for (const { spans, indent } of lines) {
          expect(indent).toBeGreaterThanOrEqual(0)
          for (const span of spans) {
            expect(UNSAFE.test(span.text)).toBe(false)
            expect(/\p{Cs}/u.test(span.text)).toBe(false)
            expect(span.width).toBe(cellWidth(span.text))
            expect(span.text).not.toBe('')
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  it('keeps flowing text within the width; a character of two cells may stand alone in one', () => {
    fc.assert(
      fc.property(flowing, columns, fc.boolean(), (html, width, plain) => {
        for (const line of rendered(html, { columns: width, plain }).lines) {
          expect(widthOf(line), rowOf(line)).toBeLessThanOrEqual(Math.max(2, width))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('prints all words in order where there are no tables', () => {
    fc.assert(
      fc.property(flowing, columns, (html, width) => {
        const document = parseDocument(html, pageUrl)
        const rendering = render(document, { columns: width, numbers: false })
        expect(letters(shown(rendering))).toBe(letters(wordsOf(document.root)))
      }),
      { numRuns: 400 },
    )
  })

  it('finds each target where its text begins', () => {
    fc.assert(
      fc.property(anything, columns, (html, width) => {
        const { lines, targets } = rendered(html, { columns: width })
        targets.forEach(({ line, column, text }, i) => {
          const spans = lines[line]?.spans ?? []
          let at = lines[line]?.indent ?? 0
          const span = spans.find((s) => {
            if (at === column && s.width > 0) return true
            at += s.width
            return false
          })
          // a target without words has none to be found
          if (text !== '' || span?.target !== undefined) expect(span?.target, html).toBe(i)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('has the same targets with numbers and without, at every width', () => {
    fc.assert(
      fc.property(anything, columns, columns, (html, one, other) => {
        const document = parseDocument(html, pageUrl)
        const targets = (width: number, numbers: boolean) =>
          render(document, { columns: width, numbers }).targets.map(({ target }) => target.element)
        expect(targets(one, false)).toEqual(targets(other, true))
      }),
    )
  })

  it('numbers targets in document order', () => {
    fc.assert(
      fc.property(flowing, columns, (html, width) => {
        const numbers = shown(rendered(html, { columns: 10_000 + width }))
          .match(/\[\d+\]/g)
          ?.map((number) => Number(number.slice(1, -1)))
        expect(numbers ?? []).toEqual((numbers ?? []).map((_, i) => i + 1))
      }),
    )
  })

  it('gives the same lines twice, and changes nothing in the document', () => {
    fc.assert(
      fc.property(anything, columns, (html, width) => {
        const document = parseDocument(html, pageUrl)
        const once = render(document, { columns: width })
        render(document, { columns: width + 7, numbers: false, plain: true })
        expect(render(document, { columns: width })).toEqual(once)
        expect(render(parseDocument(html, pageUrl), { columns: width }).lines).toEqual(once.lines)
      }),
    )
  })

  it('puts anchors and headings on lines that are there', () => {
    fc.assert(
      fc.property(anything, columns, (html, width) => {
        const { lines, anchors, headings } = rendered(html, { columns: width })
        for (const line of [...anchors.values(), ...headings.map((heading) => heading.line)]) {
          expect(line).toBeGreaterThanOrEqual(0)
          expect(line).toBeLessThan(Math.max(1, lines.length))
        }
      }),
    )
  })

  it('leaves no two blank lines between blocks, and none at the ends', () => {
    fc.assert(
      fc.property(flowing, fc.integer({ min: 20, max: 120 }), (html, width) => {
        expect(rows(html, { columns: width }).join('\n')).not.toMatch(/^\n|\n\n\n|\n$/)
      }),
    )
  })
})

describe('render', () => {
  it('gives anchors the line below them', () => {
    const { anchors } = rendered(
      '<p id=a>x<p>y <b id=b>z</b><a name=c></a><div id=d></div><p id=e>w<i id=f></i>',
    )
    expect(Object.fromEntries(anchors)).toEqual({ a: 0, b: 2, c: 2, d: 4, e: 4, f: 4 })
  })

  it('gives an id that stands twice its first line', () => {
    expect(rendered('<p id=a>x<p id=a>y').anchors.get('a')).toBe(0)
  })

  it('lists headings with level, text and line', () => {
    const { headings } = rendered('<h1>A <b>b</b></h1><p>x<h3> c\nd </h3><h2></h2>')
    expect(headings).toEqual([
      { level: 1, text: 'A b', line: 0 },
      { level: 3, text: 'c d', line: 4 },
    ])
  })

  it('keeps a target’s words, white space collapsed, over the ends of lines', () => {
    const html = `<a href=x>one two  three <b>four</b> five six seven eight nine</a>`
    expect(rendered(html, { columns: 20 }).targets[0]?.text).toBe(
      'one two three four five six seven eight nine',
    )
  })

  it('keeps at most some hundred characters of a target’s words', () => {
    const [target] = rendered(`<a href=x>${'word '.repeat(1000)}</a>`).targets
    expect(target?.text.length).toBeLessThan(300)
  })

  it('writes URLs after links when asked', () => {
    expect(rows('<a href=/x>a</a> b <a href="">c</a>', { columns: 80, urls: true })).toEqual([
      '[1]a <http://a.test/x> b [2]c <http://a.test/folder/page>',
    ])
  })

  it('shows what was typed in the place of what the page says', () => {
    const document = parseDocument('<input value=old size=5>', pageUrl)
    const element = render(document, { columns: 40 }).targets[0]?.target.element
    const values = new Map(element === undefined ? [] : [[element, 'new']])
    expect(render(document, { columns: 40, values }).lines.map(rowOf)).toEqual(['[1][new__]'])
  })

  it('of an empty document is empty', () => {
    expect(rendered('')).toEqual({ lines: [], targets: [], anchors: new Map(), headings: [] })
  })
})
