/**
 * A line being edited, as a value, with readline's keys. Takes key names, gives the next line; counts in grapheme
 * clusters, so that the cursor never stands inside a character.
 */
import { clusters } from '../layout/width.js'
import type { Key } from './message.js'

export interface LineEdit {
  readonly clusters: readonly string[]
  /** between clusters, 0 to their number */
  readonly cursor: number
  /** what was cut last, for ctrl-y */
  readonly killed: string
  /** earlier lines, oldest first */
  readonly history: readonly string[]
  /** which of them is shown; their number means the line of one's own */
  readonly at: number
  /** the line of one's own while an earlier one is shown */
  readonly draft: string
  /** while Tab goes through completions */
  readonly completion?: { readonly candidates: readonly string[]; readonly at: number }
}

export function lineEdit(text = '', history: readonly string[] = []): LineEdit {
  const split = splitText(text)
  return { clusters: split, cursor: split.length, killed: '', history, at: history.length, draft: '' }
}

export function textOf(edit: LineEdit): string {
  return edit.clusters.join('')
}

/** Text from outside as one insert: controls become spaces, line ends too unless the line may hold them. */
export function insertText(
  edit: LineEdit,
  text: string,
  options: { readonly newlines?: boolean } = {},
): LineEdit {
  const unified = text.replace(/\r\n?/g, '\n')
  const pattern = options.newlines === true ? /(?!\n)\p{Cc}/gu : /\p{Cc}/gu
  return splice(edit, edit.cursor, edit.cursor, splitText(unified.replace(pattern, ' ')))
}

/** The line after a key, or undefined when the key edits nothing. */
export function editKey(edit: LineEdit, key: Key): LineEdit | undefined {
  const command = COMMANDS.get(key)
  if (command !== undefined) return command(forgetCompletion(edit))
  const text = key === 'space' ? ' ' : key
  return isPrintable(text) ? splice(forgetCompletion(edit), edit.cursor, edit.cursor, [text]) : undefined
}

/** The next of the candidates; the first call asks for them, later calls go round. */
export function complete(edit: LineEdit, candidatesFor: (text: string) => readonly string[]): LineEdit {
  const going = edit.completion
  const own = textOf(edit)
  const candidates = going?.candidates ?? [...candidatesFor(own).filter((c) => c !== own), own]
  const at = going === undefined ? 0 : (going.at + 1) % candidates.length
  return { ...withText(edit, candidates[at] ?? own), completion: { candidates, at } }
}

/** A key that stands for itself: one grapheme cluster that is no control. */
export function isPrintable(key: Key): boolean {
  if (key === '' || /\p{Cc}/u.test(key)) return false
  const iterator = clusters(key)[Symbol.iterator]()
  iterator.next()
  return iterator.next().done === true
}

type Command = (edit: LineEdit) => LineEdit

