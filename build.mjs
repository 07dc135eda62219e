// Builds dist/: octavo.js (the command: a loader), main.js (the program in one CommonJS file), lib/ (libraries it
// takes now and then), the compiled code of them all, index.js (the library) and its types.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { build } from 'esbuild'

const require = createRequire(import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })
// The sources are ES modules, the bundles CommonJS: that starts faster.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n')

/**
 * What most pages do without, in files of its own, since a smaller program starts sooner: a specifier in the sources,
 * the module it names, its file in lib/.
 */
const LIBRARIES = [
  ['./blessed.js', './src/terminal/blessed.ts', 'blessed.js'],
  ['linebreak', 'linebreak', 'linebreak.js'],
  ['tough-cookie', 'tough-cookie', 'tough-cookie.js'],
  ['html-encoding-sniffer', 'html-encoding-sniffer', 'html-encoding-sniffer.js'],
  ...['encoding', 'encoding-lite', 'multi-byte', 'single-byte'].map((part) => [
    `@exodus/bytes/${part}.js`,
    `@exodus/bytes/${part}.js`,
    `bytes-${part}.js`,
  ]),
]

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  define: { OCTAVO_VERSION: JSON.stringify(version), WARM_UP: 'false' },
  // code that is run from a cache cannot import, it requires
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
}

const apart = {
  name: 'libraries-apart',
  setup({ onResolve }) {
    const files = new Map(LIBRARIES.map(([specifier, , file]) => [specifier, file]))
    onResolve({ filter: /./ }, ({ path }) => {
      const file = files.get(path)
      return file === undefined ? undefined : { path: `./lib/${file}`, external: true }
    })
  },
}

// blessed as a whole requires its widgets by computed names and cannot be bundled; the parts in use can, but for a line
// that asks for the whole where its names cannot be found
const partsOfBlessed = {
  name: 'parts-of-blessed',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.\/$/ }, ({ importer }) =>
      /blessed.lib.unicode\.js$/.test(importer) ? { path: 'blessed', namespace: 'nothing' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }))
  },
}

await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/start.cts'],
    outfile: 'dist/octavo.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...shared,
    entryPoints: ['src/start.cts'],
    outfile: 'dist/warm-up.js',
    define: { WARM_UP: 'true' },
  }),
  build({ ...shared, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', plugins: [apart] }),
  build({ ...shared, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' }),
  ...LIBRARIES.map(([, module, file]) =>
    build({
      ...shared,
      stdin: { contents: `const m = require('${module}'); module.exports = m.default ?? m`, resolveDir: '.' },
      outfile: `dist/lib/${file}`,
      plugins: [partsOfBlessed],
    }),
  ),
])
chmodSync('dist/octavo.js', 0o755)

// The program is run so that the functions it takes are compiled, and stand in the cache: some pages dumped, and a
// session at a terminal, where one can be had.
const dumps = readdirSync('fixtures/pages')
  .filter((name) => name.endsWith('.html'))
  .map((name) => ['--private', '--dump', `fixtures/pages/${name}`])
if (!(await warmUpAtTerminal([...dumps, ['--private', 'about:start']]))) {
  execFileSync(process.execPath, warmUp(dumps), { stdio: 'ignore' })
}
rmSync('dist/warm-up.js')

function warmUp(commandLines) {
  return ['--no-warnings', 'dist/warm-up.js', ...commandLines.map((line) => JSON.stringify(line))]
}

/** A key for each frame, the last one to quit. False where there are no terminals. */
async function warmUpAtTerminal(commandLines) {
  let child
  try {
    child = require('@lydell/node-pty').spawn(process.execPath, warmUp(commandLines), {
      cols: 80,
      rows: 24,
      env: { ...process.env, TERM: 'xterm-256color' },
    })
  } catch {
    return false
  }
  const keys = ['j', '\t', '/', 'o', '\r', 'H', '\\', '?', 'q']
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000)
  child.onData((data) => {
    for (const _ of data.matchAll(/\x1b\[\?2026l/g)) child.write(keys.shift() ?? 'Q')
  })
  const { exitCode } = await new Promise((resolve) => child.onExit(resolve))
  clearTimeout(patience)
  return exitCode === 0
}

execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
})
