import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sniffCharset } from '../../src/decode/charset.js'
import { decodeText, peek } from '../../src/decode/text.js'
import { undeclared } from '../../src/decode/undeclared.js'
import { failure, isFailure } from '../../src/failure.js'
import type { Failure } from '../../src/failure.js'
import type { Body } from '../../src/fetch/message.js'

/** One character for each octet. */
const octets = (latin1: string): Uint8Array => Buffer.from(latin1, 'latin1')

async function* bodyOf(
  ...items: readonly (Uint8Array | string | Failure)[]
): AsyncGenerator<Uint8Array | Failure> {
  await Promise.resolve()
  for (const item of items) yield typeof item === 'string' ? octets(item) : item
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** The strings put together; a Failure among them reads as such. */
const joined = (items: readonly (string | Failure)[]): string =>
  items.map((item) => (isFailure(item) ? `<${item.kind}>` : item)).join('')

async function decoded(
  charset: string,
  ...items: readonly (Uint8Array | string | Failure)[]
): Promise<string> {
  return joined(await all(decodeText(bodyOf(...items), charset)))
}

describe('text in each encoding', () => {
  it.each([
    ['UTF-8', 'a\xc3\xa9\xe4\xbe\x8b\xf0\x9f\x98\x80', 'aé例😀'],
    ['UTF-8', '\xef\xbb\xbfa\xef\xbb\xbfb', 'a\ufeffb'],
    ['UTF-8', 'a\xff\xe2\x82b\xed\xa0\x80', 'a\ufffd\ufffdb\ufffd\ufffd\ufffd'],
    ['UTF-8', 'a\xe2\x82', 'a\ufffd'],
    ['UTF-8', 'a\xef\xbb\xbfb', 'a\ufeffb'],
    ['UTF-16LE', '\xff\xfea\0\x3d\xd8\x00\xde', 'a😀'],
    ['UTF-16BE', '\xfe\xff\0a\xd8\x3d\xde\x00', 'a😀'],
    ['UTF-16LE', 'a\0\x3d\xd8b\0c', 'a\ufffdb\ufffd'],
    [
      'windows-1252',
      '\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f',
      '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ',
    ],
    ['windows-1252', 'caf\xe9\xff\xa0', 'caféÿ\u00a0'],
    ['ISO-8859-2', '\xb1\xe6', 'ąć'],
    ['ISO-8859-16', '\xa4', '€'],
    ['KOI8-R', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['KOI8-U', '\xf0\xd2\xc9\xd7\xa6\xd4\xae', 'Привітў'],
    ['IBM866', '\x8f\xe0\xa8\xa2\xa5\xe2', 'Привет'],
    ['windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['windows-1253', '\xc5\xeb\xeb\xdc\xe4\xe1', 'Ελλάδα'],
    ['windows-1255', '\xf9\xec\xe5\xed', 'שלום'],
    ['windows-874', '\xe4\xb7\xc2\x80', 'ไทย€'],
    ['Shift_JIS', '\x93\xfa\x96{\x8c\xea \xb1\\~', '日本語 ｱ\\~'],
    ['EUC-JP', '\xc6\xfc\xcb\xdc\xb8\xec\x8e\xb1', '日本語ｱ'],
    ['ISO-2022-JP', '\x1b$BF|K\\8l\x1b(B ok', '日本語 ok'],
    ['EUC-KR', '\xc7\xd1\xb1\xb9\xbe\xee\x8c\x63', '한국어똠'],
    ['GBK', '\xd6\xd0\xce\xc4\x80', '中文€'],
    ['gb18030', '\xd6\xd0\x94\x39\xfc\x36', '中😀'],
    ['Big5', '\xa4\xa4\xa4\xe5\x88\x62', '中文Ê̄'],
    ['x-user-defined', 'a\x80\xff', 'a\uf780\uf7ff'],
    ['Shift_JIS', 'a\x93', 'a\ufffd'],
    ['replacement', 'anything <script>', '\ufffd'],
    ['no-such-encoding', '\x80', '€'],
    [undeclared(), 'plain', 'plain'],
    [undeclared(), 'caf\xc3\xa9 \xe9', 'café \ufffd'],
    [undeclared(), 'caf\xe9 \x80', 'café €'],
    [undeclared(), 'caf\xc3', 'cafÃ'],
    [undeclared(), 'caf\xc3\xa9', 'café'],
    [undeclared('Shift_JIS'), 'a\x93', 'a\ufffd'],
    [undeclared('KOI8-R'), '\xf0\xd2\xc9', 'При'],
  ])('%s: %j is %j', async (charset, latin1, text) => {
    const bytes = octets(latin1)
    expect(await decoded(charset, bytes)).toBe(text)
    // octet by octet
    expect(await decoded(charset, ...Array.from(bytes, (octet) => Uint8Array.of(octet)))).toBe(text)
  })

  it('is nothing where there is nothing', async () => {
    for (const charset of ['UTF-8', 'UTF-16LE', 'replacement', 'GBK', undeclared()]) {
      expect(await all(decodeText(bodyOf(), charset))).toEqual([])
      expect(await all(decodeText(bodyOf('', ''), charset))).toEqual([])
    }
  })
})

describe('chunks', () => {
  it('become strings one by one, without empty ones', async () => {
    expect(await all(decodeText(bodyOf('ab', 'c\xc3', '', '\xa9d'), 'UTF-8'))).toEqual(['ab', 'c', 'éd'])
  })

  it('of ASCII are given at once where nothing is declared; a run beyond ASCII is held until it ends', async () => {
    const items = await all(
      decodeText(bodyOf('ab', 'c\xc3', '\xa9', '\xc3\xa9', ' d', '\xc3\xa9'), undeclared()),
    )
    expect(items).toEqual(['ab', 'c', 'éé d', 'é'])
  })

  it('of a run that never ends are not held for long', async () => {
    const items = await all(decodeText(bodyOf(...Array<string>(200).fill('\xe4\xbe\x8b')), undeclared()))
    expect(joined(items)).toBe('例'.repeat(200))
    expect(items.length).toBeGreaterThan(100)
  })

  it('come before the failure that ended them, with what is left of a cut character', async () => {
    const cut = failure('connect', 'the connection broke')
    for (const charset of ['UTF-8', 'GBK', undeclared()]) {
      const items = await all(decodeText(bodyOf('ab\xe4', cut), charset))
      expect(items.at(-1)).toBe(cut)
      expect(joined(items.slice(0, -1))).toMatch(/^ab(?:\ufffd|ä)$/)
    }
  })

  const CHARSETS = [
    'UTF-8', 'UTF-16LE', 'UTF-16BE', 'windows-1252', 'windows-1255', 'KOI8-R', 'x-user-defined', 'Shift_JIS', 'EUC-JP', 'ISO-2022-JP',
    'EUC-KR', 'GBK', 'gb18030', 'Big5', 'replacement', undeclared(), undeclared('Shift_JIS'),
  ] // prettier-ignore

  const telling = fc.constantFrom(...Array.from('\x1b$B(J\x00\x30\x39\x40\x5c\x7e\x80\x81\x8e\x8f\xa1\xa4\xb0\xbb\xbf\xc3\xd8\xdc\xe2\xed\xef\xf0\xfe\xff', (c) => c.charCodeAt(0))) // prettier-ignore
  const bytes = fc.array(fc.oneof(telling, telling, fc.integer({ min: 0, max: 255 })), { maxLength: 60 })

  it.each(CHARSETS)('of %s may be cut anywhere: the text is the same', async (charset) => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.integer({ min: 0, max: 60 })), async (whole, cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length]
        const parts = at.slice(1).map((end, i) => Uint8Array.from(whole.slice(at[i], end)))
        expect(await decoded(charset, ...parts)).toBe(await decoded(charset, Uint8Array.from(whole)))
      }),
      { numRuns: 300 },
    )
  })

  it('of one text give the same text however the charset was told from its head', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat({ max: 60 }), async (whole, cut) => {
        const all = Uint8Array.from(whole)
        const byHead = await sniffCharset(all.subarray(0, cut), { html: true, transport: '' })
        const byAll = await sniffCharset(all, { html: true, transport: '' })
        // A byte order mark can be told only when it is all there.
        if (byAll.startsWith('UTF-16') || all[0] === 0xef) return
        expect(await decoded(byHead, all)).toBe(await decoded(byAll, all))
      }),
      { numRuns: 1000 },
    )
  })
})

