/**
 * One connection: name, socket, TLS, and the gate that its certificate must pass. What comes out is ready for a
 * request; not one octet of a request has been sent before that.
 *
 * Each connection has an http.Agent of its own, which holds this one socket and tells when a request is done with it.
 */
import { Agent } from 'node:http'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext, TLSSocket } from 'node:tls'
import { isFailure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Connection } from '../fetch/message.js'
import { certificateFailure, tlsFacts } from './certificate.js'
import { connectFailure, handshakeFailure, place } from './failures.js'
import type { Origin } from './origin.js'
import { duration } from './watch.js'
import type { Watch } from './watch.js'

/** Milliseconds that each phase of opening took; what did not happen is absent. */
export interface OpeningTimes {
  readonly dns?: number
  readonly connect?: number
  readonly tls?: number
}

export interface OpenConnection {
  readonly type: 'connection'
  readonly origin: Origin
  readonly socket: Socket
  readonly agent: Agent
  readonly facts: Omit<Connection, 'requests'>
  readonly times: OpeningTimes
  /** what was said against the certificate and not listened to */
  readonly distrust?: Failure
  /** requests carried so far */
  requests: number
  /** how long the server said it keeps an idle connection, in milliseconds */
  idleLimit: number | undefined
  /** set by the pool: a request is done and the connection is good for another; says whether it is kept */
  onFree: () => boolean
}

/** No connection, and how far it came. */
export interface Unopened {
  readonly type: 'unopened'
  readonly failure: Failure
  readonly facts?: Omit<Connection, 'requests'>
  readonly times: OpeningTimes
}

export interface OpeningOptions {
  readonly id: number
  readonly watch: Watch
  /** milliseconds for name, connection and TLS together */
  readonly deadline: number
  readonly insecure: boolean
  readonly secureContext: () => Promise<SecureContext>
}

/**
 * A name with several addresses is tried one address after the other. Node's 250 ms for each would pass over servers
 * that are merely far away.
 */
const ADDRESS_ATTEMPT = 1000

export async function openConnection(
  origin: Origin,
  options: OpeningOptions,
): Promise<OpenConnection | Unopened> {
  const { watch, deadline } = options
  watch.phase(deadline, `no connection to ${place(origin)} within ${duration(deadline)}`)
  const dialled = await dial(origin, watch)
  if (isFailure(dialled.result)) return { type: 'unopened', failure: dialled.result, times: dialled.times }
  const socket = dialled.result
  const addresses = {
    id: options.id,
    remote: endpoint(socket.remoteAddress, socket.remotePort),
    local: endpoint(socket.localAddress, socket.localPort),
    protocol: 'HTTP/1.1',
  }
  if (!origin.secure) return ready(origin, socket, { facts: addresses, times: dialled.times })

  const started = performance.now()
  const shaken = await handshake(socket, origin, options)
  const times = { ...dialled.times, tls: performance.now() - started }
  if (isFailure(shaken)) return { type: 'unopened', failure: shaken, facts: addresses, times }
  const facts = { ...addresses, tls: tlsFacts(shaken) }
  const distrust = certificateFailure(shaken, origin.host, facts.tls.chain)
  if (distrust === undefined) return ready(origin, shaken, { facts, times })
  if (options.insecure) return ready(origin, shaken, { facts, times, distrust })
  shaken.destroy()
  return { type: 'unopened', failure: distrust, facts, times }
}

async function dial(
  origin: Origin,
  watch: Watch,
): Promise<{ result: Socket | Failure; times: OpeningTimes }> {
  const started = performance.now()
  let named: number | undefined
  const socket = connect({
    host: origin.host,
    port: origin.port,
    noDelay: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT,
  })
  socket.on('error', ignore)
  if (isIP(origin.host) === 0) socket.once('lookup', () => (named ??= performance.now()))
  const error = await settled(socket, 'connect', watch)
  const dns = named === undefined ? {} : { dns: named - started }
  const times = error === undefined ? { ...dns, connect: performance.now() - (named ?? started) } : dns
  if (watch.stopped !== undefined) return { result: watch.stopped, times }
  return { result: error === undefined ? socket : connectFailure(error, origin), times }
}

async function handshake(
  socket: Socket,
  origin: Origin,
  options: OpeningOptions,
): Promise<TLSSocket | Failure> {
  const { watch } = options
  const [tls, secureContext] = await Promise.all([import('node:tls'), options.secureContext()])
  if (watch.stopped !== undefined) {
    socket.destroy()
    return watch.stopped
  }
  const secure = tls.connect({
    socket,
    host: origin.host,
    // RFC 6066 section 3: an address is no server name
    servername: isIP(origin.host) === 0 ? origin.host : '',
    secureContext,
    ALPNProtocols: ['http/1.1'],
    // the gate is ours, so that the chain of a refused connection can be shown
    rejectUnauthorized: false,
  })
  secure.on('error', ignore)
  const error = await settled(secure, 'secureConnect', watch)
  if (watch.stopped !== undefined) return watch.stopped
  if (error === undefined) return secure
  secure.destroy()
  socket.destroy()
  return handshakeFailure(error)
}

/** Waits for the event; gives the error that came instead. A stop destroys the socket. */
async function settled(socket: Socket, event: 'connect' | 'secureConnect', watch: Watch): Promise<unknown> {
  const stay = watch.onStop(() => socket.destroy())
  try {
    return await new Promise<unknown>((resolve) => {
      socket.once(event, () => resolve(undefined))
      socket.once('error', resolve)
      socket.once('close', () => resolve(new Error('closed')))
    })
  } finally {
    stay()
  }
}

type Opening = Pick<OpenConnection, 'facts' | 'times' | 'distrust'>

function ready(origin: Origin, socket: Socket, opening: Opening): OpenConnection | Unopened {
  if (socket.destroyed) {
    return { type: 'unopened', failure: connectFailure(new Error('closed'), origin), ...opening }
  }
  const agent = new OneSocketAgent(socket, () => connection.onFree())
  const connection: OpenConnection = {
    type: 'connection',
    origin,
    socket,
    agent,
    ...opening,
    requests: 0,
    idleLimit: undefined,
    onFree: () => false,
  }
  return connection
}

/** The documented way to learn that a request has left a socket fit for the next: `keepSocketAlive`. */
class OneSocketAgent extends Agent {
  readonly #socket: Socket
  readonly #onFree: () => boolean

  constructor(socket: Socket, onFree: () => boolean) {
    super({ keepAlive: true, maxSockets: 1 })
    this.#socket = socket
    this.#onFree = onFree
  }

  override createConnection(): Duplex {
    return this.#socket
  }

  override keepSocketAlive(): boolean {
    return this.#onFree()
  }
}

/** `127.0.0.1:80`, `[::1]:443` */
function endpoint(address: string | undefined, port: number | undefined): string {
  const host = address ?? ''
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? ''}`
}

/** A socket's errors are read where its promise is awaited; this only keeps them from ending the process. */
function ignore(): void {
  return undefined
}
