import { describe, expect, it } from 'vitest'
import { open } from '../support/session-driver.js'

const SEARCH = '<form action="/find"><input name="q"> <input type="submit" value="Go"></form>'
const LOGIN = `<form method="post" action="/in"><input name="user"><input type="password" name="word">
<input type="checkbox" name="stay" value="yes"> stay
<input type="radio" name="r" value="a" checked> a <input type="radio" name="r" value="b"> b
<select name="s"><option>red<option disabled>grey<option>green</select>
<button>Log in</button> <input type="reset"></form>`

const SITE = {
  'http://a.test/': SEARCH,
  'http://a.test/find?q=cats': '<h1>Cats were found</h1>',
  'http://a.test/login': LOGIN,
  'POST http://a.test/in': '<h1>Welcome</h1>',
}

const bodyOf = (body: Uint8Array | undefined): string => new TextDecoder().decode(body)

describe('a form', () => {
  it('is filled in and sent by its button', () => {
    open(SITE, 'http://a.test/')
      .press('1')
      .says('q: ')
      .type('cats')
      .press('Enter', '2')
      .shows('Cats were found')
  })

  it('is sent by a second Enter in its last field', () => {
    open(SITE, 'http://a.test/')
      .press('1')
      .type('cats')
      .press('Enter')
      .says('Enter sends the form')
      .shows('cats')
      .requested(1)
      .press('Enter')
      .shows('Cats were found')
  })

  it('does what any other key does elsewhere when it shall not be sent yet', () => {
    open(SITE, 'http://a.test/')
      .press('1')
      .type('cats')
      .press('Enter', 'H')
      .shows('GET / HTTP/1.1')
      .requested(1)
  })

  it('keeps what was typed over going forward and back', () => {
    open(SITE, 'http://a.test/').press('1').type('cats').press('Enter', 'Enter', 'Left').shows('cats')
  })

  it('leaves a field as it was on Esc', () => {
    open(SITE, 'http://a.test/').press('1').type('cats').press('Esc').hides('cats')
  })

  it('never shows a password', () => {
    open(SITE, 'http://a.test/login')
      .press('2')
      .type('opensesame')
      .hides('sesame')
      .says('•••')
      .press('Tab')
      .hides('sesame')
  })

  it('sends boxes, choices and lists by POST', () => {
    open(SITE, 'http://a.test/login')
      .press('1')
      .type('me')
      .press('Tab', '3', '5', '6')
      .says('s: ‹ red ›')
      .press('Down')
      .says('green')
      .press('Enter', '7')
      .lastRequest((request) => {
        expect(request.method).toBe('POST')
        expect(bodyOf(request.body)).toBe('user=me&word=&stay=yes&r=b&s=green')
      })
      .shows('Welcome')
  })

  it('is set back by its button', () => {
    open(SITE, 'http://a.test/login').press('1').type('somebody').press('Tab', '8').hides('somebody')
  })

  it('is asked for before its answer is loaded again', () => {
    open(SITE, 'http://a.test/login')
      .press('7')
      .requested(2)
      .press('r')
      .says('send the form again? (y/n)')
      .press('n')
      .requested(2)
      .press('r', 'y')
      .requested(3)
      .lastRequest(({ method }) => expect(method).toBe('POST'))
  })
})

describe('quitting', () => {
  it('asks when something typed was not sent', () => {
    open(SITE, 'http://a.test/')
      .press('1')
      .type('cats')
      .press('Enter', 'Esc', 'q')
      .says('what you typed was not sent: quit? (y/n)')
      .press('n')
      .shows('cats')
      .press('q', 'y')
      .did({ type: 'quit', code: 0 })
  })

  it('does not ask when nothing is lost', () => {
    open(SITE, 'http://a.test/').press('q').did({ type: 'quit', code: 0 })
  })

  it('never asks for Q', () => {
    open(SITE, 'http://a.test/').press('1').type('cats').press('Enter', 'Q').did({ type: 'quit', code: 0 })
  })

  it('says that Ctrl-C ended it', () => {
    open(SITE, 'http://a.test/').press('Ctrl-C').did({ type: 'quit', code: 130 })
  })

  it('suspends on Ctrl-Z, also from a prompt', () => {
    open(SITE, 'http://a.test/')
      .press('Ctrl-Z')
      .did({ type: 'suspend' })
      .press('g', 'Ctrl-Z')
      .did({ type: 'suspend' })
  })
})
