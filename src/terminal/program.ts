/**
 * blessed's Program, tamed: it reads no terminfo, starts no other program, decodes no input and sends no modes of its
 * own. What remains of it is the terminal's size and the events that Screen listens to.
 */
import Program from 'blessed/lib/program.js'
import Tput from 'blessed/lib/tput.js'
import type { InputHub } from './input.js'

/**
 * The whole description: every sequence that is sent is written by this folder, so that blessed needs to know none.
 * Its reader of terminfo knows only an old format and complains on the screen about the rest.
 */
const DESCRIPTION = {
  name: 'xterm-256color',
  names: ['xterm-256color'],
  desc: 'xterm',
  bools: {},
  numbers: { columns: 80, lines: 24, max_colors: 256, U8: 1 },
  strings: {},
}

export function openProgram(input: InputHub, output: NodeJS.WriteStream): Program {
  Tput.prototype.readTerminfo = () => structuredClone(DESCRIPTION)
  const program = withoutTmux(
    () =>
      new Program({
        input,
        output,
        terminal: DESCRIPTION.name,
        tput: true,
        buffer: true,
        zero: true,
        forceUnicode: true,
      }),
  )
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
