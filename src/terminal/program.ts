/**
 * blessed's Program, tamed: it reads no terminfo, starts no other program, decodes no input and sends no modes of its
 * own. What remains of it is the terminal's size and the events that Screen listens to.
 */
import { Program } from './blessed.js'
import type { InputHub } from './input.js'

/**
 * All that Screen asks of a terminal's description. Every sequence that is sent is written by this folder; blessed's
 * reader of terminfo knows only an old format, complains on the screen about the rest, and takes its time.
 */
const DESCRIPTION = { unicode: true, numbers: {}, strings: {}, features: {} } as const

export function openProgram(input: InputHub, output: NodeJS.WriteStream): Program {
  const program = withoutTmux(
    () => new Program({ input, output, terminal: 'xterm-256color', tput: false, buffer: true, zero: true }),
  )
  program.tput = DESCRIPTION
  program._tputSetup = true
  // the screen clears in the same write as it draws, and the mouse is one of our modes
  program.clear = () => undefined
  program.enableMouse = () => undefined
  program.disableMouse = () => undefined
  return program
}

/** Inside tmux, Program asks `tmux -V` and wraps what it writes. */
function withoutTmux<T>(make: () => T): T {
  const { TMUX } = process.env
  if (TMUX === undefined) return make()
  delete process.env['TMUX']
  try {
    return make()
  } finally {
    process.env['TMUX'] = TMUX
  }
}
