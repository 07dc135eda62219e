/**
 * Servers on 127.0.0.1 that tests talk to. Each ends with `close()`, which also ends what is still connected.
 */
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createSocketServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'

export interface RunningServer {
  /** `http://127.0.0.1:1234/` */
  readonly url: string
  readonly port: number
  /** connections taken so far */
  readonly connections: number
  /** every octet that clients sent, one character per octet; of TLS servers the decrypted ones */
  readonly received: string
  /** calls the listener with every connection that comes from now on */
  onConnection(listener: (socket: Socket) => void): void
  close(): Promise<void>
}

/** `http://localhost:…` instead of `http://127.0.0.1:…` for tests where the name matters. */
export function byName(server: RunningServer): string {
  return server.url.replace('127.0.0.1', 'localhost')
}

/** An HTTP server as Node has it. */
export function serve(
  handler: RequestListener,
  options: { readonly host?: string } = {},
): Promise<RunningServer> {
  const server = createHttpServer({ keepAliveTimeout: 20_000 }, handler)
  // Node's server reads past the stream, until somebody listens to it
  server.on('connection', (socket: Socket) => socket.on('data', () => undefined))
  return listen(server, { scheme: 'http', event: 'connection', ...options })
}

/** Answers octet by octet: called with each request's head (and whatever came with it) as text. */
export type RawHandler = (socket: Socket, requestHeadText: string) => void

export function serveRaw(handler: RawHandler): Promise<RunningServer> {
  const server = createSocketServer((socket) => {
    let pending = ''
    socket.on('data', (octets) => {
      pending += octets.toString('latin1')
      for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end + 4)
        pending = pending.slice(end + 4)
        handler(socket, head)
      }
    })
  })
  return listen(server, { scheme: 'http', event: 'connection' })
}

/** Called for every connection, before anything was read. */
export function serveSockets(handler: (socket: Socket) => void): Promise<RunningServer> {
  return listen(createSocketServer(handler), { scheme: 'http', event: 'connection' })
}

export type CertificateName = 'good' | 'expired' | 'early' | 'wrong-name' | 'self-signed'

export function serveTls(
  certificate: CertificateName,
  handler: RequestListener,
  options: { readonly host?: string; readonly tls?: TlsOptions } = {},
): Promise<RunningServer> {
  const { tls, ...where } = options
  const chain = certificate === 'self-signed' ? '' : authority()
  const server = createHttpsServer(
    { key: fixture(`${certificate}.key.pem`), cert: fixture(`${certificate}.pem`) + chain, ...tls },
    handler,
  )
  server.on('secureConnection', (socket: Socket) => socket.on('data', () => undefined))
  return listen(server, { scheme: 'https', event: 'secureConnection', ...where })
}

/** The authority that signed the good, the expired, the early and the wrong-name certificate, as PEM text. */
export function authority(): string {
  return fixture('ca.pem')
}

function fixture(name: string): string {
  return readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
}

interface ListenOptions {
  readonly scheme: 'http' | 'https'
  /** the event that brings a socket to record */
  readonly event: 'connection' | 'secureConnection'
  readonly host?: string
}

async function listen(server: Server, options: ListenOptions): Promise<RunningServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  let received = ''
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on(options.event, (socket: Socket) => {
    socket.on('error', () => undefined)
    // a listener for data would set the stream flowing before its owner reads it
    const emit = socket.emit.bind(socket) as (...args: unknown[]) => boolean
    socket.emit = (event: string | symbol, ...args: unknown[]) => {
      if (event === 'data' && Buffer.isBuffer(args[0])) received += args[0].toString('latin1')
      return emit(event, ...args)
    }
  })
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    port,
    get connections() {
      return connections
    },
    get received() {
      return received
    },
    onConnection: (listener) => server.on('connection', listener),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
