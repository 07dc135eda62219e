/**
 * Downloads: what is no text is offered to be saved.
 */
import { isFailure } from '../failure.js'
import type { Msg } from './message.js'
import type { Model, Step } from './model.js'
import { BROWSE, currentEntry, step, withNotice } from './model.js'
import { closePrompt, openPrompt } from './prompt.js'

/** Asks where to save what the shown page is; never into another prompt. */
export function offerDownload(model: Model): Step {
  const download = currentEntry(model)?.page.download
  if (download === undefined) return step(withNotice(model, 'this page is text: there is nothing to save'))
  if (model.mode.type !== 'browse') return step(withNotice(model, `S saves ${download.name}`))
  return step(openPrompt(model, { purpose: 'save', label: 'save to: ', text: `./${download.name}` }))
}

export function acceptSave(model: Model, path: string): Step {
  const download = currentEntry(model)?.page.download
  if (download === undefined || path === '') return step(closePrompt(model))
  const saving = { ...model, mode: BROWSE, saving: model.saving + 1 }
  return step(withNotice(saving, `saving ${path}`), { type: 'save', path, body: download.body })
}

export function onSaved(model: Model, { path, result }: Extract<Msg, { type: 'saved' }>): Step {
  const done = { ...model, saving: Math.max(0, model.saving - 1) }
  const said = isFailure(result) ? `not saved: ${result.detail}` : `saved ${path} (${result} octets)`
  return step(withNotice(done, said))
}

export const downloadActions = { save: offerDownload }
