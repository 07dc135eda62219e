/** What is kept between runs, in folders that are as they should be and in folders that are not. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isBuilt, ONE_LINE, ownPlace, run } from '../support/program.js'
import type { Place } from '../support/program.js'
import { serve } from '../support/servers.js'
import type { RunningServer } from '../support/servers.js'

interface Counter extends RunningServer {
  /** the Cookie field of each request, and its path */
  readonly asked: readonly string[]
}

/** Sets the cookie that the path names, and says which cookies came; pages below /fresh may be kept. */
async function counter(): Promise<Counter> {
  const asked: string[] = []
  const server = await serve((request, response) => {
    const path = request.url ?? '/'
    asked.push(`${path} ${request.headers.cookie ?? ''}`.trim())
    const name = path.replace(/^\/(fresh\/)?/, '')
    if (name !== '') response.setHeader('Set-Cookie', `${name}=${name}; Max-Age=1000; Path=/`)
    response.setHeader('Cache-Control', path.startsWith('/fresh') ? 'max-age=1000' : 'no-store')
    response.setHeader('Content-Type', 'text/html').end(`<p>cookies: ${request.headers.cookie ?? 'none'}`)
  })
  onTestFinished(() => server.close())
  return Object.assign(server, { asked })
}

const cookiesOf = (place: Place): string => join(place.state, 'octavo', 'cookies')

/** Every file of a cache, its own notes left out. */
function entriesOf(place: Place): readonly string[] {
  return readdirSync(place.cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^octavo\/[0-9a-f]{2}\/[0-9a-f]/.test(name))
    .map((name) => join(place.cache, name))
}

/** A folder on a file system that is full from the start; undefined where nobody may mount one. */
function fullFolder(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=8', 'octavo-test', path], {
      stdio: 'ignore',
    })
  } catch {
    return false
  }
  onTestFinished(() => void execFileSync('umount', [path]))
  return true
}

describe.skipIf(!isBuilt)('two runs, one after the other', () => {
  it('share cookies and cache', async () => {
    const [server, place] = [await counter(), ownPlace()]
    expect((await run(['--dump', `${server.url}fresh/a`], { place })).text).toBe('cookies: none\n')
    expect((await run(['--dump', `${server.url}b`], { place })).text).toBe('cookies: a=a\n')
    expect((await run(['--dump', `${server.url}fresh/a`], { place })).text).toBe('cookies: none\n')
    expect(server.asked).toEqual(['/fresh/a', '/b a=a'])
    const { text } = await run(['--headers', `${server.url}fresh/a`], { place })
    expect(text).toContain('hit: fresh for')
  })

  it('keep to themselves what is in files', async () => {
    const [server, place] = [await counter(), ownPlace()]
    await run(['--dump', `${server.url}fresh/a`], { place })
    for (const file of [cookiesOf(place), ...entriesOf(place)])
      expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(place.state, 'octavo')).mode & 0o777).toBe(0o700)
  })

  it('leave nothing behind with --private, and read nothing', async () => {
    const [server, place] = [await counter(), ownPlace()]
    await run(['--dump', `${server.url}a`], { place })
    const before = readFileSync(cookiesOf(place), 'utf8')
    const { text } = await run(['--dump', '--private', `${server.url}fresh/b`], { place })
    expect(text).toBe('cookies: none\n')
    expect(readFileSync(cookiesOf(place), 'utf8')).toBe(before)
    expect(existsSync(join(place.cache, 'octavo'))).toBe(false)
  })
})

describe.skipIf(!isBuilt)('many runs at once', () => {
  it('lose no cookie, and share the cache', async () => {
    const [server, place] = [await counter(), ownPlace()]
    const names = Array.from({ length: 12 }, (_, i) => `c${i}`)
    const outcomes = await Promise.all(
      names.map((name) => run(['--dump', `${server.url}fresh/${name}`], { place })),
    )
    for (const { status, errors } of outcomes) expect({ status, errors }).toEqual({ status: 0, errors: '' })
    const { text } = await run(['--dump', server.url], { place })
    expect(
      text
        .trim()
        .replace('cookies: ', '')
        .split(/;\s+/)
        .map((pair) => pair.split('=')[0])
        .sort(),
    ).toEqual([...names].sort())
    const asked = server.asked.length
    await Promise.all(names.map((name) => run(['--dump', `${server.url}fresh/${name}`], { place })))
    expect(server.asked.length).toBe(asked)
  })
})

