import { expect, it } from 'vitest'
import { matchesIn } from '../../src/browser/find.js'

it.each([
  ['one two one', 'one', [0, 8]],
  ['One two', 'one', [0]],
  ['One two', 'One', [0]],
  ['one two', 'One', []],
  ['aaa', 'aa', [0]],
  ['a.c abc', 'a.c', [0]],
  ['(x) [y] {z} a|b ^$\\', '^$\\', [16]],
  ['İstanbul ist', 'ist', [9]],
  ['ΣΑΣ', 'σ', [0, 2]],
  ['anything', '', []],
])('in %j finds %j at %j', (text, pattern, starts) => {
  expect(matchesIn(text, pattern).map((match) => match.start)).toEqual(starts)
})

it('takes half a surrogate pair for what it is', () => {
  expect(matchesIn('a😀b', '\ud83d')).toEqual([])
})
