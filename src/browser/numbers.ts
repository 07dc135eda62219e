/**
 * Link numbers: digits typed in the status row choose among the targets of the page.
 */
import { act, describeTarget } from './act.js'
import { focusOn } from './focus.js'
import type { Key } from './message.js'
import { textOf } from './line-edit.js'
import type { Model, Step } from './model.js'
import { activeTab, currentEntry, shownSheet, step, withNotice } from './model.js'
import { closePrompt, openPrompt, returnToStart } from './prompt.js'

/** The digits typed so far, or undefined when no number is being typed. */
export function typedNumber(model: Model): string | undefined {
  return model.mode.type === 'line' && model.mode.purpose === 'number' ? textOf(model.mode.edit) : undefined
}

/** Numbers from 1 to `count` that begin with the digits, as ranges, the exact one first. */
export function numberRanges(
  digits: string,
  count: number,
): readonly (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = []
  if (!/^[1-9][0-9]{0,8}$/.test(digits)) return ranges
  for (let size = 1, from = Number(digits); from <= count; size *= 10, from *= 10) {
    ranges.push([from, Math.min(count, from + size - 1)])
  }
  return ranges
}

/** What the prompt shows beside the digits: the target's text, what it is, and which numbers are still possible. */
export function numberPreview(model: Model): string {
  const sheet = shownSheet(model)
  const digits = typedNumber(model)
  if (sheet === undefined || digits === undefined) return ''
  const { targets } = sheet.rendering
  const ranges = numberRanges(digits, targets.length)
  const placed = targets[Number(digits) - 1]
  if (placed === undefined || ranges.length === 0) return ''
  const possible = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
  const what = describeTarget(sheet, Number(digits) - 1)
  return `${placed.text} → ${what}${ranges.length > 1 ? `  (${possible})` : ''}`
}

/** The first digit opens the prompt. */
function beginNumber(model: Model, key: Key): Step {
  if ((shownSheet(model)?.rendering.targets.length ?? 0) === 0) {
    return step(withNotice(model, 'this page has no links'))
  }
  return changeNumber(openPrompt(model, { purpose: 'number', label: 'link ', text: key }))
}

/** After each key: the exact target is chosen; one that can be no other is acted on. */
export function changeNumber(model: Model): Step {
  const digits = typedNumber(model)
  const sheet = shownSheet(model)
  if (digits === undefined || sheet === undefined) return step(model)
  if (digits === '') return step(closePrompt(returnToStart(model)))
  const count = sheet.rendering.targets.length
  const ranges = numberRanges(digits, count)
  if (ranges.length === 0) return step(unknown(returnToStart(model), digits, count))
  const index = Number(digits) - 1
  const certain = ranges.length === 1 && !isGrowing(model)
  return certain && model.settings.autofollow ? act(closePrompt(model), index) : step(focusOn(model, index))
}

export function acceptNumber(model: Model, digits: string): Step {
  const count = shownSheet(model)?.rendering.targets.length ?? 0
  if (numberRanges(digits, count).length === 0) return step(unknown(model, digits, count))
  return act(closePrompt(model), Number(digits) - 1)
}

function unknown(model: Model, digits: string, count: number): Model {
  return withNotice(model, `no link ${digits}: this page has ${count === 1 ? '1' : `1-${count}`}`)
}

/** While the page grows, a longer number may yet come. */
function isGrowing(model: Model): boolean {
  const entry = currentEntry(model)
  return (
    entry?.view === undefined &&
    entry?.page.progress === 'loading' &&
    activeTab(model).loading?.load === entry.load
  )
}

export const numberActions = { number: beginNumber }
