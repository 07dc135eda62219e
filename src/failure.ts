/**
 * What went wrong, as a value. Everything the world may cause (names, networks, servers, files, people) is
 * returned as a Failure; exceptions are for mistakes that only this program can make.
 */

export type FailureKind =
  /** the text is no address */
  | 'address'
  /** the name has no addresses */
  | 'dns'
  /** no connection, or it broke */
  | 'connect'
  /** the handshake failed or the certificate does not verify */
  | 'tls'
  /** a deadline passed */
  | 'timeout'
  /** the answer breaks HTTP */
  | 'protocol'
  /** a redirect that cannot or must not be followed */
  | 'redirect'
  /** a scheme that is not opened here */
  | 'scheme'
  /** a limit of size, time or number was passed */
  | 'limit'
  /** the file system said no */
  | 'file'
  /** the person stopped it */
  | 'aborted'

export interface Failure {
  readonly type: 'failure'
  readonly kind: FailureKind
  /** one sentence without a full stop, for a person: what is wrong, and with what */
  readonly detail: string
  /** the URL it happened to, as it may be shown (no user name, no password) */
  readonly url?: string
  /** the system's or library's own code or words, such as `ECONNREFUSED` */
  readonly cause?: string
}

export function failure(
  kind: FailureKind,
  detail: string,
  more: { readonly url?: string; readonly cause?: string } = {},
): Failure {
  return { type: 'failure', kind, detail, ...more }
}

export function isFailure(x: unknown): x is Failure {
  return typeof x === 'object' && x !== null && (x as { type?: unknown }).type === 'failure'
}
