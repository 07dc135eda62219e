/**
 * Standard input as a file, for a page that is piped in. It can be read but once, so that what came is kept: a reload
 * finds it again.
 */
import { failure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import type { Files } from '../fetch/session.js'

export const STANDARD_INPUT = new URL('file:///dev/stdin')

/** A file system in which `STANDARD_INPUT` is what is piped into this process. */
export function withStandardInput(files: Files): Files {
  const path = STANDARD_INPUT.pathname
  const pieces: Uint8Array[] = []
  let source: AsyncIterator<Uint8Array> | undefined
  let pending: Promise<Uint8Array | undefined> | undefined

  const next = async (): Promise<Uint8Array | undefined> => {
    source ??= (process.stdin as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    const result = await source.next()
    pending = undefined
    if (result.done === true) return undefined
    pieces.push(result.value)
    return result.value
  }

  async function* read(signal: AbortSignal): Body {
    const stopped = new Promise<'stopped'>((resolve) => {
      if (signal.aborted) resolve('stopped')
      signal.addEventListener('abort', () => resolve('stopped'), { once: true })
    })
    for (let i = 0; ; i++) {
      const piece = pieces[i] ?? (await Promise.race([(pending ??= next()), stopped]))
      if (piece === undefined) return
      if (piece === 'stopped') {
        yield failure('aborted', 'stopped')
        return
      }
      yield piece
    }
  }

  return {
    ...files,
    facts: (asked) =>
      asked === path ? Promise.resolve({ kind: 'file', size: 0, modified: Date.now() }) : files.facts(asked),
    read: (asked, signal) => (asked === path ? read(signal) : files.read(asked, signal)),
  }
}
