import { describe, expect, it } from 'vitest'
import type { Field } from '../../src/fetch/message.js'
import type { StoredResponse } from '../../src/fetch/session.js'
import { select, variantId, varyFields } from '../../src/fetch/vary.js'

function stored(asked: readonly Field[], fields: readonly Field[], responseTime = 0): StoredResponse {
  return {
    id: variantId({ fields: asked }, fields),
    method: 'GET',
    url: 'http://a.test/',
    varyFields: varyFields({ fields: asked }, fields),
    status: 200,
    reason: 'OK',
    version: 'HTTP/1.1',
    head: '',
    fields,
    requestTime: responseTime,
    responseTime,
    size: 0,
  }
}

const vary = (value: string): Field => ['Vary', value]

describe('Vary (RFC 9111 section 4.1)', () => {
  it.each<[string, Field, Field[], Field[], boolean]>([
    [
      'the same value',
      vary('Accept-Language'),
      [['Accept-Language', 'de']],
      [['accept-language', 'de']],
      true,
    ],
    [
      'another value',
      vary('Accept-Language'),
      [['Accept-Language', 'de']],
      [['Accept-Language', 'en']],
      false,
    ],
    ['absent then and now', vary('Foo'), [], [], true],
    ['absent then, there now', vary('Foo'), [], [['Foo', '1']], false],
    ['there then, absent now', vary('Foo'), [['Foo', '1']], [], false],
    ['white space about members', vary('Foo'), [['Foo', 'a,b']], [['Foo', 'a ,  b']], true],
    [
      'a list over several lines',
      vary('Foo'),
      [['Foo', 'a, b']],
      [
        ['Foo', 'a'],
        ['Foo', 'b'],
      ],
      true,
    ],
    [
      'two names, one differs',
      vary('Foo, Bar'),
      [
        ['Foo', '1'],
        ['Bar', '1'],
      ],
      [
        ['Foo', '1'],
        ['Bar', '2'],
      ],
      false,
    ],
    ['a field that Vary does not name', vary('Foo'), [['Bar', '1']], [['Bar', '2']], true],
    ['*', vary('*'), [], [], false],
    [
      'other credentials, named or not',
      ['X', ''],
      [['Authorization', 'Basic a']],
      [['Authorization', 'Basic b']],
      false,
    ],
    ['credentials then, none now', ['X', ''], [['Authorization', 'Basic a']], [], false],
  ])('%s', (_, field, then, now, expected) => {
    expect(select([stored(then, [field])], { fields: now }).length === 1).toBe(expected)
  })

  it('takes the newest of those that match', () => {
    const old = stored([], [], 1)
    const young = stored([], [], 2)
    expect(select([old, young], { fields: [] })[0]).toBe(young)
  })

  it('names a variant by the choice, so that a newer answer replaces the older one', () => {
    const id = (language: string) =>
      variantId({ fields: [['Accept-Language', language]] }, [vary('Accept-Language')])
    expect(id('de')).toBe(id('de'))
    expect(id('de')).not.toBe(id('en'))
  })

  it('keeps no secret as it is', () => {
    const fields: Field[] = [
      ['Cookie', 'sid=hush'],
      ['Authorization', 'Basic hush'],
    ]
    const kept = JSON.stringify(varyFields({ fields }, [vary('Cookie')]))
    expect(kept).toContain('cookie')
    expect(kept).not.toContain('hush')
  })
})
