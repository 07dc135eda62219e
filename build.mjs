// Builds dist/: one CommonJS file for the command, one for the library, and the library's types.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  keepNames: false,
  legalComments: 'none',
  define: { OCTAVO_VERSION: JSON.stringify(version) },
  // blessed requires its widgets by computed names and cannot be bundled.
  external: ['blessed'],
  logLevel: 'warning',
}

await Promise.all([
  build({ ...shared, entryPoints: ['src/main.ts'], outfile: 'dist/octavo.js', banner: { js: '#!/usr/bin/env node' } }),
  build({ ...shared, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' }),
])
chmodSync('dist/octavo.js', 0o755)

execFileSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  { stdio: 'inherit' },
)
