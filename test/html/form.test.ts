import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import type { Request } from '../../src/fetch/message.js'
import { get } from '../../src/fetch/message.js'
import type { Document, Element } from '../../src/html/document.js'
import { attribute, descendants, isElement } from '../../src/html/document.js'
import type { ControlValue } from '../../src/html/form.js'
import {
  controlKind,
  controlOptions,
  controlValue,
  entryList,
  formControls,
  formOf,
  radioGroup,
  submission,
} from '../../src/html/form.js'
import { parseDocument } from '../../src/html/parse.js'

const URL_OF_PAGE = new URL('http://a.test/folder/page?old=1')

const parse = (html: string): Document => parseDocument(html, URL_OF_PAGE)

function elements(document: Document, name: string): readonly Element[] {
  return [...descendants(document.root)].filter(
    (node): node is Element => isElement(node) && node.tagName === name,
  )
}

/** The element with that id. */
function byId(document: Document, id: string): Element {
  const found = [...descendants(document.root)].find(
    (node): node is Element => isElement(node) && attribute(node, 'id') === id,
  )
  if (found === undefined) throw new Error(`no element is called ${id}`)
  return found
}

interface Sent {
  /** id of the button that is pressed */
  readonly by?: string
  /** by id: what was typed */
  readonly typed?: Readonly<Record<string, ControlValue>>
}

const valuesOf = (document: Document, typed: Sent['typed'] = {}) =>
  new Map(Object.entries(typed).map(([id, value]) => [byId(document, id), value]))

function entries(html: string, { by, typed }: Sent = {}): readonly string[] {
  const document = parse(html)
  const [form] = elements(document, 'form')
  if (form === undefined) throw new Error('no form')
  const submitter = by === undefined ? undefined : byId(document, by)
  return entryList(document, form, submitter, valuesOf(document, typed)).map(
    ([name, value]) => `${name}=${value}`,
  )
}

function submitted(html: string, { by, typed }: Sent = {}): Request {
  const document = parse(html)
  const [form] = elements(document, 'form')
  const submitter = by === undefined ? undefined : byId(document, by)
  const request = submission(form, submitter, valuesOf(document, typed), document)
  if (isFailure(request)) throw new Error(request.detail)
  return request
}

const bodyOf = ({ body }: Request): string => new TextDecoder().decode(body)

describe('controlKind (HTML 4.10.5.1)', () => {
  it.each([
    ['<input>', 'text'],
    ['<input type=email>', 'text'],
    ['<input type=nonsense>', 'text'],
    ['<input type=PASSWORD>', 'password'],
    ['<input type=checkbox>', 'checkbox'],
    ['<input type=radio>', 'radio'],
    ['<input type=file>', 'file'],
    ['<input type=submit>', 'submit'],
    ['<input type=image>', 'submit'],
    ['<input type=reset>', 'reset'],
    ['<input type=button>', 'button'],
    ['<input type=hidden>', undefined],
    ['<input type=constructor>', 'text'],
    ['<button></button>', 'submit'],
    ['<button type=nonsense></button>', 'submit'],
    ['<button type=reset></button>', 'reset'],
    ['<button type=button></button>', 'button'],
    ['<select></select>', 'select'],
    ['<textarea></textarea>', 'textarea'],
    ['<output></output>', undefined],
    ['<p></p>', undefined],
  ])('%s is %s', (html, kind) => {
    const [body] = elements(parse(html), 'body')
    const element = body?.childNodes[0]
    expect(element !== undefined && isElement(element) && controlKind(element)).toBe(kind)
  })
})

describe('controlValue', () => {
  const value = (html: string): ControlValue => {
    const document = parse(html)
    const element = [...descendants(document.root)].find(
      (node): node is Element => isElement(node) && controlKind(node) !== undefined,
    )
    if (element === undefined) throw new Error('no control')
    return controlValue({ kind: controlKind(element) ?? 'text', element }, new Map())
  }

  it.each([
    ['<input>', ''],
    ['<input value=" a ">', ' a '],
    ['<input value="a\nb\r\nc">', 'abc'],
    ['<input type=password value=x>', 'x'],
    ['<textarea>\n a\n b</textarea>', ' a\n b'],
    ['<textarea>a\r\nb\rc</textarea>', 'a\nb\nc'],
    ['<textarea>&lt;p></textarea>', '<p>'],
    ['<input type=checkbox>', false],
    ['<input type=checkbox checked>', true],
    ['<input type=radio checked>', true],
    ['<select><option>a<option>b</select>', 0],
    ['<select><option disabled>a<option>b</select>', 1],
    ['<select><option disabled>a</select>', -1],
    ['<select><option selected>a<option selected>b</select>', 1],
    ['<select multiple><option>a</select>', -1],
    ['<select size=4><option>a</select>', -1],
    ['<select size=1><option>a</select>', 0],
    ['<select></select>', -1],
    ['<select><optgroup disabled><option>a</optgroup><option>b</select>', 1],
    ['<input type=submit value=Go>', 'Go'],
  ])('%s holds %o', (html, expected) => {
    expect(value(html)).toBe(expected)
  })

  it('is what was typed, once something was', () => {
    const document = parse('<input id=a value=old>')
    const element = byId(document, 'a')
    expect(controlValue({ kind: 'text', element }, new Map([[element, '']]))).toBe('')
  })
})

