import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { fetchData } from '../../src/fetch/data.js'
import { get } from '../../src/fetch/message.js'

function read(address: string): { readonly type: string | undefined; readonly body: string } | string {
  const answer = fetchData(new URL(address))
  if (isFailure(answer)) return answer.detail
  return {
    type: get(answer.fields, 'content-type'),
    body: answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString('latin1') : 'not octets',
  }
}

const ascii = 'text/plain;charset=US-ASCII'

describe('data: URLs (Fetch, data: URL processor)', () => {
  it.each([
    ['data:,hello', ascii, 'hello'],
    ['data:,a%20b%zz%4', ascii, 'a b%zz%4'],
    ['data:text/html,<p>x', 'text/html', '<p>x'],
    ['data:text/html;charset=utf-8,%C3%A9', 'text/html;charset=utf-8', '\xc3\xa9'],
    ['data:;charset=utf-8,x', 'text/plain;charset=utf-8', 'x'],
    ['data:nonsense,x', ascii, 'x'],
    ['data: text/html ,x', 'text/html', 'x'],
    ['data:text/plain;base64,aGVsbG8=', 'text/plain', 'hello'],
    ['data:text/plain;BASE64,aGVsbG8', 'text/plain', 'hello'],
    ['data:text/plain; base64,aGVs bG8%3D', 'text/plain', 'hello'],
    ['data:;base64,', ascii, ''],
    ['data:text/plain;base64;x=y,aGk=', 'text/plain;base64;x=y', 'aGk='],
    ['data:,a,b', ascii, 'a,b'],
    ['data:,a#fragment', ascii, 'a'],
    ['data:,%00%ff', ascii, '\0\xff'],
  ])('%s', (address, type, body) => {
    expect(read(address)).toEqual({ type, body })
  })

  it.each([
    ['data:text/html', 'this data: address has no comma between its type and its data'],
    ['data:;base64,a', 'the data of this data: address is no base64'],
    ['data:;base64,a=aa', 'the data of this data: address is no base64'],
    ['data:;base64,%00AAA', 'the data of this data: address is no base64'],
  ])('%s fails', (address, detail) => {
    expect(read(address)).toBe(detail)
  })

  it('gives back any octets in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        const text = Buffer.from(octets)
        const answer = read(`data:;base64,${encodeURIComponent(text.toString('base64'))}`)
        expect(answer).toMatchObject({ body: text.toString('latin1') })
      }),
    )
  })

  it('takes any text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => typeof read(`data:${encodeURIComponent(text).replaceAll('%2C', ',')}`) !== 'number',
      ),
    )
  })
})
