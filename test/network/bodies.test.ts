import { describe, expect, it, vi } from 'vitest'
import { isFailure } from '../../src/failure.js'
import type { Body } from '../../src/fetch/message.js'
import type { Network, WireRequest } from '../../src/fetch/session.js'
import { serve, serveRaw } from '../support/servers.js'
import { during, get, network, read, send } from './line.js'

async function bodyOf(
  through: Network,
  request: WireRequest,
  signal = new AbortController().signal,
): Promise<Body> {
  const { answer } = await through.send(request, signal)
  if (isFailure(answer)) throw new Error(answer.detail)
  return answer.body
}

describe('a body', () => {
  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('is empty, and the connection free even when nobody reads: %s %j', async (method, answer) => {
    const server = await during(serveRaw((socket) => socket.write(answer)))
    const through = network()
    const body = await bodyOf(through, get(server.url, { method }))
    await vi.waitFor(async () => {
      const { connection } = await send(through, get(server.url, { method }))
      expect(connection).toMatchObject({ id: 1 })
    })
    expect(await read(body)).toEqual({ text: '', failure: undefined })
  })

  it('in chunks ends with trailers', async () => {
    const chunks = '3\r\none\r\n4;x=y\r\n two\r\n0\r\nDigest: abc\r\nx-Two: 2\r\n\r\n'
    const server = await during(
      serveRaw((socket) => socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`)),
    )
    const outcome = await send(network(), get(server.url))
    expect(outcome).toMatchObject({ text: 'one two', failure: undefined })
    expect(outcome.trailers).toEqual([
      ['Digest', 'abc'],
      ['x-Two', '2'],
    ])
  })

  it('that has come whole is whole, though the connection was closed before it was read', async () => {
    const server = await during(
      serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsome')),
    )
    const closed = new Promise<void>((resolve) =>
      server.onConnection((socket) => socket.once('close', () => resolve())),
    )
    const body = await bodyOf(network(), get(server.url))
    await closed
    expect(await read(body)).toEqual({ text: 'some', failure: undefined })
  })

  it('has its times when it has ended', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const { timings } = await send(network(), get(server.url))
    expect(Math.abs(timings.start - Date.now())).toBeLessThan(5000)
    for (const phase of ['connect', 'wait', 'receive', 'total'] as const) {
      expect(timings[phase], phase).toBeGreaterThanOrEqual(0)
    }
    expect(timings.total).toBeGreaterThanOrEqual(
      (timings.connect ?? 0) + (timings.wait ?? 0) + (timings.receive ?? 0),
    )
  })

  it('is pulled: what is not read stays with the server', async () => {
    let written = 0
    const server = await during(
      serve((_request, response) => {
        const more = () => {
          while (!response.destroyed) {
            written += 65_536
            if (!response.write(Buffer.alloc(65_536))) break
          }
        }
        response.on('drain', more)
        more()
      }),
    )
    const body = await bodyOf(network(), get(server.url))
    const iterator = body[Symbol.asyncIterator]()
    await iterator.next()
    let before = -1
    await vi.waitFor(
      () => {
        const last = before
        before = written
        expect(written).toBe(last)
      },
      { interval: 200 },
    )
    expect(written).toBeLessThan(50_000_000)
    await iterator.return?.()
  })

  it('without end is cut by who leaves it, and its connection closed', async () => {
    let gone = false
    const server = await during(
      serve((_request, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(10_000)));
        }
        response.on('drain', more)
        response.on('close', () => (gone = true))
        more()
      }),
    )
    let length = 0
    for await (const item of await bodyOf(network(), get(server.url))) {
      if (!isFailure(item)) length += item.length
      if (length > 1_000_000) break
    }
    await vi.waitFor(() => expect(gone).toBe(true))
  })

  it('that is left unread closes its connection', async () => {
    let gone = false
    const server = await during(
      serve((_request, response) => {
        response.write('some')
        response.on('close', () => (gone = true))
      }),
    )
    const body = await bodyOf(network(), get(server.url))
    await body[Symbol.asyncIterator]().return?.()
    await vi.waitFor(() => expect(gone).toBe(true))
    expect(await read(body)).toEqual({ text: '', failure: undefined })
  })
})

describe('a body that breaks off gives what came and says why', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\n'

  it.each([
    [
      'shorter than promised',
      `${HEAD}Content-Length: 1000\r\n\r\n${'x'.repeat(512)}`,
      'x'.repeat(512),
      'protocol',
      'the answer ended after 512 of 1000 octets',
    ],
    [
      'cut between chunks',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n`,
      'one',
      'protocol',
      'the answer ended after 3 octets, before its last chunk',
    ],
    [
      'cut in a chunk',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\none`,
      'one',
      'protocol',
      'the answer ended after 3 octets, before its last chunk',
    ],
    [
      'with a false chunk',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\nzz\r\n`,
      'one',
      'protocol',
      'the body breaks HTTP after 3 octets: the size of a chunk is no number',
    ],
  ])('%s', async (_name, answer, text, kind, detail) => {
    const server = await during(serveRaw((socket) => socket.end(answer)))
    const outcome = await send(network(), get(server.url))
    expect(outcome.status).toBe(200)
    expect(outcome.text).toBe(text)
    expect(outcome.failure).toMatchObject({ kind, detail })
    expect(server.connections).toBe(1)
  })

  it('reset', async () => {
    let reset: () => void = () => undefined
    const server = await during(
      serveRaw((socket) => {
        socket.write(`${HEAD}Content-Length: 1000\r\n\r\nsome`)
        reset = () => socket.resetAndDestroy()
      }),
    )
    const iterator = (await bodyOf(network(), get(server.url)))[Symbol.asyncIterator]()
    const first = (await iterator.next()) as IteratorYieldResult<Uint8Array>
    expect(Buffer.from(first.value).toString()).toBe('some')
    reset()
    expect((await iterator.next()).value).toMatchObject({
      kind: 'connect',
      detail: 'the connection broke after 4 of 1000 octets',
      cause: 'ECONNRESET',
    })
    expect((await iterator.next()).done).toBe(true)
  })

  it('stopped by the person, with what had come before', async () => {
    const server = await during(
      serve((_request, response) => {
        response.setHeader('Content-Length', 1000)
        response.write('some')
      }),
    )
    const stop = new AbortController()
    const body = await bodyOf(network(), get(server.url), stop.signal)
    const iterator = body[Symbol.asyncIterator]()
    await iterator.next()
    const pending = iterator.next()
    stop.abort()
    expect((await pending).value).toMatchObject({ kind: 'aborted' })
    expect((await iterator.next()).done).toBe(true)
  })

  it('however much had come before it is read', async () => {
    const server = await during(
      serveRaw((socket) => socket.end(`${HEAD}Content-Length: 100000\r\n\r\n${'x'.repeat(9000)}`)),
    )
    const closed = new Promise<void>((resolve) =>
      server.onConnection((socket) => socket.once('close', () => resolve())),
    )
    const body = await bodyOf(network(), get(server.url))
    await closed
    const { text, failure } = await read(body)
    expect(text).toBe('x'.repeat(9000))
    expect(failure?.detail).toBe('the answer ended after 9000 of 100000 octets')
  })
})
