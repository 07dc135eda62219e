/**
 * Connections by origin: at most six at a time to each (RFC 9112 section 9.4), idle ones kept for the next request and
 * let go before the server would.
 */
import type { SecureContext } from 'node:tls'
import { failure } from '../failure.js'
import { openConnection } from './connection.js'
import type { OpenConnection, Unopened } from './connection.js'
import type { Origin } from './origin.js'
import type { Watch } from './watch.js'

const CONNECTIONS_PER_ORIGIN = 6

/** Milliseconds an idle connection is kept when the server does not say how long it keeps it. */
const PATIENCE = 60_000

/** Milliseconds before the end of the server's own patience. */
const MARGIN = 1000

export interface PoolOptions {
  readonly insecure: boolean
  readonly secureContext: () => Promise<SecureContext>
}

/** `any`: idle or new. `new`: not used before. `single`: not used before, and not kept for another request. */
export type ConnectionUse = 'any' | 'new' | 'single'

export interface TakeOptions {
  readonly use: ConnectionUse
  readonly watch: Watch
  /** milliseconds for opening a connection */
  readonly deadline: number
}

export interface Pool {
  /** A connection for one request: an idle one, a new one, or the next that becomes free. */
  take(origin: Origin, options: TakeOptions): Promise<OpenConnection | Unopened>
  close(): void
}

interface Place {
  /** connections that are open or being opened */
  count: number
  idle: readonly Idle[]
  /** those who wait for a connection or for room to open one, first come first served */
  waiting: readonly (() => void)[]
}

interface Idle {
  readonly connection: OpenConnection
  /** takes the watchman and the timer away */
  end(): void
}

export function openPool(options: PoolOptions): Pool {
  const places = new Map<string, Place>()
  const open = new Set<OpenConnection>()
  let lastId = 0
  let closed = false

  const placeOf = (origin: Origin): Place => {
    const key = `${origin.secure ? 'https' : 'http'}://${origin.host}:${origin.port}`
    const place = places.get(key) ?? { count: 0, idle: [], waiting: [] }
    places.set(key, place)
    return place
  }

  const admit = (connection: OpenConnection, place: Place, use: ConnectionUse) => {
    open.add(connection)
    connection.onFree = () => {
      const patience = Math.min(PATIENCE, (connection.idleLimit ?? Infinity) - MARGIN)
      if (use === 'single' || closed || patience <= 0) return false
      place.idle = [...place.idle, rest(connection, patience)]
      // not at once: the agent takes the socket back when this returns
      queueMicrotask(() => next(place))
      return true
    }
    connection.socket.once('close', () => {
      open.delete(connection)
      for (const idle of place.idle) if (idle.connection === connection) idle.end()
      place.idle = place.idle.filter((idle) => idle.connection !== connection)
      leave(place)
    })
  }

  return {
    async take(origin, { use, watch, deadline }) {
      const place = placeOf(origin)
      for (;;) {
        if (closed || watch.stopped !== undefined) {
          next(place)
          const stopped = watch.stopped ?? failure('aborted', 'all connections are closed')
          return { type: 'unopened', failure: stopped, times: {} }
        }
        const idle = use === 'any' ? wake(place) : undefined
        if (idle !== undefined) return idle
        if (place.count < CONNECTIONS_PER_ORIGIN) break
        // room for a new connection, where idle ones take it all
        place.idle[0]?.connection.socket.destroy()
        await turn(place, watch)
      }
      place.count += 1
      lastId += 1
      const opened = await openConnection(origin, { ...options, id: lastId, watch, deadline })
      if (opened.type === 'connection' && closed) opened.socket.destroy()
      if (opened.type === 'connection') admit(opened, place, use)
      else leave(place)
      return opened
    },
    close() {
      closed = true
      for (const connection of open) connection.socket.destroy()
    },
  }
}

/** An idle connection keeps no process alive, and any octet on it is one that nobody asked for. */
function rest(connection: OpenConnection, patience: number): Idle {
  const { socket } = connection
  const letGo = () => socket.destroy()
  const timer = setTimeout(letGo, patience).unref()
  socket.unref()
  socket.on('data', letGo)
  return {
    connection,
    end() {
      clearTimeout(timer)
      socket.off('data', letGo)
      socket.ref()
    },
  }
}

/** The connection that was used last, as it has the longest to live. */
function wake(place: Place): OpenConnection | undefined {
  for (let idle = place.idle.at(-1); idle !== undefined; idle = place.idle.at(-1)) {
    place.idle = place.idle.slice(0, -1)
    idle.end()
    if (!idle.connection.socket.destroyed) return idle.connection
  }
  return undefined
}

/** A connection is gone: somebody else may open one. */
function leave(place: Place): void {
  place.count -= 1
  next(place)
}

function next(place: Place): void {
  const [first, ...others] = place.waiting
  place.waiting = others
  first?.()
}

async function turn(place: Place, watch: Watch): Promise<void> {
  await new Promise<void>((resolve) => {
    place.waiting = [...place.waiting, resolve]
    watch.onStop(() => {
      place.waiting = place.waiting.filter((waiting) => waiting !== resolve)
      resolve()
    })
  })
}
