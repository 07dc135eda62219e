import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure, isFailure } from '../../src/failure.js'
import type { Failure } from '../../src/failure.js'
import { decodeContent } from '../../src/fetch/coding.js'
import type { Body } from '../../src/fetch/message.js'

interface Source {
  readonly body: Body
  readonly pulled: () => number
  readonly closed: () => boolean
}

/** A body of these items that counts what is taken of it and knows whether it was closed before its end. */
function source(items: Iterable<Uint8Array | Failure>): Source {
  let pulled = 0
  let closed = false
  const inner = items[Symbol.iterator]()
  const iterator: AsyncIterableIterator<Uint8Array | Failure> = {
    next() {
      pulled += 1
      return Promise.resolve(inner.next())
    },
    return() {
      closed = true
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return { body: iterator, pulled: () => pulled, closed: () => closed }
}

function pieces(octets: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < octets.length; at += size) parts.push(octets.subarray(at, at + size))
  return parts
}

async function collect(body: Body): Promise<{ octets: Buffer; failure: Failure | undefined }> {
  const octets: Uint8Array[] = []
  let failed: Failure | undefined
  for await (const item of body) {
    expect(failed, 'a failure is the last item').toBeUndefined()
    if (isFailure(item)) failed = item
    else octets.push(item)
  }
  return { octets: Buffer.concat(octets), failure: failed }
}

async function decode(items: readonly (Uint8Array | Failure)[], coding: string | undefined, limit = 1e9) {
  const { octets, failure: failed } = await collect(decodeContent(source(items).body, coding, { limit }))
  return { text: octets.toString('latin1'), failure: failed }
}

const TEXT = Array.from({ length: 500 }, (_, i) => `Line ${i * i} of the quick brown fox. `).join('')
const PLAIN = Buffer.from(TEXT)

const CODED: [coding: string, coded: Uint8Array][] = [
  ['gzip', gzipSync(PLAIN)],
  ['x-gzip', gzipSync(PLAIN)],
  ['GZip', gzipSync(PLAIN)],
  ['deflate', deflateSync(PLAIN)],
  ['deflate', deflateRawSync(PLAIN)],
  ['br', brotliCompressSync(PLAIN)],
  ['identity', PLAIN],
  ['', PLAIN],
  ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
  ['br,identity, , gzip', gzipSync(brotliCompressSync(PLAIN))],
]

describe('content codings', () => {
  it.each(CODED)('undoes "%s"', async (coding, coded) => {
    expect(await decode([coded], coding)).toEqual({ text: TEXT, failure: undefined })
  })

  it.each(CODED)('undoes "%s" that comes octet by octet', async (coding, coded) => {
    expect(await decode(pieces(coded, 1), coding)).toEqual({ text: TEXT, failure: undefined })
  })

  it('passes a body without a coding through', async () => {
    expect(await decode([PLAIN], undefined)).toEqual({ text: TEXT, failure: undefined })
  })

  it.each(['gzip', 'deflate', 'br', 'gzip, br'])(
    'takes an empty body as empty, whatever the coding: %s',
    async (coding) => {
      expect(await decode([], coding)).toEqual({ text: '', failure: undefined })
      expect(await decode([new Uint8Array()], coding)).toEqual({ text: '', failure: undefined })
    },
  )

  it('undoes what it is given, however it is cut', async () => {
    const codecs = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.constantFrom('gzip', 'deflate', 'br'),
        fc.integer({ min: 1, max: 700 }),
        async (octets, coding, size) => {
          const { body } = source(pieces(codecs[coding](octets), size))
          const decoded = await collect(decodeContent(body, coding, { limit: 1e6 }))
          expect(decoded.failure).toBeUndefined()
          expect(decoded.octets.equals(Buffer.from(octets))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('an unknown coding', () => {
  it.each([
    ['zstd', /“zstd”, which is not known/],
    ['gzip, aws-chunked', /“aws-chunked”/],
    ['__proto__', /“__proto__”/],
    ['\x1b[2Jé', /“·\[2j·”/],
  ])('%j gives a failure and no octets, and closes the body unread', async (coding, words) => {
    const { body, pulled, closed } = source([PLAIN])
    const { octets, failure: failed } = await collect(decodeContent(body, coding, { limit: 1e6 }))
    expect(octets.length).toBe(0)
    expect(failed?.kind).toBe('protocol')
    expect(failed?.detail).toMatch(words)
    expect(pulled()).toBe(0)
    expect(closed()).toBe(true)
  })

  it('refuses a tower of codings', async () => {
    const decoded = await decode([PLAIN], Array(1000).fill('gzip').join(','))
    expect(decoded.failure?.kind).toBe('limit')
  })
})

describe('a damaged body', () => {
  it.each([
    ['gzip', gzipSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['deflate', deflateRawSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
  ])('%s cut off gives what could be decoded, then a failure', async (coding, coded) => {
    const decoded = await decode([coded.subarray(0, coded.length - 12)], coding)
    expect(decoded.text.length).toBeGreaterThan(0)
    expect(TEXT.startsWith(decoded.text)).toBe(true)
    expect(decoded.failure).toMatchObject({
      kind: 'protocol',
      detail: `the body ends before its ${coding} coding does`,
    })
  })

  it('gzip cut off at any place never passes as whole', async () => {
    const coded = gzipSync('some text that is short')
    for (let length = 1; length < coded.length; length += 1) {
      const decoded = await decode([coded.subarray(0, length)], 'gzip')
      expect(decoded.failure?.kind, `${length} octets`).toBe('protocol')
    }
  })

  it.each([
    ['gzip', Buffer.from('<!doctype html>')],
    ['deflate', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['br', Buffer.from('<!doctype html>')],
  ])('what is no %s is said to be damaged', async (coding, octets) => {
    const decoded = await decode([octets], coding)
    expect(decoded.failure).toMatchObject({
      kind: 'protocol',
      detail: `the ${coding} coding of the body is damaged`,
    })
  })

  it('a false checksum is told after all octets', async () => {
    const coded = Buffer.from(gzipSync(PLAIN))
    coded.writeUInt32LE(1, coded.length - 8)
    const decoded = await decode([coded], 'gzip')
    expect(decoded.text).toBe(TEXT)
    expect(decoded.failure?.detail).toMatch(/damaged/)
  })

  it.each(['gzip', 'deflate', 'br', undefined])('of any octets is a failure at worst: %s', async (coding) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), async (items) => {
        const { failure: failed } = await collect(decodeContent(source(items).body, coding, { limit: 1e6 }))
        expect(failed === undefined || failed.kind === 'protocol' || failed.kind === 'limit').toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it.each(['gzip', 'deflate', 'br', 'identity'])(
    'passes on the failure of the line after what came: %s',
    async (coding) => {
      const codecs: Record<string, (octets: Buffer) => Buffer> = {
        gzip: gzipSync,
        deflate: deflateSync,
        br: brotliCompressSync,
        identity: (octets) => octets,
      }
      const coded = codecs[coding]?.(PLAIN) ?? PLAIN
      const broken = failure('connect', 'the connection broke')
      const decoded = await decode([coded.subarray(0, coded.length - 12), broken], coding)
      expect(decoded.text.length).toBeGreaterThan(0)
      expect(decoded.failure).toEqual(broken)
      expect((await decode([coded, broken], coding)).failure).toEqual(broken)
    },
  )
})

describe('gzip', () => {
  it('of several members is one body', async () => {
    const coded = Buffer.concat([gzipSync('one, '), gzipSync(''), gzipSync('two')])
    expect(await decode([coded], 'gzip')).toEqual({ text: 'one, two', failure: undefined })
    expect(await decode(pieces(coded, 1), 'gzip')).toEqual({ text: 'one, two', failure: undefined })
  })

  it.each([
    ['zero octets', '\0\0\0\0'],
    ['words', 'and so on'],
    ['half a head', '\x1f\x8b'],
    ['a false head', '\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff'],
  ])('passes over garbage after its end: %s', async (_name, garbage) => {
    const coded = Buffer.concat([gzipSync(PLAIN), Buffer.from(garbage, 'latin1')])
    expect(await decode([coded], 'gzip')).toEqual({ text: TEXT, failure: undefined })
    expect(await decode(pieces(coded, 3), 'gzip')).toEqual({ text: TEXT, failure: undefined })
  })

  it('may have every part of its head', async () => {
    const [plain, flags] = [gzipSync('text'), 2 + 4 + 8 + 16]
    const head = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])
    const parts = Buffer.from('\x03\x00abcname\0comment\0\x12\x34', 'latin1')
    const coded = Buffer.concat([head, parts, plain.subarray(10)])
    expect(await decode([coded], 'gzip')).toEqual({ text: 'text', failure: undefined })
    expect(await decode(pieces(coded, 1), 'gzip')).toEqual({ text: 'text', failure: undefined })
  })

  it('with an endless name is given up', async () => {
    function* endless(): Generator<Uint8Array> {
      yield Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3])
      for (;;) yield Buffer.alloc(10_000, 'x')
    }
    const { body, closed } = source(endless())
    const { failure: failed } = await collect(decodeContent(body, 'gzip', { limit: 1e6 }))
    expect(failed?.detail).toMatch(/damaged/)
    expect(closed()).toBe(true)
  })
})

describe('the limit', () => {
  it.each(['gzip', 'deflate', 'br', undefined])(
    'lets a body of just that length pass: %s',
    async (coding) => {
      const coded = CODED.find(([name]) => name === coding)?.[1] ?? PLAIN
      expect(await decode([coded], coding, TEXT.length)).toEqual({ text: TEXT, failure: undefined })
    },
  )

  it.each(['gzip', 'deflate', 'br', undefined])(
    'cuts a body that is one octet longer: %s',
    async (coding) => {
      const coded = CODED.find(([name]) => name === coding)?.[1] ?? PLAIN
      const decoded = await decode([coded], coding, TEXT.length - 1)
      expect(decoded.text).toBe(TEXT.slice(0, -1))
      expect(decoded.failure).toMatchObject({
        kind: 'limit',
        detail: `the body is longer than ${TEXT.length - 1} octets`,
      })
    },
  )

  it.each([
    ['gzip', (octets: Buffer) => gzipSync(octets)],
    ['gzip, gzip', (octets: Buffer) => gzipSync(gzipSync(octets))],
    ['br', (octets: Buffer) => brotliCompressSync(octets)],
  ])('stops a bomb of %s early, closes the line, and takes little memory', async (coding, code) => {
    const bomb = code(Buffer.alloc(50_000_000))
    const { body, closed } = source(pieces(bomb, 1000))
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    let length = 0
    let failed: Failure | undefined
    for await (const item of decodeContent(body, coding, { limit: 5_000_000 })) {
      if (isFailure(item)) failed = item
      else length += item.length
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(length).toBe(5_000_000)
    expect(failed?.kind).toBe('limit')
    expect(closed()).toBe(true)
    expect(most).toBeLessThan(20_000_000)
  })

  it('holds for an endless body without a coding', async () => {
    function* endless(): Generator<Uint8Array> {
      for (;;) yield PLAIN
    }
    const { body, closed } = source(endless())
    const { octets, failure: failed } = await collect(decodeContent(body, undefined, { limit: 123_456 }))
    expect(octets.length).toBe(123_456)
    expect(failed?.kind).toBe('limit')
    expect(closed()).toBe(true)
  })
})

describe('a reader', () => {
  it('pulls: nothing is taken before it is asked for, and little ahead', async () => {
    const random = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919 * (i >> 3)) & 0xff))
    const parts = pieces(gzipSync(random, { level: 0 }), 1000)
    const { body, pulled } = source(parts)
    const iterator = decodeContent(body, 'gzip', { limit: 1e9 })[Symbol.asyncIterator]()
    expect(pulled()).toBe(0)
    await iterator.next()
    expect(pulled()).toBeLessThan(parts.length / 3)
    await iterator.return?.()
  })

  it.each([['gzip'], [undefined]])('that leaves closes the line: %s', async (coding) => {
    const coded = CODED.find(([name]) => name === coding)?.[1] ?? PLAIN
    const read = source(pieces(coded, 10))
    for await (const item of decodeContent(read.body, coding, { limit: 1e9 })) {
      expect(isFailure(item)).toBe(false)
      break
    }
    expect(read.closed()).toBe(true)

    const unread = source([coded])
    await decodeContent(unread.body, coding, { limit: 1e9 })[Symbol.asyncIterator]().return?.()
    expect(unread.closed()).toBe(true)
    expect(unread.pulled()).toBe(0)
  })
})
