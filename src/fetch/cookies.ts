/**
 * Cookies (RFC 6265bis sections 5.7 and 5.8) over tough-cookie: which are taken, which travel, and why.
 * Only navigations are made, so every request is for a top-level page and no cookie is a third party's.
 */
import { openJar, type Jar } from './cookie-jar.js'
import type { CookieDecision } from './message.js'
import { isTrustworthy } from './request-fields.js'
import type { CookieContext, CookieStore, Journal } from './session.js'
import { readSetCookie, siteOf, type Library, type StoredCookie } from './set-cookie.js'

const mostPerSite = 180
const mostInAll = 3000

/** Touches neither the journal nor tough-cookie before the first request. */
export function openCookieStore(journal?: Journal): CookieStore {
  const jar = openJar(journal)
  return {
    async cookieHeader(context) {
      jar.refresh()
      if (jar.isEmpty()) return { decisions: [] }
      return cookieHeader(jar, context, await loadLibrary())
    },
    async store(setCookie, context) {
      if (setCookie.length === 0) return []
      const library = await loadLibrary()
      jar.refresh()
      return setCookie.map((line) => take(jar, line, context, library))
    },
  }
}

/** 4 MB of public suffixes: not before there is a cookie. */
function loadLibrary(): Promise<Library> {
  return import('tough-cookie')
}

/** Section 5.8.3: the Cookie field's value, and why each cookie of the host travels or stays. */
function cookieHeader(jar: Jar, context: CookieContext, library: Library) {
  const { url, now } = context
  const level = sameSiteLevel(context, library)
  const host = url.hostname
  const candidates = jar
    .all()
    .filter((cookie) => isFor(cookie, host, library) && (cookie.expires ?? Infinity) > now)
    .sort(inOrder)
  const judged = candidates.map((cookie) => ({ cookie, obstacle: obstacle(cookie, url, level, library) }))
  const sent = judged.filter(({ obstacle }) => obstacle === undefined).map(({ cookie }) => cookie)
  for (const cookie of sent) jar.touch(cookie, now)
  const decisions = judged.map(({ cookie, obstacle }): CookieDecision =>
    obstacle === undefined
      ? { name: cookie.name, action: 'sent', reason: scope(cookie) }
      : { name: cookie.name, action: 'withheld', reason: obstacle },
  )
  const value = sent.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ')
  return sent.length === 0 ? { decisions } : { value, decisions }
}

/** Longer paths first; among equals, the older cookie first. */
function inOrder(a: StoredCookie, b: StoredCookie): number {
  return b.path.length - a.path.length || a.created - b.created
}

function isFor(cookie: StoredCookie, host: string, { domainMatch }: Library): boolean {
  if (cookie.hostOnly) return cookie.domain === host
  return domainMatch(host, cookie.domain, false) === true
}

/** Why a cookie of this host stays at home; undefined when nothing keeps it. */
function obstacle(cookie: StoredCookie, url: URL, level: number, { pathMatch }: Library): string | undefined {
  if (!pathMatch(url.pathname, cookie.path)) return `for the path ${cookie.path} only`
  if (cookie.secure && !isTrustworthy(url)) return 'Secure, but this is http'
  if (level >= levels[cookie.sameSite]) return undefined
  if (cookie.sameSite === 'strict') return 'SameSite=Strict, and a page of another site led here'
  const words = cookie.sameSite === 'lax' ? 'SameSite=Lax' : 'no SameSite, which means Lax'
  return `${words}, and a page of another site sends this form`
}

/** How near a request must come from for a cookie to travel with it. */
const levels: Readonly<Record<StoredCookie['sameSite'], number>> = { none: 0, default: 1, lax: 1, strict: 2 }

/** Section 5.2: our own pages and what a person typed are as the site itself. */
function sameSiteLevel({ url, initiator, method }: CookieContext, library: Library): number {
  if (initiator === undefined || initiator.protocol === 'about:' || isSameSite(initiator, url, library)) {
    return levels.strict
  }
  return method === 'GET' || method === 'HEAD' ? levels.lax : levels.none
}