const COMMANDS: ReadonlyMap<Key, Command> = new Map<Key, Command>([
  ['left', (edit) => moveTo(edit, edit.cursor - 1)],
  ['ctrl-b', (edit) => moveTo(edit, edit.cursor - 1)],
  ['right', (edit) => moveTo(edit, edit.cursor + 1)],
  ['ctrl-f', (edit) => moveTo(edit, edit.cursor + 1)],
  ['home', (edit) => moveTo(edit, 0)],
  ['ctrl-a', (edit) => moveTo(edit, 0)],
  ['end', (edit) => moveTo(edit, edit.clusters.length)],
  ['ctrl-e', (edit) => moveTo(edit, edit.clusters.length)],
  ['alt-b', (edit) => moveTo(edit, wordStart(edit))],
  ['ctrl-left', (edit) => moveTo(edit, wordStart(edit))],
  ['alt-left', (edit) => moveTo(edit, wordStart(edit))],
  ['alt-f', (edit) => moveTo(edit, wordEnd(edit))],
  ['ctrl-right', (edit) => moveTo(edit, wordEnd(edit))],
  ['alt-right', (edit) => moveTo(edit, wordEnd(edit))],
  ['backspace', (edit) => splice(edit, edit.cursor - 1, edit.cursor, [])],
  ['ctrl-h', (edit) => splice(edit, edit.cursor - 1, edit.cursor, [])],
  ['delete', (edit) => splice(edit, edit.cursor, edit.cursor + 1, [])],
  ['ctrl-d', (edit) => splice(edit, edit.cursor, edit.cursor + 1, [])],
  ['ctrl-k', (edit) => kill(edit, edit.cursor, edit.clusters.length)],
  ['ctrl-u', (edit) => kill(edit, 0, edit.cursor)],
  ['ctrl-w', (edit) => kill(edit, spaceStart(edit), edit.cursor)],
  ['alt-backspace', (edit) => kill(edit, wordStart(edit), edit.cursor)],
  ['ctrl-backspace', (edit) => kill(edit, wordStart(edit), edit.cursor)],
  ['alt-d', (edit) => kill(edit, edit.cursor, wordEnd(edit))],
  ['ctrl-y', (edit) => splice(edit, edit.cursor, edit.cursor, splitText(edit.killed))],
  ['ctrl-t', transpose],
  ['up', (edit) => recall(edit, edit.at - 1)],
  ['ctrl-p', (edit) => recall(edit, edit.at - 1)],
  ['down', (edit) => recall(edit, edit.at + 1)],
  ['ctrl-n', (edit) => recall(edit, edit.at + 1)],
])

function splitText(text: string): readonly string[] {
  return [...clusters(text)].map((cluster) => cluster.text)
}

function forgetCompletion(edit: LineEdit): LineEdit {
  if (edit.completion === undefined) return edit
  const { completion, ...rest } = edit
  void completion
  return rest
}

function withText(edit: LineEdit, text: string): LineEdit {
  const split = splitText(text)
  return { ...edit, clusters: split, cursor: split.length }
}

function moveTo(edit: LineEdit, cursor: number): LineEdit {
  return { ...edit, cursor: Math.max(0, Math.min(edit.clusters.length, cursor)) }
}

/** Splits anew where old and new meet: a mark joins the letter before it. */
function splice(edit: LineEdit, from: number, to: number, insert: readonly string[]): LineEdit {
  const start = Math.max(0, from)
  const before = splitText([...edit.clusters.slice(0, start), ...insert].join(''))
  const all = splitText([...before, ...edit.clusters.slice(to)].join(''))
  return { ...edit, clusters: all, cursor: Math.min(before.length, all.length) }
}

function kill(edit: LineEdit, from: number, to: number): LineEdit {
  if (from >= to) return edit
  return { ...splice(edit, from, to, []), killed: edit.clusters.slice(from, to).join('') }
}

function transpose(edit: LineEdit): LineEdit {
  const end = Math.min(edit.cursor + 1, edit.clusters.length)
  const [a, b] = edit.clusters.slice(end - 2, end)
  if (end < 2 || a === undefined || b === undefined) return edit
  return { ...splice(edit, end - 2, end, [b, a]), cursor: end }
}

function recall(edit: LineEdit, at: number): LineEdit {
  if (at < 0 || at > edit.history.length || at === edit.at) return edit
  const draft = edit.at === edit.history.length ? textOf(edit) : edit.draft
  return { ...withText(edit, edit.history[at] ?? draft), at, draft }
}

const WORD = /[\p{L}\p{N}\p{M}_]/u

function wordStart(edit: LineEdit): number {
  let at = edit.cursor
  while (at > 0 && !WORD.test(edit.clusters[at - 1] ?? '')) at--
  while (at > 0 && WORD.test(edit.clusters[at - 1] ?? '')) at--
  return at
}

function wordEnd(edit: LineEdit): number {
  const end = edit.clusters.length
  let at = edit.cursor
  while (at < end && !WORD.test(edit.clusters[at] ?? '')) at++
  while (at < end && WORD.test(edit.clusters[at] ?? '')) at++
  return at
}

function spaceStart(edit: LineEdit): number {
  let at = edit.cursor
  while (at > 0 && /\s/u.test(edit.clusters[at - 1] ?? '')) at--
  while (at > 0 && !/\s/u.test(edit.clusters[at - 1] ?? '')) at--
  return at
}