/** A body whose items come when told to. */
function told(): {
  readonly body: Body
  give(item: Uint8Array | Failure): void
  end(): void
  readonly ended: () => boolean
} {
  const waiting: ((result: IteratorResult<Uint8Array | Failure>) => void)[] = []
  const ready: IteratorResult<Uint8Array | Failure>[] = []
  let ended = false
  const push = (result: IteratorResult<Uint8Array | Failure>): void => {
    const next = waiting.shift()
    if (next === undefined) ready.push(result)
    else next(result)
  }
  return {
    body: {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const result = ready.shift()
          return result === undefined
            ? new Promise((resolve) => waiting.push(resolve))
            : Promise.resolve(result)
        },
        return: () => {
          ended = true
          return Promise.resolve({ done: true, value: undefined })
        },
      }),
    },
    give: (value) => push({ done: false, value }),
    end: () => push({ done: true, value: undefined }),
    ended: () => ended,
  }
}

/** A clock that the test moves. */
function stopped(): {
  timer: (ms: number, then: () => void) => () => void
  readonly set: number[]
  ring(): void
  cancelled(): number
} {
  const set: number[] = []
  let ring = (): void => undefined
  let cancelled = 0
  return {
    timer: (ms, then) => {
      set.push(ms)
      ring = then
      return () => void cancelled++
    },
    set,
    ring: () => ring(),
    cancelled: () => cancelled,
  }
}

