/**
 * update(model, msg): the model after a message and what it wants done. The only door into the browser; pure.
 */
import { ACTIONS } from './actions.js'
import { onChoiceKey } from './choice.js'
import { onSaved } from './download.js'
import { submitImplicitly } from './forms.js'
import { actionFor } from './keys.js'
import { quit } from './leave.js'
import { onLineKey, onLinePaste } from './lines.js'
import { onLoaded, onPage, onTick } from './loading.js'
import type { Key, Msg } from './message.js'
import type { Answer, Mode, Model, QuestionMode, Step } from './model.js'
import { currentEntry, step, withNotice, withoutNotice } from './model.js'
import { onMouse } from './mouse.js'
import { resend } from './navigation.js'
import { closePrompt } from './prompt.js'
import { settle } from './sheet.js'

export function update(model: Model, msg: Msg): Step {
  const [next, effects] = HANDLERS[msg.type](model, msg as never)
  return [settle(next), effects]
}

type Handlers = { readonly [T in Msg['type']]: (model: Model, msg: Extract<Msg, { type: T }>) => Step }

const HANDLERS: Handlers = {
  key: (model, { key }) => onKey(withoutNotice(model), key),
  paste: (model, { text }) =>
    model.mode.type === 'line' ? onLinePaste(withoutNotice(model), model.mode, text) : step(model),
  mouse: (model, { event }) => onMouse(event.kind === 'press' ? withoutNotice(model) : model, event),
  resize: (model, { columns, rows }) =>
    step({ ...model, columns: Math.max(1, columns), rows: Math.max(1, rows) }),
  page: (model, { load, page }) => onPage(model, load, page),
  loaded: (model, { load }) => onLoaded(model, load),
  tick: (model, { now }) => onTick(model, now),
  trouble: (model, { words }) => step(withNotice(model, words)),
  saved: onSaved,
}

function onKey(model: Model, key: Key): Step {
  return MODES[model.mode.type](model, model.mode as never, key)
}

type Modes = {
  readonly [T in Mode['type']]: (model: Model, mode: Extract<Mode, { type: T }>, key: Key) => Step
}

const MODES: Modes = {
  browse: (model, _mode, key) => {
    const action = actionFor(key, currentEntry(model)?.view?.kind)
    return action === undefined ? step(model) : ACTIONS[action](model, key)
  },
  line: onLineKey,
  choice: onChoiceKey,
  question: onQuestionKey,
}

const ANSWERS: Readonly<Record<Answer, (model: Model) => Step>> = { resend, quit, submit: submitImplicitly }

function onQuestionKey(model: Model, mode: QuestionMode, key: Key): Step {
  const closed = closePrompt(model)
  if (mode.yes.includes(key)) return ANSWERS[mode.answer](closed)
  return mode.passing && key !== 'escape' ? onKey(closed, key) : step(closed)
}
