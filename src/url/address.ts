/**
 * What a person meant by what they typed: text from the command line or the prompt gives a URL, or a Failure whose
 * sentence says what is wrong with it. References on pages are another thing: see reference.ts.
 *
 * The order of the readings is the order of the functions in `READINGS`; the first that has an opinion wins.
 */
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import { hostFault } from './fault.js'
import { quote } from './quote.js'

export interface Surroundings {
  /** the folder that relative file names start from; absolute */
  readonly cwd: string
  /** what `~` stands for; absolute */
  readonly home: string
  /** whether there is a file or a folder of that absolute name; absent: nobody can tell, so only `./x` is a file */
  readonly exists?: (path: string) => boolean
}

type Reading = (text: string, surroundings: Surroundings) => URL | Failure | undefined

const READINGS: readonly Reading[] = [asFileName, asIpv6, asUrl, asExistingFile, asHost]

export function parseAddress(text: string, options: Surroundings): URL | Failure {
  const trimmed = trimOuter(text)
  if (trimmed === '') {
    return failure('address', 'the address is empty: type one such as news.test, ./page.html or about:start')
  }
  for (const reading of READINGS) {
    const meant = reading(trimmed, options)
    if (meant !== undefined) return meant
  }
  return failure('address', `${quote(trimmed)} is no address`)
}

/** What copying drags along at either end: white space, controls, zero-width and bidi characters. */
const OUTER = /[\s\p{Cc}\p{Cf}]/u

function trimOuter(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && OUTER.test(text.charAt(start))) start++
  while (end > start && OUTER.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/** `./x`, `../x`, `/x`, `~`, `~/x`, `.`, `..`: always a file, whether there is one or not. `//host/x` is none. */
function asFileName(text: string, surroundings: Surroundings): URL | undefined {
  if (text === '~' || text.startsWith('~/')) {
    return fileUrl(join(surroundings.home, text.slice(1)), surroundings)
  }
  if (/^\.{1,2}(?:\/|$)/.test(text) || /^\/(?!\/)/.test(text)) {
    return fileUrl(isAbsolute(text) ? text : join(surroundings.cwd, text), surroundings)
  }
  return undefined
}

/** `x.html` where there is such a file. */
function asExistingFile(text: string, surroundings: Surroundings): URL | undefined {
  const { exists = () => false, cwd } = surroundings
  if (text.startsWith('//')) return undefined
  const [name] = splitFragment(text)
  if (exists(join(cwd, text)) || (name !== '' && exists(join(cwd, name)))) {
    return fileUrl(join(cwd, text), surroundings)
  }
  return undefined
}

/**
 * A file's URL. `#` and `?` are ordinary characters of file names; only where no file has the whole name and one has
 * the name before the `#`, a fragment was meant.
 */
function fileUrl(path: string, { exists }: Surroundings): URL {
  const [name, fragment] = splitFragment(path)
  if (exists !== undefined && fragment !== '' && !exists(path) && exists(name)) {
    const url = pathToFileURL(name)
    url.hash = fragment
    return url
  }
  return pathToFileURL(path)
}

function splitFragment(text: string): [name: string, fragment: string] {
  const hash = text.lastIndexOf('#')
  return hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash)]
}

/** `::1/x`: without brackets, as people copy it from other programs. A zone (`fe80::1%eth0`) has no place in a URL. */
function asIpv6(text: string): URL | Failure | undefined {
  const [, address = '', zone, rest = ''] = /^([0-9a-f:.]+)(%[^/?#]*)?((?:[/?#].*)?)$/is.exec(text) ?? []
  if (address.split(':').length < 3) return undefined
  return zone === undefined ? parsed(`http://[${address}]${rest}`) : hostFault(text, `[${address}${zone}]`)
}

/** Schemes whose rest may look like a port or hold an `@`: `tel:112` is no host, `mailto:a@b.test` no password. */
const OPAQUE = new Set(
  `about acct blob callto cid data fax geo im irc jabber javascript magnet mailto mid modem news pres
   sip sips sms tel urn view-source xmpp`.split(/\s+/),
)

/** Anything with a scheme; what becomes of schemes that are not opened here is not decided here. `file:x` starts from the folder. */
function asUrl(text: string, { cwd }: Surroundings): URL | Failure | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? []
  if (scheme === '' || isHostBeforeColon(scheme, rest)) return undefined
  return parsed(text, pathToFileURL(`${cwd}/`)) ?? hostFault(text, authorityOf(rest))
}

/** `localhost:8080/x`, `news.test:80`, `user:pw@news.test` begin like a scheme and are none. */
function isHostBeforeColon(scheme: string, rest: string): boolean {
  if (OPAQUE.has(scheme.toLowerCase()) || rest.startsWith('//')) return false
  return (
    /^\p{Nd}+(?:[/?#]|$)/u.test(rest) ||
    /^[^/?#]*@/.test(rest) ||
    scheme.includes('.') ||
    scheme.toLowerCase() === 'localhost'
  )
}

/** Endings that no top-level domain has: who types one means a file. */
const FILE_ENDING = /\.(?:html?|xhtml|txt|json|xml|css|log)$/i

function asHost(text: string, { cwd, exists }: Surroundings): URL | Failure {
  const bare = text.replace(/^\/\//, '')
  const clear = bare !== text
  const authority = authorityOf(`//${bare}`)
  const url = parsed(`https://${bare}`)
  if (url === undefined || /\s/.test(authority)) return hostFault(text, authority)
  const dotless = !url.hostname.includes('.') && !url.hostname.startsWith('[')
  const port = /:\p{Nd}+$/u.test(authority)
  if (exists !== undefined && bare === authority && !clear && FILE_ENDING.test(bare)) {
    return failure('address', `there is no file ${quote(text)} in ${quote(cwd)}`)
  }
  if (
    (dotless || /^\d+$/.test(authority)) &&
    !clear &&
    !port &&
    !isLoopback(url.hostname) &&
    !authority.includes('@')
  ) {
    return failure(
      'address',
      `${quote(text)} is neither a file here nor a host name with a dot: type ${quote(`//${bare}`)} for a host of that name, ` +
        `${quote(`./${text}`)} for a file`,
    )
  }
  return isPlain(url, { dotless, authority }) ? (parsed(`http://${bare}`) ?? url) : url
}

/** Where https is not to be expected: this machine, addresses without a name, local names, and port 80 itself. */
function isPlain(url: URL, { dotless, authority }: { dotless: boolean; authority: string }): boolean {
  return dotless || isLoopback(url.hostname) || isIpLiteral(url.hostname) || /:0*80$/.test(authority)
}

function isLoopback(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/.test(hostname)
}

/** The URL parser has already brought every spelling of an IPv4 address to four decimal numbers. */
function isIpLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname)
}

/** Between `//` and the next `/`, `?` or `#`, as typed; empty where there is no `//`. */
function authorityOf(rest: string): string {
  return /^[/\\]{2}([^/?#\\]*)/.exec(rest)?.[1] ?? ''
}

function parsed(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
