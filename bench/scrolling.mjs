// One line of scrolling on a page of 100,000 lines in a terminal: from the key's octets written to the end of the
// frame read, half of the keys near the top and half at the bottom. Then once more with a witness inside the process.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { median, quantile } from './measure.mjs'
import { FRAME_START, startInPty } from './pty.mjs'

const KEYSTROKES = fileURLToPath(new URL('keystrokes.cjs', import.meta.url))
const LINES = 100_000
const KEYS = 200
/** Of the screen's rows those that show the page. */
const ROWS = 24 - 3
const BAR = { milliseconds: 5, reads: 1, octets: 300 }
/** Milliseconds between keys: faster than fingers, slow enough that a late second frame is seen. */
const BETWEEN = 15

export async function scrollingBench(bench) {
  const file = bench.pageOfLines(LINES)
  const keys = bench.runs ?? KEYS
  const steps = await scroll(bench, {
    program: { command: process.execPath, args: [bench.program, file] },
    keys,
  })
  await scroll(bench, {
    program: { command: process.execPath, args: ['--require', KEYSTROKES, bench.program, file] },
    keys,
  })
  const inside = readInside(bench.report)

  const times = steps.map(({ time }) => time)
  const most = (list) => Math.max(...list)
  const row = (what, unit, value, bar) => ({
    what: `scrolling a line: ${what}`,
    unit,
    octavo: value,
    value,
    bar,
  })
  return [
    row('key to frame, median', 'ms', median(times), BAR.milliseconds),
    row('key to frame, 95th percentile', 'ms', quantile(times, 0.95)),
    row('in the process, median', 'ms', median(inside.map(({ time }) => time))),
    row('writes for a frame, most', '', most(inside.map(({ writes }) => writes)), BAR.reads),
    row('reads that begin a frame, most', '', most(steps.map(({ reads }) => reads)), BAR.reads),
    row('octets, median', 'B', median(steps.map(({ octets }) => octets)), BAR.octets),
    row('octets, most', 'B', most(steps.map(({ octets }) => octets)), BAR.octets),
  ]
}

async function scroll({ env, report }, { program, keys }) {
  const pty = startInPty(program, { env: { ...env, BENCH_REPORT: report } })
  const isWhole = (screen) => /1\/\d+ +0%/.test(screen) && / file *\n[^\n]*$/.test(screen)
  await pty.untilShown(isWhole, 'the whole page')
  const screens = Number(/1\/(\d+) +0%/.exec(pty.screen())[1])
  if ((screens - 1) * ROWS < LINES) throw new Error(`the page has only ${screens} screens`)
  pty.watchOctets()
  const steps = []
  const press = async (key, times) => {
    for (let i = 0; i < times; i++) {
      await wait(BETWEEN)
      pty.take()
      const pressed = performance.now()
      pty.write(key)
      const time = (await pty.untilFrame()) - pressed
      await wait(BETWEEN)
      steps.push({ time, pressed, ...sizes(pty.take()) })
    }
  }
  await press('j', Math.ceil(keys / 2))
  pty.write('G')
  await pty.untilFrame()
  await press('k', Math.floor(keys / 2))
  await pty.end('Q')
  return steps
}

/** Of what a key brought: octets, and how many reads held the beginning of a frame. */
function sizes(reads) {
  return {
    octets: reads.reduce((sum, { text }) => sum + text.length, 0),
    reads: reads.filter(({ text }) => text.includes(FRAME_START)).length,
  }
}

/** What the witness saw of the keys: each input of one octet, and the writes until the next input. */
function readInside(report) {
  const events = JSON.parse(readFileSync(report, 'utf8'))
  const keys = []
  let key
  for (const [what, at] of events) {
    if (what === 'input') keys.push((key = { pressed: at, writes: 0 }))
    else if (key !== undefined) {
      key.writes++
      key.time ??= at - key.pressed
    }
  }
  // the last key quits; the jump between is left in, one in so many
  return keys.slice(0, -1).filter(({ writes }) => writes > 0)
}
