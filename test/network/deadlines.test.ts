import { describe, expect, it, vi } from 'vitest'
import { serve, serveRaw, serveSockets, serveTls } from '../support/servers.js'
import { during, get, network, PATIENT, send } from './line.js'

/** Sends a piece every few milliseconds until the connection ends. */
function drip(
  socket: { write(text: string): unknown; once(event: 'close', listener: () => void): unknown },
  text: string,
) {
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 10)
  socket.once('close', () => clearInterval(timer))
}

describe('a deadline', () => {
  it('for the head ends a silence', async () => {
    const server = await during(serveSockets(() => undefined))
    const started = performance.now()
    const outcome = await send(network(), get(server.url, { deadlines: { ...PATIENT, head: 200 } }))
    expect(outcome.failure).toMatchObject({ kind: 'timeout', detail: 'no answer within 200 ms' })
    expect(performance.now() - started).toBeGreaterThanOrEqual(200)
    expect(outcome.requestHead).toMatch(/^GET \/ HTTP/)
    expect(outcome.connection).toMatchObject({ id: 1, requests: 1 })
  })

  it('for the head is hard: a head that drips does not put it off', async () => {
    const server = await during(
      serveRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        drip(socket, 'X: y\r\n')
      }),
    )
    const outcome = await send(network(), get(server.url, { deadlines: { ...PATIENT, head: 300 } }))
    expect(outcome.failure?.kind).toBe('timeout')
    expect(outcome.received).toMatch(/^HTTP\/1\.1 200 OK\r\nX: y/)
  })

  it('for silence ends a body that has stopped, after what came', async () => {
    const server = await during(serve((_request, response) => response.write('some')))
    const started = performance.now()
    const outcome = await send(network(), get(server.url, { deadlines: { ...PATIENT, silence: 200 } }))
    expect(outcome.text).toBe('some')
    expect(outcome.failure).toMatchObject({ kind: 'timeout', detail: 'nothing came for 200 ms' })
    expect(performance.now() - started).toBeGreaterThanOrEqual(200)
  })

  it('for silence begins anew with every octet, those of the framing too', async () => {
    const server = await during(
      serveRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        const rest = `1;${'x'.repeat(40)}\r\na\r\n0\r\n\r\n`
        let at = 0
        const timer = setInterval(() => {
          socket.write(rest[at++] ?? '')
          if (at === rest.length) clearInterval(timer)
        }, 20)
        socket.once('close', () => clearInterval(timer))
      }),
    )
    const outcome = await send(network(), get(server.url, { deadlines: { ...PATIENT, silence: 500 } }))
    expect(outcome).toMatchObject({ text: 'a', failure: undefined })
    expect(outcome.timings.receive).toBeGreaterThan(500)
  })

  it('for silence does not run while nobody reads', async () => {
    const server = await during(
      serve((_request, response) => {
        response.write('one')
        setTimeout(() => response.end('two'), 100)
      }),
    )
    const { answer } = await network().send(
      get(server.url, { deadlines: { ...PATIENT, silence: 50 } }),
      new AbortController().signal,
    )
    if (!('body' in answer)) throw new Error(answer.detail)
    const body = answer.body[Symbol.asyncIterator]()
    await body.next()
    let ended = false
    setTimeout(() => (ended = true), 300)
    await vi.waitFor(() => expect(ended).toBe(true))
    expect(Buffer.from((await body.next()).value as Uint8Array).toString()).toBe('two')
  })

  it('for everything ends a body that drips for ever', async () => {
    const server = await during(serve((_request, response) => drip(response, 'x')))
    const started = performance.now()
    const outcome = await send(network(), get(server.url, { deadlines: { ...PATIENT, total: 400 } }))
    expect(outcome.failure).toMatchObject({ kind: 'timeout', detail: 'not finished within 400 ms' })
    expect(outcome.text).toMatch(/^x+$/)
    expect(performance.now() - started).toBeGreaterThanOrEqual(400)
  })

  it('for connecting counts the TLS handshake', async () => {
    const server = await during(serveSockets(() => undefined))
    const url = server.url.replace('http:', 'https:')
    const outcome = await send(network(), get(url, { deadlines: { ...PATIENT, connect: 200 } }))
    expect(outcome.failure).toMatchObject({
      kind: 'timeout',
      detail: `no connection to 127.0.0.1:${server.port} within 200 ms`,
    })
  })

  it('that is longer than timers can run is none', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const deadlines = { connect: Infinity, head: Infinity, silence: 1e12, total: Infinity }
    expect(await send(network(), get(server.url, { deadlines }))).toMatchObject({
      text: 'ok',
      failure: undefined,
    })
  })
})

