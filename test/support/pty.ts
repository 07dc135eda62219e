/**
 * A program in a true pseudo-terminal: start it, type, resize, wait for what the screen should show, read its cells
 * and the bytes it wrote. Nothing here waits for a time; a condition that never comes fails with the screen's text.
 */
import { spawn } from '@lydell/node-pty'
import { createEmulator } from './emulator.js'
import type { Emulator } from './emulator.js'

export interface PtyOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

export interface PtyExit {
  readonly code: number
  readonly signal: number
}

export interface Pty {
  readonly pid: number
  readonly emulator: Emulator
  readonly type: (text: string) => void
  readonly resize: (columns: number, rows: number) => void
  readonly kill: (signal: string) => void
  /** closes the window: the terminal is gone */
  readonly hangUp: () => void
  /** resolves when the condition holds; asked again after each output */
  readonly waitFor: (condition: (emulator: Emulator) => boolean, what: string) => Promise<void>
  readonly waitForText: (text: string) => Promise<void>
  /** all that the program wrote so far */
  readonly raw: () => string
  readonly exit: Promise<PtyExit>
  /** ends the program if it still runs */
  readonly close: () => Promise<void>
}

const PATIENCE_MILLISECONDS = 15_000

export function startInPty(options: PtyOptions): Pty {
  const { columns = 80, rows = 24 } = options
  const emulator = createEmulator(columns, rows)
  const child = spawn(options.command, [...options.args], {
    // becomes TERM, whatever the environment says
    name: options.env?.['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? process.cwd(),
    env: definedOnly({ ...process.env, NO_COLOR: undefined, TMUX: undefined, ...options.env }),
  })
  const waiting = new Set<() => void>()
  let raw = ''
  let ended = false
  const recheck = (): void => [...waiting].forEach((check) => check())

  child.onData((data) => {
    raw += data
    void emulator.write(data).then(recheck)
  })
  emulator.onAnswer((text) => {
    if (!ended) child.write(text)
  })
  const exit = new Promise<PtyExit>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      ended = true
      // what was written last has still to pass through the emulator
      void emulator.write('').then(() => {
        recheck()
        resolve({ code: exitCode, signal: signal ?? 0 })
      })
    })
  })

  function waitFor(condition: (emulator: Emulator) => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check)
        reject(
          new Error(
            `never seen: ${what}\n--- screen\n${emulator.screen()}\n--- end${ended ? ', ended' : ''}`,
          ),
        )
      }, PATIENCE_MILLISECONDS)
      function check(): void {
        if (!condition(emulator)) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  }

  return {
    pid: child.pid,
    emulator,
    type: (text) => child.write(text),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows)
      child.resize(newColumns, newRows)
    },
    kill: (signal) => child.kill(signal),
    hangUp: () => (child as unknown as { readonly destroy: () => void }).destroy(),
    waitFor,
    waitForText: (text) => waitFor((screen) => screen.screen().includes(text), JSON.stringify(text)),
    raw: () => raw,
    exit,
    close: async () => {
      if (!ended) child.kill('SIGKILL')
      await exit
      emulator.dispose()
    },
  }
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
