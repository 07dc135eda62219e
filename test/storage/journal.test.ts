import { execFile } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { describe, expect, it, vi } from 'vitest'
import { openCookieStore } from '../../src/fetch/cookies.js'
import type { CookieStore } from '../../src/fetch/session.js'
import { openJournal } from '../../src/storage/journal.js'
import { temporaryFolder } from '../support/folder.js'

const place = () => join(temporaryFolder(), 'state', 'cookies')

describe('journal', () => {
  it('touches nothing before it is used', () => {
    const path = place()
    openJournal(path)
    expect(existsSync(join(path, '..'))).toBe(false)
  })

  it('gives what came since the last call, its own lines and others’', () => {
    const path = place()
    const [one, two] = [openJournal(path), openJournal(path)]
    expect(one.replay()).toEqual({ lines: [], restarted: false })
    one.append('1')
    two.append('2')
    expect(one.replay()).toEqual({ lines: ['1', '2'], restarted: false })
    one.append('3 ü')
    expect(two.replay()).toEqual({ lines: ['1', '2', '3 ü'], restarted: false })
    expect(two.replay()).toEqual({ lines: [], restarted: false })
  })

  it('is readable by its owner only', () => {
    const path = place()
    openJournal(path).append('x')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
  })

  it('a line that has not ended waits, and a torn one does not swallow the next', () => {
    const path = place()
    const journal = openJournal(path)
    journal.append('1')
    appendFileSync(path, '2 be')
    expect(journal.replay().lines).toEqual(['1'])
    appendFileSync(path, 'gun\n3 torn')
    expect(journal.replay().lines).toEqual(['2 begun'])
    journal.append('4')
    expect(journal.replay().lines).toEqual(['3 torn', '4'])
  })

  it('compaction replaces the lines, and other browsers start over', () => {
    const path = place()
    const [one, two] = [openJournal(path), openJournal(path)]
    for (let i = 0; i < 10; i++) one.append(String(i))
    one.replay()
    two.replay()
    one.compact(() => {
      one.replay()
      return ['all']
    })
    expect(readFileSync(path, 'utf8')).toBe('all\n')
    expect(one.replay()).toEqual({ lines: [], restarted: false })
    expect(two.replay()).toEqual({ lines: ['all'], restarted: true })
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('one browser compacts at a time, and a dead one’s lock does not hold for ever', () => {
    const path = place()
    const journal = openJournal(path, { now: () => Date.now() })
    journal.append('old')
    const compact = () =>
      journal.compact(() => {
        journal.replay()
        return ['new']
      })
    writeFileSync(`${path}.lock`, '1')
    compact()
    expect(readFileSync(path, 'utf8')).toBe('old\n')
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(`${path}.lock`, longAgo, longAgo)
    compact()
    expect(readFileSync(path, 'utf8')).toBe('new\n')
  })

  it('a journal cut short by someone else is read anew', () => {
    const path = place()
    const journal = openJournal(path)
    journal.append('one long line')
    journal.replay()
    writeFileSync(path, 'short\n')
    expect(journal.replay()).toEqual({ lines: ['short'], restarted: true })
  })

  it('trouble is told once and nothing is thrown', () => {
    const told: string[] = []
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const journal = openJournal(join(folder, 'file', 'cookies'), { onTrouble: (words) => told.push(words) })
    journal.append('1')
    journal.append('2')
    journal.compact(() => [])
    expect(journal.replay().lines).toEqual([])
    expect(told).toHaveLength(1)
  })

  it.skipIf(process.getuid?.() === 0)('a folder that may not be written is trouble', () => {
    const told: string[] = []
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    openJournal(join(folder, 'cookies'), { onTrouble: (words) => told.push(words) }).append('1')
    expect(told[0]).toContain('permission denied')
  })
})

/** Stores `count` cookies under `names` names that begin with a prefix; the last value of each is its greatest. */
const writer = `
  import { openCookieStore } from './src/fetch/cookies.js'
  import { openJournal } from './src/storage/journal.js'
  const [path, prefix, count, names] = process.argv.slice(2)
  const store = openCookieStore(openJournal(path))
  for (let i = 0; i < Number(count); i++) {
    const number = i % Number(names)
    const url = new URL('https://' + prefix + (number % 10) + '.test/')
    await store.store([prefix + number + '=' + i + '; Max-Age=3600'], { url, method: 'GET', now: Date.now() })
  }
`

/** Appends one line. */
const appender = `
  import { openJournal } from './src/storage/journal.js'
  openJournal(process.argv[2]).append('meanwhile')
`

async function programOf(contents: string, folder: string): Promise<string> {
  const outfile = join(folder, 'program.mjs')
  const resolveDir = fileURLToPath(new URL('../..', import.meta.url))
  await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'silent',
  })
  return outfile
}

const at = (prefix: string, number: number) => ({
  url: new URL(`https://${prefix}${number % 10}.test/`),
  method: 'GET',
  now: Date.now(),
})

/** Every cookie whose name begins with the prefix. */
async function cookiesOf(reader: CookieStore, prefix: string): Promise<string[]> {
  const fields = await Promise.all(Array.from({ length: 10 }, (_, i) => reader.cookieHeader(at(prefix, i))))
  return fields.flatMap(({ value }) => value?.split('; ') ?? []).sort()
}

it('a line that was written under the hands of a compaction is written again', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'journal')
  writeFileSync(path, 'old\n')
  writeFileSync(`${path}.tmp`, 'all\n')
  const program = await programOf(appender, folder)
  const child = promisify(execFile)(process.execPath, [program, path])
  const holdLock = () => writeFileSync(`${path}.lock`, '')
  await vi.waitUntil(
    () => {
      holdLock()
      return readFileSync(path, 'utf8').includes('meanwhile')
    },
    {
      timeout: 10_000,
      interval: 5,
    },
  )
  renameSync(`${path}.tmp`, path)
  unlinkSync(`${path}.lock`)
  await child
  expect(readFileSync(path, 'utf8')).toBe('all\nmeanwhile\n')
})

describe('cookies of several browsers at once', () => {
  it.each([
    ['500 of each, none is lost', 500, 500],
    [
      'changed over and over, so that the journal is compacted under the others’ hands, each keeps its last value',
      3000,
      20,
    ],
  ])('%s', async (_, count, names) => {
    const folder = temporaryFolder()
    const path = join(folder, 'cookies')
    const program = await programOf(writer, folder)
    const run = (prefix: string) =>
      promisify(execFile)(process.execPath, [program, path, prefix, String(count), String(names)])
    const children = ['c', 'd'].map(run)
    const stores = ['a', 'b'].map((prefix) => ({ prefix, store: openCookieStore(openJournal(path)) }))
    for (let i = 0; i < count; i++) {
      const number = i % names
      for (const { prefix, store } of stores) {
        await store.store([`${prefix}${number}=${i}; Max-Age=3600`], at(prefix, number))
      }
    }
    await Promise.all(children)
    for (const reader of [openCookieStore(openJournal(path)), ...stores.map(({ store }) => store)]) {
      for (const prefix of ['a', 'b', 'c', 'd']) {
        const last = (number: number) => `${prefix}${number}=${count - names + number}`
        expect(await cookiesOf(reader, prefix)).toEqual(
          Array.from({ length: names }, (_, i) => last(i)).sort(),
        )
      }
    }
  })
})
