/**
 * Where a connection leads: takes a URL, gives its origin (HTML 7.1.1). Two URLs of one origin share connections.
 */

export interface Origin {
  readonly secure: boolean
  /** a name or an address, IPv6 without brackets */
  readonly host: string
  readonly port: number
}

export function originOf(url: URL): Origin {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { secure, host, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) }
}
