/**
 * Typing an address: the prompt of `g` and Ctrl-L, and its completion from this session's pages.
 */
import { isFailure } from '../failure.js'
import { parseAddress } from '../url/address.js'
import type { Model, Step } from './model.js'
import { activeTab, currentEntry, step, withNotice } from './model.js'
import { goTo } from './navigation.js'
import { closePrompt, openPrompt, remember } from './prompt.js'
import { publicHref } from '../url/display.js'

/** A line that is no address stays in the prompt, to be mended. */
export function acceptAddress(model: Model, text: string): Step {
  const typed = text.trim()
  if (typed === '') return step(closePrompt(model))
  const url = parseAddress(typed, model.settings.address)
  if (isFailure(url)) return step(withNotice(model, url.detail))
  return goTo(closePrompt(remember(model, 'address', typed)), url)
}

/** Addresses of this session that begin so, with or without their scheme and `www.`, newest first; then those that contain it. */
export function completeAddress(model: Model, text: string): readonly string[] {
  const pages = model.tabs.flatMap((tab) => tab.history.entries.map((e) => publicHref(e.page.url)))
  const known = [...new Set([...(model.typed.address ?? []), ...pages].reverse())]
  const wanted = bare(text)
  const beginning = known.filter((address) => bare(address).startsWith(wanted))
  const containing = known.filter((address) => !bare(address).startsWith(wanted) && address.includes(text))
  return [...beginning, ...containing]
}

function bare(address: string): string {
  return address
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^www\./i, '')
    .toLowerCase()
}

function editAddress(model: Model): Step {
  const url = currentEntry(model)?.page.url ?? activeTab(model).loading?.request.url
  const text = url === undefined ? '' : publicHref(url)
  return step(openPrompt(model, { purpose: 'address', label: 'go to: ', text }))
}

export const goActions = {
  go: (model: Model): Step => step(openPrompt(model, { purpose: 'address', label: 'go to: ' })),
  'edit-address': editAddress,
}
