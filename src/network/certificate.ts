/**
 * Certificates: what a TLS connection shows of itself, and the gate that it must pass before a request goes out.
 * RFC 5280, RFC 9110 section 4.3.4. The checks themselves are OpenSSL's and Node's; here are the facts and the words.
 */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import type { Certificate, TlsFacts } from '../fetch/message.js'
import { plain } from './wire.js'

/** No honest chain is longer, and a hostile one must not be walked for ever. */
const LONGEST_CHAIN = 16

export function tlsFacts(socket: TLSSocket): TlsFacts {
  const cipher = socket.getCipher() as { standardName?: string; name?: string } | undefined
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: cipher?.standardName ?? cipher?.name ?? '',
    chain: certificateChain(socket),
  }
}

/** Leaf first; a root that the server did not send is there too where it is known. */
export function certificateChain(socket: TLSSocket): Certificate[] {
  const chain: Certificate[] = []
  let next = socket.getPeerCertificate(true) as DetailedPeerCertificate | undefined
  while (next?.fingerprint256 !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(certificate(next))
    if (next.issuerCertificate === next) break
    next = next.issuerCertificate
  }
  return chain
}

function certificate(given: DetailedPeerCertificate): Certificate {
  return {
    subject: distinguishedName(given.subject),
    issuer: distinguishedName(given.issuer),
    altNames: alternativeNames(given.subjectaltname),
    validFrom: Date.parse(given.valid_from),
    validTo: Date.parse(given.valid_to),
    fingerprint: given.fingerprint256,
    serial: given.serialNumber,
  }
}

/** `CN=example.test, O=Example`: the most telling part first (RFC 4514). */
export function distinguishedName(name: object | undefined): string {
  return Object.entries(name ?? {})
    .reverse()
    .flatMap(([key, value]) => [value].flat().map((part) => `${key}=${String(part)}`))
    .join(', ')
}

/** `DNS:a.test, IP Address:127.0.0.1` as names; a name that holds a comma comes quoted. */
export function alternativeNames(list: string | undefined): string[] {
  const names = (list ?? '').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return names.map((name) => name.trim().replace(/^(DNS|IP Address|URI|email|DirName|RID):/, ''))
}

/** What stands against the certificate; undefined when nothing does. */
export function certificateFailure(
  socket: TLSSocket,
  host: string,
  chain: readonly Certificate[],
): Failure | undefined {
  if (socket.authorized) return undefined
  const cause = errorCode(socket.authorizationError)
  return failure('tls', certificateFault({ cause, host, chain, now: Date.now() }), { cause })
}

/** Node's types promise an Error; it is the code as a string. */
function errorCode(error: unknown): string {
  if (typeof error === 'string') return error
  return error instanceof Error ? error.message : 'unverified'
}

export interface Unverified {
  /** OpenSSL's or Node's code */
  readonly cause: string
  readonly host: string
  /** leaf first */
  readonly chain: readonly Certificate[]
  /** milliseconds since the epoch */
  readonly now: number
}

const WORDS: Readonly<Record<string, (given: Unverified) => string>> = {
  CERT_HAS_EXPIRED: ({ chain, now }) => {
    const late = chain.findIndex((one) => one.validTo < now)
    return `${owner(chain, late)} expired on ${day(chain[late]?.validTo)}`
  },
  CERT_NOT_YET_VALID: ({ chain, now }) => {
    const early = chain.findIndex((one) => one.validFrom > now)
    return `${owner(chain, early)} is not valid before ${day(chain[early]?.validFrom)}`
  },
  ERR_TLS_CERT_ALTNAME_INVALID: ({ chain, host }) => `certificate is for ${names(chain[0])}, not for ${host}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: () => 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_SIGNATURE_FAILURE: () => 'certificate has a false signature',
  CERT_REVOKED: () => 'certificate was revoked',
  CERT_REJECTED: () => 'certificate is rejected for this use',
  INVALID_PURPOSE: () => 'certificate is not meant for servers',
  INVALID_CA: () => 'certificate is signed by one that may not sign',
  PATH_LENGTH_EXCEEDED: () => 'certificate chain is longer than it may be',
  CERT_CHAIN_TOO_LONG: () => 'certificate chain is longer than it may be',
}

/** One line for a person, without a full stop. */
export function certificateFault(given: Unverified): string {
  const words = WORDS[given.cause]
  return words === undefined ? `certificate does not verify (${plain(given.cause, 60)})` : words(given)
}

function unknownAuthority({ chain }: Unverified): string {
  const issuer = chain.at(-1)?.issuer ?? ''
  return `certificate is signed by an unknown authority (${plain(issuer, 80)})`
}

function owner(chain: readonly Certificate[], index: number): string {
  return index > 0
    ? `certificate of the authority (${plain(chain[index]?.subject ?? '', 80)})`
    : 'certificate'
}

function names(leaf: Certificate | undefined): string {
  const given = leaf === undefined || leaf.altNames.length === 0 ? [leaf?.subject ?? ''] : leaf.altNames
  const more = given.length > 3 ? ` and ${given.length - 3} more` : ''
  return plain(given.slice(0, 3).join(', '), 120) + more
}

/** `2026-01-01`, in UTC as certificates count */
function day(time: number | undefined): string {
  return time === undefined || Number.isNaN(time)
    ? 'an unknown day'
    : new Date(time).toISOString().slice(0, 10)
}
