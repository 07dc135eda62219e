import { serialize } from 'parse5'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dump } from '../../src/dump.js'
import { isFailure } from '../../src/failure.js'
import { descendants, textContent } from '../../src/html/document.js'
import type { ParseBudget } from '../../src/html/parse.js'
import { collapse, openParser, parseDocument } from '../../src/html/parse.js'
import { render } from '../../src/render.js'
import { lineAsText } from '../../src/view/sgr.js'

const url = new URL('http://a.test/folder/page')

/** A clock that goes on by a millisecond whenever it is read. */
function ticking(): () => number {
  let now = 0
  return () => now++
}

function parsed(pieces: readonly string[], budget?: ParseBudget) {
  const parser = openParser(url, budget === undefined ? {} : { budget })
  let trouble
  for (const piece of pieces) trouble = parser.write(piece)
  return { parser, trouble: parser.end() ?? trouble, document: parser.document() }
}

const unlimited: ParseBudget = { nodes: Infinity, slice: Infinity, clock: () => 0 }

describe('the title (HTML 4.2.2)', () => {
  it.each([
    ['<title>Plain</title>', 'Plain'],
    ['<title>  a \n\t b  </title>', 'a b'],
    ['<title>&lt;b> &amp; &eacute;</title>', '<b> & é'],
    ['<title>first</title><title>second</title>', 'first'],
    ['<title></title><title>second</title>', ''],
    ['<p>x', ''],
    ['<body><title>in the body</title>', 'in the body'],
    ['<svg><title>of a picture</title></svg>', ''],
    ['<svg><title>of a picture</title></svg><title>of the page</title>', 'of the page'],
    ['<title>never ends', 'never ends'],
    ['<title>a<!-- b --></title>', 'a<!-- b -->'],
  ])('%s is %o', (html, title) => {
    expect(parseDocument(html, url).title).toBe(title)
  })
})

describe('the base (HTML 4.2.3)', () => {
  it.each([
    ['', 'http://a.test/folder/page'],
    ['<base>', 'http://a.test/folder/page'],
    ['<base href="">', 'http://a.test/folder/page'],
    ['<base href=other/>', 'http://a.test/folder/other/'],
    ['<base href=//b.test>', 'http://b.test/'],
    ['<base target=_top><base href=/x>', 'http://a.test/x'],
    ['<base href=/first><base href=/second>', 'http://a.test/first'],
    ['<p><base href=/late></p>', 'http://a.test/late'],
    ['<base href="http://[">', 'http://a.test/folder/page'],
    ['<base href="javascript:alert(1)//">', 'http://a.test/folder/page'],
    ['<base href="data:text/html,x">', 'http://a.test/folder/page'],
    ['<base href=" /spaced ">', 'http://a.test/spaced'],
  ])('of %s is %s', (html, base) => {
    const document = parseDocument(html, url)
    expect(document.baseUrl.href).toBe(base)
    expect(document.url.href).toBe(url.href)
  })

  it('falls back to the base that the caller gives', () => {
    const open = (html: string) => {
      const parser = openParser(url, { base: new URL('http://c.test/d/') })
      parser.write(html)
      parser.end()
      return parser.document().baseUrl.href
    }
    expect(open('<p>')).toBe('http://c.test/d/')
    expect(open('<base href=e>')).toBe('http://c.test/d/e')
  })
})

describe('a tree', () => {
  const html =
    '<!doctype html><title>A &amp; B</title><table><tr><form><td>x<b><p>y</b>z</table><pre>\n\na</pre><textarea>\nb</textarea>&notit; &#x1F600; \u{1F600}<!-- c --><script>"</p>"</script><svg><![CDATA[d]]></svg>'

  it('does not depend on where the text is cut', () => {
    const whole = serialize(parsed([html]).document.root)
    for (let at = 0; at <= html.length; at++) {
      expect(serialize(parsed([html.slice(0, at), html.slice(at)]).document.root)).toBe(whole)
    }
    expect(serialize(parsed([...html]).document.root)).toBe(whole)
  })

  it('does not depend on whether the document was looked at before its end', () => {
    const parser = openParser(url)
    for (const character of html) {
      parser.write(character)
      parser.document()
    }
    parser.end()
    const seen = textContent(parser.document().root).replace(/\s+/g, ' ')
    expect(seen).toBe(textContent(parseDocument(html, url).root).replace(/\s+/g, ' '))
  })

  it('is the same in any pieces, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<table>',
        '<td>',
        '<b>',
        '</b>',
        '<!--',
        '-->',
        '&amp',
        ';',
        '\r',
        '\n',
        '<',
        'a',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const whole = serialize(parsed([pieces.join('')], unlimited).document.root)
        return serialize(parsed(pieces, unlimited).document.root) === whole
      }),
    )
  })

  it('can be read while it grows', () => {
    const parser = openParser(url)
    parser.write('<title>News</title><p>Hel')
    expect(parser.document().title).toBe('News')
    expect(textContent(parser.document().root)).toContain('Hel')
    parser.write('lo<p>again')
    expect(textContent(parser.document().root)).toContain('Helloagain')
  })

  it('shows what is for those who run no scripts', () => {
    expect(textContent(parseDocument('<noscript><p>seen</noscript>', url).root)).toBe('seen')
  })

  it('has no contents of templates among its nodes', () => {
    expect(textContent(parseDocument('<template>unseen</template>seen', url).root)).toBe('seen')
  })
})

