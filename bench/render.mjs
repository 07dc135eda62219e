// For information: layout alone in a warm process, what a resize costs, and how long other browsers take for a page.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { inTurns, measureTime, median } from './measure.mjs'
import { startInPty } from './pty.mjs'

const MEGABYTE = 1024 * 1024
const RUNS = 15

/** The library's render() of 1 MB, again and again. */
export async function renderBench(bench) {
  const { getRequest, load, openSession, render } = createRequire(bench.program)(
    join(dirname(bench.program), 'index.js'),
  )
  const request = getRequest(pathToFileURL(bench.pageFile({ octets: MEGABYTE })))
  let page
  for await (page of load(request, openSession(), new AbortController().signal));
  const times = Array.from({ length: 2 + (bench.runs ?? RUNS) }, (_, i) => {
    const start = performance.now()
    render(page.document, { columns: i % 2 === 0 ? 80 : 100 })
    return performance.now() - start
  })
  return [
    { what: 'render() of 1 MB: first in a process', unit: 'ms', octavo: times[0] },
    { what: 'render() of 1 MB: warm', unit: 'ms', octavo: median(times.slice(2)) },
  ]
}

/** Milliseconds without a frame after which none will come. */
const SILENCE = 1000

/** From the terminal's new size to the last frame that it brings: the old lines are drawn first, then the new ones. */
export async function resizeBench(bench) {
  const file = bench.pageFile({ octets: MEGABYTE })
  const pty = startInPty({ command: process.execPath, args: [bench.program, file] }, bench)
  await pty.untilShown((screen) => / file *\n[^\n]*$/.test(screen), 'the whole page')
  pty.watchOctets()
  const times = []
  for (let i = 0; i < (bench.runs ?? RUNS); i++) {
    pty.take()
    const start = performance.now()
    pty.resize(i % 2 === 0 ? 100 : 80, 24)
    await pty.untilFrame()
    await wait(SILENCE)
    times.push(pty.take().at(-1).at - start)
  }
  await pty.end('Q')
  return [{ what: 'resize with 1 MB, with its rest of 50 ms', unit: 'ms', octavo: median(times) }]
}

const PEERS = [
  { command: 'w3m', args: ['-dump', '-cols', '80', '-T', 'text/html'] },
  { command: 'lynx', args: ['-dump', '-width=80', '-force_html'] },
  { command: 'links', args: ['-dump', '-width', '80', '-force-html'] },
]

/** Other browsers' dump of 1 MB, those that are installed. */
export async function peersBench(bench) {
  const file = bench.pageFile({ octets: MEGABYTE })
  const octavo = { command: process.execPath, args: [bench.program, '--dump', file] }
  const rows = []
  for (const { command, args } of PEERS) {
    if (spawnSync(command, ['-version']).error !== undefined) continue
    const [ours, theirs] = await inTurns(
      Math.min(7, bench.runs ?? RUNS),
      () => measureTime(octavo, bench),
      () => measureTime({ command, args: [...args, file] }, bench),
    )
    const [mine, other] = [ours, theirs].map((list) => median(list.map(({ wall }) => wall)))
    rows.push({
      what: 'dump of 1 MB: wall time',
      unit: 'ms',
      octavo: mine,
      other,
      against: command,
      value: mine / other,
    })
  }
  return rows
}
