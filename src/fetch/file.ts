/**
 * `file:` URLs (RFC 8089): a file's octets, or a folder's listing as HTML, through `session.files`. A file system gives
 * no type: what a file is, its name and its first octets say, to whoever reads it.
 */
import { failure, isFailure } from '../failure.js'
import { percentDecoded } from './data.js'
import { formatHttpDate } from './date.js'
import { listing } from './listing.js'
import type { LocalAnswer } from './local.js'
import type { Field } from './message.js'
import type { Session } from './session.js'

export async function fetchFile(url: URL, session: Session, signal: AbortSignal): Promise<LocalAnswer> {
  if (url.hostname !== '' && url.hostname !== 'localhost') {
    return failure('file', `files of another machine (${url.hostname}) are not opened here`)
  }
  const path = filePath(url)
  if (path === undefined) return failure('file', `no such file: ${url.pathname}`)
  const facts = await session.files.facts(path)
  if (isFailure(facts)) return facts
  if (facts.kind === 'folder') return folder(path, url, session)
  if (facts.kind === 'other') return failure('file', `neither a file nor a folder: ${path}`)
  if (path.endsWith('/')) return failure('file', `no folder, but a file: ${path.slice(0, -1)}`)
  const fields: Field[] = [
    ['Content-Length', String(facts.size)],
    ['Last-Modified', formatHttpDate(facts.modified)],
  ]
  return { status: 200, reason: 'OK', fields, body: session.files.read(path, signal) }
}

/** The path that a URL means; undefined when no file can have it. */
function filePath(url: URL): string | undefined {
  try {
    const path = new TextDecoder('utf-8', { fatal: true }).decode(percentDecoded(url.pathname))
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}

/** The URL that answers ends in a slash, or the listing's links would lead beside the folder. */
async function folder(path: string, url: URL, session: Session): Promise<LocalAnswer> {
  const entries = await session.files.list(path)
  if (isFailure(entries)) return entries
  const body = new TextEncoder().encode(listing(path.endsWith('/') ? path : `${path}/`, entries))
  const base = new URL(url)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  const fields: Field[] = [
    ['Content-Type', 'text/html;charset=utf-8'],
    ['Content-Length', String(body.length)],
  ]
  return { status: 200, reason: 'OK', fields, body, url: base }
}
