// `octavo --dump` of small and large pages against the least that could be done: starting Node, or reading, decoding
// and parsing the same file. Time in turns, then memory in turns.
import { inTurns, measureMemory, measureTime, median } from './measure.mjs'

const KILOBYTE = 1024
const MEGABYTE = 1024 * KILOBYTE
const BAR = 1.5

const NOTHING = { title: 'node -e 0', args: () => ['-e', '0'] }
const PARSE = { title: 'parse only', args: (bench, file) => [bench.parseOnly, file] }

const CASES = {
  'dump-1k': { title: 'dump of 1 KB', octets: KILOBYTE, other: NOTHING, memory: false, runs: 21 },
  'dump-1m': { title: 'dump of 1 MB', octets: MEGABYTE, other: PARSE, memory: true, runs: 11 },
  'dump-10m': { title: 'dump of 10 MB', octets: 10 * MEGABYTE, other: PARSE, memory: true, runs: 5 },
  'dump-1m-unicode': {
    title: 'dump of 1 MB, a fifth not ASCII',
    octets: MEGABYTE,
    beyondAscii: 0.2,
    other: PARSE,
    memory: true,
    runs: 7,
    barless: true,
  },
}

export const dumpBenches = Object.fromEntries(
  Object.entries(CASES).map(([name, options]) => [name, (bench) => dumpBench(bench, options)]),
)

async function dumpBench(bench, { title, octets, beyondAscii = 0, other, memory, runs, barless = false }) {
  const file = bench.pageFile({ octets, beyondAscii })
  const octavo = { command: process.execPath, args: [bench.program, '--dump', file] }
  const least = { command: process.execPath, args: other.args(bench, file) }
  const common = { against: other.title, ...(!barless && { bar: BAR }) }

  const [ours, theirs] = await inTurns(
    bench.runs ?? runs,
    () => measureTime(octavo, bench),
    () => measureTime(least, bench),
  )
  const rows = ['cpu', 'wall'].map((kind) =>
    compared(`${title}: ${kind === 'cpu' ? 'CPU' : 'wall'} time`, 'ms', ours, theirs, (m) => m[kind], common),
  )
  if (!memory) return rows
  const peaks = await inTurns(
    Math.min(5, bench.runs ?? runs),
    () => measureMemory(octavo, bench),
    () => measureMemory(least, bench),
  )
  return [...rows, compared(`${title}: peak memory`, 'MB', ...peaks, (m) => m, common)]
}

function compared(what, unit, ours, theirs, of, common) {
  const [octavo, other] = [ours, theirs].map((list) => median(list.map(of)))
  return { what, unit, octavo, other, value: octavo / other, ...common }
}
