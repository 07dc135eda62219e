/**
 * Listens on a socket for one exchange: the octets of the request's head as they are written, and those of the answer's
 * heads as they are read, before any parser has seen them.
 */
import type { Socket } from 'node:net'
import type { RawHead } from '../fetch/message.js'

export interface Tap {
  /** the request's head as sent; empty before it was */
  readonly requestHead: RawHead
  /** what was read while heads were collected */
  readonly received: string
  /** when something was last written and first read, by performance.now() */
  readonly lastWrite: number | undefined
  readonly firstRead: number | undefined
  /** starts to listen to what comes; call it when the socket has its other readers, so as to be before them */
  read(): void
  /** the heads are complete: octets are no longer kept */
  headsEnd(): void
  end(): void
}

export interface TapOptions {
  /** octets that heads may have, interim ones included */
  readonly limit: number
  readonly onOverflow: () => void
  /** called with every piece that comes after the heads */
  readonly onBodyRead: () => void
}

export function tapSocket(socket: Socket, { limit, onOverflow, onBodyRead }: TapOptions): Tap {
  let requestHead = ''
  let headSent = false
  let received = ''
  let collecting = true
  let lastWrite: number | undefined
  let firstRead: number | undefined

  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  const writeAndNote = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    if (!headSent) {
      requestHead += typeof chunk === 'string' ? chunk : latin1(chunk)
      const end = requestHead.indexOf('\r\n\r\n')
      headSent = end !== -1
      if (headSent) requestHead = requestHead.slice(0, end + 4)
    }
    lastWrite = performance.now()
    return write(chunk, ...rest)
  }
  socket.write = writeAndNote

  const note = (chunk: Uint8Array) => {
    firstRead ??= performance.now()
    if (!collecting) {
      onBodyRead()
      return
    }
    received += latin1(chunk)
    if (received.length <= limit) return
    // the parser may yet find that the heads end in this piece and the rest of it is body
    setImmediate(() => {
      if (collecting) onOverflow()
    })
  }

  return {
    get requestHead() {
      return requestHead
    },
    get received() {
      return received
    },
    get lastWrite() {
      return lastWrite
    },
    get firstRead() {
      return firstRead
    },
    read() {
      socket.prependListener('data', note)
    },
    headsEnd() {
      collecting = false
    },
    end() {
      collecting = false
      socket.off('data', note)
      if (socket.write === writeAndNote) Reflect.deleteProperty(socket, 'write')
    },
  }
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1')
}
