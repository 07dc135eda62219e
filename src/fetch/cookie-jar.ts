/**
 * The cookies of one browser: those that end with it, and those of the journal, which other running browsers write
 * too. The second layer is a pure function of the journal's lines, so that every browser comes to the same cookies;
 * the first lies before it.
 */
import type { Journal } from './session.js'
import type { StoredCookie } from './set-cookie.js'

/** Entries that the journal may hold beyond twice what is alive before it is written anew. */
const slack = 1000

export interface Jar {
  /** reads what other browsers wrote since the last call */
  refresh(): void
  /** true when nothing was ever kept: no rules need be loaded to know that nothing matches */
  isEmpty(): boolean
  all(): readonly StoredCookie[]
  find(cookie: Identity): StoredCookie | undefined
  put(cookie: StoredCookie): void
  remove(cookie: Identity): void
  /** remembers the use, for eviction; only in this browser */
  touch(cookie: Identity, now: number): void
}

/** RFC 6265bis section 5.7: a cookie with the same three takes the other's place. */
export type Identity = Pick<StoredCookie, 'name' | 'domain' | 'path'>

function identity({ name, domain, path }: Identity): string {
  return `${domain}\n${path}\n${name}`
}

type Layer = Map<string, StoredCookie>

export function openJar(journal: Journal | undefined): Jar {
  const memory: Layer = new Map()
  const kept: Layer = new Map()
  let entries = 0

  function replay(): void {
    const { lines, restarted } = journal?.replay() ?? { lines: [], restarted: false }
    if (restarted) {
      kept.clear()
      entries = 0
    }
    entries += lines.length
    for (const line of lines) apply(kept, line)
  }

  function refresh(): void {
    replay()
    if (journal === undefined || entries <= slack + 2 * kept.size) return
    journal.compact(() => {
      replay()
      return [...kept.values()].map(putLine)
    })
    entries = kept.size
  }

  function remove(cookie: Identity): void {
    const key = identity(cookie)
    memory.delete(key)
    if (kept.delete(key)) journal?.append(deleteLine(cookie))
  }

  function put(cookie: StoredCookie): void {
    const key = identity(cookie)
    if (cookie.expires === undefined) {
      if (kept.delete(key)) journal?.append(deleteLine(cookie))
      memory.set(key, cookie)
    } else {
      memory.delete(key)
      kept.set(key, cookie)
      journal?.append(putLine(cookie))
    }
  }

  function touch(cookie: Identity, now: number): void {
    const key = identity(cookie)
    for (const layer of [memory, kept]) {
      const found = layer.get(key)
      if (found !== undefined) layer.set(key, { ...found, accessed: now })
    }
  }

  return {
    refresh,
    isEmpty: () => memory.size === 0 && kept.size === 0,
    all: () => [...new Map([...kept, ...memory]).values()],
    find: (cookie) => memory.get(identity(cookie)) ?? kept.get(identity(cookie)),
    put,
    remove,
    touch,
  }
}

function putLine(cookie: StoredCookie): string {
  return JSON.stringify({ put: cookie })
}

function deleteLine({ name, domain, path }: Identity): string {
  return JSON.stringify({ delete: { name, domain, path } })
}

/** A line that is damaged, or was written by something else, changes nothing. */
function apply(layer: Layer, line: string): void {
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch {
    return
  }
  if (typeof entry !== 'object' || entry === null) return
  const { put, delete: gone } = entry as { put?: unknown; delete?: unknown }
  if (isCookie(put)) layer.set(identity(put), put)
  else if (isIdentity(gone)) layer.delete(identity(gone))
}

/** Octets that may stand in a field, one character each. */
function isText(x: unknown): x is string {
  return typeof x === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(x)
}

function isIdentity(x: unknown): x is Identity {
  if (typeof x !== 'object' || x === null) return false
  const { name, domain, path } = x as Record<string, unknown>
  return isText(name) && !name.includes(';') && isText(domain) && isText(path)
}

const sameSites: readonly unknown[] = ['strict', 'lax', 'none', 'default']

function isCookie(x: unknown): x is StoredCookie {
  if (!isIdentity(x)) return false
  const cookie = x as unknown as Record<string, unknown>
  const flags = [cookie['hostOnly'], cookie['secure'], cookie['httpOnly']]
  const times = [cookie['created'], cookie['accessed'], cookie['expires']]
  return (
    isText(cookie['value']) &&
    !cookie['value'].includes(';') &&
    sameSites.includes(cookie['sameSite']) &&
    flags.every((flag) => typeof flag === 'boolean') &&
    times.every((time) => Number.isFinite(time))
  )
}