describe('a person who stops', () => {
  it('before anything, sends nothing', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const outcome = await send(network(), get(server.url), AbortSignal.abort())
    expect(outcome.failure?.kind).toBe('aborted')
    expect(server.connections).toBe(0)
  })

  it('between the connection and the request', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const through = network()
    await send(through, get(server.url))
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const stop = new AbortController()
      const pending = send(through, get(server.url), stop.signal)
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      stop.abort()
      expect((await pending).failure?.kind).toBe('aborted')
    }
  })

  it('while the name is looked up or the connection made', async () => {
    const stop = new AbortController()
    const pending = send(network(), get('http://nowhere.invalid/'), stop.signal)
    stop.abort()
    expect((await pending).failure?.kind).toBe('aborted')
  })

  it('during the TLS handshake', async () => {
    const server = await during(serveSockets(() => undefined))
    const stop = new AbortController()
    const pending = send(network(), get(server.url.replace('http:', 'https:')), stop.signal)
    await vi.waitFor(() => expect(server.connections).toBe(1))
    stop.abort()
    expect((await pending).failure?.kind).toBe('aborted')
  })

  it('while the answer is awaited', async () => {
    const server = await during(serveRaw(() => undefined))
    const stop = new AbortController()
    const pending = send(network(), get(server.url), stop.signal)
    await vi.waitFor(() => expect(server.received).toMatch(/^GET/))
    stop.abort()
    const outcome = await pending
    expect(outcome.failure?.kind).toBe('aborted')
    expect(outcome.requestHead).toBe(server.received)
  })

  it('while waiting for one of six connections leaves the turn to the next', async () => {
    const answers: (() => void)[] = []
    const server = await during(serve((_request, response) => answers.push(() => response.end('ok'))))
    const through = network()
    const busy = Array.from({ length: 6 }, () => send(through, get(server.url)))
    await vi.waitFor(() => expect(answers.length).toBe(6))
    const stop = new AbortController()
    const stopped = send(through, get(server.url), stop.signal)
    const next = send(through, get(server.url))
    stop.abort()
    expect((await stopped).failure?.kind).toBe('aborted')
    answers.shift()?.()
    await vi.waitFor(() => expect(answers.length).toBe(6))
    for (const answer of answers) answer()
    expect((await next).text).toBe('ok')
    await Promise.all(busy)
  })

  it.each(['http', 'https'])('at any moment gets one answer or one failure: %s', async (scheme) => {
    const server = await during(
      scheme === 'http'
        ? serve((_request, response) => response.end('x'.repeat(100_000)))
        : serveTls('good', (_request, response) => response.end('x'.repeat(100_000))),
    )
    const through = network({ insecure: true })
    for (let delay = 0; delay < 30; delay += 1) {
      const stop = new AbortController()
      const pending = send(through, get(server.url), stop.signal)
      const timer = setTimeout(() => stop.abort(), delay / 3)
      const outcome = await pending
      clearTimeout(timer)
      if (outcome.failure === undefined) expect(outcome.text.length).toBe(100_000)
      else expect(outcome.failure.kind).toBe('aborted')
    }
    expect(await send(through, get(server.url))).toMatchObject({ failure: undefined })
  })
})
