import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHttpDate, parseHttpDate } from '../../src/fetch/date.js'

const now = Date.UTC(2026, 0, 1)

describe('HTTP-date (RFC 9110 section 5.6.7)', () => {
  it.each([
    ['IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['asctime', 'Sun Nov  6 08:49:37 1994'],
    ['names in another case', 'SUN, 06 nov 1994 08:49:37 GMT'],
  ])('reads the form %s', (_, text) => {
    expect(parseHttpDate(text, now)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37))
  })

  it.each([
    ['a year of two digits up to fifty years ahead is ahead', 'Thursday, 18-Aug-50 02:01:18 GMT', 2050],
    ['a year of two digits further ahead is past', 'Sunday, 18-Aug-80 02:01:18 GMT', 1980],
  ])('%s', (_, text, year) => {
    expect(new Date(parseHttpDate(text, now) ?? NaN).getUTCFullYear()).toBe(year)
  })

  it.each([
    '',
    '0',
    '-1',
    'Thu, 18 Aug 2050 02:01:18 AEST',
    'Thu, 18 Aug 2050 02:01:18',
    'Thu, 18  Aug  2050 02:01:18 GMT',
    'Thu, 18-Aug-2050 02:01:18 GMT',
    'Thu, 18 Aug 2050 02.01.18 GMT',
    'Thu, 18 Aug 2050 2:01:18 GMT',
    'Thu, 18 Foo 2050 02:01:18 GMT',
    'Thu, 18 Aug 2050 25:01:18 GMT',
    '2050-08-18T02:01:18Z',
  ])('%j is no HTTP-date', (text) => {
    expect(parseHttpDate(text, now)).toBeUndefined()
  })

  it('reads what it writes', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((n) => n * 1000)
    fc.assert(fc.property(seconds, (time) => parseHttpDate(formatHttpDate(time), now) === time))
  })
})
