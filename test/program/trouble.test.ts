/** What servers and networks may do to a page that is printed: an exit status, one line, and what came until then. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isBuilt, ONE_LINE, ownPlace, run } from '../support/program.js'
import type { Outcome } from '../support/program.js'
import { serve, serveRaw, serveSockets, serveTls } from '../support/servers.js'
import type { CertificateName, RawHandler, RunningServer } from '../support/servers.js'

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const MEGABYTE = 1 << 20

async function during(starting: Promise<RunningServer>): Promise<RunningServer> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}

/** Answers with these octets, then ends the connection. */
function answers(...pieces: readonly string[]): RawHandler {
  return (socket) => void socket.end(pieces.join(''), 'latin1')
}

/** Answers with these octets, and resets the connection when they have arrived. */
function breaksOff(octets: string): RawHandler {
  return (socket) => {
    socket.write(octets, 'latin1', () => socket.resetAndDestroy())
  }
}

function dumped(...args: readonly string[]): Promise<Outcome> {
  return run(['--dump', ...args])
}

function isClear({ status, errors }: Outcome, expected: { status: number; says: string | RegExp }): void {
  expect(errors).toMatch(ONE_LINE)
  expect(errors).toMatch(expected.says)
  expect(status).toBe(expected.status)
}

describe.skipIf(!isBuilt)('an address that is none', () => {
  it.each([
    ['', 'empty'],
    ['http://', 'no host name'],
    ['http://a b/', 'space'],
    ['http://[::1/', 'no IPv6 address'],
    ['http://%/', 'holds "%"'],
    ['http://x:99999/', 'too large'],
    ['http://a\x1b[31mb/', 'U+001B'],
    ['http://a\u202eb/', 'U+202E'],
  ])('%j ends with status 1', async (address, says) => {
    const outcome = await dumped(address)
    isClear(outcome, { status: 1, says })
    expect(outcome.text).toBe('')
  })
})

describe.skipIf(!isBuilt)('an address that is not opened here', () => {
  it.each([
    ['mailto:me@x.test', 'mail program'],
    ['telnet:x.test', 'telnet'],
    ['foo:bar', 'foo: addresses'],
    ['javascript:alert(1)', 'script'],
    ['/nonexistent/file', 'no such file'],
  ])('%j ends with status 2', async (address, says) => {
    isClear(await dumped(address), { status: 2, says })
  })
})

describe.skipIf(!isBuilt)('no connection', () => {
  it('to a name that nobody has', async () => {
    isClear(await dumped('--timeout', '10', 'http://nosuch.invalid/'), { status: 2, says: 'nosuch.invalid' })
  })

  it('to a port where nobody listens', async () => {
    const server = await serveSockets(() => undefined)
    await server.close()
    isClear(await dumped(server.url), { status: 2, says: 'refused the connection' })
  })

  it('to a server that does not speak TLS', async () => {
    const server = await during(serve((_, response) => response.end('hi')))
    isClear(await dumped(server.url.replace('http', 'https')), { status: 3, says: 'does not speak TLS' })
  })
})

describe.skipIf(!isBuilt)('silence', () => {
  it('before the answer ends with the time that was given', async () => {
    const server = await during(serveSockets((socket) => void socket.resume()))
    const outcome = await dumped('--timeout', '0.3', server.url)
    isClear(outcome, { status: 2, says: 'not finished within 300 ms' })
    expect(outcome.text).toBe('')
  })

  it('within the body keeps what came', async () => {
    const server = await during(
      serveRaw((socket) => void socket.write(`${HEAD}Content-Length: 1000\r\n\r\n<p>what came`)),
    )
    const outcome = await dumped('--timeout', '0.5', server.url)
    isClear(outcome, { status: 2, says: 'not finished within 500 ms' })
    expect(outcome.text).toBe('what came\n')
  })
})

describe.skipIf(!isBuilt)('an answer that breaks off', () => {
  it.each<[string, RawHandler, string, string]>([
    ['without an octet', (socket) => void socket.end(), 'closed the connection without an answer', ''],
    ['within its head', breaksOff('HTTP/1.1 200 OK\r\nContent-'), "inside the answer's head", ''],
    [
      'within its body',
      breaksOff(`${HEAD}Content-Length: 1000\r\n\r\n<p>what came`),
      'after 12 of 1000 octets',
      'what came\n',
    ],
    [
      'before its announced length',
      answers(HEAD, 'Content-Length: 1000\r\n\r\n<p>what came'),
      'ended after 12 of 1000 octets',
      'what came\n',
    ],
    [
      'before its last chunk',
      answers(HEAD, 'Transfer-Encoding: chunked\r\n\r\n10\r\n<p>what came'),
      'before its last chunk',
      'what came\n',
    ],
  ])('%s', async (_, handler, says, text) => {
    const server = await during(serveRaw(handler))
    const outcome = await dumped(server.url)
    isClear(outcome, { status: 2, says })
    expect(outcome.text).toBe(text)
  })

  it('within its coding', async () => {
    const zipped = gzipSync('<p>what came and what did not')
    const octets = zipped.subarray(0, -8).toString('latin1')
    const server = await during(serveRaw(answers(HEAD, 'Content-Encoding: gzip\r\n\r\n', octets)))
    const outcome = await dumped(server.url)
    isClear(outcome, { status: 2, says: 'gzip' })
    expect(outcome.text).toContain('what came')
  })

  it('is shown with what came and why it stopped', async () => {
    const server = await during(serveRaw(breaksOff(`${HEAD}Content-Length: 1000\r\n\r\n<p>what came`)))
    const { text, status } = await run(['--headers', server.url])
    expect(text).toContain('< Content-Length: 1000')
    expect(text).toContain('after 12 of 1000 octets')
    expect(status).toBe(2)
  })
})

