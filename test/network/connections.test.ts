import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { serve, serveRaw, serveSockets } from '../support/servers.js'
import { during, get, network, read, send } from './line.js'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

async function hasIPv6(): Promise<boolean> {
  const socket = connect({ host: '::1', port: 9 })
  const reached = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
  return reached.finally(() => socket.destroy())
}

const HAS_IPV6 = await hasIPv6()

/** A connection that has carried one request, from both of its ends. */
async function afterAnAnswer() {
  const sockets: Socket[] = []
  const server = await during(
    serveRaw((socket) => {
      sockets.push(socket)
      socket.write(OK)
    }),
  )
  const through = network()
  await send(through, get(server.url))
  const socket = sockets[0]
  if (socket === undefined) throw new Error('no connection was made')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  return { server, through, socket, closed }
}

describe('a connection', () => {
  it('is kept for the next request, and counts what it carries', async () => {
    const server = await during(
      serve((_request, response) => response.setHeader('Content-Length', 2).end('ok')),
    )
    const through = network()
    const first = await send(through, get(server.url))
    const second = await send(through, get(server.url, { method: 'HEAD' }))
    const third = await send(through, get(server.url))
    const other = await send(through, get(server.url.replace('127.0.0.1', 'localhost')))
    expect(
      [first, second, third, other].map((one) => [one.connection?.id, one.connection?.requests]),
    ).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ])
    expect(first.connection).toMatchObject({ remote: `127.0.0.1:${server.port}`, protocol: 'HTTP/1.1' })
    expect(first.connection?.local).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(first.timings.connect).toBeGreaterThan(0)
    expect(first.timings.dns).toBeUndefined()
    expect(third.timings.connect).toBeUndefined()
    expect(other.timings.dns).toBeGreaterThan(0)
    expect(other.connection?.remote).toBe(`127.0.0.1:${server.port}`)
  })

  it.each([
    ['answers Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'],
    ['speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    [
      'keeps it for less than a second',
      'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok',
    ],
  ])('is not used again when the server %s', async (_name, answer) => {
    const server = await during(serveRaw((socket) => socket.write(answer)))
    const through = network()
    expect((await send(through, get(server.url))).text).toBe('ok')
    expect((await send(through, get(server.url))).connection).toMatchObject({ id: 2, requests: 1 })
  })

  it('is dropped a second before the server would drop it', async () => {
    const server = await during(
      serveRaw((socket) => socket.write(OK.replace('\r\n\r\n', '\r\nKeep-Alive: max=9, timeout=2\r\n\r\n'))),
    )
    const through = network()
    const closed = new Promise<number>((resolve) => {
      server.onConnection((socket) => socket.once('close', () => resolve(performance.now())))
    })
    await send(through, get(server.url))
    const idle = performance.now()
    const lasted = (await closed) - idle
    expect(lasted).toBeGreaterThan(900)
    expect(lasted).toBeLessThan(1900)
  })

  it('collects no listeners, however many requests it carries', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    const server = await during(serve((_request, response) => response.end('ok')))
    const through = network()
    for (let requests = 1; requests <= 30; requests += 1) {
      expect((await send(through, get(server.url))).connection).toMatchObject({ id: 1, requests })
    }
    process.off('warning', warn)
    expect(warnings).toEqual([])
  })

  it('is dropped when it brings what nobody asked for', async () => {
    const { server, through, socket, closed } = await afterAnAnswer()
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse')
    await closed
    const second = await send(through, get(server.url))
    expect(second).toMatchObject({ text: 'ok', connection: { id: 2, requests: 1 } })
  })

  it('that brings more than its answer serves no other request', async () => {
    const server = await during(
      serveRaw((socket) => socket.write(`${OK}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse`)),
    )
    const through = network()
    for (const id of [1, 2]) {
      const outcome = await send(through, get(server.url))
      expect(outcome).toMatchObject({ text: 'ok', failure: undefined, connection: { id, requests: 1 } })
    }
  })

  it('is one of six at most to an origin; the seventh request waits for one that is free', async () => {
    let most = 0
    let now = 0
    const waiting: (() => void)[] = []
    const server = await during(
      serve((_request, response) => {
        now += 1
        most = Math.max(most, now)
        waiting.push(() => {
          now -= 1
          response.end('ok')
        })
      }),
    )
    const through = network()
    const outcomes = Array.from({ length: 15 }, () => send(through, get(server.url)))
    await vi.waitFor(() => expect(waiting.length).toBe(6))
    for (let answered = 0; answered < 15; answered += 1) {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0))
      waiting.shift()?.()
    }
    const done = await Promise.all(outcomes)
    expect(done.map((one) => one.text)).toEqual(Array(15).fill('ok'))
    expect(most).toBe(6)
    expect(server.connections).toBe(6)
  })

  it('makes room for those who wait when it fails or is left', async () => {
    const server = await during(
      serve((_request, response) => {
        response.write('some')
      }),
    )
    const through = network()
    const bodies = await Promise.all(
      Array.from({ length: 6 }, () => through.send(get(server.url), new AbortController().signal)),
    )
    const seventh = through.send(get(server.url), new AbortController().signal)
    const { answer } = bodies[0] ?? (await seventh)
    if (isFailure(answer)) throw new Error(answer.detail)
    await answer.body[Symbol.asyncIterator]().return?.()
    expect(isFailure((await seventh).answer)).toBe(false)
  })

  it('gives way, when idle, to one that has to be new', async () => {
    let broken = false
    const server = await during(serveRaw((socket) => socket.write(broken ? OK.replaceAll('\r\n', '\n') : OK)))
    const through = network()
    await Promise.all(Array.from({ length: 6 }, () => send(through, get(server.url))))
    expect(server.connections).toBe(6)
    broken = true
    const outcome = await send(through, get(server.url))
    expect(outcome).toMatchObject({ text: 'ok', connection: { id: 7, requests: 1 } })
  })
})

