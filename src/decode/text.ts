/**
 * Octets to text, as they come: the head of a body without losing it, and a body as strings.
 * https://encoding.spec.whatwg.org/#decode
 */
import type { Failure } from '../failure.js'
import { isFailure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import { openDecoder } from './decoder.js'

/** Octets that are enough to decide by, when more were asked for: the standard's count for `<meta>`. */
const ENOUGH = 1024

export interface PeekOptions {
  /** milliseconds to wait for more, once the first octets are there; default 250 */
  readonly patience?: number
  /** calls `then` after so many milliseconds unless the function it gives is called before */
  readonly timer?: (milliseconds: number, then: () => void) => () => void
}

function systemTimer(milliseconds: number, then: () => void): () => void {
  const timeout = setTimeout(then, milliseconds)
  return () => clearTimeout(timeout)
}

/**
 * The first octets of a body, `octets` at most, and the whole body once more. Gives what is there when 1024 octets (or
 * the fewer asked for) or the body's end have come, or when the body pauses, so that a slow page is not held up.
 * The body given must be used instead of the one taken.
 * https://html.spec.whatwg.org/#determining-the-character-encoding (which waits for 1024 octets or half a second)
 */
export async function peek(
  body: Body,
  octets: number,
  { patience = 250, timer = systemTimer }: PeekOptions = {},
): Promise<{ readonly head: Uint8Array; readonly body: Body }> {
  const source = body[Symbol.asyncIterator]()
  const seen: IteratorResult<Uint8Array | Failure>[] = []
  const enough = Math.min(octets, ENOUGH)
  let length = 0
  let pending: Promise<IteratorResult<Uint8Array | Failure>> | undefined
  let cancel = (): void => undefined
  let pause: Promise<undefined> | undefined
  while (length < enough) {
    pending = source.next()
    const result: IteratorResult<Uint8Array | Failure> | undefined = await (pause === undefined
      ? pending
      : Promise.race([pending, pause]))
    if (result === undefined) break
    pending = undefined
    seen.push(result)
    if (result.done === true || isFailure(result.value)) break
    length += result.value.length
    if (length > 0 && length < enough) {
      pause ??= new Promise((resolve) => {
        cancel = timer(patience, () => resolve(undefined))
      })
    }
  }
  cancel()
  return { head: headOf(seen, octets), body: resumed(source, seen, pending) }
}

function headOf(seen: readonly IteratorResult<Uint8Array | Failure>[], octets: number): Uint8Array {
  const chunks = seen.flatMap(({ done, value }) => (done === true || isFailure(value) ? [] : [value]))
  const [first] = chunks
  return first !== undefined && chunks.length === 1
    ? first.subarray(0, octets)
    : Buffer.concat(chunks).subarray(0, octets)
}

/** The body from its start: what was seen, what was being waited for, and the rest. Ending it ends the source. */
function resumed(
  source: AsyncIterator<Uint8Array | Failure>,
  seen: readonly IteratorResult<Uint8Array | Failure>[],
  pending: Promise<IteratorResult<Uint8Array | Failure>> | undefined,
): Body {
  const first: (IteratorResult<Uint8Array | Failure> | Promise<IteratorResult<Uint8Array | Failure>>)[] = [
    ...seen,
  ]
  if (pending !== undefined) first.push(pending)
  const iterator: AsyncIterator<Uint8Array | Failure> = {
    next: async () => first.shift() ?? source.next(),
    return: async () => {
      first.length = 0
      return (await source.return?.()) ?? { done: true, value: undefined }
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}

/**
 * The body as text, one string for each chunk that holds a whole character. `charset` is what `sniffCharset` gives.
 * The byte order mark is taken off; malformed octets become U+FFFD; a Failure comes last, as in the body.
 */
export async function* decodeText(body: Body, charset: string): AsyncGenerator<string | Failure> {
  const decode = openDecoder(charset)
  let trouble: Failure | undefined
  for await (const item of body) {
    if (isFailure(item)) trouble = item
    else {
      const text = await decode(item)
      if (text !== '') yield text
    }
  }
  const rest = await decode(undefined)
  if (rest !== '') yield rest
  if (trouble !== undefined) yield trouble
}