describe('controlOptions', () => {
  it('gives the options of groups, too, with labels and values', () => {
    const document = parse(
      '<select><option> a  b <option value=x>c<optgroup label=g disabled><option label=L>d<option label="">e</select>',
    )
    const [select] = elements(document, 'select')
    expect(
      select && controlOptions(select).map(({ text, value, disabled }) => [text, value, disabled] as const),
    ).toEqual([
      ['a b', 'a b', false],
      ['c', 'x', false],
      ['L', 'd', true],
      ['e', 'e', true],
    ])
  })
})

describe('formOf (HTML 4.10.18.3)', () => {
  it.each([
    ['<form id=f><p><input id=i></form>', 'f'],
    ['<form id=f></form><input id=i>', undefined],
    ['<form id=f></form><input id=i form=f>', 'f'],
    ['<form id=f></form><form id=g><input id=i form=f></form>', 'f'],
    ['<form id=f><input id=i form=nobody></form>', undefined],
    ['<form id=f><input id=i form=""></form>', undefined],
    ['<div id=f></div><form id=g><input id=i form=f></form>', undefined],
    // tables tear the form from its controls, and the parser remembers it
    ['<table><form id=f><tr><td><input id=i></form></table>', 'f'],
    ['<table><tr><form id=f><td><select id=i></select></td></form></tr></table>', 'f'],
    ['<table><tr><td><form id=f></td><td><textarea id=i></textarea></table>', 'f'],
    ['<table><form id=f></form><tr><td><input id=i></table>', undefined],
    ['<table><form id=f><tr><td></form><form id=g><input id=i></table>', 'g'],
    ['<div><form id=f></div><input id=i></form>', 'f'],
    // a form in a form is none
    ['<form id=f><form id=g><input id=i></form></form>', 'f'],
  ])('in %s the control belongs to %s', (html, id) => {
    const document = parse(html)
    const form = formOf(document, byId(document, 'i'))
    expect(form && attribute(form, 'id')).toBe(id)
  })

  it('collects the controls of a torn form in document order', () => {
    const document = parse(
      '<table><form id=f><tr><td><input id=a></td></tr><tr><td><input id=b></td></tr></form></table><input id=c><input id=d form=f>',
    )
    expect(formControls(document, byId(document, 'f')).map((element) => attribute(element, 'id'))).toEqual([
      'a',
      'b',
      'd',
    ])
  })
})

describe('radioGroup', () => {
  it.each([
    ['<form><input type=radio name=n id=i><input type=radio name=n id=j></form>', ['i', 'j']],
    ['<form><input type=radio name=n id=i></form><input type=radio name=n id=j>', ['i']],
    ['<form><input type=radio name=n id=i><input type=radio name=m id=j></form>', ['i']],
    ['<input type=radio id=i><input type=radio id=j>', ['i']],
    [
      '<form id=f></form><input type=radio name=n id=i form=f><input type=radio name=n id=j form=f>',
      ['i', 'j'],
    ],
  ])('%s', (html, ids) => {
    const document = parse(html)
    expect(radioGroup(document, byId(document, 'i')).map((radio) => attribute(radio, 'id'))).toEqual(ids)
  })
})

