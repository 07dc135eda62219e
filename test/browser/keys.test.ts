import { expect, it } from 'vitest'
import { ACTIONS } from '../../src/browser/actions.js'
import { KEYMAP, actionFor, helpSections, hints, keyLabel } from '../../src/browser/keys.js'

const bindings = KEYMAP.flatMap((section) => [...section.bindings])

it('binds every action to a key, and every key to one action', () => {
  expect(new Set(bindings.map((binding) => binding.action))).toEqual(new Set(Object.keys(ACTIONS)))
  const keys = bindings.flatMap((b) => b.keys.map((key) => `${'view' in b ? b.view : ''} ${key}`))
  expect(new Set(keys).size).toBe(keys.length)
})

it.each([
  ['j', 'line-down'],
  ['ctrl-e', 'line-down'],
  ['space', 'page-down'],
  ['G', 'bottom'],
  ['7', 'number'],
  ['y', 'copy-address'],
  ['x', undefined],
])('%s means %s', (key, action) => {
  expect(actionFor(key, undefined)).toBe(action)
})

it('means something else in the wire view where the table says so', () => {
  expect(actionFor('y', 'headers')).toBe('copy-curl')
  expect(actionFor('x', 'headers')).toBe('reveal')
  expect(actionFor('x', 'source')).toBeUndefined()
  expect(actionFor('j', 'headers')).toBe('line-down')
})

it.each([
  ['ctrl-f', 'Ctrl-F'],
  ['shift-tab', 'Shift-Tab'],
  ['pagedown', 'PgDn'],
  ['alt-left', 'Alt-Left'],
  ['G', 'G'],
  ['-', '-'],
])('writes %s as %s', (key, label) => {
  expect(keyLabel(key)).toBe(label)
})

it('tells people every key', () => {
  const told = helpSections().flatMap((section) => section.keys.map((row) => row.keys))
  expect(told.length).toBe(bindings.length)
  expect(told).toContain('0-9')
  expect(hints().map((hint) => hint.word)).toEqual([
    'go',
    'back',
    'follow',
    'link',
    'headers',
    'find',
    'help',
    'quit',
  ])
})
