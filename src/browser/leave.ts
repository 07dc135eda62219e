/**
 * Leaving: quitting, suspending, and what is asked when there is something to lose.
 */
import { unsentSheets } from './history.js'
import type { Model, QuestionMode, Step } from './model.js'
import { activeTab, step } from './model.js'
import { stopActions } from './stop.js'

/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130

function question(text: string): QuestionMode {
  return {
    type: 'question',
    text: `${text}: quit? (y/n)`,
    answer: 'quit',
    yes: ['y', 'Y', 'q', 'Q', 'ctrl-c'],
    passing: false,
  }
}

export function quit(model: Model): Step {
  return step(model, { type: 'quit', code: 0 })
}

/** Quits with that code; asks first when something would be lost. */
function quitWith(model: Model, code: number): Step {
  if (model.saving > 0) return step({ ...model, mode: question('a file is still being saved') })
  if (unsentSheets(model).length > 0) return step({ ...model, mode: question('what you typed was not sent') })
  return step(model, { type: 'quit', code })
}

/** Ctrl-C ends what is loading, and when nothing is, the program. */
function interrupt(model: Model): Step {
  return activeTab(model).loading === undefined ? quitWith(model, INTERRUPTED) : stopActions.stop(model)
}

export const leaveActions = {
  quit: (model: Model): Step => quitWith(model, 0),
  'quit-now': quit,
  interrupt,
  suspend: (model: Model): Step => step(model, { type: 'suspend' }),
}
