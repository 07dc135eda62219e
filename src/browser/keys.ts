/**
 * The keymap: ONE table from keys to the names of actions. The help page and the hints come from it. What the
 * actions do stands in actions.ts.
 */
import type { Key } from './message.js'
import type { ViewKind } from './model.js'

interface Binding {
  readonly keys: readonly Key[]
  readonly action: string
  /** what it does, for the help page */
  readonly help: string
  /** how the hints name it; absent: not among the hints */
  readonly hint?: string
  /** only while this view is open */
  readonly view?: ViewKind
}

interface Section {
  readonly title: string
  readonly bindings: readonly Binding[]
}

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export const KEYMAP = [
  {
    title: 'Links',
    bindings: [
      {
        keys: ['down', 'tab'],
        action: 'next-target',
        help: 'the next link or control; scrolls when none is in view',
      },
      { keys: ['up', 'shift-tab'], action: 'previous-target', help: 'the one before' },
      {
        keys: ['right', 'enter'],
        action: 'act',
        help: 'follow the link, act on the control',
        hint: 'follow',
      },
      { keys: DIGITS, action: 'number', help: 'the link or control of that number', hint: 'link' },
      { keys: ['.'], action: 'numbers', help: 'numbers on or off' },
      { keys: ['l'], action: 'links', help: 'list of links' },
    ],
  },
  {
    title: 'Pages',
    bindings: [
      { keys: ['g'], action: 'go', help: 'go to an address', hint: 'go' },
      { keys: ['ctrl-l'], action: 'edit-address', help: 'edit the address of this page' },
      { keys: ['left', 'backspace', 'alt-left', 'B'], action: 'back', help: 'back', hint: 'back' },
      { keys: ['alt-right', 'F'], action: 'forward', help: 'forward' },
      { keys: ['h'], action: 'history', help: 'history of this session' },
      { keys: ['r', 'ctrl-r'], action: 'reload', help: 'reload: ask whether it changed' },
      { keys: ['R'], action: 'reload-past-cache', help: 'reload past the cache' },
      {
        keys: ['escape', 'z'],
        action: 'stop',
        help: 'stop loading and keep what came; put the lights of a search out',
      },
      { keys: ['S'], action: 'save', help: 'save what is no text' },
    ],
  },
  {
    title: 'What lies behind a page',
    bindings: [
      {
        keys: ['H', '|'],
        action: 'headers',
        help: 'the wire view: every exchange with its headers',
        hint: 'headers',
      },
      { keys: ['\\'], action: 'source', help: 'source' },
      { keys: ['='], action: 'information', help: 'information' },
      {
        keys: ['y'],
        action: 'copy-curl',
        help: 'in the wire view: copy the request as a curl command',
        view: 'headers',
      },
      { keys: ['x'], action: 'reveal', help: 'in the wire view: show or hide secrets', view: 'headers' },
      { keys: ['y'], action: 'copy-address', help: 'copy the address of this page' },
      { keys: ['Y'], action: 'copy-link', help: 'copy the address of the chosen link' },
    ],
  },
  {
    title: 'Reading',
    bindings: [
      { keys: ['space', 'pagedown', 'ctrl-f'], action: 'page-down', help: 'a page down' },
      { keys: ['b', 'pageup', 'ctrl-b'], action: 'page-up', help: 'a page up' },
      { keys: ['ctrl-d'], action: 'half-page-down', help: 'half a page down' },
      { keys: ['ctrl-u'], action: 'half-page-up', help: 'half a page up' },
      { keys: ['j', 'ctrl-e'], action: 'line-down', help: 'a line down' },
      { keys: ['k', 'ctrl-y'], action: 'line-up', help: 'a line up' },
      { keys: ['home', '<'], action: 'top', help: 'to the top' },
      { keys: ['end', '>', 'G'], action: 'bottom', help: 'to the bottom' },
      { keys: ['('], action: 'scroll-left', help: 'to the left, where lines are wider than the screen' },
      { keys: [')'], action: 'scroll-right', help: 'to the right' },
      { keys: ['/'], action: 'find', help: 'find while you type', hint: 'find' },
      { keys: ['n'], action: 'find-next', help: 'the next match' },
      { keys: ['N'], action: 'find-previous', help: 'the match before' },
    ],
  },
  {
    title: 'Octavo',
    bindings: [
      { keys: ['?', 'f1'], action: 'help', help: 'this page', hint: 'help' },
      { keys: ['ctrl-z'], action: 'suspend', help: 'suspend: fg comes back' },
      { keys: ['q'], action: 'quit', help: 'quit; asks when there is something to lose', hint: 'quit' },
      { keys: ['Q'], action: 'quit-now', help: 'quit at once' },
      { keys: ['ctrl-c'], action: 'interrupt', help: 'stop loading; when nothing loads, quit' },
    ],
  },
] as const satisfies readonly Section[]

