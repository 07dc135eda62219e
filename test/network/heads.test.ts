import { describe, expect, it } from 'vitest'
import type { Field } from '../../src/fetch/message.js'
import { serveRaw } from '../support/servers.js'
import { during, get, network, send } from './line.js'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

function answering(...parts: string[]) {
  return during(
    serveRaw((socket) => {
      socket.cork()
      for (const part of parts) {
        socket.write(part, 'latin1')
        socket.uncork()
        socket.cork()
      }
      socket.uncork()
    }),
  )
}

describe('the head of a request', () => {
  it('goes out as it was given, in order and case, and nothing is added but the connection', async () => {
    const server = await answering(OK)
    const fields: Field[] = [
      ['hOST', `127.0.0.1:${server.port}`],
      ['Accept', '*/*'],
      ['x-a', '1'],
      ['X-A', '2'],
      ['Cookie', 'é=ü'],
    ]
    const outcome = await send(network(), get(`${server.url}a%20b?c=d&e#f`, { fields }))
    expect(outcome.requestHead).toBe(
      'GET /a%20b?c=d&e HTTP/1.1\r\n' +
        `hOST: 127.0.0.1:${server.port}\r\n` +
        'Accept: */*\r\nx-a: 1\r\nX-A: 2\r\nCookie: é=ü\r\nConnection: keep-alive\r\n\r\n',
    )
    expect(server.received).toBe(outcome.requestHead)
  })

  it.each([
    ['GET', undefined, ''],
    ['POST', Buffer.from('a=b'), 'Content-Length: 3\r\n'],
    ['POST', undefined, 'Content-Length: 0\r\n'],
    ['PUT', Buffer.alloc(200_000, 'x'), 'Content-Length: 200000\r\n'],
    ['DELETE', undefined, ''],
    ['DELETE', Buffer.from('x'), 'Content-Length: 1\r\n'],
  ])('frames the body: %s', async (method, body, line) => {
    const server = await answering(OK)
    const fields: Field[] = [
      ['Host', 'a.test'],
      ['Content-Length', '7'],
      ['Transfer-Encoding', 'chunked'],
    ]
    const request = get(server.url, { method, fields, ...(body === undefined ? {} : { body }) })
    const outcome = await send(network(), request)
    expect(outcome.requestHead).toBe(
      `${method} / HTTP/1.1\r\nHost: a.test\r\n${line}Connection: keep-alive\r\n\r\n`,
    )
    expect(outcome.text).toBe('ok')
    const sent = outcome.requestHead + (body?.toString('latin1') ?? '')
    await expect.poll(() => server.received.length).toBe(sent.length)
    expect(server.received).toBe(sent)
  })

  it('gets the Host it lacks, and keeps the Connection it has', async () => {
    const server = await answering(OK)
    const outcome = await send(network(), get(server.url, { fields: [['connection', 'close']] }))
    expect(outcome.requestHead).toBe(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nconnection: close\r\n\r\n`,
    )
  })

  it('of a second attempt is the one that is kept', async () => {
    const server = await answering(OK.replaceAll('\r', ''))
    const outcome = await send(network(), get(server.url))
    expect(outcome.requestHead).toContain('Connection: close\r\n')
    expect(server.received.endsWith(outcome.requestHead)).toBe(true)
  })

  it.each<[string, Field]>([
    ['a line end in a value', ['X', 'a\r\nY: b']],
    ['a character beyond one octet', ['X', '日本']],
    ['a space in a name', ['X Y', 'z']],
    ['no name', ['', 'z']],
  ])('is not sent with %s', async (_name, field) => {
    const server = await answering(OK)
    const outcome = await send(network(), get(server.url, { fields: [['Host', 'a.test'], field] }))
    expect(outcome.failure?.kind).toBe('protocol')
    expect(outcome.failure?.detail).toMatch(/^the request cannot be sent: /)
    expect(server.received).toBe('')
  })
})

describe('the head of an answer', () => {
  it('is kept octet by octet', async () => {
    const head =
      'HTTP/1.1  200   Sure é\r\nsErVeR:x\r\nSet-Cookie: a=\xe9\r\nset-cookie:\t b \r\nContent-Length:2\r\n\r\n'
    const server = await answering(`${head.replace('  200  ', ' 200')}ok`)
    const outcome = await send(network(), get(server.url))
    const { answer } = outcome
    expect(answer).toMatchObject({
      status: 200,
      reason: 'Sure é',
      version: 'HTTP/1.1',
      head: head.replace('  200  ', ' 200'),
      fields: [
        ['sErVeR', 'x'],
        ['Set-Cookie', 'a=é'],
        ['set-cookie', 'b'],
        ['Content-Length', '2'],
      ],
    })
  })

  it('is whole when it comes octet by octet', async () => {
    const server = await answering(...OK)
    expect(await send(network(), get(server.url))).toMatchObject({
      received: OK.slice(0, -2),
      text: 'ok',
      failure: undefined,
    })
  })

  it('may have thousands of lines', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `X-${i}: ${i}\r\n`).join('')
    const server = await answering(OK.replace('\r\n\r\n', `\r\n${lines}\r\n`))
    const { answer } = await send(network(), get(server.url))
    expect(answer).toMatchObject({ status: 200 })
    expect('fields' in answer && answer.fields.length).toBe(5001)
  })

  it('comes after interim ones, which are kept too', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'
    const processing = 'HTTP/1.1 102 Processing\r\n\r\n'
    const server = await answering(early, processing + OK)
    const outcome = await send(network(), get(server.url))
    expect(outcome.interim).toEqual([early, processing])
    expect(outcome.received).toBe(OK.slice(0, -2))
    expect(outcome.text).toBe('ok')
  })

  it('of 1 MB is too long, and the record of it is no longer than the limit and a piece', async () => {
    const server = await during(
      serveRaw((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(1000)}\r\n`)
      }),
    )
    const outcome = await send(network(), get(server.url))
    expect(outcome.failure).toMatchObject({
      kind: 'limit',
      detail: "the answer's head is longer than 262144 octets",
    })
    expect(outcome.received.length).toBeLessThan(262_144 + 65_537)
    expect(server.connections).toBe(1)
  })

  it('of interim answers without end is too long as well', async () => {
    const server = await during(
      serveRaw((socket) => {
        const more = () => {
          while (
            socket.writable &&
            socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'.repeat(100))
          );
        }
        socket.on('drain', more)
        more()
      }),
    )
    const outcome = await send(network(), get(server.url))
    expect(outcome.failure?.kind).toBe('limit')
  })
})
