/**
 * What a line at the prompt is for: what each change of it, Enter and leaving it do, by purpose. And how keys and
 * pastes reach the line.
 */
import { acceptSave } from './download.js'
import { acceptFind, changeFind, leaveFind } from './find.js'
import { focusActions } from './focus.js'
import { acceptField, keepField } from './forms.js'
import { acceptAddress, completeAddress } from './go.js'
import type { LineEdit } from './line-edit.js'
import { complete, editKey, insertText, textOf } from './line-edit.js'
import { leaveActions } from './leave.js'
import type { Key } from './message.js'
import type { LineMode, LinePurpose, Model, Step } from './model.js'
import { step } from './model.js'
import { acceptNumber, changeNumber } from './numbers.js'
import { closePrompt, returnToStart } from './prompt.js'

interface Purpose {
  readonly accept: (model: Model, text: string) => Step
  /** what the line may hold; absent: anything */
  readonly holds?: RegExp
  readonly change?: (model: Model, text: string) => Step
  readonly leave?: (model: Model) => Step
  readonly complete?: (model: Model, text: string) => readonly string[]
  /** keys that mean something else here than in other lines */
  readonly keys?: Readonly<Record<Key, (model: Model, mode: LineMode) => Step>>
}

const PURPOSES: Readonly<Record<LinePurpose, Purpose>> = {
  address: { accept: acceptAddress, complete: completeAddress },
  find: { accept: acceptFind, change: changeFind, leave: leaveFind },
  number: {
    accept: acceptNumber,
    change: changeNumber,
    holds: /^[0-9]*$/,
    leave: (model) => step(closePrompt(returnToStart(model))),
  },
  field: {
    accept: acceptField,
    keys: {
      tab: (model, { edit }) => focusActions['next-target'](keepField(model, textOf(edit))),
      'shift-tab': (model, { edit }) => focusActions['previous-target'](keepField(model, textOf(edit))),
      'alt-enter': (model, mode) =>
        changed(model, mode, insertText(mode.edit, '\n', { newlines: mode.multiline })),
    },
  },
  save: { accept: acceptSave },
}

const LEAVE: ReadonlySet<Key> = new Set(['escape', 'ctrl-c', 'ctrl-g'])

/** A key while a line is edited. */
export function onLineKey(model: Model, mode: LineMode, key: Key): Step {
  const purpose = PURPOSES[mode.purpose]
  const special = purpose.keys?.[key]
  if (special !== undefined) return special(model, mode)
  if (key === 'enter') return purpose.accept(model, textOf(mode.edit))
  if (LEAVE.has(key) || (key === 'backspace' && mode.edit.clusters.length === 0)) {
    return (purpose.leave ?? ((m: Model) => step(closePrompt(m))))(model)
  }
  if (key === 'ctrl-z') return leaveActions.suspend(model)
  if (key === 'tab') {
    const { complete: candidates } = purpose
    if (candidates === undefined) return step(model)
    return changed(
      model,
      mode,
      complete(mode.edit, (text) => candidates(model, text)),
    )
  }
  const edit = editKey(mode.edit, key)
  return edit === undefined ? step(model) : changed(model, mode, edit)
}

/** A paste while a line is edited: one insert, never an Enter. */
export function onLinePaste(model: Model, mode: LineMode, text: string): Step {
  const held = mode.purpose === 'address' ? text.trim() : text
  return changed(model, mode, insertText(mode.edit, held, { newlines: mode.multiline }))
}

function changed(model: Model, mode: LineMode, edit: LineEdit): Step {
  const purpose = PURPOSES[mode.purpose]
  const text = textOf(edit)
  if (purpose.holds?.test(text) === false) return step(model)
  const next = { ...model, mode: { ...mode, edit } }
  return purpose.change === undefined || text === textOf(mode.edit) ? step(next) : purpose.change(next, text)
}
