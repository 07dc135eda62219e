/**
 * The body of an answer as it is pulled: octets with the framing undone, and a Failure as the last item when it broke.
 */
import type { IncomingMessage } from 'node:http'
import type { Failure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import type { Watch } from './watch.js'
import { duration } from './watch.js'

export interface BodyOptions {
  readonly watch: Watch
  /** milliseconds without an octet while somebody waits for one */
  readonly silence: number
  /** why the body broke off after that many octets */
  readonly broken: (received: number) => Failure
  /** ends the connection */
  readonly destroy: () => void
}

/** Who does not read to the end calls `return`, as `for await` does: it ends the connection. */
export function pulledBody(message: IncomingMessage, options: BodyOptions): Body {
  const { watch, silence, broken, destroy } = options
  let received = 0
  let state: 'open' | 'ended' | 'broken' | 'done' = 'open'
  let stir: () => void = () => undefined

  message.on('readable', () => {
    // an empty body, and the end of any other, show only when they are read
    if (message.readableLength === 0) message.read()
    stir()
  })
  message.once('end', () => {
    if (state === 'open') state = 'ended'
    stir()
  })
  message.once('close', () => {
    if (state === 'open') state = 'broken'
    stir()
  })

  const next = async (): Promise<IteratorResult<Uint8Array | Failure, undefined>> => {
    for (;;) {
      if (state === 'done') return { done: true, value: undefined }
      const octets = message.read() as Buffer | null
      if (octets !== null) {
        received += octets.length
        return { done: false, value: octets }
      }
      if (state === 'ended') {
        state = 'done'
        continue
      }
      if (state === 'broken') {
        state = 'done'
        return { done: false, value: broken(received) }
      }
      watch.phase(silence, `nothing came for ${duration(silence)}`)
      await new Promise<void>((resolve) => (stir = resolve))
      watch.calm()
    }
  }

  const iterator: AsyncIterableIterator<Uint8Array | Failure, undefined> = {
    next,
    return() {
      if (state === 'open') destroy()
      state = 'done'
      stir()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
