/**
 * Opening and leaving the line prompt in the status row. What a line is for stands in lines.ts.
 */
import { lineEdit } from './line-edit.js'
import type { LinePurpose, Model } from './model.js'
import { BROWSE, placeOf, shownSheet, withPlace, withSheet } from './model.js'

export interface PromptOptions {
  readonly purpose: LinePurpose
  readonly label: string
  readonly text?: string
  readonly masked?: boolean
  readonly multiline?: boolean
  /** index of the target whose value it edits */
  readonly target?: number
}

export function openPrompt(model: Model, options: PromptOptions): Model {
  const { purpose, label, text = '', masked = false, multiline = false, target } = options
  const sheet = shownSheet(model)
  return {
    ...model,
    mode: {
      type: 'line',
      purpose,
      label,
      edit: lineEdit(text, model.typed[purpose]),
      masked,
      multiline,
      from: sheet === undefined ? { scroll: 0, left: 0 } : placeOf(sheet),
      ...(target === undefined ? {} : { target }),
    },
  }
}

export function closePrompt(model: Model): Model {
  return { ...model, mode: BROWSE }
}

/** Goes back to where one was when the prompt opened. */
export function returnToStart(model: Model): Model {
  const sheet = shownSheet(model)
  if (model.mode.type !== 'line' || sheet === undefined) return model
  return withSheet(model, withPlace(sheet, model.mode.from))
}

const REMEMBERED = 100

/** Keeps a line for the prompt's history; one that was typed before moves to the end. */
export function remember(model: Model, purpose: LinePurpose, text: string): Model {
  if (text === '') return model
  const others = (model.typed[purpose] ?? []).filter((earlier) => earlier !== text)
  return { ...model, typed: { ...model.typed, [purpose]: [...others, text].slice(-REMEMBERED) } }
}
