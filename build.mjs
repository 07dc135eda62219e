// Builds dist/: octavo.js (the command: a loader), main.js (the program in one CommonJS file) with its compiled code,
// index.js (the library), and the library's types.
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

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  define: { OCTAVO_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
  plugins: [
    {
      // blessed as a whole requires its widgets by computed names and cannot be bundled; the four parts in use can,
      // but for a line that asks for the whole where its names cannot be found
      name: 'parts-of-blessed',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\.\.\/$/ }, ({ importer }) =>
          /blessed.lib.unicode\.js$/.test(importer) ? { path: 'blessed', namespace: 'nothing' } : undefined,
        )
        onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }))
      },
    },
  ],
}

await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/start.cts'],
    outfile: 'dist/octavo.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...shared, entryPoints: ['src/main.ts'], outfile: 'dist/main.js' }),
  build({ ...shared, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' }),
])
chmodSync('dist/octavo.js', 0o755)

// The program is run so that the functions it takes are compiled, and stand in the cache: some pages dumped, and a
// session at a terminal, where one can be had.
const warmUp = `
const vm = require('node:vm'), fs = require('node:fs'), Module = require('node:module')
const [filename, ...pages] = process.argv.slice(1)
const script = new vm.Script(Module.wrap(fs.readFileSync(filename, 'latin1')), { filename })
const program = script.runInThisContext()
for (const args of [...pages.map((page) => ['--dump', page]), ...(process.stdout.isTTY ? [['about:start']] : [])]) {
  process.argv = [process.execPath, filename, '--private', ...args]
  program({}, Module.createRequire(filename), { exports: {} }, filename, '.')
}
process.on('exit', () => fs.writeFileSync(filename + '.cache', script.createCachedData()))
`
const pages = readdirSync('fixtures/pages')
  .filter((name) => name.endsWith('.html'))
  .map((name) => `fixtures/pages/${name}`)
const run = ['--no-warnings', '--eval', warmUp, require.resolve('./dist/main.js'), 'about:start', ...pages]
if (!(await runAtTerminal(run))) execFileSync(process.execPath, run, { stdio: 'ignore' })

/** A key for each frame, the last one to quit. False where there are no terminals. */
async function runAtTerminal(args) {
  let child
  try {
    child = require('@lydell/node-pty').spawn(process.execPath, args, {
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
