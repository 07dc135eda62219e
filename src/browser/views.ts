/**
 * Views: what can be said of a page, as pages of its own that lie over it. The same key, Left or Esc takes them away
 * and the page is as it was.
 */
import { isFailure } from '../failure.js'
import { get } from '../fetch/message.js'
import type { Document } from '../html/document.js'
import {
  exchangesPage,
  helpPage,
  historyPage,
  informationPage,
  linksPage,
  sourcePage,
} from '../html/pages.js'
import { parseDocument } from '../html/parse.js'
import type { Page } from '../load.js'
import { publicHref } from '../url/display.js'
import { linkUrl } from './act.js'
import { curlCommand } from './curl.js'
import { helpSections } from './keys.js'
import type { Entry, Model, Step, View, ViewKind } from './model.js'
import { activeTab, currentEntry, shownSheet, step, withEntry, withNotice, withoutView } from './model.js'
import { newSheet } from './sheet.js'

type Writer = (entry: Entry, model: Model, reveal: boolean) => string

/** Each view's page as HTML text. */
const WRITERS: Readonly<Record<ViewKind, Writer>> = {
  headers: (entry, _model, reveal) => exchangesPage(entry.page.exchanges, { reveal }),
  source: ({ page }) => sourcePage(page.source, `Source of ${nameOf(page)}`),
  information: ({ page, sheet }) =>
    informationPage(
      facts(page, { lines: sheet.rendering.lines.length, targets: sheet.rendering.targets.length }),
      nameOf(page),
    ),
  links: ({ sheet }) =>
    linksPage(
      sheet.rendering.targets.map(({ text }, i) => ({
        number: i + 1,
        text,
        url: linkUrl(sheet, i)?.href ?? '',
      })),
    ),
  history: (_entry, model) => {
    const { entries, index } = activeTab(model).history
    return historyPage(
      entries.map(({ page }, i) => ({
        title: page.document.title,
        url: page.url.href,
        current: i === index,
      })),
    )
  },
  help: () => helpPage(helpSections()),
}

function viewDocument(kind: ViewKind, entry: Entry, model: Model, reveal: boolean): Document {
  return parseDocument(WRITERS[kind](entry, model, reveal), new URL(`about:${kind}`))
}

/** Opens a view over the page; the one that is open closes. */
function toggle(model: Model, kind: ViewKind): Step {
  const entry = currentEntry(model)
  if (entry === undefined) return step(withNotice(model, 'there is no page yet'))
  const page = withoutView(entry)
  if (entry.view?.kind === kind) return step(withEntry(model, page))
  const sheet = newSheet(model, viewDocument(kind, page, model, false))
  return step(withEntry(model, { ...page, view: { kind, sheet, reveal: false } }))
}

const GROWING: ReadonlySet<ViewKind> = new Set<ViewKind>(['headers', 'source', 'information'])

/** Writes an open view anew when its page is complete, in the place where it is read. */
export function refreshView(model: Model): Model {
  const entry = currentEntry(model)
  return entry?.view !== undefined && GROWING.has(entry.view.kind)
    ? rewritten(model, entry, entry.view)
    : model
}

function rewritten(model: Model, entry: Entry, view: View): Model {
  const document = viewDocument(view.kind, entry, model, view.reveal)
  return withEntry(model, { ...entry, view: { ...view, sheet: { ...view.sheet, document } } })
}

function reveal(model: Model): Step {
  const entry = currentEntry(model)
  return step(
    entry?.view === undefined
      ? model
      : rewritten(model, entry, { ...entry.view, reveal: !entry.view.reveal }),
  )
}

function copyCurl(model: Model): Step {
  const entry = currentEntry(model)
  const exchange = entry?.page.exchanges.at(-1)
  if (exchange === undefined) return step(withNotice(model, 'nothing was sent for this page'))
  const credentials = entry?.view?.reveal === true
  const said = credentials
    ? 'copied as a curl command'
    : 'copied as a curl command without secrets; x shows them first'
  return step(withNotice(model, said), { type: 'copy', text: curlCommand(exchange, { credentials }) })
}

function copyAddress(model: Model): Step {
  const page = currentEntry(model)?.page
  return page === undefined ? step(model) : copied(model, page.url)
}

function copyLink(model: Model): Step {
  const sheet = shownSheet(model)
  const url = sheet?.focus === undefined ? undefined : linkUrl(sheet, sheet.focus)
  return url === undefined ? step(withNotice(model, 'no link is chosen')) : copied(model, url)
}

function copied(model: Model, url: URL): Step {
  const text = publicHref(url)
  return step(withNotice(model, `copied ${text}`), { type: 'copy', text })
}

function nameOf(page: Page): string {
  return page.document.title || publicHref(page.url)
}

type Fact = readonly [label: string, value: string]

function facts(page: Page, counts: { readonly lines: number; readonly targets: number }): readonly Fact[] {
  const exchange = page.exchanges.at(-1)
  const asked = publicHref(page.request.url)
  const shown = publicHref(page.url)
  const field = (name: string): string => get(exchange?.fields ?? [], name) ?? ''
  const all: readonly Fact[] = [
    ['title', page.document.title],
    ['address', shown],
    ['asked for', asked === shown ? '' : asked],
    ['from', page.request.initiator === undefined ? '' : publicHref(page.request.initiator)],
    ['status', page.status === undefined ? '' : `${page.status} ${exchange?.reason ?? ''}`.trim()],
    ['type', page.type],
    ['encoding', page.charset],
    ['size', `${page.received} octets${page.expected === undefined ? '' : ` of ${page.expected}`}`],
    ['state', isFailure(page.progress) ? page.progress.detail : page.progress],
    ['changed', field('last-modified')],
    ['server', field('server')],
    ['connection', [exchange?.connection?.remote, exchange?.connection?.protocol].filter(Boolean).join(', ')],
    [
      'security',
      [exchange?.connection?.tls?.protocol, exchange?.connection?.tls?.cipher].filter(Boolean).join(', '),
    ],
    ['cache', exchange?.cache === undefined ? '' : `${exchange.cache.verdict}: ${exchange.cache.reason}`],
    ['lines', String(counts.lines)],
    ['links and controls', String(counts.targets)],
  ]
  return all.filter(([, value]) => value !== '')
}

export const viewActions = {
  headers: (model: Model): Step => toggle(model, 'headers'),
  source: (model: Model): Step => toggle(model, 'source'),
  information: (model: Model): Step => toggle(model, 'information'),
  links: (model: Model): Step => toggle(model, 'links'),
  history: (model: Model): Step => toggle(model, 'history'),
  help: (model: Model): Step => toggle(model, 'help'),
  reveal,
  'copy-curl': copyCurl,
  'copy-address': copyAddress,
  'copy-link': copyLink,
  numbers: (model: Model): Step =>
    step(withNotice({ ...model, numbers: !model.numbers }, model.numbers ? 'numbers off' : 'numbers on')),
}
