/**
 * The terminal as the browser sees it: frames go out, messages come in. Here the terminal is taken and given back:
 * modes, raw input, job control (POSIX, chapter 11), other programs.
 */
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { constants } from 'node:os'
import { ReadStream } from 'node:tty'
import type { MouseEvent, TerminalMsg } from '../browser/message.js'
import type { Frame } from '../view/frame.js'
import { InputHub } from './input.js'
import { modesOff, modesOn } from './modes.js'
import { detachStandardStreams, writeAll } from './output.js'
import { openProgram } from './program.js'
import { addRegions, mouseReport } from './regions.js'
import { TermScreen } from './screen.js'
import { createStyleTable, detectDepth } from './styles.js'

export interface Terminal {
  /** cells; at least 1 by 1 */
  readonly size: () => { readonly columns: number; readonly rows: number }
  /** Draws a frame: only what changed, in one write. When to draw is the caller's business. */
  readonly draw: (frame: Frame) => void
  /** Leaves the terminal sound, stops the process group, and comes back with a full repaint and a `resize` message. */
  readonly suspend: () => void
  /** Runs another program on the sound terminal, then repaints; gives its exit status as a shell would. */
  readonly run: (command: string, args: readonly string[]) => Promise<number>
  /** Puts a text on the clipboard, where the terminal allows it (OSC 52). */
  readonly copy: (text: string) => void
  /** Gives the terminal back. May be called twice; is done when it returns. */
  readonly close: () => void
}

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onMessage: (message: TerminalMsg) => void
  /** the terminal is gone, and closed already: what is left is to save and to end */
  readonly onHangup: () => void
}

const STANDARD_OUTPUT = 1

/** Terminals cut or drop longer clipboards; octets before base64. */
const CLIPBOARD_LIMIT = 74_000

/** If the system would not stop us (nobody is there to continue us), we go on after so many milliseconds. */
const STOP_PATIENCE = 100

const NOT_FOUND = 127
const NOT_STARTED = 126
const SIGNAL_BASE = 128

/** The terminal must be one: ask whether standard output is, first. */
export function openTerminal(options: TerminalOptions): Terminal {
  const output = process.stdout
  const stream = inputStream()
  const hub = new InputHub(stream)
  const program = openProgram(hub, output)
  const screen = new TermScreen({
    program,
    styles: createStyleTable(detectDepth(options.env)),
    write: (text) => void output.write(text),
  })
  /** `away`: the terminal is a shell's, or another program's */
  let state: 'here' | 'away' | 'closed' = 'here'
  let hungUp = false

  const size = () => ({ columns: screen.cols, rows: screen.rows })
  const report = (event: MouseEvent): void => options.onMessage({ type: 'mouse', event })
  const hangup = (): void => {
    if (hungUp || state === 'closed') return
    hungUp = true
    close()
    detachStandardStreams()
    options.onHangup()
  }

  addRegions(screen, report)
  screen.on('keypress', (_: undefined, key: { name: string }) =>
    options.onMessage({ type: 'key', key: key.name }),
  )
  hub.on('mouse', (event: MouseEvent) => program.emit('mouse', mouseReport(event)))
  hub.on('paste', (text: string) => options.onMessage({ type: 'paste', text }))
  hub.on('hangup', hangup)
  output.on('error', hangup)
  program.on('resize', () => {
    if (state === 'here') options.onMessage({ type: 'resize', ...size() })
  })

  function enter(): void {
    // once off and on: after a stop from outside the terminal is not as the runtime remembers it
    hub.setRawMode(false)
    hub.setRawMode(true)
    hub.resume()
    writeAll(STANDARD_OUTPUT, modesOn)
  }

  function leave(): void {
    screen.hold()
    writeAll(STANDARD_OUTPUT, modesOff)
    hub.setRawMode(false)
  }

  function comeBack(): void {
    if (state === 'closed') return
    // while we were stopped, only the shell was told of a new size
    process.emit('SIGWINCH', 'SIGWINCH')
    state = 'here'
    enter()
    screen.release()
    options.onMessage({ type: 'resize', ...size() })
  }

  function suspend(): void {
    if (state !== 'here') return
    state = 'away'
    leave()
    process.off('SIGTSTP', onStop)
    const timer = setTimeout(continued, STOP_PATIENCE)
    function continued(): void {
      clearTimeout(timer)
      process.off('SIGCONT', continued)
      if (state === 'closed') return
      process.on('SIGTSTP', onStop)
      process.on('SIGCONT', onContinue)
      comeBack()
    }
    process.off('SIGCONT', onContinue)
    process.on('SIGCONT', continued)
    process.kill(0, 'SIGTSTP')
  }

  /** Ctrl-Z typed to another program stops us with it; from outside it is a wish like any other. */
  function onStop(): void {
    if (state === 'here') suspend()
    else process.kill(process.pid, 'SIGSTOP')
  }

  /** Stopped by SIGSTOP, which nobody can prepare for: the shell has used the terminal meanwhile. */
  function onContinue(): void {
    if (state === 'here') comeBack()
  }

  async function run(command: string, args: readonly string[]): Promise<number> {
    if (state !== 'here') return NOT_STARTED
    state = 'away'
    leave()
    hub.pause()
    const attend = ignoreKeyboardSignals()
    try {
      return await exitStatus(command, args)
    } finally {
      attend()
      comeBack()
    }
  }

  function close(): void {
    if (state === 'closed') return
    const wasHere = state === 'here'
    state = 'closed'
    if (wasHere) leave()
    process.off('SIGTSTP', onStop)
    process.off('SIGCONT', onContinue)
    process.off('exit', close)
    screen.destroy()
    if (stream !== process.stdin) stream.destroy()
  }

  process.on('SIGTSTP', onStop)
  process.on('SIGCONT', onContinue)
  process.on('exit', close)
  enter()

  return {
    size,
    draw: (frame) => screen.present(frame),
    suspend,
    run,
    copy: (text) => {
      const bytes = Buffer.from(text)
      if (state === 'here' && bytes.length <= CLIPBOARD_LIMIT) {
        output.write(`\x1b]52;c;${bytes.toString('base64')}\x1b\\`)
      }
    },
    close,
  }
}

/** When a page came through standard input, the keys come from the terminal itself. */
function inputStream(): ReadStream {
  if (process.stdin.isTTY) return process.stdin
  return new ReadStream(openSync('/dev/tty', 'r'))
}

/** While another program runs, Ctrl-C and Ctrl-\ are its own; gives what ends that. */
function ignoreKeyboardSignals(): () => void {
  const ignore = (): void => undefined
  const kept = (['SIGINT', 'SIGQUIT'] as const).map((signal) => {
    const listeners = process.listeners(signal)
    process.removeAllListeners(signal)
    process.on(signal, ignore)
    return () => {
      process.off(signal, ignore)
      for (const listener of listeners) process.on(signal, listener)
    }
  })
  return () => kept.forEach((restore) => restore())
}

function exitStatus(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? NOT_FOUND : NOT_STARTED),
    )
    child.on('close', (code, signal) =>
      resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : (constants.signals[signal] ?? 0))),
    )
  })
}
