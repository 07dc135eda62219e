/**
 * Acting on a target: what Enter, a number and a click have in common.
 */
import { linkedUrl } from '../html/document.js'
import { displayUrl } from '../url/display.js'
import { focusOn } from './focus.js'
import { actOnControl } from './forms.js'
import { traverseTo } from './history.js'
import type { Model, Sheet, Step } from './model.js'
import { activeTab, currentEntry, shownSheet, step, withEntry, withNotice, withoutView } from './model.js'
import { follow } from './navigation.js'
import { isLineInView } from './scroll.js'

/** Chooses the target of that index and does what it is for: a link is followed, a box ticked, a button pressed. */
export function act(model: Model, index: number): Step {
  const focused = focusOn(model, index)
  const entry = currentEntry(focused)
  const placed = shownSheet(focused)?.rendering.targets[index]
  if (entry === undefined || placed === undefined) return step(model)
  if (entry.view?.kind === 'history' && activeTab(model).history.entries[index] !== undefined) {
    return traverseTo(withEntry(model, withoutView(entry)), index)
  }
  if (entry.view?.kind === 'links' && entry.sheet.rendering.targets[index]?.target.type === 'control') {
    return step(focusOn(withEntry(model, withoutView(entry)), index))
  }
  const { target } = placed
  return target.type === 'link' ? follow(focused, target.href) : actOnControl(focused, target, index)
}

/** The absolute URL of a link on a sheet; a link that resolves to nothing has none. */
export function linkUrl(sheet: Sheet, index: number): URL | undefined {
  const target = sheet.rendering.targets[index]?.target
  return target?.type === 'link' ? linkedUrl(sheet.document, target.href) : undefined
}

/** What a target is, in one line: where a link leads, what a control is. */
export function describeTarget(sheet: Sheet, index: number): string {
  const placed = sheet.rendering.targets[index]
  if (placed === undefined) return ''
  const { target } = placed
  if (target.type === 'control') return CONTROL_WORDS[target.kind]
  const url = linkUrl(sheet, index)
  return url === undefined ? target.href.replace(/\p{Cc}/gu, ' ') : displayUrl(url)
}

const CONTROL_WORDS = {
  text: 'field: Enter edits it',
  password: 'password: Enter edits it',
  textarea: 'text area: Enter edits it',
  checkbox: 'box: Enter ticks it',
  radio: 'choice: Enter takes it',
  select: 'list: Enter chooses from it',
  file: 'file',
  submit: 'button: Enter sends the form',
  reset: 'button: Enter sets the form back',
  button: 'button without a form',
} as const

/** Acts on the chosen target; one that is out of sight is shown first. */
function actOnFocus(model: Model): Step {
  const sheet = shownSheet(model)
  const placed = sheet?.focus === undefined ? undefined : sheet.rendering.targets[sheet.focus]
  if (sheet?.focus === undefined || placed === undefined) {
    return step(withNotice(model, 'no link is chosen: Tab or a number chooses one'))
  }
  return isLineInView(model, sheet, placed.line)
    ? act(model, sheet.focus)
    : step(withNotice(focusOn(model, sheet.focus), 'this is the chosen link: Enter again follows it'))
}

export const actActions = { act: actOnFocus }