describe.skipIf(!isBuilt)('folders that nothing can be kept in', () => {
  const saysSo = /^octavo: not (kept|cached) on disk: [^\n]+\n(octavo: not (kept|cached) on disk: [^\n]+\n)?$/

  async function isShown(place: Place, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const server = await counter()
    const { text, status, errors } = await run(['--dump', `${server.url}fresh/a`], { place, env })
    expect({ text, status }).toEqual({ text: 'cookies: none\n', status: 0 })
    expect(errors).toMatch(saysSo)
    return errors
  }

  it('files stand in their place', async () => {
    const place = ownPlace()
    for (const path of [place.state, place.cache]) {
      rmSync(path, { recursive: true })
      writeFileSync(path, 'a file')
    }
    const errors = await isShown(place)
    expect(errors).toContain('a part of the path is no folder')
    expect(errors.split('\n')).toHaveLength(3)
    for (const path of [place.state, place.cache]) expect(readFileSync(path, 'utf8')).toBe('a file')
  })

  it('the journal is a folder', async () => {
    const place = ownPlace()
    mkdirSync(cookiesOf(place), { recursive: true })
    const server = await counter()
    const { status, errors } = await run(['--dump', `${server.url}a`], { place })
    expect(errors).toMatch(ONE_LINE)
    expect(errors).toContain('it is a folder')
    expect(status).toBe(0)
  })

  it.skipIf(!existsSync('/dev/full'))('the disk is full when a cookie is written', async () => {
    const place = ownPlace()
    mkdirSync(join(place.state, 'octavo'))
    symlinkSync('/dev/full', cookiesOf(place))
    expect(await isShown(place)).toContain('not kept on disk: the disk is full')
  })

  it('the disk is full', async (context) => {
    const place = ownPlace()
    const disk = join(place.home, 'disk')
    mkdirSync(disk)
    if (!fullFolder(disk)) return context.skip('nothing may be mounted here')
    writeFileSync(join(disk, 'filling'), Buffer.alloc(4096))
    const errors = await isShown(place, { XDG_STATE_HOME: disk, XDG_CACHE_HOME: disk })
    expect(errors).toContain('the disk is full')
  })

  it.skipIf(process.getuid?.() === 0)('they may not be written', async () => {
    const place = ownPlace()
    for (const path of [place.state, place.cache]) chmodSync(path, 0o500)
    expect(await isShown(place)).toContain('permission denied')
    for (const path of [place.state, place.cache]) chmodSync(path, 0o700)
  })
})

describe.skipIf(!isBuilt)('files that are damaged', () => {
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))

  it('a journal with noise in it keeps its other cookies, and takes new ones', async () => {
    const [server, place] = [await counter(), ownPlace()]
    await run(['--dump', `${server.url}a`], { place })
    const good = readFileSync(cookiesOf(place))
    const oddities = '\n{"put":{"name":"x"}}\nnull\n[]\n{"put":{"name":"x\\u001b","value":"\\n"}}\n{"put":'
    writeFileSync(cookiesOf(place), Buffer.concat([noise, Buffer.from('\n'), good, Buffer.from(oddities)]))
    expect(await run(['--dump', `${server.url}b`], { place })).toMatchObject({
      status: 0,
      errors: '',
      text: 'cookies: a=a\n',
    })
    const { text } = await run(['--dump', server.url], { place })
    expect(text).toMatch(/^cookies: a=a; b=b$/m)
  })

  it.each([
    ['noise', (octets: Buffer) => noise.subarray(0, octets.length)],
    ['nothing', () => Buffer.alloc(0)],
    ['a part', (octets: Buffer) => octets.subarray(0, octets.length - 3)],
    [
      'a wrong length',
      (octets: Buffer) => Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), octets.subarray(4)]),
    ],
    ['more than there was', (octets: Buffer) => Buffer.concat([octets, noise])],
  ])('a cache file that holds %s is asked for again', async (_, damage) => {
    const [server, place] = [await counter(), ownPlace()]
    const once = (): Promise<{ readonly text: string }> => run(['--dump', `${server.url}fresh/a`], { place })
    await once()
    const files = entriesOf(place)
    expect(files).toHaveLength(1)
    for (const file of files) writeFileSync(file, damage(readFileSync(file)))
    expect(await once()).toMatchObject({ status: 0, errors: '', text: 'cookies: a=a\n' })
    expect(server.asked).toHaveLength(2)
    await once()
    expect(server.asked).toHaveLength(2)
  })

  it('locks that were left behind stop nobody', async () => {
    const [server, place] = [await counter(), ownPlace()]
    await run(['--dump', `${server.url}a`], { place })
    writeFileSync(`${cookiesOf(place)}.lock`, '1 1\n')
    execFileSync('touch', ['-d', '2020-01-01', `${cookiesOf(place)}.lock`])
    expect(await run(['--dump', `${server.url}b`], { place })).toMatchObject({ status: 0, errors: '' })
    expect((await run(['--dump', server.url], { place })).text).toMatch(/a=a; b=b/)
  })
})
