/**
 * Decoders over node:zlib: gzip (RFC 1952), deflate (RFC 1950, and bare RFC 1951 as some servers send it), br (RFC 7932).
 * Each gives what could be decoded and then, if the octets were damaged or too few, a Failure.
 */
import { crc32, createBrotliDecompress, createInflate, createInflateRaw } from 'node:zlib'
import type { BrotliDecompress, Inflate, InflateRaw } from 'node:zlib'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { OctetSource } from './octets.js'

export type Decoder = (source: OctetSource) => AsyncGenerator<Uint8Array | Failure>

/** Octets that an engine gives at a time. */
const PORTION = 65_536

/** A file name or a comment in a gzip head is not longer in earnest. */
const LONGEST_TEXT = 65_536

/** The codings that are known, by name in lower case. */
export const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', brotli],
])

/** One member or several; what follows the last and is no member is passed over, as browsers do. */
async function* gunzip(source: OctetSource): ReturnType<Decoder> {
  try {
    for (let first = true; ; first = false) {
      const head = await readGzipHead(source)
      if (head === 'end' || (!first && head !== 'whole')) break
      const outcome = head === 'whole' ? yield* gzipMember(source) : head
      if (outcome !== 'whole') {
        yield source.failure ?? undecodable('gzip', outcome)
        return
      }
    }
    if (source.failure !== undefined) yield source.failure
  } finally {
    await source.close()
  }
}

/** How a part of a coded body was. `end`: there was none of it. */
type Outcome = 'whole' | 'short' | 'damaged'

async function* gzipMember(source: OctetSource): AsyncGenerator<Uint8Array, Outcome> {
  let checksum = 0
  let size = 0
  const octets = run(createInflateRaw({ chunkSize: PORTION }), source)
  for (;;) {
    const item = await octets.next()
    if (item.done === true) {
      if (item.value !== 'whole') return item.value
      break
    }
    checksum = crc32(item.value, checksum)
    size = (size + item.value.length) >>> 0
    yield item.value
  }
  const trailer = await source.atLeast(8)
  if (trailer.length < 8) return 'short'
  source.unread(trailer.subarray(8))
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8)
  return view.getUint32(0, true) === checksum && view.getUint32(4, true) === size ? 'whole' : 'damaged'
}

/** RFC 1952 section 2.3. */
async function readGzipHead(source: OctetSource): Promise<Outcome | 'end'> {
  const fixed = await source.atLeast(10)
  if (fixed.length === 0) return 'end'
  const [id1, id2 = 0x8b, method = 8, flags = 0] = fixed
  if (id1 !== 0x1f || id2 !== 0x8b || method !== 8 || (flags & 0xe0) !== 0) return 'damaged'
  if (fixed.length < 10) return 'short'
  source.unread(fixed.subarray(10))
  const parts: (() => Promise<Outcome>)[] = []
  if ((flags & 4) !== 0) parts.push(() => skipExtra(source))
  if ((flags & 8) !== 0) parts.push(() => skipText(source))
  if ((flags & 16) !== 0) parts.push(() => skipText(source))
  if ((flags & 2) !== 0) parts.push(() => skip(source, 2))
  for (const part of parts) {
    const outcome = await part()
    if (outcome !== 'whole') return outcome
  }
  return 'whole'
}

async function skip(source: OctetSource, count: number): Promise<Outcome> {
  const octets = await source.atLeast(count)
  source.unread(octets.subarray(count))
  return octets.length < count ? 'short' : 'whole'
}

async function skipExtra(source: OctetSource): Promise<Outcome> {
  const octets = await source.atLeast(2)
  source.unread(octets)
  const [low = 0, high = 0] = octets
  return octets.length < 2 ? 'short' : skip(source, 2 + low + high * 256)
}

async function skipText(source: OctetSource): Promise<Outcome> {
  let length = 0
  while (length <= LONGEST_TEXT) {
    const octets = await source.next()
    if (octets === undefined) return 'short'
    const end = octets.indexOf(0)
    if (end !== -1) {
      source.unread(octets.subarray(end + 1))
      return 'whole'
    }
    length += octets.length
  }
  return 'damaged'
}

/** The name means zlib, but some servers send bare deflate: the first two octets tell (RFC 1950 section 2.2). */
async function* inflate(source: OctetSource): ReturnType<Decoder> {
  const head = await source.atLeast(2)
  source.unread(head)
  const [method = 0, flags = 0] = head
  const isZlib = (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0
  yield* single('deflate', source, () =>
    isZlib ? createInflate({ chunkSize: PORTION }) : createInflateRaw({ chunkSize: PORTION }),
  )
}

async function* brotli(source: OctetSource): ReturnType<Decoder> {
  yield* single('br', source, () => createBrotliDecompress({ chunkSize: PORTION }))
}

/** A coding that is one stream from its first octet to its last. */
async function* single(name: string, source: OctetSource, engine: () => Engine): ReturnType<Decoder> {
  try {
    const head = await source.atLeast(1)
    source.unread(head)
    const outcome = head.length === 0 ? 'whole' : yield* run(engine(), source)
    // reads on to the end, which may be a Failure; octets after the stream mean nothing
    if (outcome === 'whole') await source.next()
    if (source.failure !== undefined) yield source.failure
    else if (outcome !== 'whole') yield undecodable(name, outcome)
  } finally {
    await source.close()
  }
}

function undecodable(name: string, outcome: Outcome): Failure {
  return outcome === 'short'
    ? failure('protocol', `the body ends before its ${name} coding does`)
    : failure('protocol', `the ${name} coding of the body is damaged`)
}

type Engine = BrotliDecompress | Inflate | InflateRaw

/** Runs octets through an engine until its stream ends, and puts back what the engine did not take. */
async function* run(engine: Engine, source: OctetSource): AsyncGenerator<Uint8Array, Outcome> {
  let error: NodeJS.ErrnoException | undefined
  let ended = false
  let idle = true
  let fed = 0
  let last: Uint8Array = new Uint8Array()
  let stir: () => void = () => undefined
  engine.on('error', (raised: NodeJS.ErrnoException) => {
    error = raised
    stir()
  })
  engine.on('end', () => {
    ended = true
    stir()
  })
  engine.on('readable', () => stir())
  try {
    for (;;) {
      for (let octets = portion(engine); octets !== undefined; octets = portion(engine)) yield octets
      if (error !== undefined) return error.code === 'Z_BUF_ERROR' ? 'short' : 'damaged'
      if (ended) {
        source.unread(last.subarray(last.length - (fed - engine.bytesWritten)))
        return 'whole'
      }
      // octets that were written and not consumed mean that the stream is over, and `end` is on its way
      if (idle && engine.bytesWritten === fed) {
        const octets = await source.next()
        idle = false
        last = octets ?? new Uint8Array()
        fed += last.length
        if (octets === undefined) engine.end()
        else
          engine.write(octets, () => {
            idle = true
            stir()
          })
      } else await new Promise<void>((resolve) => (stir = resolve))
    }
  } finally {
    engine.destroy()
  }
}

function portion(engine: Engine): Uint8Array | undefined {
  return (engine.read() as Buffer | null) ?? undefined
}
