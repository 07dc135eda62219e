/**
 * A terminal without a window: takes what a program writes, gives the cells that a person would see.
 */
import headless from '@xterm/headless'
import type { IBufferCell, Terminal as HeadlessTerminal } from '@xterm/headless'

export interface EmulatedCell {
  /** the cell's cluster; a blank is one space, the second half of a wide cluster is empty */
  readonly text: string
  readonly width: number
  readonly bold: boolean
  readonly dim: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly inverse: boolean
  readonly strike: boolean
  /** of the palette; undefined: the terminal's own */
  readonly foreground: number | undefined
  readonly background: number | undefined
}

export interface Emulator {
  readonly write: (text: string) => Promise<void>
  readonly resize: (columns: number, rows: number) => void
  readonly cell: (column: number, row: number) => EmulatedCell
  /** a row's text without blanks at its end */
  readonly row: (row: number) => string
  readonly screen: () => string
  readonly cursor: () => { readonly column: number; readonly row: number; readonly hidden: boolean }
  readonly buffer: () => 'normal' | 'alternate'
  readonly modes: () => HeadlessTerminal['modes']
  readonly title: () => string
  /** what the terminal answers to questions */
  readonly onAnswer: (listener: (text: string) => void) => void
  readonly size: () => { readonly columns: number; readonly rows: number }
  readonly dispose: () => void
}

export function createEmulator(columns: number, rows: number): Emulator {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 })
  let title = ''
  let hidden = false
  terminal.onTitleChange((text) => (title = text))
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(25)) hidden = final === 'l'
      return false
    })
  }
  const row = (y: number): string =>
    terminal.buffer.active
      .getLine(terminal.buffer.active.viewportY + y)
      ?.translateToString(true)
      .replace(/ +$/, '') ?? ''
  return {
    write: (text) => new Promise((resolve) => terminal.write(text, resolve)),
    resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
    cell: (x, y) =>
      readCell(terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.getCell(x)),
    row,
    screen: () => Array.from({ length: terminal.rows }, (_, y) => row(y)).join('\n'),
    cursor: () => ({ column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY, hidden }),
    buffer: () => terminal.buffer.active.type,
    modes: () => terminal.modes,
    title: () => title,
    onAnswer: (listener) => void terminal.onData(listener),
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    dispose: () => terminal.dispose(),
  }
}

function readCell(cell: IBufferCell | undefined): EmulatedCell {
  if (cell === undefined) throw new RangeError('no such cell')
  const text = cell.getChars()
  return {
    text: text === '' && cell.getWidth() === 1 ? ' ' : text,
    width: cell.getWidth(),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    strike: cell.isStrikethrough() !== 0,
    foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
    background: cell.isBgDefault() ? undefined : cell.getBgColor(),
  }
}
