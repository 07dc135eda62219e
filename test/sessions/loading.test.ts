import { describe, expect, it } from 'vitest'
import { currentEntry, shownSheet } from '../../src/browser/model.js'
import { failure } from '../../src/failure.js'
import { open } from '../support/session-driver.js'

const list = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `<p><a href="/n${from + i}">link ${from + i}</a></p>`).join(
    '',
  )

const SITE = {
  'http://a.test/': '<title>Home</title><p>Home page</p><a href="/slow">slow</a> <a href="/gone">gone</a>',
  'http://a.test/slow': { chunks: [list(1, 12), list(13, 30), `${list(31, 60)}<p id="end">The end</p>`] },
  'http://a.test/late': { chunks: ['<title>', 'Late</title>', '<p>Something to show</p>'] },
  'http://a.test/n3': '<p>Page three</p>',
  'http://a.test/gone': { failure: failure('connect', 'a.test does not answer') },
  'http://a.test/missing': { html: '<h1>No such page</h1>', status: 404 },
  'http://a.test/moved': { html: '<h1>New place</h1>', url: 'http://b.test/new' },
}

describe('a page that arrives slowly', () => {
  it('is read while it comes, and its numbers stay', () => {
    open(SITE, 'http://a.test/slow')
      .shows('[3]link 3', '[11]link 11')
      .press('Tab', 'Tab', 'Tab')
      .focuses('link 3')
      .arrives()
      .focuses('link 3')
      .shows('[3]link 3')
      .press('j', 'j')
      .arrives()
      .check((model) => expect(shownSheet(model)?.scroll).toBe(2))
      .focuses('link 3')
      .press('Enter')
      .shows('Page three')
  })

  it('does not take a number for certain while a longer one may come', () => {
    open(SITE, 'http://a.test/slow').press('3').requested(1).says('link 3').press('Enter').shows('Page three')
  })

  it('follows a number that was typed as soon as no longer one is possible', () => {
    const site = { ...SITE, 'http://a.test/few': { chunks: [list(1, 9), '<p>The end'] } }
    open(site, 'http://a.test/few').press('3').says('link 3').requested(1).arrives().shows('Page three')
  })

  it('finds a number that was typed before its link came', () => {
    open(SITE, 'http://a.test/slow').press('1', '4').says('no link 14').arrives().focuses('link 14')
  })

  it('stays hidden behind the old page until it has something to show', () => {
    open(SITE, 'http://a.test/')
      .press('g')
      .type('http://a.test/late')
      .press('Enter')
      .shows('Home page')
      .says('loading http://a.test/late')
      .arrives()
      .shows('Home page')
      .arrives()
      .hides('Home page')
      .titled('Late')
      .shows('Something to show')
  })

  it('can be stopped, and what came is kept', () => {
    open(SITE, 'http://a.test/slow')
      .press('Esc')
      .says('stopped; what came is kept')
      .did({ type: 'stop' })
      .shows('link 11')
      .check((model) => expect(currentEntry(model)?.page.progress).toMatchObject({ kind: 'aborted' }))
  })

  it('can be stopped before anything came, and the old page stays', () => {
    open(SITE, 'http://a.test/')
      .press('g')
      .type('http://a.test/late')
      .press('Enter', 'z')
      .says('stopped')
      .shows('Home page')
      .press('Enter')
      .says('no link is chosen')
  })

  it('shows its fragment as soon as it has come, unless the person scrolled first', () => {
    open(SITE, 'http://a.test/slow#end').shows('[1]link 1').arrives().arrives().shows('The end')
    open(SITE, 'http://a.test/slow#end')
      .press('j', 'k')
      .arrives()
      .arrives()
      .hides('The end')
      .shows('[1]link 1')
  })

  it('gives way to what is asked for next', () => {
    open({ ...SITE, 'http://a.test/slow': SITE['http://a.test/late'] }, 'http://a.test/')
      .press('1')
      .says('loading http://a.test/slow')
      .press('2')
      .shows('does not answer')
  })
})

