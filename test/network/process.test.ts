import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authority, serve, serveTls } from '../support/servers.js'
import { during } from './line.js'

/** A program of its own that sends one request, reads the answer and comes to its end without closing anything. */
const PROGRAM = `
  import { openNetwork } from './src/network/network.ts'
  const [url, ca] = process.argv.slice(2)
  const before = process.moduleLoadList.filter((name) => /NativeModule (http|https|tls|zlib)$/.test(name))
  const deadlines = { connect: 20000, head: 20000, silence: 20000, total: 60000 }
  const request = { method: 'GET', url: new URL(url), fields: [], deadlines, headLimit: 65536 }
  const network = openNetwork(ca === undefined ? {} : { ca })
  void network.send(request, new AbortController().signal).then(async ({ answer }) => {
    let text = answer.detail ?? ''
    if (answer.body) for await (const octets of answer.body) text += Buffer.from(octets).toString()
    console.log(JSON.stringify({ before, text }))
  })
`

const folder = mkdtempSync(join(tmpdir(), 'octavo-'))
const program = join(folder, 'program.cjs')

beforeAll(async () => {
  const built = await build({
    stdin: { contents: PROGRAM, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  })
  writeFileSync(program, built.outputFiles[0]?.text ?? '')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(url: string, options: { readonly ca?: string; readonly extra?: string } = {}) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: options.extra ?? '' }
  const given = options.ca === undefined ? [url] : [url, options.ca]
  const ended = await promisify(execFile)(process.execPath, [program, ...given], { env, timeout: 15_000 })
  expect(ended.stderr).toBe('')
  return JSON.parse(ended.stdout) as { before: string[]; text: string }
}

describe('a process', () => {
  it('is not kept alive by an idle connection, and loads nothing of HTTP before it asks', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    expect(await run(server.url)).toEqual({ before: [], text: 'ok' })
  })

  it.each([
    ['alone', {}],
    ['beside authorities that are given', { ca: '' }],
  ])('trusts the authorities of NODE_EXTRA_CA_CERTS %s', async (_name, options) => {
    const server = await during(serveTls('good', (_request, response) => response.end('ok')))
    const extra = fileURLToPath(new URL('../support/certificates/ca.pem', import.meta.url))
    expect((await run(server.url, { ...options, extra })).text).toBe('ok')
    expect((await run(server.url, options)).text).toMatch(/unknown authority/)
    expect((await run(server.url, { ca: authority() })).text).toBe('ok')
  })
})
