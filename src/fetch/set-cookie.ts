/**
 * Set-Cookie (RFC 6265bis sections 5.6 and 5.7): takes one field value and where it came from, gives the cookie or
 * the reason why it is refused. tough-cookie reads the attributes and knows the public suffixes; what it leaves open
 * (stated beside each rule) is closed here.
 */
import type * as tough from 'tough-cookie'
import { isTrustworthy } from './request-fields.js'
import type { CookieContext } from './session.js'

/** tough-cookie, loaded when the first cookie comes. */
export type Library = Pick<
  typeof tough,
  'Cookie' | 'defaultPath' | 'domainMatch' | 'getPublicSuffix' | 'pathMatch'
>

/** One cookie as it is kept; octets are one character each (latin1), times in milliseconds since the epoch. */
export interface StoredCookie {
  readonly name: string
  readonly value: string
  /** canonical, without a leading dot */
  readonly domain: string
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  /** `default` when the server did not say: enforced as `lax` */
  readonly sameSite: 'strict' | 'lax' | 'none' | 'default'
  readonly created: number
  readonly accessed: number
  /** absent: until the browser ends */
  readonly expires?: number
}

export interface Refusal {
  readonly name: string
  readonly refused: string
}

const longestPair = 4096
const longestAttribute = 1024
const longestLife = 400 * 86_400_000

/** White space of cookies: space and tab. JavaScript's `trim` would take the octet A0 too, half of a UTF-8 `à`. */
function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '')
}

interface Attributes {
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: StoredCookie['sameSite']
  /** absent when the attribute is missing, empty, or does not begin with a slash */
  readonly path?: string
  /** as written, lower-case, without one leading dot; empty means none */
  readonly domain: string
  readonly expires?: number
}

/** Section 5.6, but for the pair. Attributes of more than 1024 octets are ignored. */
function readAttributes(parts: readonly string[], now: number, { Cookie }: Library): Attributes {
  const kept = parts.filter((part) => part.slice(part.indexOf('=') + 1).length <= longestAttribute)
  // The octet A0 travels as another character past tough-cookie's `trim`.
  const guarded = kept.join(';').replaceAll('\xa0', '\ue0a0')
  const cookie = Cookie.parse(`x=x;${guarded}`) ?? new Cookie()
  const path = cookie.path?.replaceAll('\ue0a0', '\xa0')
  const { maxAge, expires: date } = cookie
  const asked =
    typeof maxAge === 'number'
      ? maxAge <= 0
        ? 0
        : now + maxAge * 1000
      : date instanceof Date
        ? date.getTime()
        : undefined
  return {
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: sameSiteOf(cookie.sameSite),
    domain: lastDomain(kept),
    ...(path === undefined ? {} : { path }),
    ...(asked === undefined ? {} : { expires: Math.min(asked, now + longestLife) }),
  }
}

function sameSiteOf(text: string | undefined): StoredCookie['sameSite'] {
  return text === 'strict' || text === 'lax' || text === 'none' ? text : 'default'
}

/** The last Domain counts, an empty one too, and loses one leading dot, not two: tough-cookie reads both otherwise. */
function lastDomain(parts: readonly string[]): string {
  const domains = parts.flatMap((part) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? []
    return trimmed(name).toLowerCase() === 'domain' ? [trimmed(value)] : []
  })
  return (domains.at(-1) ?? '').replace(/^\./, '').toLowerCase()
}