describe('a page that does not come', () => {
  it('is a page that says so; nothing of the old is lost, and r tries again', () => {
    open(SITE, 'http://a.test/')
      .press('2')
      .shows('No connection', 'does not answer')
      .press('r')
      .requested(3)
      .shows('No connection')
      .press('Left')
      .shows('Home page')
      .requested(3)
  })

  it('leaves the page that a reload was asked for one step back', () => {
    let times = 0
    const site = {
      'http://a.test/': () =>
        times++ === 0 ? '<p>It was here</p>' : { failure: failure('dns', 'a.test has no address') },
    }
    open(site, 'http://a.test/').press('r').shows('Host not found').press('Left').shows('It was here')
  })

  it('is a page like any other when the server says 404', () => {
    open(SITE, 'http://a.test/missing')
      .shows('No such page')
      .says(/404 {2}h1 $/)
  })
})

describe('going to an address', () => {
  it('takes what a person means', () => {
    open({ ...SITE, 'https://b.test/x': '<p>Bee</p>' }, 'http://a.test/')
      .press('g')
      .type('b.test/x')
      .press('Enter')
      .lastRequest(({ url, initiator }) => {
        expect(url.href).toBe('https://b.test/x')
        expect(initiator).toBeUndefined()
      })
      .shows('Bee')
  })

  it('says what is wrong, and keeps the line to be mended', () => {
    open(SITE, 'http://a.test/')
      .press('g')
      .type('http://[')
      .press('Enter')
      .says(/go to: http:\/\/\[ {4}/)
      .requested(1)
  })

  it('edits the address of the page', () => {
    open(SITE, 'http://a.test/')
      .press('Ctrl-L')
      .says('go to: http://a.test/')
      .type('missing')
      .press('Enter')
      .shows('No such')
  })

  it('completes from the pages of this session', () => {
    open(SITE, 'http://a.test/missing').press('g').type('a.test/m').press('Tab').says('http://a.test/missing')
  })

  it('takes a paste as one insert, without its line ends', () => {
    open(SITE, 'http://a.test/')
      .press('g')
      .paste('http://a.test/missing\n')
      .requested(1)
      .press('Enter')
      .shows('No such page')
  })

  it('follows redirects to where they lead', () => {
    open(SITE, 'http://a.test/moved').shows('New place').press('Ctrl-L').says('http://b.test/new')
  })
})

describe('reloading', () => {
  it('asks whether the page changed, and keeps the place', () => {
    open(SITE, 'http://a.test/slow')
      .arrives()
      .arrives()
      .press('PgDn', 'r')
      .lastRequest(({ cacheMode }) => expect(cacheMode).toBe('no-cache'))
      .arrives()
      .arrives()
      .check((model) => expect(shownSheet(model)?.scroll).toBe(19))
      .press('R')
      .lastRequest(({ cacheMode }) => expect(cacheMode).toBe('reload'))
  })

  it('names the page whose link led to the page', () => {
    open(SITE, 'http://a.test/')
      .press('2')
      .lastRequest(({ initiator }) => expect(initiator?.href).toBe('http://a.test/'))
  })
})

describe('what is no text', () => {
  const site = { 'http://a.test/': '<a href="/x.bin">x</a>', 'http://a.test/x.bin': { download: 'octets' } }

  it('is offered to be saved', () => {
    open(site, 'http://a.test/')
      .press('1')
      .says('save to: ./x.bin')
      .press('Enter')
      .did({ type: 'save', path: './x.bin' })
      .says('saving ./x.bin')
      .press('q')
      .says('a file is still being saved')
      .press('n', 'Left')
      .shows('[1]x')
  })

  it('can be left alone and saved later', () => {
    open(site, 'http://a.test/')
      .press('1', 'Esc')
      .shows('This is not a page of text')
      .press('S')
      .says('save to: ./x.bin')
  })
})
