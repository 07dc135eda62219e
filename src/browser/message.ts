/**
 * What reaches the model (Msg) and what it wants done (Effect). Both are data.
 */
import type { Failure } from '../failure.js'
import type { Body, Request } from '../fetch/message.js'
import type { Page } from '../load.js'

/** A key by name: `a`, `A`, `1`, `enter`, `escape`, `tab`, `shift-tab`, `up`, `pagedown`, `home`, `backspace`, `delete`, `ctrl-l`, `alt-left`, `f1`, `space`. Printable keys are themselves (one grapheme cluster). */
export type Key = string

export type MouseEvent = {
  readonly kind: 'press' | 'release' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right' | 'move'
  readonly button: 'left' | 'middle' | 'right' | 'none'
  /** cells from 0 */
  readonly column: number
  readonly row: number
}

/** What the terminal reports. */
export type TerminalMsg =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'mouse'; readonly event: MouseEvent }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }

/** What came of an effect. */
export type EffectMsg =
  /** a page of the load of that number, ever more complete */
  | { readonly type: 'page'; readonly load: number; readonly page: Page }
  /** the load of that number gives no more pages */
  | { readonly type: 'loaded'; readonly load: number }
  /** time goes by while something loads; milliseconds since the epoch */
  | { readonly type: 'tick'; readonly now: number }
  /** something cannot be kept on disk, in words */
  | { readonly type: 'trouble'; readonly words: string }
  | { readonly type: 'saved'; readonly path: string; readonly result: number | Failure }

export type Msg = TerminalMsg | EffectMsg

/** What the model wants done; run by the loop alone. Each that takes time ends in a message. */
export type Effect =
  | { readonly type: 'load'; readonly load: number; readonly request: Request }
  /** ends the load of that number; what came of it still arrives */
  | { readonly type: 'stop'; readonly load: number }
  /** writes the body to a file that must not exist yet */
  | { readonly type: 'save'; readonly path: string; readonly body: Body }
  /** to the terminal's clipboard */
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'suspend' }
  | { readonly type: 'quit'; readonly code: number }
