/**
 * The smallest program that has a terminal: shows what it is told. Keys: `q` ends, `x` crashes, ctrl-z suspends,
 * `e` runs another program, `j` and `k` scroll.
 */
import { installSignals } from '../../src/terminal/signals.js'
import { openTerminal } from '../../src/terminal/terminal.js'
import type { TerminalMsg } from '../../src/browser/message.js'
import type { FrameRow } from '../../src/view/frame.js'

const lines: FrameRow[] = Array.from({ length: 500 }, (_, i) => textRow(`line ${i} of the page`))
let top = 0
let last = 'nothing yet'

function textRow(text: string): FrameRow {
  return [{ text, width: text.length, style: {} }]
}

const terminal = openTerminal({
  env: process.env,
  onMessage: (message) => {
    last = JSON.stringify(message)
    act(message)
    draw()
  },
  onHangup: () => process.exit(3),
})
installSignals(() => terminal.close())
if (process.env['DEMO_DEAF'] !== undefined) process.removeAllListeners('SIGHUP').on('SIGHUP', () => undefined)

const ACTIONS: Readonly<Record<string, () => void>> = {
  // nothing may keep the process alive after this
  q: () => terminal.close(),
  x: () => {
    throw new Error('it broke \x1b[31mbadly')
  },
  j: () => void top++,
  k: () => void top--,
  y: () => terminal.copy('copied'),
  'ctrl-z': () => terminal.suspend(),
  e: () => {
    const script = 'echo from the other; read answer; exit 7'
    void terminal.run('sh', ['-c', script]).then((status) => {
      last = `status ${status}`
      draw()
    })
  },
}

function act(message: TerminalMsg): void {
  if (message.type === 'key') ACTIONS[message.key]?.()
}

function draw(): void {
  const { columns, rows } = terminal.size()
  const body = lines.slice(top, top + Math.max(0, rows - 3))
  const status = textRow(last)
  terminal.draw({
    columns,
    rows: [textRow(`demo ${columns}x${rows}`), ...body, status, textRow('hints')].slice(0, rows),
    title: 'Demo',
  })
}

draw()
