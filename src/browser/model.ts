/**
 * Model: all that the browser is at one moment, as one readonly value, and how its parts are read and replaced.
 */
import type { Request } from '../fetch/message.js'
import type { Document } from '../html/document.js'
import type { Values } from '../html/form.js'
import type { Rendering } from '../layout/line.js'
import type { Page } from '../load.js'
import type { Surroundings } from '../url/address.js'
import type { LineEdit } from './line-edit.js'
import type { Effect } from './message.js'

/** Where one is on a sheet. */
export interface Place {
  /** the line at the top */
  readonly scroll: number
  /** cells that went out at the left */
  readonly left: number
  /** index of the target that is chosen */
  readonly focus?: number
}

/** What the rendering was made from; when any of it changes, it is made again. */
export interface Made {
  readonly page: Page | undefined
  readonly document: Document
  readonly columns: number
  readonly numbers: boolean
  readonly values: Values
}

/** A document as it is read: its lines, where one is, and what was typed into it. */
export interface Sheet extends Place {
  readonly document: Document
  readonly values: Values
  /** something was typed that has not been sent */
  readonly unsent: boolean
  readonly rendering: Rendering
  readonly made: Made
  /** where the sheet shall stand as soon as it has grown so far; forgotten when the person scrolls */
  readonly wanted?: { readonly fragment: string } | { readonly scroll: number }
  /** the characters before the top line, as long as `scroll` is this one: what a change of width is measured by */
  readonly reading?: { readonly scroll: number; readonly characters: number }
  /** the match that n and N go on from */
  readonly match?: Match
}

/** Where a match begins: line, and offset in the line's text. */
export interface Match {
  readonly line: number
  readonly start: number
}

export type ViewKind = 'headers' | 'source' | 'information' | 'links' | 'history' | 'help'

/** A sheet that says something of an entry's page and lies over it. */
export interface View {
  readonly kind: ViewKind
  readonly sheet: Sheet
  /** credentials are readable */
  readonly reveal: boolean
}

/** One step of the session history. */
export interface Entry {
  readonly page: Page
  /** the load that feeds it */
  readonly load: number
  readonly sheet: Sheet
  readonly view?: View
}

export interface Loading {
  readonly load: number
  readonly request: Request
  /** whether its page takes the place of the entry it was asked from */
  readonly placing: 'push' | 'replace'
  /** its page stands in the history already */
  readonly placed: boolean
  /** octets of body so far, and how many there shall be */
  readonly received: number
  readonly expected?: number
  /** milliseconds since the epoch, from the first tick and the last */
  readonly since?: number
  readonly now?: number
  readonly ticks: number
}

export interface Tab {
  readonly id: number
  readonly history: { readonly entries: readonly Entry[]; readonly index: number }
  readonly loading?: Loading
}

/** What a line at the prompt is for. */
export type LinePurpose = 'address' | 'find' | 'number' | 'field' | 'save'

/** What is done when a question is answered with yes. */
export type Answer = 'resend' | 'quit' | 'submit'

export interface LineMode {
  readonly type: 'line'
  readonly purpose: LinePurpose
  readonly label: string
  readonly edit: LineEdit
  readonly masked: boolean
  /** may hold line ends */
  readonly multiline: boolean
  /** where one was when it opened */
  readonly from: Place
  /** the target it edits */
  readonly target?: number
}

export interface ChoiceMode {
  readonly type: 'choice'
  readonly label: string
  readonly options: readonly { readonly text: string; readonly disabled: boolean }[]
  readonly chosen: number
  readonly target: number
}

export interface QuestionMode {
  readonly type: 'question'
  readonly text: string
  readonly answer: Answer
  /** keys that say yes; every other says no */
  readonly yes: readonly string[]
  /** a key that says no also does what it does elsewhere */
  readonly passing: boolean
}

export type Mode = { readonly type: 'browse' } | LineMode | ChoiceMode | QuestionMode

