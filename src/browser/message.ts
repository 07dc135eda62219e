/**
 * What reaches the model (Msg) and what it wants done (Effect). Both are data.
 */

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