export type ActionName = (typeof KEYMAP)[number]['bindings'][number]['action']

const sections: readonly Section[] = KEYMAP

/** By `view key`, and by `key` alone. */
const actionByKey: ReadonlyMap<string, ActionName> = new Map(
  KEYMAP.flatMap((section) =>
    section.bindings.flatMap((binding) =>
      binding.keys.map(
        (key) =>
          [
            (binding as Binding).view === undefined ? key : `${(binding as Binding).view} ${key}`,
            binding.action,
          ] as const,
      ),
    ),
  ),
)

/** What a key means, in a view and elsewhere; undefined when nothing is bound to it. */
export function actionFor(key: Key, view: ViewKind | undefined): ActionName | undefined {
  return (view === undefined ? undefined : actionByKey.get(`${view} ${key}`)) ?? actionByKey.get(key)
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  down: 'Down',
  up: 'Up',
  left: 'Left',
  right: 'Right',
  tab: 'Tab',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  backspace: 'Backspace',
  pagedown: 'PgDn',
  pageup: 'PgUp',
  home: 'Home',
  end: 'End',
  f1: 'F1',
}

/** A key as people write it: `Ctrl-F`, `Shift-Tab`, `PgDn`. */
export function keyLabel(key: Key): string {
  const [, modifier, rest = key] = /^(ctrl|alt|shift)-(.+)$/.exec(key) ?? []
  const name = KEY_NAMES[rest] ?? (modifier === 'ctrl' ? rest.toUpperCase() : rest)
  return modifier === undefined ? name : `${modifier.charAt(0).toUpperCase()}${modifier.slice(1)}-${name}`
}

function keysLabel(keys: readonly Key[]): string {
  return keys === DIGITS ? '0-9' : keys.map(keyLabel).join(' ')
}

/** All keys by section, for the help page. */
export function helpSections(): readonly {
  readonly title: string
  readonly keys: readonly { readonly keys: string; readonly action: string }[]
}[] {
  return sections.map(({ title, bindings }) => ({
    title,
    keys: bindings.map(({ keys, help }) => ({ keys: keysLabel(keys), action: help })),
  }))
}

const HINT_ORDER: readonly ActionName[] = ['go', 'back', 'act', 'number', 'headers', 'find', 'help', 'quit']

const HINT_KEYS: Readonly<Record<string, string>> = { left: '←', right: '→' }

/** The keys that matter most, in the order in which the hints row shows them. */
export function hints(): readonly { readonly key: string; readonly word: string }[] {
  const bindings = sections.flatMap((section) => section.bindings)
  return HINT_ORDER.flatMap((action) => {
    const binding = bindings.find((b) => b.action === action)
    const key = binding?.keys[0]
    if (binding?.hint === undefined || key === undefined) return []
    return [{ key: binding.keys === DIGITS ? '0-9' : (HINT_KEYS[key] ?? keyLabel(key)), word: binding.hint }]
  })
}
