// From the start of the process to the first frame on the terminal, against bare Node that writes a frame's end at
// once, in a terminal too.
import { inTurns, median } from './measure.mjs'
import { FRAME_END, startInPty } from './pty.mjs'

const BAR = 1.8
const RUNS = 21

export async function startBench(bench) {
  const octavo = { command: process.execPath, args: [bench.program, 'about:start'] }
  const node = {
    command: process.execPath,
    args: ['-e', `require('node:fs').writeSync(1, ${JSON.stringify(FRAME_END)})`],
  }
  const [ours, theirs] = await inTurns(
    bench.runs ?? RUNS,
    () => untilFrames(octavo, bench),
    () => untilFrames(node, bench),
  )
  const bare = median(theirs.map(({ first }) => first))
  const row = (what, times) => {
    const time = median(times)
    return { what, unit: 'ms', octavo: time, other: bare, against: 'bare Node', value: time / bare, bar: BAR }
  }
  return [
    row(
      'about:start: first frame',
      ours.map(({ first }) => first),
    ),
    row(
      'about:start: first frame with the page',
      ours.map(({ page }) => page),
    ),
  ]
}

/** Milliseconds from the spawn; `page`: until a frame has brought the page's heading. */
async function untilFrames(program, { env }) {
  const pty = startInPty(program, { env })
  pty.watchOctets()
  const first = (await pty.untilFrame()) - pty.started
  const page = program.args.includes('about:start')
    ? (await pty.untilFrame((octets) => octets.includes('link'))) - pty.started
    : first
  await pty.end()
  return { first, page }
}
