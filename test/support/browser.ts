/**
 * The built program in a true pseudo-terminal, with folders of its own; and what a terminal looks like that a program
 * has, or has given back.
 */
import { onTestFinished } from 'vitest'
import type { Emulator } from './emulator.js'
import { ownPlace, PROGRAM } from './program.js'
import type { Place } from './program.js'
import { startInPty } from './pty.js'
import type { Pty, PtyOptions } from './pty.js'

export interface BrowserOptions extends Partial<PtyOptions> {
  readonly place?: Place
}

/** Opens the browser with these arguments; it ends with the test at the latest. */
export function openBrowser(args: readonly string[], options: BrowserOptions = {}): Pty {
  const { place = ownPlace(), env, ...more } = options
  const pty = startInPty({
    command: process.execPath,
    args: [PROGRAM, ...args],
    cwd: place.home,
    env: { LANG: 'C.UTF-8', ...place.env, ...env },
    ...more,
  })
  onTestFinished(() => pty.close())
  return pty
}

/** A terminal as a shell wants it. */
export function isSound(emulator: Emulator): boolean {
  const modes = emulator.modes()
  return (
    emulator.buffer() === 'normal' &&
    !emulator.cursor().hidden &&
    modes.mouseTrackingMode === 'none' &&
    !modes.bracketedPasteMode &&
    modes.wraparoundMode &&
    !modes.applicationCursorKeysMode
  )
}

/** The status row: the last but one, with hints below it; on low screens the last. */
export function statusOf(emulator: Emulator): string {
  const { rows } = emulator.size()
  return emulator.row(rows >= 6 ? rows - 2 : rows - 1)
}

/** Where the text stands on the screen. */
export function find(emulator: Emulator, text: string): { readonly column: number; readonly row: number } {
  const rows = emulator.screen().split('\n')
  const row = rows.findIndex((line) => line.includes(text))
  if (row < 0) throw new Error(`${JSON.stringify(text)} is not on the screen:\n${rows.join('\n')}`)
  return { column: (rows[row] ?? '').indexOf(text), row }
}

/** Frames that the program wrote. */
export function framesIn(raw: string): number {
  return raw.split('\x1b[?2026h').length - 1
}
