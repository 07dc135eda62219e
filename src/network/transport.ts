/**
 * One request, one answer: at most three attempts, of which the record keeps the last.
 *
 * A connection that was kept may have died unseen; then the request is sent once more on a new one. An answer that the
 * strict parser refuses is asked for once more on a connection of its own and read leniently, because lenient reading on
 * a kept connection lets one answer pass for the next.
 */
import type { SecureContext } from 'node:tls'
import { failure, isFailure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Connection } from '../fetch/message.js'
import type { Network, WireAnswer, WireRequest } from '../fetch/session.js'
import type { OpenConnection, Unopened } from './connection.js'
import { exchange } from './exchange.js'
import type { Line, Unanswered } from './exchange.js'
import { fault, isParseError } from './failures.js'
import { originOf } from './origin.js'
import { openPool } from './pool.js'
import type { ConnectionUse, Pool } from './pool.js'
import { openWatch } from './watch.js'
import type { Watch } from './watch.js'
import { isIdempotent, looksLikeHttp } from './wire.js'

export interface TransportOptions {
  readonly insecure: boolean
  readonly secureContext: () => Promise<SecureContext>
}

/** How an attempt is made. */
interface Way {
  readonly use: ConnectionUse
  readonly reading: 'strict' | 'lenient'
}

/** The record of a `send`; it grows until the body has ended. */
interface Recording extends Line {
  connection?: Connection
  notes: readonly string[]
}

export function openTransport(options: TransportOptions): Network {
  const pool = openPool(options)
  const watches = new Set<Watch>()
  return {
    async send(request, signal) {
      const watch = openWatch(signal, request.deadlines)
      watches.add(watch)
      const started = performance.now()
      const recording: Recording = {
        requestHead: '',
        interim: [],
        received: '',
        timings: { start: Date.now() },
        trailers: [],
        notes: [],
      }
      const onEnd = () => {
        recording.timings.total = performance.now() - started
        watches.delete(watch)
        watch.end()
      }
      const answer = await persist(request, { pool, watch, recording, onEnd })
      if (isFailure(answer)) onEnd()
      return Object.assign(recording, { answer })
    },
    close() {
      for (const watch of watches) watch.stop(failure('aborted', 'all connections are closed'))
      pool.close()
    },
  }
}

interface AttemptOptions {
  readonly pool: Pool
  readonly watch: Watch
  readonly recording: Recording
  readonly onEnd: () => void
}

async function persist(request: WireRequest, options: AttemptOptions): Promise<WireAnswer | Failure> {
  let way: Way = { use: 'any', reading: 'strict' }
  for (;;) {
    const result = await attempt(request, way, options)
    if (!('type' in result)) return result
    const other =
      options.watch.stopped === undefined ? otherWay(request, result, way, options.recording) : undefined
    if (other === undefined) return result.failure
    options.recording.notes = [...options.recording.notes, other.note]
    way = other
  }
}

async function attempt(
  request: WireRequest,
  way: Way,
  { pool, watch, recording, onEnd }: AttemptOptions,
): Promise<WireAnswer | Unanswered | Unopened> {
  const taken = await pool.take(originOf(request.url), {
    use: way.use,
    watch,
    deadline: request.deadlines.connect,
  })
  if (taken.type === 'unopened') {
    Object.assign(recording.timings, taken.times)
    // it was to carry this request and no other
    if (taken.facts !== undefined) recording.connection = { ...taken.facts, requests: 1 }
    return taken
  }
  if (taken.requests === 0) noteOpening(taken, recording)
  recording.connection = { ...taken.facts, requests: taken.requests + 1 }
  const { reading } = way
  return exchange(taken, request, { reading, single: way.use === 'single', watch, line: recording, onEnd })
}

function noteOpening(opened: OpenConnection, recording: Recording): void {
  Object.assign(recording.timings, opened.times)
  if (opened.distrust === undefined) return
  recording.notes = [...recording.notes, `not verified, and used all the same: ${opened.distrust.detail}`]
}

/** Another way to the answer, where there is one. */
function otherWay(
  request: WireRequest,
  result: Unanswered | Unopened,
  way: Way,
  recording: Recording,
): (Way & { readonly note: string }) | undefined {
  if (result.type === 'unopened' || !isIdempotent(request.method)) return undefined
  if (isParseError(result.error)) {
    if (way.reading === 'lenient' || result.failure.kind === 'limit' || !looksLikeHttp(recording.received))
      return undefined
    const note = `the answer breaks HTTP (${fault(result.error)}): asked again on a connection of its own, and read leniently`
    return { use: 'single', reading: 'lenient', note }
  }
  const { connection } = recording
  const died = recording.received === '' && recording.interim.length === 0
  if (!died || way.use !== 'any' || connection === undefined || connection.requests === 1) return undefined
  const note = `connection #${connection.id} was closed before it answered: asked again on a new one`
  return { use: 'new', reading: way.reading, note }
}
