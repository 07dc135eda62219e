import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type * as Library from '../../src/index.js'
import { isBuilt, ownPlace, PROGRAM, run } from '../support/program.js'
import { nginxCommand, startNginx } from './nginx.js'
import type { LogLine, Nginx } from './nginx.js'

const PAGES = fileURLToPath(new URL('../../../shared/pages', import.meta.url))
/** Pages of each folder. */
const SAMPLE = 3
const LOADED = 20

const absent = [
  nginxCommand === undefined && 'nginx',
  !existsSync(PAGES) && '../shared/pages',
  !isBuilt && 'dist/octavo.js',
].filter((name) => name !== false)

/** Some of every folder, evenly spread, so that every encoding is among them. Paths below the corpus. */
function sample(): string[] {
  if (absent.length > 0) return []
  const folders = readdirSync(PAGES).map((name) => pagesBelow(join(PAGES, name)))
  return folders.flatMap((pages) => {
    const count = Math.min(SAMPLE, pages.length)
    return Array.from({ length: count }, (_, i) => pages[Math.floor((i * pages.length) / count)] ?? '')
  })
}

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && statSync(join(folder, name)).isFile())
    .map((name) => relative(PAGES, join(folder, name)))
    .sort()
}

describe.skipIf(absent.length > 0)(
  `pages from nginx${absent.length > 0 ? ` (skipped: no ${absent.join(', no ')})` : ''}`,
  () => {
    let nginx: Nginx
    let library: typeof Library
    const pages = sample()

    beforeAll(async () => {
      library = createRequire(PROGRAM)('./index.js') as typeof Library
      nginx = await startNginx(PAGES)
    })
    afterAll(() => nginx.close())

    const address = (path: string): string => nginx.url + path.split('/').map(encodeURIComponent).join('/')

    /** The log of the `count` requests that `work` makes. nginx writes a request down after it has answered. */
    async function logOf(count: number, work: () => Promise<unknown>): Promise<readonly LogLine[]> {
      const before = nginx.log().length
      await work()
      return vi.waitFor(() => {
        const log = nginx.log().slice(before)
        expect(log.length).toBeGreaterThanOrEqual(count)
        return log
      })
    }

    async function loaded(session: Library.Session, url: string, more: Partial<Library.Request> = {}) {
      const request = library.getRequest(new URL(url), more)
      let last: Library.Page | undefined
      for await (const page of library.load(request, session, new AbortController().signal)) last = page
      if (last === undefined) throw new Error(`nothing came of ${url}`)
      return last
    }

    function readable({ document }: Library.Page): string {
      return library.dump(document, { columns: 80, numbers: false, refs: 'none', color: false })
    }

    it('has pages of every folder to serve', () => {
      expect(pages.length).toBeGreaterThanOrEqual(40)
    })

    it.each(pages)('%s reads as it does from its file', async (path) => {
      const place = ownPlace()
      const dump = (from: string) => run(['--dump', '--no-numbers', '--refs', 'none', from], { place })
      const [served, filed] = await Promise.all([dump(address(path)), dump(join(PAGES, path))])
      expect(served).toMatchObject({ status: 0, errors: '' })
      expect(filed.text).not.toBe('')
      expect(served.text).toBe(filed.text)
    })

    it(`loads ${LOADED} pages over one connection, compressed`, async () => {
      const session = library.openSession()
      try {
        const log = await logOf(LOADED, async () => {
          for (const path of pages.slice(0, LOADED)) {
            const { exchanges, progress } = await loaded(session, address(path))
            expect(progress).toBe('complete')
            const exchange = exchanges.at(-1)
            expect(library.get(exchange?.fields ?? [], 'Content-Encoding')).toBe('gzip')
            expect(exchange?.sizes.body).toBeLessThan(exchange?.sizes.decoded ?? 0)
          }
        })
        expect(new Set(log.map(({ connection }) => connection)).size).toBe(1)
        expect(log.map(({ requests }) => requests)).toEqual(Array.from({ length: LOADED }, (_, i) => i + 1))
      } finally {
        session.close()
      }
    })

    it('asks whether a page has changed, and reads it from the cache when it has not', async () => {
      const session = library.openSession()
      try {
        const url = address(pages[0] ?? '')
        const first = await loaded(session, url)
        expect(first.exchanges.at(-1)?.source).toBe('network')
        let again = first
        const log = await logOf(
          1,
          async () => (again = await loaded(session, url, { cacheMode: 'no-cache' })),
        )
        expect(log.map(({ status }) => status)).toEqual([304])
        const exchange = again.exchanges.at(-1)
        expect(exchange?.source).toBe('validated')
        expect(exchange?.requestHead).toMatch(/^If-None-Match: W\/"[^"]+"\r$/m)
        expect(exchange?.requestHead).toMatch(/^If-Modified-Since: [^\r]+ GMT\r$/m)
        expect(readable(again)).toBe(readable(first))
      } finally {
        session.close()
      }
    })

    it('asks for the head alone', async () => {
      let printed = ''
      const log = await logOf(1, async () => {
        const { status, text } = await run(['--head', address(pages[0] ?? '')])
        expect(status).toBe(0)
        printed = text
      })
      expect(log.map(({ request }) => request.split(' ')[0])).toEqual(['HEAD'])
      expect(printed).toMatch(/^HTTP\/1\.1 200 OK$/m)
      expect(printed).toMatch(/^Content-Type: text\/html$/m)
      expect(printed).toMatch(/^ETag: /m)
    })

    it('prints the page of an error, and its status is 4', async () => {
      const { status, text } = await run(['--dump', address('no/such/page.html')])
      expect(status).toBe(4)
      expect(text).toMatch(/404 Not Found/)
    })

    it('goes where a folder without its slash is', async () => {
      const session = library.openSession()
      try {
        const [folder = ''] = (pages[0] ?? '').split('/')
        const page = await loaded(session, address(folder))
        expect(page.exchanges.map(({ status }) => status)).toEqual([301, 200])
        expect(page.url.href).toBe(address(folder) + '/')
        expect(page.document.baseUrl.href).toBe(page.url.href)
        expect(readable(page)).not.toBe('')
      } finally {
        session.close()
      }
    })
  },
)
