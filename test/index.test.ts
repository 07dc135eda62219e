/**
 * The library as others see it: built, imported from both kinds of module, and typed.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as library from '../src/index.js'
import { temporaryFolder } from './support/folder.js'

const run = promisify(execFile)
const project = fileURLToPath(new URL('..', import.meta.url))
const isBuilt = existsSync(join(project, 'dist/index.js')) && existsSync(join(project, 'dist/index.d.ts'))

const NAMES = [
  'dump',
  'failure',
  'fetch',
  'get',
  'getAll',
  'getRequest',
  'isFailure',
  'load',
  'openSession',
  'render',
]

/** Loads a page without a network and prints it. */
const PROGRAM = `
const session = openSession()
const signal = new AbortController().signal
const show = async () => {
  for await (const page of load(getRequest(new URL('data:text/html,<h1>Hello</h1><p>from <a href=x>here</a>')), session, signal))
    if (page.progress === 'complete') {
      const { lines, targets } = render(page.document, { columns: 40 })
      console.log(lines.length, targets.length, isFailure(page.progress))
      console.log(dump(page.document, { columns: 40, numbers: true, refs: 'none', color: false }))
    }
  session.close()
}
show()
`
const PRINTED = '3 1 false\nHello\n═════\n\nfrom [1]here\n\n'

describe('the library', () => {
  it('exports its functions and nothing else', () => {
    expect(Object.keys(library).sort()).toEqual(NAMES)
  })

  it('opens a session that touches none of the person’s files', () => {
    const session = library.openSession()
    expect(session.settings.userAgent).toMatch(/^Octavo\//)
    session.close()
  })
})

describe.skipIf(!isBuilt)('the built library (skipped where dist is absent: npm run build)', () => {
  const entry = JSON.stringify(join(project, 'dist/index.js'))

  it('is imported by name from an ES module', async () => {
    const program = `import { ${NAMES.join(', ')} } from ${entry}\n${PROGRAM}`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program])
    expect(stdout).toBe(PRINTED)
  })

  it('is required from CommonJS', async () => {
    const program = `const { ${NAMES.join(', ')} } = require(${entry})\n${PROGRAM}`
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '--eval', program])
    expect(stdout).toBe(PRINTED)
  })

  it('has types that a strict program compiles against, and that refuse what is wrong', async () => {
    const folder = temporaryFolder()
    const types = join(project, 'dist/index.js')
    await writeFile(
      join(folder, 'program.mts'),
      `import { dump, getRequest, isFailure, load, openSession, render } from '${types}'
import type { Document, Failure, Link, Page, Rendering } from '${types}'
${PROGRAM}
export const trouble = (page: Page): Failure | undefined => (isFailure(page.progress) ? page.progress : undefined)
export const links = (document: Document): readonly Link[] => {
  const { targets }: Rendering = render(document, { columns: 80 })
  return targets.flatMap(({ target }) => (target.type === 'link' ? [target] : []))
}
// @ts-expect-error columns are cells, not words
export const wrong = (document: Document): Rendering => render(document, { columns: 'wide' })
`,
    )
    const tsc = join(project, 'node_modules/typescript/bin/tsc')
    const options =
      '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --moduleResolution nodenext --types node --typeRoots'
    const typeRoots = join(project, 'node_modules/@types')
    const compiled = await run(process.execPath, [tsc, ...options.split(' '), typeRoots, 'program.mts'], {
      cwd: folder,
    }).catch((error: { readonly stdout: string }) => error)
    expect(compiled.stdout).toBe('')
  }, 60_000)
})