describe.skipIf(!isBuilt)('a head of a megabyte', () => {
  it.each([
    ['in one field', `X-Long: ${'a'.repeat(MEGABYTE)}\r\n`],
    ['in many fields', 'X-Long: aaaaaaaaaaaaaaaa\r\n'.repeat(40_000)],
  ])('%s is not read to its end', async (_, field) => {
    const server = await during(serveRaw(answers(HEAD, field, '\r\n<p>never')))
    const outcome = await dumped(server.url)
    isClear(outcome, { status: 2, says: "the answer's head is longer than 262144 octets" })
    expect(outcome.peak).toBeLessThan(150 * MEGABYTE)
  })
})

describe.skipIf(!isBuilt)('an answer that is not as it should be', () => {
  it.each([
    ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>what came'],
    ['folded field lines', `${HEAD}X-Folded: one\r\n two\r\n\r\n<p>what came`],
  ])('%s are read, and the wire view says so', async (_, octets) => {
    const server = await during(serveRaw(answers(octets)))
    const place = ownPlace()
    const outcome = await run(['--dump', server.url], { place })
    expect(outcome).toMatchObject({ status: 0, errors: '', text: 'what came\n' })
    const headers = await run(['--headers', server.url], { place: ownPlace() })
    expect(headers.text).toContain('HTTP/1.1 200 OK')
    expect(headers.status).toBe(0)
  })

  it('no HTTP at all is quoted without what a terminal would act on', async () => {
    const server = await during(serveSockets((socket) => void socket.end('220 \x1b[31mftp\r\n')))
    isClear(await dumped(server.url), { status: 2, says: 'it begins with “220 ·[31mftp·”' })
  })
})

describe.skipIf(!isBuilt)('redirects', () => {
  it('that lead back to themselves', async () => {
    const server = await during(serve((_, response) => void response.writeHead(302, { Location: '/' }).end()))
    isClear(await dumped(server.url), { status: 2, says: 'a redirect loop' })
    const { text, status } = await run(['--headers', server.url])
    expect(text).toContain('a redirect loop')
    expect(status).toBe(2)
  })

  it('that never end', async () => {
    let hops = 0
    const server = await during(
      serve((_, response) => void response.writeHead(302, { Location: `/${hops++}` }).end()),
    )
    isClear(await dumped(server.url), { status: 2, says: '21 redirects' })
  })
})

describe.skipIf(!isBuilt)('a certificate that does not verify', () => {
  it.each<[CertificateName, string]>([
    ['expired', 'expired on 2021-01-01'],
    ['early', 'not valid before 2125-01-01'],
    ['self-signed', 'self-signed certificate'],
    ['good', 'unknown authority'],
  ])('%s ends with status 3, and not an octet of a request is sent', async (certificate, says) => {
    const server = await during(serveTls(certificate, (_, response) => response.end('hi')))
    isClear(await dumped('-H', 'X-Secret: 1', '-d', 'secret=1', server.url), { status: 3, says })
    expect(server.received).toBe('')
  })

  it('is shown by --headers with the chain', async () => {
    const server = await during(serveTls('expired', (_, response) => response.end('hi')))
    const { text, status, errors } = await run(['--headers', server.url])
    expect(text).toContain('nothing was sent')
    expect(text).toContain('valid from')
    expect(errors).toMatch(ONE_LINE)
    expect(status).toBe(3)
    expect(server.received).toBe('')
  })

  it('is used all the same with --insecure, and the wire view says so', async () => {
    const server = await during(serveTls('expired', (_, response) => response.end('hi')))
    const { text, status } = await run(['--headers', '--insecure', server.url])
    expect(text).toMatch(/not verified[^]*expired on\s+2021-01-01/)
    expect(status).toBe(0)
  })
})

describe.skipIf(!isBuilt)('what never ends', () => {
  /** Sends the piece for as long as somebody reads. */
  function endless(type: string, piece: string): Promise<RunningServer> {
    return during(
      serve((_, response) => {
        response.setHeader('Content-Type', type)
        const go = (): void => {
          while (response.write(piece));
        }
        response.on('drain', go)
        go()
      }),
    )
  }

  it.each([
    ['elements', 'text/html', '<p>again and again\n'.repeat(3000), 'too large'],
    ['text', 'text/plain', 'again and again\n'.repeat(3000), 'longer than'],
    ['one tag', 'text/html', `<p ${'a'.repeat(60_000)}`, 'too large'],
    ['one word', 'text/html', 'again'.repeat(10_000), 'too large'],
  ])(
    '%s end at a limit, in bounded memory',
    async (_, type, piece, says) => {
      const server = await endless(type, piece)
      const outcome = await run(['--dump', server.url], { patience: 50_000 })
      isClear(outcome, { status: 2, says })
      expect(outcome.peak).toBeLessThan(1600 * MEGABYTE)
    },
    60_000,
  )

  it('a body that swells a thousandfold ends at a limit', async () => {
    const bomb = gzipSync('<p>again and again\n'.repeat(8_000_000), { level: 1 })
    const server = await during(
      serve((_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' }).end(bomb)
      }),
    )
    const outcome = await run(['--dump', server.url], { patience: 50_000 })
    isClear(outcome, { status: 2, says: 'too large' })
    expect(outcome.peak).toBeLessThan(1600 * MEGABYTE)
  }, 60_000)
})