/** HTML standard, "same site": scheme and registrable domain. */
function isSameSite(a: URL, b: URL, library: Library): boolean {
  if (a.protocol !== b.protocol || a.hostname === '') return false
  const site = siteOf(a.hostname, library)
  return a.hostname === b.hostname || (site !== undefined && site === siteOf(b.hostname, library))
}

/** Section 5.7: takes one cookie, or says why not. */
function take(jar: Jar, line: string, context: CookieContext, library: Library): CookieDecision {
  const read = readSetCookie(line, context, library)
  if ('refused' in read) return { name: read.name, action: 'refused', reason: read.refused }
  const { name } = read
  if (overlaysSecure(jar, read, context.url, library)) {
    return { name, action: 'refused', reason: 'a Secure cookie of this name is kept, and this is http' }
  }
  const old = jar.find(read)
  if (read.expires !== undefined && read.expires <= context.now) {
    jar.remove(read)
    return {
      name,
      action: 'deleted',
      reason: old === undefined ? 'expired when it came' : 'the server let it expire',
    }
  }
  jar.put(old === undefined ? read : { ...read, created: old.created })
  evict(jar, read, context.now, library)
  return { name, action: 'stored', reason: `${scope(read)}, ${duration(read)}` }
}

/** Section 5.7, step 16: what came over http leaves alone what https set. tough-cookie does not know this rule. */
function overlaysSecure(jar: Jar, cookie: StoredCookie, url: URL, library: Library): boolean {
  if (cookie.secure || isTrustworthy(url)) return false
  const { domainMatch, pathMatch } = library
  return jar
    .all()
    .some(
      (kept) =>
        kept.secure &&
        kept.name === cookie.name &&
        pathMatch(cookie.path, kept.path) &&
        (domainMatch(kept.domain, cookie.domain, false) === true ||
          domainMatch(cookie.domain, kept.domain, false) === true),
    )
}

/** Section 5.7, end: expired ones go first, then those used longest ago, not Secure ones before Secure ones. */
function evict(jar: Jar, newest: StoredCookie, now: number, library: Library): void {
  const site = siteOf(newest.domain, library) ?? newest.domain
  const ofSite = (cookie: StoredCookie) => cookie.domain === site || cookie.domain.endsWith(`.${site}`)
  const all = jar.all()
  const neighbours = all.filter(ofSite)
  if (neighbours.length <= mostPerSite && all.length <= mostInAll) return
  const dead = all.filter((cookie) => (cookie.expires ?? Infinity) <= now)
  for (const cookie of dead) jar.remove(cookie)
  const living = (cookies: readonly StoredCookie[]) =>
    cookies.filter((cookie) => jar.find(cookie) !== undefined)
  for (const cookie of surplus(living(neighbours), mostPerSite, newest)) jar.remove(cookie)
  for (const cookie of surplus(living(all), mostInAll, newest)) jar.remove(cookie)
}

function surplus(
  cookies: readonly StoredCookie[],
  most: number,
  newest: StoredCookie,
): readonly StoredCookie[] {
  const isNewest = (cookie: StoredCookie) =>
    cookie.name === newest.name && cookie.domain === newest.domain && cookie.path === newest.path
  return [...cookies]
    .filter((cookie) => !isNewest(cookie))
    .sort((a, b) => Number(a.secure) - Number(b.secure) || a.accessed - b.accessed)
    .slice(0, Math.max(0, cookies.length - most))
}

function scope(cookie: StoredCookie): string {
  const hosts = cookie.hostOnly ? 'host only' : `${cookie.domain} and the hosts below it`
  return cookie.path === '/' ? hosts : `${hosts}, path ${cookie.path}`
}

function duration(cookie: StoredCookie): string {
  if (cookie.expires === undefined) return 'until the browser ends'
  return `until ${new Date(cookie.expires).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
