/**
 * Serves the tour: a web site for the browser's own use, on the loopback address, as long as the program runs. It
 * keeps nothing between requests, and it never keeps the program running.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Field } from '../fetch/message.js'
import type { Answer } from './page.js'
import { visitSite } from './site.js'

export interface Tour {
  /** its first page */
  readonly url: URL
  close(): void
}

export interface TourOptions {
  /** milliseconds since the epoch */
  readonly now?: () => number
  /** resolves after so many milliseconds */
  readonly pause?: (milliseconds: number) => Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** Octets of a form that are read. */
const BODY_LIMIT = 65_536

/** Milliseconds a connection waits for its next request: long enough to read a page in between. */
const KEEP_ALIVE = 120_000

/** A pause that does not hold the program up when it wants to end. */
function unheldPause(milliseconds: number): Promise<void> {
  return wait(milliseconds, undefined, { ref: false })
}

/** Starts the tour on a free port. Source of a Failure: the system has no port to give. */
export function openTour({ now = Date.now, pause = unheldPause }: TourOptions = {}): Promise<Tour | Failure> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE })
  const connections = countConnections(server)
  server.on('request', (request, response) => {
    void respond(request, response, { now, pause, connections }).catch(() => response.destroy())
  })
  server.unref()
  return new Promise((resolve) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      resolve(failure('connect', 'the tour could not be served', { cause: error.code ?? error.message })),
    )
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo
      resolve({ url: new URL(`http://${LOOPBACK}:${port}/`), close: () => closeAll(server) })
    })
  })
}

function closeAll(server: Server): void {
  server.close()
  server.closeAllConnections()
}

interface ConnectionCount {
  readonly number: number
  requests: number
}

type Connections = WeakMap<Socket, ConnectionCount>

function countConnections(server: Server): Connections {
  const connections: Connections = new WeakMap()
  let opened = 0
  server.on('connection', (socket: Socket) => {
    socket.unref()
    opened += 1
    connections.set(socket, { number: opened, requests: 0 })
  })
  return connections
}

interface Surroundings {
  readonly now: () => number
  readonly pause: (milliseconds: number) => Promise<void>
  readonly connections: Connections
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { now, pause, connections }: Surroundings,
): Promise<void> {
  const count = connections.get(request.socket) ?? { number: 0, requests: 0 }
  count.requests += 1
  const refusal = refuse(request)
  if (refusal !== undefined) return send(response, refusal, 'close')
  const body = await readBody(request)
  if (body === undefined) return send(response, plain(413, 'This is more than the tour reads.'), 'close')
  const answer = await visitSite({
    method: request.method ?? 'GET',
    url: new URL(`http://${LOOPBACK}${request.url ?? '/'}`),
    fields: fieldsOf(request),
    body,
    connection: { ...count },
    now: now(),
    pause,
  })
  await send(response, answer)
}

/**
 * A page elsewhere could have its host's name point here (DNS rebinding): only requests that name the loopback
 * address itself are answered (RFC 9110 7.4).
 */
function refuse({ headers, socket, method, url }: IncomingMessage): Answer | undefined {
  const authorities = [LOOPBACK, 'localhost'].map((host) => `${host}:${socket.localPort}`)
  if (!authorities.includes(headers.host ?? '')) return plain(421, 'This server answers for the tour alone.')
  if (!['GET', 'HEAD', 'POST'].includes(method ?? '')) {
    const answer = plain(405, 'The tour knows GET, HEAD and POST.')
    return { ...answer, fields: [...(answer.fields ?? []), ['Allow', 'GET, HEAD, POST']] }
  }
  if (!url?.startsWith('/')) return plain(400, 'This is no path.')
  return undefined
}

function plain(status: number, text: string): Answer {
  return { status, fields: [['Content-Type', 'text/plain;charset=utf-8']], body: `${text}\n` }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > BODY_LIMIT) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function fieldsOf({ rawHeaders }: IncomingMessage): Field[] {
  const fields: Field[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    fields.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''])
  return fields
}

async function send(response: ServerResponse, answer: Answer, connection?: 'close'): Promise<void> {
  const { status, fields = [], body = '', earlyHints, trailers, missingOctets } = answer
  if (earlyHints !== undefined) response.writeEarlyHints({ link: earlyHints })
  const framing: Field[] = connection === undefined ? [] : [['Connection', connection]]
  if (trailers !== undefined) framing.push(['Transfer-Encoding', 'chunked'])
  else if (isWhole(body) && status !== 304) {
    framing.push(['Content-Length', String(Buffer.byteLength(body) + (missingOctets ?? 0))])
  }
  response.writeHead(status, [...fields, ...framing].flat())
  if (response.req.method === 'HEAD') {
    response.end()
    return
  }
  if (isWhole(body)) response.write(body)
  else await writeChunks(response, body)
  if (trailers !== undefined)
    response.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]))
  if (missingOctets === undefined) response.end()
  else response.write('', () => response.socket?.destroySoon())
}

function isWhole(body: NonNullable<Answer['body']>): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array
}

/** Ends early when nobody listens any more. */
async function writeChunks(response: ServerResponse, chunks: AsyncIterable<string>): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return
    response.write(chunk)
  }
}
