/**
 * Why an authority (`user:password@host:port`) is none: one sentence that names the fault. The URL parser only says
 * that there is one; this looks for it where it usually is. User name and password are never repeated.
 * https://url.spec.whatwg.org/#host-parsing
 */
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import { quote, quoteAddress } from './quote.js'

type Fault = (host: string, port: string | undefined) => string | undefined

const FAULTS: readonly Fault[] = [
  (host) => (host === '' ? 'there is no host name in it' : undefined),
  (host) =>
    /\s/.test(host)
      ? `the host ${quote(host)} holds a space, which no host name can (there is no search here: type the address of a search engine)`
      : undefined,
  (_, port) =>
    port !== undefined && !/^[0-9]*$/.test(port)
      ? `the port ${quote(port)} is no number: ports go from 0 to 65535 in the digits 0-9`
      : undefined,
  (_, port) => (Number(port) > 65535 ? `the port ${port} is too large: ports go from 0 to 65535` : undefined),
  (host) =>
    host.startsWith('[') || host.split(':').length > 2
      ? `${quote(host)} is no IPv6 address such as [2001:db8::1]`
      : undefined,
  (host) =>
    /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i.test(host)
      ? `the host ${quote(host)} ends like an IPv4 address but is none: that is four numbers from 0 to 255`
      : undefined,
  (host) => {
    const forbidden = forbiddenCharacter().exec(host)?.[0]
    return forbidden === undefined
      ? undefined
      : `the host ${quote(host)} holds ${named(forbidden)}, which no host name can`
  },
]

/** https://url.spec.whatwg.org/#forbidden-domain-code-point, and what is never seen */
const forbiddenCharacter = () => /[\p{C}\p{Z}#%/:<>?@[\\\]^|]/u

/** Always a Failure: call it when the URL parser has refused `text`, whose authority is given. */
export function hostFault(text: string, authority: string): Failure {
  const [host, port] = hostAndPort(authority)
  for (const fault of FAULTS) {
    const found = fault(host, port)
    if (found !== undefined) return failure('address', `${quoteAddress(text)} is no address: ${found}`)
  }
  return failure(
    'address',
    `${quoteAddress(text)} is no address: ${quote(host)} is no host name (no internationalised one either)`,
  )
}

function hostAndPort(authority: string): [host: string, port: string | undefined] {
  const hostPort = authority.slice(authority.lastIndexOf('@') + 1)
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/su.exec(hostPort) ?? [hostPort, hostPort]
  return port?.includes(':') === true ? [hostPort, undefined] : [host, port]
}

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{C}\p{Z}]/u.test(character) ? `the character ${name}` : quote(character)
}
