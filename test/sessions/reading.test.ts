import { describe, expect, it } from 'vitest'
import { shownSheet } from '../../src/browser/model.js'
import { open } from '../support/session-driver.js'

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, i) => `<p>Paragraph ${i + 1} is about the number ${i + 1}.</p>`).join('')

const SITE = {
  'http://a.test/': `<title>First</title><h1>First page</h1><p><a href="/one">one</a> and <a href="/two">two</a></p>${paragraphs(60)}<p><a href="/end">the end</a></p>`,
  'http://a.test/one': '<h1>One</h1><p>No links here.</p>',
  'http://a.test/two': '<h1>Second page</h1><p><a href="/">home</a></p>',
  'http://a.test/end': '<h1>The end</h1>',
  'http://a.test/many': Array.from(
    { length: 30 },
    (_, i) => `<p><a href="/n${i + 1}">link ${i + 1}</a></p>`,
  ).join(''),
  'http://a.test/n2': '<h1>Page two of many</h1>',
  'http://a.test/n12': '<h1>Page twelve of many</h1>',
}

describe('following', () => {
  it('follows a link by its number and comes back', () => {
    open(SITE, 'http://a.test/').press('2', 'Enter').shows('Second page').press('Left').shows('First page')
  })

  it('goes back without a request, to the place and the link that was chosen', () => {
    open(SITE, 'http://a.test/')
      .press('G', 'Up')
      .focuses('the end')
      .press('Enter')
      .shows('The end')
      .requested(2)
      .press('Left')
      .requested(2)
      .focuses('the end')
      .shows('Paragraph 60')
      .press('Alt-Right')
      .shows('The end')
      .requested(2)
  })

  it('follows at once when no longer number is possible', () => {
    open(SITE, 'http://a.test/two').press('1').shows('First page')
  })

  it('waits for more digits when a longer number is possible, and shows what the digits mean', () => {
    open(SITE, 'http://a.test/many')
      .press('1')
      .says('link 1')
      .says('link 1 → http://a.test/n1  (1, 10-19)')
      .focuses('link 1')
      .press('2')
      .shows('Page twelve of many')
  })

  it('takes a short number on Enter', () => {
    open(SITE, 'http://a.test/many').press('2').focuses('link 2').press('Enter').shows('Page two of many')
  })

  it('says which numbers there are, and stays open', () => {
    open(SITE, 'http://a.test/many')
      .press('3', '7')
      .says('no link 37: this page has 1-30')
      .press('Backspace', 'Backspace')
      .press('0')
      .says('no link 0: this page has 1-30')
      .press('Esc')
      .requested(1)
      .hides('no link')
  })

  it('says so when a page has no links', () => {
    open(SITE, 'http://a.test/one').press('1').says('this page has no links')
  })

  it('leaves the number prompt where it was opened', () => {
    open(SITE, 'http://a.test/many', { rows: 10, settings: { autofollow: false } })
      .press('2', '9')
      .focuses('link 29')
      .shows('link 29')
      .press('Esc')
      .focuses(undefined)
      .topLine('link 1')
  })

  it('follows a click and nothing beside a link', () => {
    open(SITE, 'http://a.test/').click('Paragraph 2').requested(1).click('two').shows('Second page')
  })

  it('moves to the next link in view, and scrolls when there is none', () => {
    open(SITE, 'http://a.test/')
      .press('Tab')
      .focuses('one')
      .says('http://a.test/one')
      .press('Down')
      .focuses('two')
      .press('Down')
      .focuses('two')
      .hides('First page')
      .press('Down', 'Down', 'Down', 'Down', 'Down', 'Down', 'Down')
      .focuses('the end')
      .press('Down')
      .says('no link after this')
      .press('Shift-Tab')
      .focuses('the end')
  })

  it('shows a chosen link that is out of sight before it follows it', () => {
    open(SITE, 'http://a.test/')
      .press('Tab', 'G', 'Enter')
      .requested(1)
      .shows('First page')
      .press('Enter')
      .shows('One')
  })
})

