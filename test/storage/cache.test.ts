import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CacheStore, StoredResponse } from '../../src/fetch/session.js'
import { openDiskCache } from '../../src/storage/cache.js'
import { memoryCache } from '../../src/storage/memory.js'
import { temporaryFolder } from '../support/folder.js'

function stored(id: string, size: number, more: Partial<StoredResponse> = {}): StoredResponse {
  return {
    id,
    method: 'GET',
    url: 'http://a.test/',
    varyFields: [['accept', 'x']],
    status: 200,
    reason: 'OK',
    version: 'HTTP/1.1',
    head: 'HTTP/1.1 200 OK\r\nX: \xe9\r\n\r\n',
    fields: [['X', '\xe9']],
    requestTime: 1,
    responseTime: 2,
    size,
    ...more,
  }
}

const octets = (length: number, fill = 7) => new Uint8Array(length).fill(fill)
const key = 'GET http://a.test/'

function entries(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.length === 2)
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
}

describe.each<[string, (limit: number) => CacheStore]>([
  ['disk', (limit) => openDiskCache(join(temporaryFolder(), 'http'), { limit })],
  ['memory', (limit) => memoryCache({ limit })],
])('a cache store in %s', (_, open) => {
  it('gives back what was put, every variant of a key', async () => {
    const store = open(1e6)
    await store.put(key, stored('1', 3), octets(3))
    await store.put(key, stored('2', 4), octets(4, 8))
    await store.put('GET http://b.test/', stored('1', 0), octets(0))
    const found = [...(await store.lookup(key))].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(found).toEqual([stored('1', 3), stored('2', 4)])
    expect(await store.read(key, '2')).toEqual(octets(4, 8))
    expect(await store.read('GET http://b.test/', '1')).toEqual(octets(0))
  })

  it('knows nothing of what was not put', async () => {
    const store = open(1e6)
    expect(await store.lookup(key)).toEqual([])
    expect(await store.read(key, '1')).toBeUndefined()
    await store.remove(key)
    await store.freshen(key, stored('1', 0))
    expect(await store.lookup(key)).toEqual([])
  })

  it('puts a newer answer in the place of the older', async () => {
    const store = open(1e6)
    await store.put(key, stored('1', 3), octets(3))
    await store.put(key, stored('1', 5, { status: 404 }), octets(5))
    expect(await store.lookup(key)).toEqual([stored('1', 5, { status: 404 })])
    expect(await store.read(key, '1')).toHaveLength(5)
  })

  it('freshens the head and keeps the body', async () => {
    const store = open(1e6)
    await store.put(key, stored('1', 3), octets(3))
    await store.freshen(key, stored('1', 3, { responseTime: 99 }))
    expect(await store.lookup(key)).toEqual([stored('1', 3, { responseTime: 99 })])
    expect(await store.read(key, '1')).toEqual(octets(3))
  })

  it('forgets one variant, or all of them', async () => {
    const store = open(1e6)
    for (const id of ['1', '2', '3']) await store.put(key, stored(id, 0), octets(0))
    await store.remove(key, '2')
    expect((await store.lookup(key)).map(({ id }) => id).sort()).toEqual(['1', '3'])
    await store.remove(key)
    expect(await store.lookup(key)).toEqual([])
  })

  it('stays within its limit', async () => {
    const store = open(50_000)
    const keys = Array.from({ length: 20 }, (_, i) => `GET http://a.test/${i}`)
    for (const each of keys) await store.put(each, stored('1', 10_000), octets(10_000))
    const sizes = await Promise.all(keys.map(async (each) => (await store.read(each, '1'))?.length ?? 0))
    const sum = sizes.reduce((a, b) => a + b, 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual(50_000)
  })
})

describe('the memory store', () => {
  it('lets go what was used longest ago', async () => {
    const store = memoryCache({ limit: 35_000 })
    for (const name of ['a', 'b', 'c']) await store.put(name, stored('1', 10_000), octets(10_000))
    await store.read('a', '1')
    await store.put('d', stored('1', 10_000), octets(10_000))
    expect(await store.read('a', '1')).toBeDefined()
    expect(await store.read('b', '1')).toBeUndefined()
  })
})

describe('the disk store', () => {
  it('touches nothing before it is used', () => {
    const folder = join(temporaryFolder(), 'http')
    openDiskCache(folder, { limit: 1e6 })
    expect(() => statSync(folder)).toThrow()
  })

  it('outlives the program and is shared, readable by its owner only', async () => {
    const folder = join(temporaryFolder(), 'http')
    await openDiskCache(folder, { limit: 1e6 }).put(key, stored('1', 3), octets(3))
    const other = openDiskCache(folder, { limit: 1e6 })
    expect(await other.lookup(key)).toEqual([stored('1', 3)])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const [file = ''] = entries(folder)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  const damages: [string, (path: string) => void][] = [
    ['cut short', (path) => truncateSync(path, statSync(path).size - 1)],
    ['cut to nothing', (path) => truncateSync(path, 0)],
    ['too long', (path) => writeFileSync(path, 'x', { flag: 'a' })],
    ['a length out of all measure', (path) => writeFileSync(path, Buffer.from([255, 255, 255, 255, 1, 2]))],
    ['no JSON', (path) => writeFileSync(path, Buffer.from([0, 0, 0, 2, 123, 123, 1, 2]))],
    ['other JSON', (path) => writeFileSync(path, Buffer.from([0, 0, 0, 2, 123, 125]))],
    [
      'another key',
      (path) => writeFileSync(path, readFileSync(path, 'latin1').replace('a.test', 'b.test'), 'latin1'),
    ],
    [
      'a fact of another type',
      (path) =>
        writeFileSync(path, readFileSync(path, 'latin1').replace('"status":200', '"status":"00'), 'latin1'),
    ],
  ]
  it.each(damages)('an entry that is %s is a miss', async (_, damage) => {
    const folder = join(temporaryFolder(), 'http')
    const store = openDiskCache(folder, { limit: 1e6 })
    await store.put(key, stored('1', 3), octets(3))
    const [file = ''] = entries(folder)
    damage(file)
    expect(await store.lookup(key)).toEqual([])
    expect(await store.read(key, '1')).toBeUndefined()
    await store.put(key, stored('1', 3), octets(3))
    expect(await store.read(key, '1')).toEqual(octets(3))
  })

  it('notes a use on the file, so that what is used stays', async () => {
    const folder = join(temporaryFolder(), 'http')
    const store = openDiskCache(folder, { limit: 40_000 })
    await store.put('old', stored('1', 10_000), octets(10_000))
    await store.put('older', stored('1', 10_000), octets(10_000))
    const longAgo = new Date(Date.now() - 7_200_000)
    for (const file of entries(folder)) utimesSync(file, longAgo, longAgo)
    expect(await store.read('old', '1')).toBeDefined()
    for (const name of ['x', 'y']) await store.put(name, stored('1', 10_000), octets(10_000))
    expect(await store.read('old', '1')).toBeDefined()
    expect(await store.read('older', '1')).toBeUndefined()
  })

  it('clears away what a crash left behind', async () => {
    const folder = join(temporaryFolder(), 'http')
    mkdirSync(join(folder, 'ab'), { recursive: true })
    const [old, young] = [join(folder, 'ab', 'tmp.1'), join(folder, 'ab', 'tmp.2')]
    for (const path of [old, young]) writeFileSync(path, 'x')
    const longAgo = new Date(Date.now() - 7_200_000)
    utimesSync(old, longAgo, longAgo)
    await openDiskCache(folder, { limit: 1e6 }).put(key, stored('1', 3), octets(3))
    const left = entries(folder)
    expect(left).toContain(young)
    expect(left).not.toContain(old)
  })

  it('keeps in memory what the disk does not take, and tells once', async () => {
    const told: string[] = []
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const store = openDiskCache(join(folder, 'file'), { limit: 1e6, onTrouble: (words) => told.push(words) })
    await store.put(key, stored('1', 3), octets(3))
    await store.put(key, stored('2', 4), octets(4))
    expect(await store.lookup(key)).toHaveLength(2)
    expect(await store.read(key, '1')).toEqual(octets(3))
    await store.freshen(key, stored('1', 3, { responseTime: 99 }))
    expect((await store.lookup(key)).some(({ responseTime }) => responseTime === 99)).toBe(true)
    await store.remove(key)
    expect(await store.lookup(key)).toEqual([])
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^not cached on disk/)
  })
})
