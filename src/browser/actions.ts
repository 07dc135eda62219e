/**
 * Actions: every name of the keymap and what it does to the model.
 */
import { actActions } from './act.js'
import { downloadActions } from './download.js'
import { findActions } from './find.js'
import { focusActions } from './focus.js'
import { goActions } from './go.js'
import { historyActions } from './history.js'
import type { ActionName } from './keys.js'
import { leaveActions } from './leave.js'
import type { Key } from './message.js'
import type { Model, Step } from './model.js'
import { navigationActions } from './navigation.js'
import { numberActions } from './numbers.js'
import { scrollActions } from './scroll.js'
import { stopActions } from './stop.js'
import { viewActions } from './views.js'

export type Action = (model: Model, key: Key) => Step

export const ACTIONS: Readonly<Record<ActionName, Action>> = {
  ...scrollActions,
  ...focusActions,
  ...actActions,
  ...numberActions,
  ...historyActions,
  ...navigationActions,
  ...stopActions,
  ...goActions,
  ...findActions,
  ...viewActions,
  ...downloadActions,
  ...leaveActions,
}