describe('a kept connection that dies under a request', () => {
  const dying = () => {
    let dies = false
    const server = serveRaw((socket, head) => {
      if (dies && head.includes('/second')) {
        dies = false
        socket.resetAndDestroy()
        return
      }
      dies = true
      socket.write(OK)
    })
    return during(server)
  }

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])(
    'is replaced once for %s, and the record says so',
    async (method) => {
      const server = await dying()
      const through = network()
      await send(through, get(server.url))
      const second = await send(through, get(`${server.url}second`, { method }))
      expect(second).toMatchObject({ status: 200, failure: undefined, connection: { id: 2, requests: 1 } })
      expect(second.notes).toEqual(['connection #1 was closed before it answered: asked again on a new one'])
      expect(server.received.split('/second').length - 1).toBe(2)
    },
  )

  it('fails a POST, which must not be done twice', async () => {
    const server = await dying()
    const through = network()
    await send(through, get(server.url))
    const second = await send(
      through,
      get(`${server.url}second`, { method: 'POST', body: Buffer.from('a=b') }),
    )
    expect(second.failure?.kind).toBe('connect')
    expect(server.received.split('/second').length - 1).toBe(1)
  })

  it('fails when the new one dies as well', async () => {
    const server = await during(
      serveRaw((socket, head) => {
        if (head.includes('/second')) socket.resetAndDestroy()
        else socket.write(OK)
      }),
    )
    const through = network()
    await send(through, get(server.url))
    const second = await send(through, get(`${server.url}second`))
    expect(second.failure?.kind).toBe('connect')
    expect(server.connections).toBe(2)
  })

  it('is noticed beforehand when the server says goodbye in time', async () => {
    const { server, through, socket, closed } = await afterAnAnswer()
    socket.end()
    await closed
    const second = await send(through, get(server.url, { method: 'POST', body: Buffer.from('a=b') }))
    expect(second).toMatchObject({ text: 'ok', notes: [], connection: { id: 2 } })
  })
})

describe('no connection', () => {
  it('to a port where nobody listens', async () => {
    const server = await serve(() => undefined)
    await server.close()
    const outcome = await send(network(), get(server.url))
    expect(outcome.failure).toMatchObject({
      kind: 'connect',
      detail: `127.0.0.1:${server.port} refused the connection`,
      cause: 'ECONNREFUSED',
    })
    expect(outcome.requestHead).toBe('')
    expect(outcome.connection).toBeUndefined()
    expect(outcome.timings.total).toBeGreaterThan(0)
  })

  it('to a name that has no address', async () => {
    const outcome = await send(network(), get('http://nowhere.invalid/'))
    expect(outcome.failure?.kind).toBe('dns')
    expect(outcome.failure?.detail).toMatch(/nowhere\.invalid/)
  })

  it('after the network was closed', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const through = network()
    await send(through, get(server.url))
    through.close()
    expect((await send(through, get(server.url))).failure?.kind).toBe('aborted')
    const never = network()
    never.close()
    expect((await send(never, get(server.url))).failure?.kind).toBe('aborted')
  })
})

describe('closing the network', () => {
  it('ends idle connections and those in use', async () => {
    let open = 0
    const server = await during(
      serve((request, response) => {
        response.write('some')
        if (request.url === '/whole') response.end()
      }),
    )
    server.onConnection((socket) => {
      open += 1
      socket.once('close', () => (open -= 1))
    })
    const through = network()
    const unfinished = await through.send(get(server.url), new AbortController().signal)
    await send(through, get(`${server.url}whole`))
    expect(open).toBe(2)
    through.close()
    await vi.waitFor(() => expect(open).toBe(0))
    if (isFailure(unfinished.answer)) throw new Error(unfinished.answer.detail)
    expect((await read(unfinished.answer.body)).failure?.kind).toBe('aborted')
  })

  it('ends a request that still has no answer', async () => {
    const server = await during(serveSockets(() => undefined))
    const through = network()
    const pending = send(through, get(server.url))
    await vi.waitFor(() => expect(server.connections).toBe(1))
    through.close()
    expect((await pending).failure?.kind).toBe('aborted')
  })
})

describe('addresses', () => {
  it.skipIf(!HAS_IPV6)('may be IPv6', async () => {
    const server = await during(serve((_request, response) => response.end('ok'), { host: '::1' }))
    const outcome = await send(network(), get(server.url))
    expect(server.url).toMatch(/^http:\/\/\[::1\]/)
    expect(outcome).toMatchObject({ text: 'ok', connection: { remote: `[::1]:${server.port}` } })
    expect(outcome.requestHead).toContain(`Host: [::1]:${server.port}\r\n`)
  })
})
