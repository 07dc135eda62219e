/**
 * Forms: what acting on a control does. The document is never changed; what is typed is kept in the sheet's values.
 */
import { isFailure } from '../failure.js'
import type { Element } from '../html/document.js'
import { attribute } from '../html/document.js'
import type { ControlKind, ControlValue } from '../html/form.js'
import { controlOptions, controlValue, formOf, radioGroup, submission } from '../html/form.js'
import type { Control } from '../layout/line.js'
import { focusedTarget } from './focus.js'
import type { Model, Sheet, Step } from './model.js'
import { BROWSE, shownSheet, step, withNotice, withSheet } from './model.js'
import { navigate } from './navigation.js'
import { closePrompt, openPrompt } from './prompt.js'

type Act = (model: Model, sheet: Sheet, control: Control, index: number) => Step

/** What acting on a control does, by its kind. */
const ACTS: Readonly<Record<ControlKind, Act>> = {
  text: editField,
  password: editField,
  textarea: editField,
  checkbox: (model, sheet, control) =>
    step(setValues(model, sheet, [[control.element, controlValue(control, sheet.values) !== true]])),
  radio: (model, sheet, { element }) =>
    step(
      setValues(
        model,
        sheet,
        radioGroup(sheet.document, element).map((radio) => [radio, radio === element] as const),
      ),
    ),
  select: choose,
  file: (model) => step(withNotice(model, 'files cannot be sent yet')),
  submit: (model, sheet, { element }) => submit(model, formOf(sheet.document, element), element),
  reset: (model, sheet, { element }) => reset(model, sheet, formOf(sheet.document, element)),
  button: (model) => step(withNotice(model, 'this button needs a script, and scripts do not run here')),
}

/** Acts on the control at that index of the sheet's targets. */
export function actOnControl(model: Model, control: Control, index: number): Step {
  const sheet = shownSheet(model)
  if (sheet === undefined) return step(model)
  if (attribute(control.element, 'disabled') !== undefined) {
    return step(withNotice(model, 'the page has switched this control off'))
  }
  return ACTS[control.kind](model, sheet, control, index)
}

/** Takes what was typed into the field that the prompt edits. */
export function acceptField(model: Model, text: string): Step {
  const kept = keepField(model, text)
  const sheet = shownSheet(kept)
  const control = focusedTarget(kept)?.target
  if (sheet === undefined || control?.type !== 'control' || control.kind === 'textarea') return step(kept)
  return step(isLastField(sheet, control) ? { ...kept, mode: OFFER } : kept)
}

/** Keeps what was typed, and asks nothing. */
export function keepField(model: Model, text: string): Model {
  const sheet = shownSheet(model)
  if (model.mode.type !== 'line' || model.mode.target === undefined || sheet === undefined)
    return closePrompt(model)
  const control = sheet.rendering.targets[model.mode.target]?.target
  const closed = closePrompt(model)
  if (control?.type !== 'control') return closed
  return controlValue(control, sheet.values) === text
    ? closed
    : setValues(closed, sheet, [[control.element, text]])
}

/** Takes the option that was chosen. */
export function acceptChoice(model: Model): Step {
  const { mode } = model
  const sheet = shownSheet(model)
  const closed = closePrompt(model)
  if (mode.type !== 'choice' || sheet === undefined) return step(closed)
  const control = sheet.rendering.targets[mode.target]?.target
  return step(control === undefined ? closed : setValues(closed, sheet, [[control.element, mode.chosen]]))
}

/** Sends the form that the chosen control belongs to, by its first button. HTML 4.10.21.2, implicit submission. */
export function submitImplicitly(model: Model): Step {
  const sheet = shownSheet(model)
  const control = focusedTarget(model)?.target
  if (sheet === undefined || control === undefined) return step(model)
  const form = formOf(sheet.document, control.element)
  return submit(model, form, controlsOf(sheet, form).find((c) => c.kind === 'submit')?.element)
}

const OFFER: Model['mode'] = {
  type: 'question',
  text: 'Enter sends the form; any other key goes on',
  answer: 'submit',
  yes: ['enter'],
  passing: true,
}

function submit(model: Model, form: Element | undefined, submitter: Element | undefined): Step {
  const sheet = shownSheet(model)
  if (sheet === undefined) return step(model)
  const request = submission(form, submitter, sheet.values, sheet.document)
  if (isFailure(request)) return step(withNotice(model, request.detail))
  return navigate(withSheet(model, { ...sheet, unsent: false }), request)
}

function reset(model: Model, sheet: Sheet, form: Element | undefined): Step {
  const own = new Set(controlsOf(sheet, form).map((control) => control.element))
  const values = new Map([...sheet.values].filter(([element]) => !own.has(element)))
  return step(withNotice(withSheet(model, { ...sheet, values, unsent: false }), 'the form is as it came'))
}

function editField(model: Model, sheet: Sheet, control: Control, index: number): Step {
  const { element, kind } = control
  if (attribute(element, 'readonly') !== undefined) {
    return step(withNotice(model, 'the page does not let this field be changed'))
  }
  return step(
    openPrompt(model, {
      purpose: 'field',
      label: `${labelOf(element)}: `,
      text: String(controlValue(control, sheet.values)),
      masked: kind === 'password',
      multiline: kind === 'textarea',
      target: index,
    }),
  )
}

function choose(model: Model, sheet: Sheet, control: Control, index: number): Step {
  const options = controlOptions(control.element)
  if (!options.some((option) => !option.disabled)) {
    return step(withNotice(model, 'this list has nothing to choose from'))
  }
  const value = controlValue(control, sheet.values)
  const chosen = typeof value === 'number' && options[value] !== undefined ? value : 0
  return step({
    ...model,
    mode: { type: 'choice', label: `${labelOf(control.element)}: `, options, chosen, target: index },
  })
}

function setValues(
  model: Model,
  sheet: Sheet,
  changes: readonly (readonly [element: Element, value: ControlValue])[],
): Model {
  return withSheet(
    { ...model, mode: BROWSE },
    { ...sheet, values: new Map([...sheet.values, ...changes]), unsent: true },
  )
}

function labelOf(element: Element): string {
  const names = ['aria-label', 'placeholder', 'title', 'name']
  const label = names
    .map((name) => attribute(element, name)?.trim())
    .find((text) => text !== undefined && text !== '')
  return (label ?? 'text')
    .replace(/[\s:]+/gu, ' ')
    .trim()
    .slice(0, 30)
}

function controlsOf(sheet: Sheet, form: Element | undefined): readonly Control[] {
  return sheet.rendering.targets
    .map((placed) => placed.target)
    .filter((target) => target.type === 'control')
    .filter((control) => form !== undefined && formOf(sheet.document, control.element) === form)
}

/** Whether a form has no further field to type into: what people expect Enter to send. */
function isLastField(sheet: Sheet, control: Control): boolean {
  const fields = controlsOf(sheet, formOf(sheet.document, control.element)).filter(
    ({ kind }) => kind === 'text' || kind === 'password' || kind === 'textarea',
  )
  return fields.at(-1)?.element === control.element
}
