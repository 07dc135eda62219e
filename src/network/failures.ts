/**
 * Node's error codes as Failures with a sentence for a person.
 */
import { failure } from '../failure.js'
import type { Failure, FailureKind } from '../failure.js'
import type { Origin } from './origin.js'
import { looksLikeHttp, shown } from './wire.js'

/** The code of an error, or its message where it has none. An error of several attempts speaks through its first. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return code ?? error.message
}

/** `example.test`, with the port where it is not the scheme's own */
export function place(origin: Origin): string {
  const name = origin.host.includes(':') ? `[${origin.host}]` : origin.host
  return origin.port === (origin.secure ? 443 : 80) ? name : `${name}:${origin.port}`
}

type Sentence = readonly [kind: FailureKind, words: (origin: Origin) => string]

const CONNECTING: Readonly<Record<string, Sentence>> = {
  ENOTFOUND: ['dns', (o) => `no address is known for ${o.host}`],
  ENODATA: ['dns', (o) => `no address is known for ${o.host}`],
  EAI_AGAIN: ['dns', (o) => `the name server did not answer when asked for ${o.host}`],
  EAI_FAIL: ['dns', (o) => `the name server failed when asked for ${o.host}`],
  ECONNREFUSED: ['connect', (o) => `${place(o)} refused the connection`],
  ECONNRESET: ['connect', (o) => `${place(o)} reset the connection`],
  ECONNABORTED: ['connect', (o) => `the connection to ${place(o)} was given up`],
  EHOSTUNREACH: ['connect', (o) => `${place(o)} cannot be reached`],
  EHOSTDOWN: ['connect', (o) => `${place(o)} cannot be reached`],
  ENETUNREACH: ['connect', (o) => `no network leads to ${place(o)}`],
  ENETDOWN: ['connect', () => 'the network is down'],
  ETIMEDOUT: ['timeout', (o) => `${place(o)} did not answer`],
  EADDRNOTAVAIL: ['connect', (o) => `${place(o)} is no address to connect to`],
  EINVAL: ['connect', (o) => `${place(o)} is no address to connect to`],
  EACCES: ['connect', (o) => `the system forbids connections to ${place(o)}`],
  EPERM: ['connect', (o) => `the system forbids connections to ${place(o)}`],
  EMFILE: ['connect', () => 'too many files and connections are open'],
  ENFILE: ['connect', () => 'too many files and connections are open'],
}

export function connectFailure(error: unknown, origin: Origin): Failure {
  const cause = codeOf(error)
  const [kind, words] = CONNECTING[cause] ?? ['connect', (o: Origin) => `no connection to ${place(o)}`]
  return failure(kind, words(origin), { cause })
}

const HANDSHAKE: readonly (readonly [code: RegExp, words: string])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER/,
    'the server does not speak TLS there',
  ],
  [
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/,
    'the server speaks only versions of TLS that are not safe',
  ],
  [/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|CIPHER/, 'the server and this browser have no cipher in common'],
  [/UNRECOGNIZED_NAME/, 'the server does not know the name it was asked for'],
  [/CERTIFICATE_REQUIRED|HANDSHAKE.*CERT|BAD_CERTIFICATE/, 'the server asks for a client certificate'],
  [/DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|MD_TOO_WEAK/, 'the keys of the server are too weak'],
  [/ECONNRESET|EPIPE|CLOSED/, 'the server closed the connection during the TLS handshake'],
]

export function handshakeFailure(error: unknown): Failure {
  const cause = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  // old servers' alerts come as EPROTO with OpenSSL's own words in the message
  const told = `${cause} ${message.replaceAll(' ', '_')}`.toUpperCase()
  const words = HANDSHAKE.find(([code]) => code.test(told))?.[1] ?? 'the TLS handshake failed'
  return failure('tls', words, { cause })
}

/** llhttp's codes: what is wrong with the answer. */
const FAULTS: Readonly<Record<string, string>> = {
  HPE_INVALID_CONSTANT: 'it does not begin with a status line',
  HPE_INVALID_VERSION: 'its version of HTTP is none that exists',
  HPE_INVALID_STATUS: 'its status is not three digits',
  HPE_INVALID_HEADER_TOKEN: 'a field line holds a character that may not stand there',
  HPE_CR_EXPECTED: 'a line does not end in CR LF',
  HPE_LF_EXPECTED: 'a line does not end in CR LF',
  HPE_STRICT: 'a line does not end in CR LF',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'it gives the length of its body twice',
  HPE_INVALID_CONTENT_LENGTH: 'the length of its body is no number',
  HPE_INVALID_TRANSFER_ENCODING: 'its transfer coding cannot be told apart',
  HPE_UNEXPECTED_SPACE: 'a space stands where none may',
  HPE_INVALID_CHUNK_SIZE: 'the size of a chunk is no number',
  HPE_INVALID_EOF_STATE: 'it ended too early',
}

export function isParseError(error: unknown): boolean {
  return codeOf(error).startsWith('HPE_')
}

/** What is wrong with an answer that the parser refused, as a clause. */
export function fault(error: unknown): string {
  const reason = (error as { reason?: unknown } | undefined)?.reason
  return FAULTS[codeOf(error)] ?? (typeof reason === 'string' && reason !== '' ? reason : codeOf(error))
}

/** What the exchange knows when no head, or no whole head, has come. */
export interface BrokenHead {
  readonly error: unknown
  readonly origin: Origin
  /** octets of the final answer's head that came */
  readonly received: string
  readonly headLimit: number
}

export function headFailure({ error, origin, received, headLimit }: BrokenHead): Failure {
  const cause = codeOf(error)
  if (cause === 'HPE_HEADER_OVERFLOW') return headTooLong(headLimit)
  // TLS 1.3 tells of a missing client certificate only when the handshake is over
  if (cause.startsWith('ERR_SSL_')) return handshakeFailure(error)
  if (isParseError(error)) {
    const words = looksLikeHttp(received)
      ? `the answer breaks HTTP: ${fault(error)}`
      : `the answer is no HTTP: it begins with “${shown(received)}”`
    return failure('protocol', words, { cause })
  }
  if (received !== '') {
    return looksLikeHttp(received)
      ? failure(
          'protocol',
          `the connection ended inside the answer's head, after ${octets(received.length)}`,
          { cause },
        )
      : failure('protocol', `the answer is no HTTP: it begins with “${shown(received)}”`, { cause })
  }
  return failure('connect', `${place(origin)} closed the connection without an answer`, { cause })
}

export function headTooLong(headLimit: number): Failure {
  return failure('limit', `the answer's head is longer than ${octets(headLimit)}`, {
    cause: 'HPE_HEADER_OVERFLOW',
  })
}

/** What the exchange knows when a body broke off. */
export interface BrokenBody {
  /** what the socket or the parser said; undefined when the server just ended the connection */
  readonly error: unknown
  readonly received: number
  /** what Content-Length announced; undefined for a body in chunks or one that ends with the connection */
  readonly expected: number | undefined
}

export function bodyFailure({ error, received, expected }: BrokenBody): Failure {
  const reach = expected === undefined ? octets(received) : `${received} of ${octets(expected)}`
  if (error === undefined) {
    const missing = expected === undefined ? ', before its last chunk' : ''
    return failure('protocol', `the answer ended after ${reach}${missing}`)
  }
  const cause = codeOf(error)
  if (isParseError(error))
    return failure('protocol', `the body breaks HTTP after ${reach}: ${fault(error)}`, { cause })
  return failure('connect', `the connection broke after ${reach}`, { cause })
}

function octets(count: number): string {
  return count === 1 ? '1 octet' : `${count} octets`
}
