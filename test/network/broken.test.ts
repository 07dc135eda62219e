import { describe, expect, it } from 'vitest'
import { serveRaw } from '../support/servers.js'
import { during, get, network, send } from './line.js'

interface Case {
  readonly name: string
  readonly answer: string
  /** a status and a body, or the kind of failure and words of it */
  readonly gives: readonly [status: number, text: string] | readonly [kind: string, words: RegExp]
  readonly lenient?: boolean
}

const LONG = 'x'.repeat(40_000)

const cases: Case[] = [
  {
    name: 'HTTP/1.0 without a length',
    answer: 'HTTP/1.0 200 OK\r\nA: b\r\n\r\nto the end',
    gives: [200, 'to the end'],
  },
  {
    name: 'a status line without a reason',
    answer: 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok',
    gives: [200, 'ok'],
  },
  { name: 'status 999', answer: 'HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\nok', gives: [999, 'ok'] },
  {
    name: 'line ends that are bare LF',
    answer: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
    gives: [200, 'ok'],
    lenient: true,
  },
  {
    name: 'a folded field line',
    answer: 'HTTP/1.1 200 OK\r\nX: one\r\n two\r\nContent-Length: 2\r\n\r\nok',
    gives: [200, 'ok'],
    lenient: true,
  },
  {
    name: 'a control octet in a field value',
    answer: 'HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 2\r\n\r\nok',
    gives: [200, 'ok'],
    lenient: true,
  },
  {
    name: 'Transfer-Encoding and Content-Length',
    answer: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    gives: [200, 'ok'],
    lenient: true,
  },
  {
    name: 'the same Content-Length twice',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
    gives: ['protocol', /gives the length of its body twice/],
    lenient: true,
  },
  {
    name: 'a space in a field name',
    answer: 'HTTP/1.1 200 OK\r\nX Y: z\r\nContent-Length: 2\r\n\r\nok',
    gives: ['protocol', /the answer breaks HTTP/],
    lenient: true,
  },
  {
    name: 'a space before the colon',
    answer: 'HTTP/1.1 200 OK\r\nX : z\r\nContent-Length: 2\r\n\r\nok',
    gives: ['protocol', /the answer breaks HTTP/],
    lenient: true,
  },
  {
    name: 'HTTP/0.9',
    answer: '<title>old\x1b[2J</title>',
    gives: ['protocol', /is no HTTP: it begins with “<title>old·\[2J<\/title>”/],
  },
  {
    name: 'ICY',
    answer: 'ICY 200 OK\r\nA: b\r\n\r\n',
    gives: ['protocol', /begins with “ICY 200 OK·A: b·”/],
  },
  {
    name: 'a field of 40,000 octets',
    answer: `HTTP/1.1 200 OK\r\nX: ${LONG}\r\nContent-Length: 2\r\n\r\nok`,
    gives: [200, 'ok'],
  },
  {
    name: 'an answer that ends inside its head',
    answer: 'HTTP/1.1 200 OK\r\nContent-Len',
    gives: ['protocol', /ended inside the answer's head, after 28 octets/],
  },
  { name: 'nothing', answer: '', gives: ['connect', /closed the connection without an answer/] },
  {
    name: 'a status that is no number',
    answer: 'HTTP/1.1 abc OK\r\n\r\n',
    gives: ['protocol', /breaks HTTP/],
    lenient: true,
  },
  {
    name: 'an unasked switch of protocols',
    answer: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    gives: ['protocol', /switched to another protocol/],
  },
]

describe('answers that break HTTP', () => {
  it.each(cases)('$name', async ({ answer, gives, lenient = false }) => {
    const server = await during(serveRaw((socket) => socket.end(answer, 'latin1')))
    const outcome = await send(network(), get(server.url))
    const [first, second] = gives
    if (typeof first === 'number') {
      expect(outcome.failure).toBeUndefined()
      expect([outcome.status, outcome.text]).toEqual(gives)
    } else {
      expect(outcome.failure?.kind).toBe(first)
      expect(outcome.failure?.detail).toMatch(second)
      expect(outcome.failure?.detail).not.toMatch(/[\x00-\x1f\x7f]/)
    }
    const head = /^[^]*?\n\r?\n/.exec(answer)?.[0] ?? answer
    expect(outcome.received).toBe(head)
    expect(server.connections).toBe(lenient ? 2 : 1)
    expect(outcome.notes).toHaveLength(lenient ? 1 : 0)
    if (lenient) expect(outcome.notes[0]).toMatch(/^the answer breaks HTTP \(.+\): asked again .* leniently$/)
  })
})
