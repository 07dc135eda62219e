/**
 * Session history of a tab (HTML, "session history"): entries keep their page, so that moving among them asks
 * nobody; place, chosen link and typed values come back with them.
 */
import type { Entry, Model, Sheet, Step, Tab } from './model.js'
import { activeTab, currentEntry, step, withEntry, withNotice, withTab, withoutView } from './model.js'
import { stopped } from './stop.js'

/** Puts an entry after the current one; what lay forward is gone. */
export function pushed(tab: Tab, entry: Entry): Tab {
  const entries = [...tab.history.entries.slice(0, tab.history.index + 1), entry]
  return { ...tab, history: { entries, index: entries.length - 1 } }
}

/** Puts an entry in the place of the current one. */
export function replaced(tab: Tab, entry: Entry): Tab {
  const { entries, index } = tab.history
  return index < 0
    ? pushed(tab, entry)
    : { ...tab, history: { entries: entries.map((e, i) => (i === index ? entry : e)), index } }
}

/** Moves to the entry of that index and ends what is loading. */
export function traverseTo(model: Model, index: number): Step {
  const tab = activeTab(model)
  if (tab.history.entries[index] === undefined) return step(model)
  const [quiet, effects] = stopped(model)
  const after = activeTab(quiet)
  return step(withTab(quiet, { ...after, history: { entries: after.history.entries, index } }), ...effects)
}

/** An open view lies over its page: one step back closes it. */
function back(model: Model): Step {
  const entry = currentEntry(model)
  if (entry?.view !== undefined) return step(withEntry(model, withoutView(entry)))
  const { index } = activeTab(model).history
  return index > 0 ? traverseTo(model, index - 1) : step(withNotice(model, 'this is the first page'))
}

function forward(model: Model): Step {
  const { entries, index } = activeTab(model).history
  return index + 1 < entries.length
    ? traverseTo(model, index + 1)
    : step(withNotice(model, 'this is the last page'))
}

/** Every sheet with typed values that were never sent. */
export function unsentSheets(model: Model): readonly Sheet[] {
  return model.tabs.flatMap((tab) =>
    tab.history.entries.map((entry) => entry.sheet).filter((sheet) => sheet.unsent),
  )
}

export const historyActions = { back, forward }
