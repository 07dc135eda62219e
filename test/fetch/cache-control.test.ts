import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCacheControl, seconds } from '../../src/fetch/cache-control.js'

const directives = (...values: string[]) => parseCacheControl(values.map((value) => ['Cache-Control', value]))

describe('Cache-Control (RFC 9111 section 5.2)', () => {
  it.each<[string, string[], Record<string, (string | undefined)[]>]>([
    ['names in any case', ['No-Store'], { 'no-store': [undefined] }],
    ['several in one line', ['a, b=1 ,c'], { a: [undefined], b: ['1'], c: [undefined] }],
    ['several lines', ['a', 'b=1'], { a: [undefined], b: ['1'] }],
    ['a quoted string', ['private="a, b"'], { private: ['a, b'] }],
    ['a quoted pair', ['x="a\\"b, c", y'], { x: ['a"b, c'], y: [undefined] }],
    ['every occurrence', ['max-age=1, max-age=2'], { 'max-age': ['1', '2'] }],
    ['no space about the sign', ['max-age =5, x= 5'], {}],
    ['empty members', [',, a,'], { a: [undefined] }],
    ['a string that does not end', ['a, x="b, c'], { a: [undefined] }],
  ])('reads %s', (_, values, expected) => {
    expect(Object.fromEntries(directives(...values))).toEqual(expected)
  })

  it.each<[string, number | undefined]>([
    ['max-age=3600', 3600],
    ['max-age="3600"', 3600],
    ['max-age=99999999999', 2147483648],
    ['max-age', 0],
    ['max-age=', 0],
    ['max-age=-1', 0],
    ['max-age=3600.0', 0],
    ["max-age='3600'", 0],
    ['max-age=1800, max-age=1', 1],
    ['max-age=x, max-age=1800', 0],
    ['extension="max-age=3600", max-age=1', 1],
    ['s-maxage=3600', undefined],
  ])('%s means %s seconds', (value, expected) => {
    expect(seconds(directives(value), 'max-age')).toBe(expected)
  })

  it('takes any octets', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => directives(value).size >= 0))
  })
})
