/**
 * One request and its answer on an open connection, by Node's HTTP/1.1 parser (RFC 9112).
 */
import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Field, RawHead, Timings } from '../fetch/message.js'
import { get } from '../fetch/message.js'
import type { WireAnswer, WireRequest } from '../fetch/session.js'
import { pulledBody } from './body.js'
import type { BodyOptions } from './body.js'
import type { OpenConnection } from './connection.js'
import { bodyFailure, codeOf, headFailure, headTooLong } from './failures.js'
import { tapSocket } from './tap.js'
import { duration } from './watch.js'
import type { Watch } from './watch.js'
import { fieldsOf, keepAliveTimeout, plain, requestFields, splitHeads } from './wire.js'

/** What an exchange writes down while it happens. */
export interface Line {
  requestHead: RawHead
  interim: readonly RawHead[]
  received: RawHead
  timings: { -readonly [K in keyof Timings]: Timings[K] }
  trailers: readonly Field[]
}

export interface ExchangeOptions {
  /** the parser's tolerance */
  readonly reading: 'strict' | 'lenient'
  /** the connection carries this request and no other */
  readonly single: boolean
  readonly watch: Watch
  readonly line: Line
  /** the body has ended, one way or the other; not called when there is no answer */
  readonly onEnd: () => void
}

/** No answer: why, and what the parser or the socket said. */
export interface Unanswered {
  readonly type: 'unanswered'
  readonly failure: Failure
  readonly error?: unknown
}

/** Octets of a body that are handed to the socket at a time. */
const SLICE = 65_536

export function exchange(
  connection: OpenConnection,
  request: WireRequest,
  { reading, single, watch, line, onEnd }: ExchangeOptions,
): Promise<WireAnswer | Unanswered> {
  const { socket, origin } = connection
  if (watch.stopped !== undefined) {
    socket.destroy()
    return Promise.resolve({ type: 'unanswered', failure: watch.stopped })
  }
  connection.requests += 1
  return new Promise((resolve) => {
    let settled = false
    let error: unknown
    const tap = tapSocket(socket, {
      limit: request.headLimit,
      onOverflow: () => fail(headTooLong(request.headLimit)),
      onBodyRead: () => watch.renew(),
    })
    const stay = watch.onStop(() => fail(watch.stopped ?? failure('aborted', 'stopped')))
    const note = (cause: unknown) => (error ??= cause)

    const writeDown = () => {
      const heads = splitHeads(tap.received)
      line.requestHead = tap.requestHead
      line.interim = heads.interim
      line.received = heads.head
    }
    const end = () => {
      stay()
      tap.end()
      socket.off('error', note)
      socket.off('close', closed)
    }
    const bodyEnded = once(() => {
      if (tap.firstRead !== undefined) line.timings.receive = performance.now() - tap.firstRead
      end()
      onEnd()
    })
    const fail = (reason: Failure) => {
      socket.destroy()
      if (settled) return
      settled = true
      watch.calm()
      writeDown()
      end()
      resolve({ type: 'unanswered', failure: reason, error })
    }
    const lost = (cause: unknown) => {
      note(cause)
      if (settled) return
      const received = splitHeads(tap.received).head
      fail(headFailure({ error, origin, received, headLimit: request.headLimit }))
    }
    // when the socket went before the request had it, nobody else says so
    const closed = () =>
      setImmediate(() => {
        if (!settled) lost(new Error('closed'))
      })

    const answer = (message: IncomingMessage) => {
      if (settled) return
      settled = true
      tap.headsEnd()
      watch.calm()
      writeDown()
      if (tap.firstRead !== undefined && tap.lastWrite !== undefined) {
        line.timings.wait = Math.max(0, tap.firstRead - tap.lastWrite)
      }
      message.on('error', () => undefined)
      message.once('end', () => {
        line.trailers = fieldsOf(message.rawTrailers)
        bodyEnded()
      })
      message.once('close', () => bodyEnded())
      const given = answerOf(message, line.received, {
        watch,
        silence: request.deadlines.silence,
        destroy: () => socket.destroy(),
        error: () => error,
      })
      connection.idleLimit = keepAliveTimeout(get(given.fields, 'keep-alive'))
      resolve(given)
    }

    socket.on('error', note)
    socket.once('close', closed)
    const started = start(connection, request, { reading, single })
    if (started instanceof Error) {
      const words = `the request cannot be sent: ${plain(started.message)}`
      fail(failure('protocol', words, { cause: codeOf(started) }))
      return
    }
    // the socket's other reader is there when this event comes
    started.once('socket', () => tap.read())
    started.once('response', answer)
    for (const event of ['upgrade', 'connect']) {
      started.once(event, () => fail(failure('protocol', 'the server switched to another protocol')))
    }
    started.on('error', lost)
    const { head } = request.deadlines
    void send(started, request.body, () => {
      if (!settled) watch.phase(head, `no answer within ${duration(head)}`)
    })
  })
}

function start(
  connection: OpenConnection,
  request: WireRequest,
  { reading, single }: Pick<ExchangeOptions, 'reading' | 'single'>,
): ClientRequest | Error {
  const { url } = request
  try {
    const made = httpRequest({
      agent: connection.agent,
      host: connection.origin.host,
      port: connection.origin.port,
      method: request.method,
      path: url.pathname + url.search,
      // flat, so that order and case stay as they are; Node adds nothing to a list that has Host and Connection
      headers: requestFields(request, { single }).flat(),
      insecureHTTPParser: reading === 'lenient',
      maxHeaderSize: request.headLimit,
    })
    // fields are limited by their octets and not by their number
    made.maxHeadersCount = 0
    return made
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Sends the body in slices; the deadline for the head starts anew with each that the system has taken. */
async function send(
  request: ClientRequest,
  body: Uint8Array | undefined,
  progress: () => void,
): Promise<void> {
  progress()
  let rest = body ?? new Uint8Array()
  while (rest.length > SLICE) {
    const slice = rest.subarray(0, SLICE)
    rest = rest.subarray(SLICE)
    const error = await new Promise((resolve) => request.write(slice, resolve))
    if (error instanceof Error) return
    progress()
  }
  if (rest.length > 0) request.end(rest)
  else request.end()
}

interface AnswerOptions extends Omit<BodyOptions, 'broken'> {
  /** what the socket or the parser has said against the exchange so far */
  readonly error: () => unknown
}

function answerOf(message: IncomingMessage, head: RawHead, { error, ...options }: AnswerOptions): WireAnswer {
  const fields = fieldsOf(message.rawHeaders)
  const expected = announced(fields)
  const body = pulledBody(message, {
    ...options,
    broken: (received) => options.watch.stopped ?? bodyFailure({ error: error(), received, expected }),
  })
  return {
    status: message.statusCode ?? 0,
    reason: message.statusMessage ?? '',
    version: `HTTP/${message.httpVersion}`,
    fields,
    head,
    body,
  }
}

/** The length that the answer announces; undefined for chunks, and for a body that ends with the connection. */
function announced(fields: readonly Field[]): number | undefined {
  const length = get(fields, 'content-length')
  if (length === undefined || get(fields, 'transfer-encoding') !== undefined) return undefined
  return Number(length)
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}