describe('scrolling', () => {
  it.each([
    [['j'], 1],
    [['Ctrl-E', 'j', 'Ctrl-Y'], 1],
    [['Space'], 19],
    [['PgDn', 'Ctrl-F'], 38],
    [['PgDn', 'b'], 0],
    [['Ctrl-D'], 10],
    [['Ctrl-D', 'Ctrl-U'], 0],
    [['G', 'Home'], 0],
    [['k'], 0],
  ])('%j leads to line %i', (keys, line) => {
    open(SITE, 'http://a.test/')
      .press(...keys)
      .check((model) => expect(shownSheet(model)?.scroll).toBe(line))
  })

  it('says where one is', () => {
    open(SITE, 'http://a.test/')
      .titled(/^ First .* 1\/6 {2}16% $/)
      .press('G')
      .titled(/6\/6 {2}100%/)
  })

  it('scrolls three lines with the wheel', () => {
    open(SITE, 'http://a.test/')
      .wheel('down')
      .check((model) => expect(shownSheet(model)?.scroll).toBe(3))
      .wheel('up')
      .check((model) => expect(shownSheet(model)?.scroll).toBe(0))
  })

  it('moves sideways over lines that are wider than the screen, and marks where they go on', () => {
    open({ 'http://a.test/': `<pre>${'0123456789'.repeat(12)}END</pre>` }, 'http://a.test/')
      .shows('›')
      .hides('END')
      .press(')', ')', ')', ')', ')', ')', ')')
      .shows('‹', 'END')
      .press('(', '(', '(', '(', '(', '(', '(')
      .hides('‹')
  })
})

describe('resizing', () => {
  const prose = `<h1>Prose</h1>${Array.from({ length: 40 }, (_, i) => `<p>${`Sentence ${i} goes on and on. `.repeat(12)}</p>`).join('')}`

  it('keeps the reading position, and gives it back exactly', () => {
    const driver = open({ 'http://a.test/': prose }, 'http://a.test/').press('PgDn', 'PgDn', 'PgDn')
    let before = ''
    let scroll = 0
    driver.check((model, { rows }) => {
      before = (rows[1] ?? []).map((span) => span.text).join('')
      scroll = shownSheet(model)?.scroll ?? 0
    })
    const word = /Sentence \d+/.exec(before)?.[0] ?? ''
    expect(word).not.toBe('')
    driver
      .resize(40, 24)
      .topLine(/Sentence|goes|on/)
      .shows(word)
      .resize(120, 30)
      .shows(word)
      .resize(80, 24)
      .check((model) => expect(shownSheet(model)?.scroll).toBe(scroll))
  })

  it.each([
    [1, 1],
    [20, 5],
    [3, 2],
    [200, 60],
    [80, 24],
  ])('draws on %i columns and %i rows', (columns, rows) => {
    open(SITE, 'http://a.test/', { columns, rows })
      .press('Tab', '/', 'x', 'Esc', 'H', 'Space', 'H', '?', '?', 'g', 'a', 'Esc')
      .requested(1)
  })
})

describe('fragments', () => {
  const site = {
    'http://a.test/': `<p><a href="#far">far</a> <a href="/other#far">other</a></p>${paragraphs(50)}<h2 id="far">Far away</h2>${paragraphs(50)}`,
    'http://a.test/other': `${paragraphs(50)}<h2 id="far">Far off</h2>${paragraphs(50)}`,
  }

  it('moves within the page without a request, and back', () => {
    open(site, 'http://a.test/')
      .press('1')
      .topLine('Far away')
      .requested(1)
      .press('Left')
      .shows('other')
      .requested(1)
  })

  it('opens another page at its fragment', () => {
    open(site, 'http://a.test/').press('2').topLine('Far off')
  })
})

describe('finding', () => {
  it('goes to what is typed while it is typed, and Enter keeps it', () => {
    open(SITE, 'http://a.test/')
      .press('/')
      .type('paragraph 50')
      .shows('Paragraph 50 is')
      .press('Enter')
      .shows('Paragraph 50 is')
  })

  it('goes back to where one was on Esc', () => {
    open(SITE, 'http://a.test/').press('/').type('paragraph 50').press('Esc').shows('First page')
  })

  it('goes on with n, back with N, and says when it went round', () => {
    open(SITE, 'http://a.test/')
      .press('/')
      .type('number 6')
      .press('Enter')
      .shows('the number 6.')
      .press('n')
      .shows('the number 60')
      .press('n')
      .says('the search went on from the top')
      .press('N')
      .says('the search went on from the bottom')
      .shows('the number 60')
  })

  it('minds case only when a capital is typed', () => {
    open(SITE, 'http://a.test/').press('/').type('PARAGRAPH').says('not on this page: PARAGRAPH')
  })

  it('finds over the borders of spans, and takes signs as they are', () => {
    open({ 'http://a.test/': '<p>one <b>two</b> th<i>ree (4*5)</i></p>' }, 'http://a.test/')
      .press('/')
      .type('two three (4*5)')
      .press('Enter')
      .hides('not on this page')
      .check((model) => expect(shownSheet(model)?.match).toEqual({ line: 0, start: 4 }))
  })

  it('chooses a link that is found', () => {
    open(SITE, 'http://a.test/')
      .press('/')
      .type('the end')
      .press('Enter')
      .focuses('the end')
      .press('Enter')
      .shows('The end')
  })

  it('says when nothing was searched for yet', () => {
    open(SITE, 'http://a.test/').press('n').says('nothing was searched for yet')
  })
})