describe('a peek at the head of a body', () => {
  it('takes a first chunk that is long enough, and waits for no more', async () => {
    const source = told()
    const clock = stopped()
    source.give(octets('x'.repeat(1024)))
    const { head, body } = await peek(source.body, 1445, clock)
    expect(head.length).toBe(1024)
    expect(clock.set).toEqual([])
    source.give(octets('rest'))
    source.end()
    expect(Buffer.concat((await all(body)) as Uint8Array[]).toString()).toBe(`${'x'.repeat(1024)}rest`)
  })

  it('gives no more than was asked for, and the whole body', async () => {
    const { head, body } = await peek(bodyOf('x'.repeat(700), 'y'.repeat(3000), 'z'), 1445)
    expect(Buffer.from(head).toString()).toBe('x'.repeat(700) + 'y'.repeat(745))
    expect((await all(body)).map((c) => (isFailure(c) ? 0 : c.length))).toEqual([700, 3000, 1])
  })

  it('ends with the body', async () => {
    const { head, body } = await peek(bodyOf('a', 'b'), 1445, stopped())
    expect(Buffer.from(head).toString()).toBe('ab')
    expect(await all(body)).toEqual([octets('a'), octets('b')])
    expect((await peek(bodyOf(), 1445)).head).toHaveLength(0)
  })

  it('ends with a failure, which stays in the body', async () => {
    const cut = failure('connect', 'the connection broke')
    const { head, body } = await peek(bodyOf('a', cut), 1445, stopped())
    expect(Buffer.from(head).toString()).toBe('a')
    expect(await all(body)).toEqual([octets('a'), cut])
  })

  it('ends when the body pauses, a quarter of a second after its first octets, and loses nothing', async () => {
    const source = told()
    const clock = stopped()
    const peeked = peek(source.body, 1445, clock)
    source.give(octets(''))
    source.give(octets('slow'))
    await expect.poll(() => clock.set).toEqual([250])
    clock.ring()
    const { head, body } = await peeked
    expect(Buffer.from(head).toString()).toBe('slow')
    source.give(octets('ly'))
    source.end()
    expect(await all(body)).toEqual([octets(''), octets('slow'), octets('ly')])
  })

  it('leaves no timer behind', async () => {
    const source = told()
    const clock = stopped()
    const peeked = peek(source.body, 10, { ...clock, patience: 7 })
    source.give(octets('a'))
    await expect.poll(() => clock.set).toEqual([7])
    source.give(octets('b'.repeat(9)))
    await peeked
    expect(clock.cancelled()).toBe(1)
  })

  it('does not wait for first octets by the clock', async () => {
    const source = told()
    const clock = stopped()
    const peeked = peek(source.body, 10, clock)
    source.give(octets(''))
    source.end()
    expect((await peeked).head).toHaveLength(0)
    expect(clock.set).toEqual([])
  })

  it('ends the source when the body is ended early', async () => {
    const source = told()
    source.give(octets('x'.repeat(1024)))
    const { body } = await peek(source.body, 1024)
    for await (const item of body) {
      expect(item).toHaveLength(1024)
      break
    }
    expect(source.ended()).toBe(true)
  })
})
