/**
 * The fields of a request: what every request carries (RFC 9110 section 10.1, 12.5), what this one adds, and Referer
 * by the policy `strict-origin-when-cross-origin` (Referrer Policy section 8.4).
 */
import type { CacheMode, Field, Request } from './message.js'
import type { Settings } from './session.js'

const accept = 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5'

/** Referrer Policy, "determine request's Referrer": longer ones shrink to the origin. */
const longestReferrer = 4096

/** What a reload tells the caches on the way (RFC 9111 section 5.2.1). */
const cacheControl: Readonly<Record<CacheMode, readonly Field[]>> = {
  default: [],
  'no-cache': [['Cache-Control', 'max-age=0']],
  reload: [
    ['Cache-Control', 'no-cache'],
    ['Pragma', 'no-cache'],
  ],
  'no-store': [],
  'only-if-cached': [],
}

/** Methods that carry content, so that its absence is said too (RFC 9110 section 8.6). */
const contentful = new Set(['POST', 'PUT', 'PATCH'])

/** Complete and in order, as they shall go over the wire. */
export function requestFields(
  request: Request,
  settings: Pick<Settings, 'userAgent' | 'acceptLanguage'>,
  cookie: string | undefined,
): readonly Field[] {
  const { url, method, initiator, body } = request
  const optional = (name: string, value: string | undefined): Field[] =>
    value === undefined ? [] : [[name, value]]
  const length = body?.length ?? (contentful.has(method) ? 0 : undefined)
  const fields: readonly Field[] = [
    ['Host', url.host],
    ['User-Agent', settings.userAgent],
    ['Accept', accept],
    ['Accept-Language', settings.acceptLanguage],
    ['Accept-Encoding', 'gzip, deflate, br'],
    ['Connection', 'keep-alive'],
    ...optional('Referer', initiator && referrer(initiator, url)),
    ...optional('Origin', initiator && originField(initiator, url, method)),
    ...optional('Cookie', cookie),
    ...cacheControl[request.cacheMode],
    ...optional('Content-Length', length?.toString()),
  ]
  return replaced(fields, request.fields)
}

/** The caller's fields stand where those of the same name stood; new ones follow. */
function replaced(fields: readonly Field[], callers: readonly Field[]): readonly Field[] {
  const named = (name: string) => callers.filter(([n]) => n.toLowerCase() === name.toLowerCase())
  const has = (name: string) => fields.some(([n]) => n.toLowerCase() === name.toLowerCase())
  const inPlace = fields.flatMap((field): readonly Field[] => {
    const own = named(field[0])
    return own.length > 0 ? own : [field]
  })
  return [...inPlace, ...callers.filter(([name]) => !has(name))]
}

/** What a page may tell another server about itself; undefined when nothing. */
export function referrer(initiator: URL, url: URL): string | undefined {
  if (!isWeb(initiator)) return undefined
  const origin = `${initiator.origin}/`
  if (initiator.origin !== url.origin)
    return isTrustworthy(initiator) && !isTrustworthy(url) ? undefined : origin
  const whole = new URL(initiator)
  whole.username = ''
  whole.password = ''
  whole.hash = ''
  return whole.href.length > longestReferrer ? origin : whole.href
}

/** Fetch, "append a request Origin header": with every method but the safe two. */
function originField(initiator: URL, url: URL, method: string): string | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined
  return referrer(initiator, url) === undefined ? 'null' : initiator.origin
}

function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:'
}

/** Secure Contexts section 3.1, for the schemes of the web: encrypted, or never leaving this machine. */
export function isTrustworthy(url: URL): boolean {
  if (url.protocol === 'https:') return true
  const host = url.hostname.replace(/\.$/, '')
  return isWeb(url) && /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)
}
