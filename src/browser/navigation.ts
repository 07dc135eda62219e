/**
 * Navigation: from a request to a load. The page that is read stays until the new one has something to show.
 */
import { isFailure } from '../failure.js'
import type { CacheMode, Request } from '../fetch/message.js'
import { getRequest } from '../fetch/message.js'
import { fragment, resolve, sameDocument, withoutFragment } from '../url/reference.js'
import { pushed } from './history.js'
import type { Loading, Model, QuestionMode, Step } from './model.js'
import {
  activeTab,
  currentEntry,
  shownSheet,
  step,
  withNotice,
  withSheet,
  withTab,
  withoutView,
} from './model.js'
import { stopped } from './stop.js'

/** Loads a request; what was loading ends. */
export function navigate(model: Model, request: Request, placing: Loading['placing'] = 'push'): Step {
  const [quiet, effects] = stopped(model)
  const load = quiet.nextLoad
  const loading: Loading = { load, request, placing, placed: false, received: 0, ticks: 0 }
  const next = { ...withTab(quiet, { ...activeTab(quiet), loading }), nextLoad: load + 1 }
  return step(next, ...effects, { type: 'load', load, request })
}

/** Goes where a person typed. */
export function goTo(model: Model, url: URL): Step {
  return isWithinPage(model, url) ? jump(model, url) : navigate(model, getRequest(url))
}

/** Follows a reference as the page that is shown has it. */
export function follow(model: Model, href: string): Step {
  const sheet = shownSheet(model)
  const entry = currentEntry(model)
  if (sheet === undefined || entry === undefined) return step(model)
  const url = resolve(href, sheet.document.baseUrl)
  if (isFailure(url)) return step(withNotice(model, url.detail))
  if (entry.view !== undefined && sameDocument(url, sheet.document.url) && url.hash !== '') {
    return step(withSheet(model, { ...sheet, wanted: { fragment: fragment(url) } }))
  }
  if (isWithinPage(model, url)) return jump(model, url)
  const { loading } = activeTab(model)
  if (
    loading?.placed === false &&
    loading.request.method === 'GET' &&
    loading.request.url.href === url.href
  ) {
    return step(model)
  }
  return navigate(visit(model, url), getRequest(url, { initiator: entry.page.url }))
}

export function visit(model: Model, url: URL): Model {
  const name = withoutFragment(url).href
  return model.visited.has(name) ? model : { ...model, visited: new Set([...model.visited, name]) }
}

/** Whether a URL only names another place on the page that is shown. */
function isWithinPage(model: Model, url: URL): boolean {
  const entry = currentEntry(model)
  return entry !== undefined && url.href.includes('#') && isGet(model) && sameDocument(url, entry.page.url)
}

/** A new entry of the same page, at another place. */
function jump(model: Model, url: URL): Step {
  const entry = currentEntry(model)
  if (entry === undefined) return step(model)
  const sheet = { ...entry.sheet, wanted: { fragment: fragment(url) } }
  const moved = { ...withoutView(entry), page: { ...entry.page, url }, sheet }
  return step(withTab(model, pushed(activeTab(model), moved)))
}

function isGet(model: Model): boolean {
  const method = lastMethod(model)
  return method === 'GET' || method === 'HEAD'
}

/** The method that the shown page answered, after redirects. */
function lastMethod(model: Model): string {
  const page = currentEntry(model)?.page
  return page?.exchanges.at(-1)?.method ?? page?.request.method ?? 'GET'
}

/** Loads the page again; a page that answered a form asks first. */
function reload(model: Model, cacheMode: CacheMode): Step {
  const page = currentEntry(model)?.page
  if (page === undefined) {
    const { loading } = activeTab(model)
    return loading === undefined ? step(model) : navigate(model, { ...loading.request, cacheMode })
  }
  if (!isGet(model)) return step({ ...model, mode: RESEND })
  const { initiator, fields } = page.request
  const request = getRequest(page.url, {
    cacheMode,
    fields,
    ...(initiator === undefined ? {} : { initiator }),
  })
  return navigate(model, request, 'replace')
}

const RESEND: QuestionMode = {
  type: 'question',
  text: 'this page answered a form: send the form again? (y/n)',
  answer: 'resend',
  yes: ['y', 'Y'],
  passing: false,
}

/** Sends the request of the shown page again, whatever it does. */
export function resend(model: Model): Step {
  const page = currentEntry(model)?.page
  return page === undefined
    ? step(model)
    : navigate(model, { ...page.request, cacheMode: 'reload' }, 'replace')
}

export const navigationActions = {
  reload: (model: Model): Step => reload(model, 'no-cache'),
  'reload-past-cache': (model: Model): Step => reload(model, 'reload'),
}
