/**
 * Stopping: ends what is loading and keeps what came.
 */
import { failure } from '../failure.js'
import type { Effect } from './message.js'
import type { Model, Step, Tab } from './model.js'
import { activeTab, currentEntry, step, withEntry, withNotice, withTab, withoutView } from './model.js'

/** The model with nothing loading, and the effect that ends the load. */
export function stopped(model: Model): Step {
  const tab = activeTab(model)
  const { loading } = tab
  if (loading === undefined) return step(model)
  const effect: Effect = { type: 'stop', load: loading.load }
  const { entries, index } = tab.history
  const kept = entries.map((entry) =>
    entry.load === loading.load && entry.page.progress === 'loading'
      ? { ...entry, page: { ...entry.page, progress: failure('aborted', 'stopped before its end') } }
      : entry,
  )
  return step(withTab(model, { ...withoutLoading(tab), history: { entries: kept, index } }), effect)
}

export function withoutLoading(tab: Tab): Tab {
  if (tab.loading === undefined) return tab
  const { loading, ...rest } = tab
  void loading
  return rest
}

/** Escape: ends the load; else puts the find's lights out; else closes the view. */
function stop(model: Model): Step {
  const { loading } = activeTab(model)
  if (loading !== undefined) {
    const [quiet, effects] = stopped(model)
    return step(withNotice(quiet, loading.placed ? 'stopped; what came is kept' : 'stopped'), ...effects)
  }
  if (model.lit) return step({ ...model, lit: false })
  const entry = currentEntry(model)
  return step(entry?.view === undefined ? model : withEntry(model, withoutView(entry)))
}

export const stopActions = { stop }