describe('the budget', () => {
  const trouble = { type: 'failure', kind: 'limit', url: url.href }

  it('of nodes ends the parse, and what was parsed stays', () => {
    const budget = { ...unlimited, nodes: 1000 }
    const result = parsed(['<p>first', '<p>x'.repeat(5000), '<p>last'], budget)
    expect(result.trouble).toMatchObject(trouble)
    const text = textContent(result.document.root)
    expect(text.startsWith('firstx')).toBe(true)
    expect(text).not.toContain('last')
    expect([...descendants(result.document.root)].length).toBeLessThan(1300)
  })

  it('of nodes is not spent by a page within it', () => {
    const result = parsed(['<p>x'.repeat(5000)], { ...unlimited, nodes: 20_100 })
    expect(result.trouble).toBeUndefined()
  })

  it('of time counts from each piece of text', () => {
    let now = 0
    const budget = { nodes: Infinity, slice: 100, clock: () => now }
    const parser = openParser(url, { budget })
    for (let i = 0; i < 20; i++) {
      now += 90
      expect(parser.write('<p>x'.repeat(500))).toBeUndefined()
    }
    expect(parser.end()).toBeUndefined()
  })

  it('of time ends a piece that takes too long', () => {
    const { trouble: spent } = parsed(['<p>x'.repeat(50_000)], {
      nodes: Infinity,
      slice: 20,
      clock: ticking(),
    })
    expect(spent).toMatchObject(trouble)
  })

  it('once spent is spent for ever, and gives the same tree', () => {
    const { parser, document } = parsed(['<p>x'.repeat(5000)], { ...unlimited, nodes: 256 })
    const tree = serialize(document.root)
    expect(parser.write('<p>more')).toMatchObject(trouble)
    expect(parser.end()).toMatchObject(trouble)
    expect(serialize(parser.document().root)).toBe(tree)
  })

  it.each(['<a ', '<a x="', '<!--', '</'])('ends a page that is one %s without end', (open) => {
    const parser = openParser(url, { budget: unlimited })
    expect(parser.write(`<p>seen${open}`)).toBeUndefined()
    const piece = 'x'.repeat(1 << 20)
    const answers = Array.from({ length: 12 }, () => parser.write(piece))
    expect(answers[3]).toBeUndefined()
    expect(answers.at(-1)).toMatchObject(trouble)
    expect(textContent(parser.document().root)).toBe('seen')
  })

  it('stops a page of cubic time, whose tree can be rendered', () => {
    const n = 4000
    const attributes = (name: string) => Array.from({ length: n }, (_, i) => `<${name} ${i}>`).join('')
    const cubic = `<h1>Before</h1>${attributes('b')}${attributes('i')}${'x</b>'.repeat(n)}`
    const { trouble: spent, document } = parsed([cubic], {
      nodes: 2_000_000,
      slice: 500,
      clock: () => performance.now(),
    })
    expect(spent).toMatchObject(trouble)
    expect(render(document, { columns: 80 }).lines.map(lineAsText).join('')).toContain('Before')
  })
})

describe('a page that asks to go on by itself', () => {
  it.each([
    ['0; url=next.html', 'next.html'],
    ['5;URL=/a?b=1;c', '/a?b=1;c'],
    [` 0 , url = 'quoted.html' rest`, 'quoted.html'],
    ['0;url="double.html"', 'double.html'],
    ['1.5 bare.html', 'bare.html'],
    ['3', undefined],
    ['0; url=', undefined],
    ['soon; url=x', undefined],
    [`0${' '.repeat(1_000_000)}`, undefined],
  ])('%.40s leads to %s', (content, href) => {
    const { document } = parsed([
      `<meta http-equiv=Refresh content="${content.replaceAll('"', '&quot;')}"><p>x`,
    ])
    expect(document.refresh?.href).toBe(href)
  })

  it('offers the first such address as its first link', () => {
    const html =
      '<meta http-equiv=refresh content="0;url=a"><meta http-equiv=refresh content="0;url=b"><a href=c>c</a>'
    const { targets, lines } = render(parsed([html]).document, { columns: 80 })
    expect(targets.map(({ target }) => target.type === 'link' && target.href)).toEqual(['a', 'c'])
    expect(lines.map(lineAsText).join('')).toBe('[1]→ a\n[2]c\n')
  })
})

describe('a page nested 100,000 deep', () => {
  const deep = 100_000

  it.each([
    ['div', '<div>', 'x'],
    ['blockquote', '<blockquote>', 'x'],
    ['ul li', '<ul><li>', 'x'],
    ['ol li', '<ol><li>', 'x'],
    ['dl dd', '<dl><dd>', 'x'],
    ['table tr td', '<table><tr><td>', 'x'],
    ['b', '<b>', 'x'],
    ['span', '<span>', 'x'],
    ['a', '<a href=x>', 'x'],
    ['sup', '<sup>', 'x'],
    ['q', '<q>', 'x'],
    ['h1', '<div><h1>', 'x'],
    ['fieldset', '<fieldset>', 'x'],
    ['ruby', '<ruby><rt>', 'x'],
    ['button', '<object><button>', 'x'],
    ['svg', '<svg>', 'x'],
    ['details', '<details><summary>', 'x'],
  ])(
    'of %s is parsed, rendered and dumped',
    (_, open, text) => {
      const count = Math.floor(deep / (open.split('<').length - 1))
      const { document, trouble } = parsed([open.repeat(count), text], unlimited)
      expect(isFailure(trouble)).toBe(false)
      const options = { columns: 80, numbers: true, refs: 'list', color: false } as const
      expect(() => dump(document, options)).not.toThrow()
    },
    30_000,
  )
})

describe('collapse (Infra 4.6)', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    [' a ', 'a'],
    ['a \t\n\f\r b', 'a b'],
    ['a\u00a0 b', 'a\u00a0 b'],
  ])('%o becomes %o', (text, expected) => {
    expect(collapse(text)).toBe(expected)
  })
})