export const BROWSE: Mode = { type: 'browse' }

export interface Settings {
  readonly address: Surroundings
  /** a number that can mean only one target is acted on at once */
  readonly autofollow: boolean
  /** the text column's greatest width in cells */
  readonly textColumns: number
}

export interface Model {
  readonly tabs: readonly Tab[]
  readonly active: number
  readonly columns: number
  readonly rows: number
  readonly mode: Mode
  /** said until the next key */
  readonly notice?: string
  /** `[12]` before links and controls */
  readonly numbers: boolean
  readonly hints: boolean
  /** what is searched for, and lit */
  readonly pattern: string
  readonly lit: boolean
  /** URLs without fragments */
  readonly visited: ReadonlySet<string>
  /** earlier lines by purpose, oldest first */
  readonly typed: Readonly<Partial<Record<LinePurpose, readonly string[]>>>
  readonly nextLoad: number
  /** files being written */
  readonly saving: number
  readonly settings: Settings
}

/** The model after a message, and what it wants done. */
export type Step = readonly [Model, readonly Effect[]]

export function step(model: Model, ...effects: readonly Effect[]): Step {
  return [model, effects]
}

export function emptyModel(options: {
  readonly columns: number
  readonly rows: number
  readonly settings: Settings
}): Model {
  return {
    tabs: [{ id: 1, history: { entries: [], index: -1 } }],
    active: 0,
    columns: Math.max(1, options.columns),
    rows: Math.max(1, options.rows),
    mode: BROWSE,
    numbers: true,
    hints: true,
    pattern: '',
    lit: false,
    visited: new Set(),
    typed: {},
    nextLoad: 1,
    saving: 0,
    settings: options.settings,
  }
}

export function activeTab(model: Model): Tab {
  const tab = model.tabs[model.active]
  if (tab === undefined) throw new Error('the active tab does not exist')
  return tab
}

export function withTab(model: Model, tab: Tab): Model {
  return { ...model, tabs: model.tabs.map((t, i) => (i === model.active ? tab : t)) }
}

/** The entry that is shown, or undefined before the first page. */
export function currentEntry(model: Model): Entry | undefined {
  const { entries, index } = activeTab(model).history
  return entries[index]
}

export function withEntry(model: Model, entry: Entry): Model {
  const tab = activeTab(model)
  const { entries, index } = tab.history
  return withTab(model, {
    ...tab,
    history: { entries: entries.map((e, i) => (i === index ? entry : e)), index },
  })
}

/** The entry with its page uncovered. */
export function withoutView(entry: Entry): Entry {
  if (entry.view === undefined) return entry
  const { view, ...rest } = entry
  void view
  return rest
}

/** The sheet that is read: the view's where one is open, else the page's. */
export function shownSheet(model: Model): Sheet | undefined {
  const entry = currentEntry(model)
  return entry?.view?.sheet ?? entry?.sheet
}

export function withSheet(model: Model, sheet: Sheet): Model {
  const entry = currentEntry(model)
  if (entry === undefined) return model
  return withEntry(
    model,
    entry.view === undefined ? { ...entry, sheet } : { ...entry, view: { ...entry.view, sheet } },
  )
}

export function withNotice(model: Model, notice: string): Model {
  return { ...model, notice }
}

/** The model without what it said last. */
export function withoutNotice(model: Model): Model {
  if (model.notice === undefined) return model
  const { notice, ...rest } = model
  void notice
  return rest
}

export function placeOf(sheet: Sheet): Place {
  const { scroll, left, focus } = sheet
  return focus === undefined ? { scroll, left } : { scroll, left, focus }
}

/** The sheet at another place. */
export function withPlace(sheet: Sheet, place: Place): Sheet {
  const { focus, ...rest } = sheet
  void focus
  const { scroll, left } = place
  return place.focus === undefined ? { ...rest, scroll, left } : { ...rest, scroll, left, focus: place.focus }
}
