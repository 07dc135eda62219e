// A program in a true pseudo-terminal, watched as octets: when they came and in which reads. What the screen shows is
// asked only while getting ready, never while measuring.
import headless from '@xterm/headless'
import { spawn } from '@lydell/node-pty'

export const FRAME_START = '\x1b[?2026h'
export const FRAME_END = '\x1b[?2026l'

const PATIENCE_MILLISECONDS = 120_000

/**
 * @param {{ command: string, args: readonly string[] }} program
 * @param {{ env: Record<string, string>, columns?: number, rows?: number }} options
 */
export function startInPty({ command, args }, { env, columns = 80, rows = 24 }) {
  const started = performance.now()
  // null: octets, as the reads brought them
  const child = spawn(command, [...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env,
    encoding: null,
  })
  const emulator = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 })
  const ended = new Promise((resolve) => child.onExit(resolve))
  let isShown = true
  /** reads since the last `take` */
  let reads = []
  const waiting = new Set()

  child.onData((octets) => {
    reads.push({ at: performance.now(), text: octets.toString('latin1') })
    if (isShown) emulator.write(octets, recheck)
    else recheck()
  })
  emulator.onData((answer) => child.write(answer))

  function recheck() {
    for (const check of [...waiting]) check()
  }

  /** Resolves when `condition` gives something. */
  function until(condition, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`never seen: ${what}\n${screen()}`)),
        PATIENCE_MILLISECONDS,
      )
      function check() {
        const found = condition()
        if (found === undefined || found === false) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  }

  const row = (y) => emulator.buffer.active.getLine(y)?.translateToString(true) ?? ''
  const screen = () => Array.from({ length: emulator.rows }, (_, y) => row(y)).join('\n')

  return {
    started,
    write: (text) => child.write(text),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows)
      child.resize(newColumns, newRows)
    },
    /** the screen, while it is kept */
    row,
    screen,
    /** from now on octets only: the emulator's work would be measured with the program's */
    watchOctets: () => {
      isShown = false
    },
    /** the reads since the last call */
    take: () => reads.splice(0),
    untilShown: (condition, what) => until(() => condition(screen()), what),
    /** when the read came that ends a frame whose octets pass `accept` */
    untilFrame: (accept = () => true) => until(() => frameEnd(reads, accept), 'the end of a frame'),
    /** waits for the end; ends it unless it ends by itself at once */
    end: async (keys) => {
      if (keys === undefined) child.kill('SIGKILL')
      else child.write(keys)
      await ended
      emulator.dispose()
    },
  }
}

/** When the first whole frame had come; undefined as long as it has not. */
function frameEnd(reads, accept) {
  let text = ''
  for (const read of reads) {
    text += read.text
    const end = text.lastIndexOf(FRAME_END)
    if (end >= 0 && accept(text.slice(0, end))) return read.at
  }
  return undefined
}