/** Section 5.7: the cookie, or why there is none. */
export function readSetCookie(
  line: string,
  context: CookieContext,
  library: Library,
): StoredCookie | Refusal {
  const [pair = '', ...parts] = line.split(';')
  const equals = pair.indexOf('=')
  const name = equals < 0 ? '' : trimmed(pair.slice(0, equals))
  const value = trimmed(pair.slice(equals + 1))
  const refuse = (refused: string): Refusal => ({ name: name.replace(/[\x00-\x1f\x7f]/g, '?'), refused })
  // tough-cookie cuts the value at a NUL, and lets DEL pass.
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(line)) return refuse('a control character in it')
  if (name === '' && value === '') return refuse('neither name nor value')
  if (name.length + value.length > longestPair) return refuse(`longer than ${longestPair} octets`)
  const attributes = readAttributes(parts, context.now, library)
  const home = homeOf(attributes.domain, context.url, library)
  if (typeof home === 'string') return refuse(home)
  const { expires, path = defaultPath(context.url, library) } = attributes
  const cookie: StoredCookie = {
    name,
    value,
    ...home,
    path,
    secure: attributes.secure,
    httpOnly: attributes.httpOnly,
    sameSite: attributes.sameSite,
    created: context.now,
    accessed: context.now,
    ...(expires === undefined ? {} : { expires }),
  }
  const fault = faultOf(cookie, attributes.path, context.url)
  return fault === undefined ? cookie : refuse(fault)
}

/** Section 5.1.4; tough-cookie's works on the path as it stands in the URL, percent-coding and all. */
function defaultPath(url: URL, library: Library): string {
  return library.defaultPath(url.pathname)
}

/** Sections 5.7, steps 8 to 10: for which hosts, or why for none. */
function homeOf(
  domain: string,
  url: URL,
  library: Library,
): Pick<StoredCookie, 'domain' | 'hostOnly'> | string {
  const host = url.hostname
  if (domain === '') return { domain: host, hostOnly: true }
  if (/[^\x00-\x7f]/.test(domain)) return 'its Domain is not ASCII'
  if (siteOf(domain, library) === undefined) {
    return domain === host ? { domain: host, hostOnly: true } : `Domain=${domain} is a public suffix`
  }
  if (library.domainMatch(host, domain, false) !== true) return `Domain=${domain} is not this host's`
  return { domain, hostOnly: false }
}

/** The registrable domain; undefined for a public suffix and for a single label. Special-use names are like others. */
export function siteOf(host: string, { getPublicSuffix }: Library): string | undefined {
  return getPublicSuffix(host, { allowSpecialUseDomain: true, ignoreError: true })
}

/** Name prefixes (section 5.4 and the `__Http-` extension), in any case, and what each asks for. */
const prefixes: readonly (readonly [prefix: string, needs: readonly Need[]])[] = [
  ['__Secure-', ['Secure']],
  ['__Host-Http-', ['Secure', 'HttpOnly', 'Path=/', 'no Domain']],
  ['__Host-', ['Secure', 'Path=/', 'no Domain']],
  ['__Http-', ['Secure', 'HttpOnly']],
]

type Need = 'Secure' | 'HttpOnly' | 'Path=/' | 'no Domain'

/** What tough-cookie does not check: SameSite=None without Secure, prefixes in any case, nameless prefixes. */
function faultOf(cookie: StoredCookie, path: string | undefined, url: URL): string | undefined {
  if (cookie.secure && !isTrustworthy(url)) return 'Secure, but this is http'
  if (cookie.sameSite === 'none' && !cookie.secure) return 'SameSite=None without Secure'
  const begins = (text: string, prefix: string) => text.toLowerCase().startsWith(prefix.toLowerCase())
  if (cookie.name === '' && prefixes.some(([prefix]) => begins(cookie.value, prefix))) {
    return 'no name, and a value that looks like a name with a prefix'
  }
  const met: Readonly<Record<Need, boolean>> = {
    Secure: cookie.secure,
    HttpOnly: cookie.httpOnly,
    'Path=/': path === '/',
    'no Domain': cookie.hostOnly,
  }
  const [prefix = '', needs = []] = prefixes.find(([text]) => begins(cookie.name, text)) ?? []
  const missing = needs.find((need) => !met[need])
  return missing === undefined ? undefined : `names that begin with ${prefix} ask for ${missing}`
}
