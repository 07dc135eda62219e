import { describe, it } from 'vitest'
import { open } from '../support/session-driver.js'

const SITE = {
  'http://a.test/':
    '<title>Home</title><h1>Home page</h1><a href="/two">two</a> <a href="#x">x</a> <input name="f">',
  'http://a.test/two': '<title>Two</title><h1>Second page</h1><a href="/">home</a>',
}

describe('what lies behind a page', () => {
  it.each([
    ['H', 'GET / HTTP/1.1'],
    ['|', 'HTTP/1.1 200 OK'],
    ['\\', '<h1>Home page</h1>'],
    ['=', 'text/html'],
    ['l', 'http://a.test/two'],
    ['h', 'History'],
    ['?', 'the wire view: every exchange with its headers'],
    ['F1', 'list of links'],
  ])('is shown by %s, and each way back leads to the page as it was', (key, text) => {
    open(SITE, 'http://a.test/', { rows: 60 })
      .press('Tab')
      .press(key)
      .shows(text)
      .requested(1)
      .press(key)
      .shows('Home page')
      .focuses('two')
      .press(key, 'Left')
      .shows('Home page')
      .press(key, 'Esc')
      .focuses('two')
      .requested(1)
  })

  it('hides secrets until x is pressed', () => {
    open(SITE, 'http://a.test/')
      .press('H')
      .hides('sid=secret')
      .press('x')
      .shows('sid=secret')
      .press('x')
      .hides('=secret')
  })

  it('copies a curl command in the wire view, and the address elsewhere', () => {
    open(SITE, 'http://a.test/')
      .press('y')
      .did({ type: 'copy', text: 'http://a.test/' })
      .press('H', 'y')
      .did({ type: 'copy', text: "curl http://a.test/ --header 'Accept: text/html'" })
      .press('x', 'y')
      .did({
        type: 'copy',
        text: "curl http://a.test/ --header 'Accept: text/html' --header 'Cookie: sid=secret'",
      })
  })

  it('copies the address of the chosen link', () => {
    open(SITE, 'http://a.test/')
      .press('Y')
      .says('no link is chosen')
      .press('Tab', 'Y')
      .did({ type: 'copy', text: 'http://a.test/two' })
  })

  it('finds in a view', () => {
    open(SITE, 'http://a.test/').press('H', '/').type('text/html').press('Enter').hides('not on this page')
  })

  it('follows a link of the list as the page would, and comes back to the list', () => {
    open(SITE, 'http://a.test/')
      .press('l', '1')
      .shows('Second page')
      .press('Left')
      .shows('http://a.test/two')
      .press('Left')
      .shows('Home page')
  })

  it('goes from the list to a control of the page', () => {
    open(SITE, 'http://a.test/').press('l', '3').shows('Home page').says('field: Enter edits it')
  })

  it('goes to a page of the history without a request', () => {
    open(SITE, 'http://a.test/')
      .press('1')
      .shows('Second page')
      .press('h')
      .shows('Home', 'Two')
      .press('1')
      .shows('Home page')
      .requested(2)
      .press('Alt-Right')
      .shows('Second page')
      .requested(2)
  })

  it('switches link numbers off and on, and they still work', () => {
    open(SITE, 'http://a.test/')
      .shows('[1]two')
      .press('.')
      .hides('[1]')
      .press('.')
      .shows('[1]two')
      .press('.', '1')
      .shows('Second page')
  })

  it('changes from one view to another', () => {
    open(SITE, 'http://a.test/').press('H', '\\').shows('<h1>').press('Left').shows('Home page').hides('<h1>')
  })
})

describe('going too far', () => {
  it('is said', () => {
    open(SITE, 'http://a.test/')
      .press('Left')
      .says('this is the first page')
      .press('Alt-Right')
      .says('this is the last page')
  })
})
