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
  // blessed requires its widgets by computed names and cannot be bundled; what is not bundled is required, since
  // code that is run from a cache cannot import
  external: ['blessed'],
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
}

await Promise.all([
  build({ ...shared, entryPoints: ['src/start.cts'], outfile: 'dist/octavo.js', banner: { js: '#!/usr/bin/env node' } }),
  build({ ...shared, entryPoints: ['src/main.ts'], outfile: 'dist/main.js' }),
  build({ ...shared, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' }),
])
chmodSync('dist/octavo.js', 0o755)

// Some pages are dumped so that the functions they take are compiled, and stand in the cache.
const warmUp = `
const vm = require('node:vm'), fs = require('node:fs'), Module = require('node:module')
const [filename, ...pages] = process.argv.slice(1)
const script = new vm.Script(Module.wrap(fs.readFileSync(filename, 'latin1')), { filename })
const program = script.runInThisContext()
for (const page of pages) {
  process.argv = [process.execPath, filename, '--private', '--dump', page]
  program({}, Module.createRequire(filename), { exports: {} }, filename, '.')
}
process.on('exit', () => {
  process.exitCode = 0
  fs.writeFileSync(filename + '.cache', script.createCachedData())
})
`
const pages = readdirSync('fixtures/pages').map((name) => `fixtures/pages/${name}`)
execFileSync(process.execPath, ['--eval', warmUp, require.resolve('./dist/main.js'), 'about:start', ...pages], {
  stdio: ['ignore', 'ignore', 'inherit'],
})

execFileSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  { stdio: 'inherit' },
)
