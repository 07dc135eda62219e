/**
 * What is switched on in the terminal while the browser has it, and off again when it leaves: two strings from one
 * table, so that nothing can be forgotten. Control functions are those of ECMA-48 and of xterm's and kitty's manuals.
 */

interface Mode {
  readonly on: string
  readonly off: string
}

/** In the order of switching on; switched off in reverse. */
const MODES: readonly Mode[] = [
  // the window's title is put on the terminal's stack
  { on: '\x1b[22;2t', off: '\x1b[23;2t' },
  // the alternate screen: what the person had there comes back at the end
  { on: '\x1b[?1049h', off: '\x1b[?1049l' },
  { on: '\x1b[?25l', off: '\x1b[?25h' },
  // no automatic wrap: a width on which we and the terminal differ stays in its row
  { on: '\x1b[?7l', off: '\x1b[?7h' },
  // grapheme clusters take the cells that Unicode gives them
  { on: '\x1b[?2027h', off: '\x1b[?2027l' },
  // the mouse: buttons, dragging, coordinates in decimal
  { on: '\x1b[?1000h', off: '\x1b[?1000l' },
  { on: '\x1b[?1002h', off: '\x1b[?1002l' },
  { on: '\x1b[?1006h', off: '\x1b[?1006l' },
  // pasted text comes in brackets
  { on: '\x1b[?2004h', off: '\x1b[?2004l' },
  // kitty's keyboard protocol, only as far as Escape is told from other keys; each screen has its own stack
  { on: '\x1b[>1u', off: '\x1b[<u' },
]

export const modesOn: string = MODES.map((mode) => mode.on).join('')

/**
 * Also undoes what a frame may have left half done: an unfinished control string, a held update, a scroll region, a
 * style, a link; and what no part of this program sets but a shell relies on: normal cursor keys and keypad.
 */
export const modesOff: string =
  '\x1b\\\x1b[?2026l\x1b[r\x1b[m\x1b]8;;\x1b\\\x1b[?1l\x1b>' +
  MODES.map((mode) => mode.off)
    .reverse()
    .join('')
