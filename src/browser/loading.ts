/**
 * Loading: pages come ever more complete and take their place in the history. Nothing is lost for a page that has
 * nothing to show yet, and nobody who has scrolled is moved.
 */
import { isFailure } from '../failure.js'
import type { Page } from '../load.js'
import { fragment } from '../url/reference.js'
import { offerDownload } from './download.js'
import { pushed, replaced } from './history.js'
import type { Entry, Loading, Model, Sheet, Step, Tab } from './model.js'
import { activeTab, currentEntry, step, withTab } from './model.js'
import { visit } from './navigation.js'
import { changeNumber, typedNumber } from './numbers.js'
import { newSheet, settle } from './sheet.js'
import { withoutLoading } from './stop.js'
import { refreshView } from './views.js'

/** A page of some load: grows the entries it feeds, or takes its place when it has something to show. */
export function onPage(model: Model, load: number, page: Page): Step {
  const tab = activeTab(model)
  const { loading } = tab
  const grown = { ...tab, history: { ...tab.history, entries: growEntries(tab, load, page) } }
  if (loading?.load !== load) return step(refreshView(withTab(model, grown)))
  const known = withTab(model, { ...grown, loading: progressOf(loading, page) })
  const [placed, effects] = loading.placed ? step(known) : place(known, loading, page)
  const [counted, more] = recount(page.progress === 'loading' ? placed : ended(refreshView(placed)))
  return step(counted, ...effects, ...more)
}

/** A number that is being typed may mean more, or at last only one thing, now that the page has grown. */
function recount(model: Model): Step {
  return typedNumber(model) === undefined ? step(model) : changeNumber(settle(model))
}

/** The load is over. */
export function onLoaded(model: Model, load: number): Step {
  return step(activeTab(model).loading?.load === load ? ended(model) : model)
}

export function onTick(model: Model, now: number): Step {
  const tab = activeTab(model)
  const { loading } = tab
  if (loading === undefined) return step(model)
  const since = loading.since ?? now
  return step(withTab(model, { ...tab, loading: { ...loading, since, now, ticks: loading.ticks + 1 } }))
}

function ended(model: Model): Model {
  return withTab(model, withoutLoading(activeTab(model)))
}

function progressOf(loading: Loading, page: Page): Loading {
  const { received, expected } = page
  return { ...loading, received, ...(expected === undefined ? {} : { expected }) }
}

function growEntries(tab: Tab, load: number, page: Page): readonly Entry[] {
  return tab.history.entries.map((entry) =>
    entry.load === load
      ? {
          ...entry,
          page: { ...page, url: entry.page.url },
          sheet:
            entry.sheet.document === page.document
              ? entry.sheet
              : { ...entry.sheet, document: page.document },
        }
      : entry,
  )
}

/** Puts the page into the history once it has something to show. */
function place(model: Model, loading: Loading, page: Page): Step {
  const sheet = newSheet(model, page.document, page)
  if (page.progress === 'loading' && sheet.rendering.lines.length === 0) return step(model)
  const tab = activeTab(model)
  const current = currentEntry(model)
  const instead = loading.placing === 'replace' && current !== undefined && mayReplace(current, page)
  const entry: Entry = {
    page,
    load: loading.load,
    sheet: instead ? whereItWas(sheet, current.sheet) : atFragment(sheet, page.url),
  }
  const placed = {
    ...(instead ? replaced(tab, entry) : pushed(tab, entry)),
    loading: { ...loading, placed: true },
  }
  const next = visit(
    visit(withTab(model, { ...placed, loading: progressOf(placed.loading, page) }), page.url),
    page.request.url,
  )
  return page.download === undefined ? step(next) : offerDownload(next)
}

/** A reload that brought nothing must not cost the page that was there. */
function mayReplace(current: Entry, page: Page): boolean {
  return !isFailure(page.progress) || page.status !== undefined || isFailure(current.page.progress)
}

function whereItWas(sheet: Sheet, old: Sheet): Sheet {
  return {
    ...sheet,
    left: old.left,
    ...(old.focus === undefined ? {} : { focus: old.focus }),
    ...(old.scroll === 0 ? {} : { wanted: { scroll: old.scroll } }),
  }
}

function atFragment(sheet: Sheet, url: URL): Sheet {
  return url.hash === '' ? sheet : { ...sheet, wanted: { fragment: fragment(url) } }
}
