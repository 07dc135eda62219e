/**
 * Choosing an option of a select in the status row.
 */
import { acceptChoice } from './forms.js'
import type { Key } from './message.js'
import type { ChoiceMode, Model, Step } from './model.js'
import { step } from './model.js'
import { closePrompt } from './prompt.js'

type Move = (mode: ChoiceMode) => number

const MOVES: ReadonlyMap<Key, Move> = new Map<Key, Move>([
  ['down', (mode) => next(mode, mode.chosen, 1)],
  ['right', (mode) => next(mode, mode.chosen, 1)],
  ['tab', (mode) => next(mode, mode.chosen, 1)],
  ['space', (mode) => next(mode, mode.chosen, 1)],
  ['up', (mode) => next(mode, mode.chosen, -1)],
  ['left', (mode) => next(mode, mode.chosen, -1)],
  ['shift-tab', (mode) => next(mode, mode.chosen, -1)],
  ['home', (mode) => next(mode, -1, 1)],
  ['end', (mode) => next(mode, mode.options.length, -1)],
])

/** A key while an option is chosen: arrows go round, a letter goes to the next option that begins so. */
export function onChoiceKey(model: Model, mode: ChoiceMode, key: Key): Step {
  if (key === 'enter') return acceptChoice(model)
  if (key === 'escape' || key === 'ctrl-c' || key === 'ctrl-g') return step(closePrompt(model))
  const chosen = MOVES.get(key)?.(mode) ?? beginningWith(mode, key)
  return step({ ...model, mode: { ...mode, chosen } })
}

/** The next option that is not switched off, round the ends. */
function next({ options, chosen }: ChoiceMode, from: number, direction: 1 | -1): number {
  const count = options.length
  for (let n = 1; n <= count; n++) {
    const at = (((from + direction * n) % count) + count) % count
    if (options[at]?.disabled === false) return at
  }
  return chosen
}

function beginningWith({ options, chosen }: ChoiceMode, text: string): number {
  const wanted = text.toLowerCase()
  for (let n = 1; n <= options.length; n++) {
    const at = (chosen + n) % options.length
    const option = options[at]
    if (option?.disabled === false && option.text.trim().toLowerCase().startsWith(wanted)) return at
  }
  return chosen
}