describe('the entry list (HTML 4.10.21.4)', () => {
  it.each<[string, readonly string[], Sent?]>([
    ['<input name=a value=1>', ['a=1']],
    ['<input name=a>', ['a=']],
    ['<input value=1>', []],
    ['<input name="" value=1>', []],
    ['<input type=hidden name=a value=1>', ['a=1']],
    ['<input type=hidden name=_charset_ value=x>', ['_charset_=UTF-8']],
    ['<input name=a value=1><input name=a value=2>', ['a=1', 'a=2']],
    ['<input name=a value=1 disabled>', []],
    ['<input name=a value=1 readonly>', ['a=1']],
    ['<input id=i name=a value=1>', ['a=2'], { typed: { i: '2' } }],
    ['<input type=checkbox name=a>', []],
    ['<input type=checkbox name=a checked>', ['a=on']],
    ['<input type=checkbox name=a value=1 checked>', ['a=1']],
    ['<input type=checkbox id=i name=a checked>', [], { typed: { i: false } }],
    ['<input type=radio name=a value=1><input type=radio name=a value=2 checked>', ['a=2']],
    ['<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked>', ['a=2']],
    [
      '<input type=radio id=i name=a value=1><input type=radio id=j name=a value=2 checked>',
      ['a=1'],
      { typed: { i: true, j: false } },
    ],
    ['<select name=a><option value=1>x<option>y</select>', ['a=1']],
    ['<select id=i name=a><option value=1>x<option>y</select>', ['a=y'], { typed: { i: 1 } }],
    ['<select name=a><option disabled selected>x</select>', []],
    ['<select name=a></select>', []],
    ['<select name=a multiple><option selected>x<option>y<option selected>z</select>', ['a=x', 'a=z']],
    ['<select id=i name=a multiple><option selected>x<option>y</select>', ['a=y'], { typed: { i: 1 } }],
    ['<textarea name=a>\nx\ny</textarea>', ['a=x\r\ny']],
    ['<input type=file name=a>', ['a=']],
    ['<input type=submit name=a value=1>', []],
    ['<input type=submit id=s name=a value=1><input type=submit name=a value=2>', ['a=1'], { by: 's' }],
    ['<input type=submit id=s name=a>', ['a='], { by: 's' }],
    ['<input type=submit id=s value=1>', [], { by: 's' }],
    ['<button id=s name=a value=1>x</button>', ['a=1'], { by: 's' }],
    ['<button id=s name=a>x</button>', ['a='], { by: 's' }],
    ['<button type=button name=a value=1>x</button><input type=reset name=b value=1>', []],
    ['<input type=image id=s name=a>', ['a.x=0', 'a.y=0'], { by: 's' }],
    ['<input type=image id=s>', ['x=0', 'y=0'], { by: 's' }],
    ['<input type=image name=a>', []],
    ['<fieldset disabled><input name=a value=1></fieldset><input name=b value=2>', ['b=2']],
    ['<fieldset disabled><legend><input name=a value=1></legend><input name=b></fieldset>', ['a=1']],
    ['<fieldset disabled><legend></legend><legend><input name=a></legend></fieldset>', []],
    ['<fieldset disabled><fieldset><legend><input name=a></legend></fieldset></fieldset>', []],
    ['<template><input name=a></template><input name=b>', ['b=']],
    ['<output name=a>1</output><object name=b></object>', []],
    ['<input name="a\nb" value=1>', ['a\r\nb=1']],
    ['<p hidden><input name=a value=unseen></p>', ['a=unseen']],
  ])('%s gives %o', (html, expected, sent) => {
    expect(entries(`<form>${html}</form>`, sent)).toEqual(expected)
  })
})

