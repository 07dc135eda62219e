/**
 * What to say of a URL whose scheme is not opened here: the program that could.
 */
import { failure, type Failure } from '../failure.js'

/** By scheme, without its colon: what the address is for. */
const programs: ReadonlyMap<string, (url: URL) => string> = new Map<string, (url: URL) => string>([
  ['mailto', (url) => `a mail program can write to ${plain(url.pathname)}`],
  ['tel', (url) => `a telephone can call ${plain(url.pathname)}`],
  ['sms', (url) => `a telephone can write to ${plain(url.pathname)}`],
  ['telnet', (url) => `\`${['telnet', ...hostAndPort(url)].join(' ')}\` can open it`],
  ['ssh', (url) => `\`ssh ${url.hostname}\` can open it`],
  ['ftp', () => 'an FTP program such as lftp can open it'],
  ['ftps', () => 'an FTP program such as lftp can open it'],
  ['sftp', () => 'sftp can open it'],
  ['gopher', () => 'a Gopher program such as lynx can open it'],
  ['gemini', () => 'a Gemini program such as amfora can open it'],
  ['finger', (url) => `\`finger @${url.hostname}\` can open it`],
  ['irc', () => 'an IRC program such as irssi can open it'],
  ['ircs', () => 'an IRC program such as irssi can open it'],
  ['news', () => 'a news reader such as slrn can open it'],
  ['nntp', () => 'a news reader such as slrn can open it'],
  ['magnet', () => 'a BitTorrent program can open it'],
  ['ws', () => 'it is a WebSocket, and serves scripts'],
  ['wss', () => 'it is a WebSocket, and serves scripts'],
  ['blob', () => 'it lives only in the browser that made it'],
  ['javascript', () => 'it is a script, and Octavo runs none'],
  ['view-source', () => 'the key \\ shows the source of a page'],
])

export function unopenedScheme(url: URL): Failure {
  const scheme = url.protocol.slice(0, -1)
  const words = programs.get(scheme)?.(url) ?? 'no program is known for it'
  return failure('scheme', `${scheme}: addresses are not opened here; ${words}`)
}

/** Percent-coding may hide what a terminal would act on; then it stays. */
function plain(text: string): string {
  try {
    const decoded = decodeURIComponent(text)
    return /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(decoded) ? text : decoded
  } catch {
    return text
  }
}

/** As `telnet` takes them; `telnet:x.test` has no host, but a path that was meant as one. */
function hostAndPort(url: URL): readonly string[] {
  const host = url.hostname === '' && /^[\w.-]+$/.test(url.pathname) ? url.pathname : url.hostname
  return [host, url.port].filter((part) => part !== '')
}
