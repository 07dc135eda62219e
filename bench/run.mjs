// npm run bench: measures the built program and prints each figure with its bar. See README.md beside this file.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Script } from 'node:vm'
import { build } from 'esbuild'
import { dumpBenches } from './dump.mjs'
import { page } from './page.mjs'
import { peersBench, renderBench, resizeBench } from './render.mjs'
import { scrollingBench } from './scrolling.mjs'
import { startBench } from './start.mjs'

const BENCHES = {
  ...dumpBenches,
  scrolling: scrollingBench,
  start: startBench,
  render: renderBench,
  resize: resizeBench,
  peers: peersBench,
}

const HERE = fileURLToPath(new URL('.', import.meta.url))
const BUILT = join(HERE, '../dist/octavo.js')

const { values: options, positionals } = parseArgs({
  options: {
    runs: { type: 'string' },
    program: { type: 'string', default: BUILT },
    inherit: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const program = resolve(options.program)
const chosen = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const fault =
  chosen
    .filter((name) => !Object.hasOwn(BENCHES, name))
    .map((name) => `no bench is called ${name}; there are ${Object.keys(BENCHES).join(', ')}`)[0] ??
  (options.runs !== undefined && !(Number(options.runs) >= 1) ? '--runs wants a number' : undefined) ??
  (existsSync(program) ? undefined : `no ${program}: npm run build makes it`)
if (fault !== undefined) {
  console.error(fault)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'octavo-bench-'))
try {
  const bench = await prepare()
  console.log(surroundings())
  console.log(compiledCode())
  console.log(line(['', 'octavo', 'other', 'ratio', 'bar', '']))
  const verdicts = []
  for (const name of chosen) {
    for (const row of await BENCHES[name](bench)) {
      console.log(printed(row))
      if (row.bar !== undefined) verdicts.push(isMet(row))
    }
  }
  const missed = verdicts.filter((isKept) => !isKept).length
  if (verdicts.length > 0)
    console.log(missed === 0 ? 'every bar is met' : `not met: ${missed} of ${verdicts.length}`)
  if (options.strict && missed > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What benches share: the program, files to measure with, a home of its own. */
async function prepare() {
  const parseOnly = join(folder, 'parse-only.cjs')
  await build({
    entryPoints: [join(HERE, 'parse-only.mjs')],
    outfile: parseOnly,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    legalComments: 'none',
  })
  // what Node is told to load at its start (NODE_EXTRA_CA_CERTS, NODE_OPTIONS) would be measured on both sides
  const env = {
    ...(options.inherit ? process.env : { PATH: process.env.PATH }),
    HOME: folder,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
  }
  return {
    program,
    parseOnly,
    env,
    report: join(folder, 'report'),
    ...(options.runs !== undefined && { runs: Math.floor(Number(options.runs)) }),
    pageFile,
    /** a page that has so many lines at 80 columns, or somewhat more */
    pageOfLines: (lines) => {
      const sample = pageFile({ octets: 1024 * 1024 })
      const { stdout } = spawnSync(process.execPath, [program, '--dump', '--refs', 'none', sample], {
        env,
        maxBuffer: 1 << 30,
      })
      const perLine = (1024 * 1024) / stdout.toString().split('\n').length
      return pageFile({ octets: Math.ceil(1.02 * lines * perLine) })
    },
  }
}

function pageFile({ octets, beyondAscii = 0 }) {
  const file = join(folder, `page-${octets}-${beyondAscii}.html`)
  if (!existsSync(file)) writeFileSync(file, page({ octets, beyondAscii }))
  return file
}

function surroundings() {
  const git = spawnSync('git', ['describe', '--always', '--dirty'], { cwd: HERE, encoding: 'utf8' })
  const which = program === BUILT ? `octavo ${git.stdout?.trim() ?? ''}` : program
  const load = loadavg()[0].toFixed(1)
  return `${which}, Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} processors, load ${load}`
}

/** Whether the compiled code that the build left beside the program is used at all: V8 refuses it without a word. */
function compiledCode() {
  const filename = join(dirname(program), 'main.js')
  if (!existsSync(`${filename}.cache`)) return 'compiled code: none'
  const { cachedDataRejected } = new Script(Module.wrap(readFileSync(filename, 'latin1')), {
    filename,
    cachedData: readFileSync(`${filename}.cache`),
  })
  return `compiled code: ${cachedDataRejected ? 'REFUSED by this Node, every start compiles anew' : 'used'}`
}

function printed({ what, unit, octavo, other, against, value, bar }) {
  const isRatio = other !== undefined
  return line([
    what,
    `${figure(octavo)} ${unit}`,
    isRatio ? `${figure(other)} ${unit}, ${against}` : '',
    isRatio ? value.toFixed(2) : '',
    bar === undefined ? '' : String(bar),
    bar === undefined ? '' : isMet({ value, bar }) ? 'met' : 'NOT MET',
  ])
}

function isMet({ value, bar }) {
  return value <= bar
}

function figure(number) {
  return Number.isInteger(number) ? String(number) : number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0)
}

function line([what, octavo, other, ratio, bar, verdict]) {
  return `${what.padEnd(46)}${octavo.padStart(9)}  ${other.padEnd(21)}${ratio.padStart(5)}  ${bar.padStart(4)}  ${verdict}`.trimEnd()
}
