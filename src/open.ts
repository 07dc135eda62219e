/**
 * openSession(options): a session on the real world: sockets, files, the XDG folders, the clock. Nothing is opened
 * before it is needed.
 */
import { join } from 'node:path'
import type { Failure } from './failure.js'
import { isFailure } from './failure.js'
import { acceptLanguage } from './fetch/language.js'
import { openCookieStore } from './fetch/cookies.js'
import type { CacheStore, Files, Session, Settings } from './fetch/session.js'
import { openNetwork } from './network/network.js'
import { openFiles } from './storage/files.js'
import { openJournal } from './storage/journal.js'
import { memoryCache } from './storage/memory.js'
import { storagePaths } from './storage/paths.js'

declare const OCTAVO_VERSION: string | undefined
export const VERSION = typeof OCTAVO_VERSION === 'string' ? OCTAVO_VERSION : '0.0.0'

export interface SessionOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** the person's own folder; absolute */
  readonly home: string
  /** nothing is read from or written to disk */
  readonly private?: boolean
  /** certificates that do not verify are used all the same */
  readonly insecure?: boolean
  /** milliseconds for a whole exchange */
  readonly timeout?: number
  /** in place of the real file system */
  readonly files?: Files
  /** told once when something cannot be kept on disk */
  readonly onTrouble?: (words: string) => void
}

export interface OpenedSession extends Session {
  /** closes connections and the tour */
  close(): void
}

const SECOND = 1000
const MEGABYTE = 1 << 20
const CACHE_LIMIT = { disk: 256 * MEGABYTE, memory: 32 * MEGABYTE } as const

export function openSession(options: SessionOptions): OpenedSession {
  const paths = storagePaths(options.env, options.home)
  const onTrouble = options.onTrouble ?? (() => undefined)
  const network = openNetwork({ insecure: options.insecure ?? false })
  let tour: Promise<{ readonly url: URL; close(): void } | Failure> | undefined
  return {
    network,
    files: options.files ?? openFiles(),
    cache: options.private
      ? memoryCache({ limit: CACHE_LIMIT.memory })
      : whenUsed(async () => {
          const { openDiskCache } = await import('./storage/cache.js')
          return openDiskCache(paths.cache, { limit: CACHE_LIMIT.disk, onTrouble })
        }),
    cookies: openCookieStore(
      options.private ? undefined : openJournal(join(paths.state, 'cookies'), { onTrouble }),
    ),
    tour: async () => {
      tour ??= import('./tour/server.js').then((server) => server.openTour())
      const opened = await tour
      return isFailure(opened) ? opened : opened.url
    },
    now: Date.now,
    settings: settings(options),
    close() {
      network.close()
      void tour?.then((opened) => {
        if (!isFailure(opened)) opened.close()
      })
    },
  }
}

/** A store that is opened by its first use. */
function whenUsed(open: () => Promise<CacheStore>): CacheStore {
  let opened: Promise<CacheStore> | undefined
  const store = (): Promise<CacheStore> => (opened ??= open())
  return {
    lookup: async (...about) => (await store()).lookup(...about),
    read: async (...about) => (await store()).read(...about),
    put: async (...about) => (await store()).put(...about),
    freshen: async (...about) => (await store()).freshen(...about),
    remove: async (...about) => (await store()).remove(...about),
  }
}

function settings({ env, timeout }: SessionOptions): Settings {
  return {
    userAgent: `Octavo/${VERSION}`,
    acceptLanguage: acceptLanguage(env),
    deadlines: {
      connect: 20 * SECOND,
      head: 60 * SECOND,
      silence: 60 * SECOND,
      ...(timeout !== undefined && { total: timeout }),
    },
    limits: { head: 256 * 1024, body: 256 * MEGABYTE, redirects: 20 },
  }
}