describe('submission (HTML 4.10.21.3)', () => {
  it.each<[string, string, string, Sent?]>([
    ['<form><input name=q value="a b&amp;c=ü">', 'GET', 'http://a.test/folder/page?q=a+b%26c%3D%C3%BC'],
    ['<form action=""><input name=q>', 'GET', 'http://a.test/folder/page?q='],
    ['<form action="/find?x=1"><input name=q>', 'GET', 'http://a.test/find?q='],
    ['<form action=find><input name=q>', 'GET', 'http://a.test/folder/find?q='],
    ['<form action=//b.test/>', 'GET', 'http://b.test/?'],
    ['<base href=http://c.test/><form action=x><input name=q>', 'GET', 'http://c.test/x?q='],
    ['<base href=http://c.test/><form><input name=q>', 'GET', 'http://a.test/folder/page?q='],
    ['<form method=nonsense><input name=q>', 'GET', 'http://a.test/folder/page?q='],
    ['<form method=POST action="/in?x=1"><input name=q>', 'POST', 'http://a.test/in?x=1'],
    ['<form method=" post ">', 'POST', 'http://a.test/folder/page?old=1'],
    ['<form action=a><button id=s formaction=b>', 'GET', 'http://a.test/folder/b?', { by: 's' }],
    ['<form action=a><button id=s formmethod=post>', 'POST', 'http://a.test/folder/a', { by: 's' }],
    [
      '<form method=post action=a><button id=s formmethod=get>',
      'GET',
      'http://a.test/folder/a?',
      { by: 's' },
    ],
    ['<form action=about:start><input name=q>', 'GET', 'about:start'],
  ])('%s is %s %s', (html, method, url, sent) => {
    const request = submitted(html, sent)
    const { href } = request.url
    expect([request.method, href.endsWith('?') ? href : href.replace(/\?$/, '')]).toEqual([
      method,
      request.url.search === '' && url.endsWith('?') ? href : url,
    ])
    expect(href.replace(/\?$/, '')).toBe(url.replace(/\?$/, ''))
  })

  it('names the page it comes from, for Referer and SameSite', () => {
    expect(submitted('<form>').initiator?.href).toBe(URL_OF_PAGE.href)
  })

  it.each<[string, string, string]>([
    ['', 'application/x-www-form-urlencoded', 'a=1+2&b=%C3%BC%0D%0Ax'],
    ['enctype=nonsense', 'application/x-www-form-urlencoded', 'a=1+2&b=%C3%BC%0D%0Ax'],
    ['enctype=text/plain', 'text/plain', 'a=1 2\r\nb=ü\r\nx\r\n'],
    [
      'enctype=MULTIPART/form-data',
      'multipart/form-data; boundary=octavo-form-boundary',
      '--octavo-form-boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n1 2\r\n' +
        '--octavo-form-boundary\r\nContent-Disposition: form-data; name="b"\r\n\r\nü\r\nx\r\n' +
        '--octavo-form-boundary--\r\n',
    ],
  ])('with %s the body is %s', (enctype, type, body) => {
    const request = submitted(
      `<form method=post ${enctype}><input name=a value="1 2"><textarea name=b>ü\nx</textarea></form>`,
    )
    expect(get(request.fields, 'content-type')).toBe(type)
    expect(bodyOf(request)).toBe(body)
  })

  it('takes the way of encoding from the button', () => {
    const request = submitted(
      '<form method=post><input name=a value=1><button id=s formenctype=text/plain></button></form>',
      { by: 's' },
    )
    expect(bodyOf(request)).toBe('a=1\r\n')
  })

  it('escapes names in multipart bodies, and sends a file that was not chosen as an empty one', () => {
    const body = bodyOf(
      submitted(
        "<form method=post enctype=multipart/form-data><input name='a\"b\nc' value=1><input type=file name=f></form>",
      ),
    )
    expect(body).toContain('name="a%22b%0D%0Ac"\r\n\r\n1\r\n')
    expect(body).toContain('name="f"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n')
  })

  it('chooses a boundary that stands in no value', () => {
    const request = submitted(
      '<form method=post enctype=multipart/form-data><input name=a value="--octavo-form-boundary"></form>',
    )
    const boundary = get(request.fields, 'content-type')?.replace(/.*boundary=/, '') ?? ''
    expect(bodyOf(request).split(`--${boundary}`)).toHaveLength(3)
  })

  it.each([
    ['<form method=dialog><input name=a></form>', 'this form only closes a dialog, which takes a script'],
    ['<input name=a>', 'this control belongs to no form'],
  ])('%s is a failure', (html, detail) => {
    const document = parse(html)
    expect(submission(elements(document, 'form')[0], undefined, new Map(), document)).toMatchObject({
      type: 'failure',
      detail,
    })
  })

  it('with an action that is no URL is a failure', () => {
    const document = parse('<form action="http://[">')
    expect(isFailure(submission(elements(document, 'form')[0], undefined, new Map(), document))).toBe(true)
  })

  it('changes nothing in the document', () => {
    const document = parse('<form action=/x><input id=i name=q value=1></form>')
    const [form] = elements(document, 'form')
    const { href } = document.url
    submission(form, undefined, valuesOf(document, { i: '2' }), document)
    expect(document.url.href).toBe(href)
    expect(attribute(byId(document, 'i'), 'value')).toBe('1')
  })

  it('gives back any names and values by GET and by POST', () => {
    const quoted = (text: string) => text.replace(/[&"\r\n\0]/g, (c) => `&#${c.charCodeAt(0)};`)
    const word = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\0\r\n]/g, ''))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 5 }),
        fc.constantFrom('get', 'post'),
        (pairs, method) => {
          const inputs = pairs.map(([n, v]) => `<input type=hidden name="${quoted(n)}" value="${quoted(v)}">`)
          const request = submitted(`<form method=${method}>${inputs.join('')}</form>`)
          const text = method === 'get' ? request.url.search.slice(1) : bodyOf(request)
          const expected = pairs.filter(([name]) => name !== '' && name !== '_charset_')
          expect([...new URLSearchParams(text)]).toEqual(expected)
        },
      ),
    )
  })
})
