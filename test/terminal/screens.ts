/**
 * The terminal's screen without a terminal: what it writes goes into an emulator, whose cells are compared.
 */
import { EventEmitter } from 'node:events'
import type { ReadStream, WriteStream } from 'node:tty'
import { InputHub } from '../../src/terminal/input.js'
import { modesOn } from '../../src/terminal/modes.js'
import { openProgram } from '../../src/terminal/program.js'
import { addRegions } from '../../src/terminal/regions.js'
import { TermScreen } from '../../src/terminal/screen.js'
import { createStyleTable } from '../../src/terminal/styles.js'
import type { ColorDepth } from '../../src/terminal/styles.js'
import type { Frame, FrameRow } from '../../src/view/frame.js'
import { createEmulator } from '../support/emulator.js'
import type { Emulator } from '../support/emulator.js'

export interface TestScreen {
  readonly emulator: Emulator
  /** draws, and gives what was written for it, write by write */
  readonly draw: (rows: readonly FrameRow[], more?: Partial<Frame>) => Promise<readonly string[]>
  readonly resize: (columns: number, rows: number) => Promise<readonly string[]>
  readonly close: () => void
}

export function openTestScreen(columns: number, rows: number, depth: ColorDepth = 8): TestScreen {
  const emulator = createEmulator(columns, rows)
  const input = Object.assign(new EventEmitter(), {
    isTTY: false,
    isRaw: true,
    pause: () => undefined,
    resume: () => undefined,
  }) as unknown as ReadStream
  const output = Object.assign(new EventEmitter(), { isTTY: true, columns, rows, writable: true })
  const program = openProgram(new InputHub(input), output as unknown as WriteStream)
  void emulator.write(modesOn)
  let writes: string[] = []
  const screen = new TermScreen({
    program,
    styles: createStyleTable(depth),
    write: (text) => writes.push(text),
  })
  addRegions(screen, () => undefined)

  async function taken(): Promise<readonly string[]> {
    const all = writes
    writes = []
    await emulator.write(all.join(''))
    return all
  }

  return {
    emulator,
    draw: (frameRows, more = {}) => {
      screen.present({ columns: output.columns, rows: frameRows, title: '', ...more })
      return taken()
    },
    resize: (newColumns, newRows) => {
      Object.assign(output, { columns: newColumns, rows: newRows })
      emulator.resize(newColumns, newRows)
      output.emit('resize')
      return taken()
    },
    close: () => {
      screen.destroy()
      emulator.dispose()
    },
  }
}
