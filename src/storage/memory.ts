/**
 * memoryCache({ limit }): a CacheStore that ends with the program. What was used longest ago goes first.
 */
import type { CacheStore, StoredResponse } from '../fetch/session.js'

/** Octets that an entry takes beside its body, roughly. */
const overhead = 1024

interface Entry {
  readonly stored: StoredResponse
  readonly body: Uint8Array
}

/** `limit` in octets. */
export function memoryCache({ limit }: { readonly limit: number }): CacheStore {
  /** oldest use first; names are key and variant */
  const entries = new Map<string, { readonly key: string } & Entry>()
  let sum = 0

  const name = (key: string, id: string) => `${key}\n${id}`
  const sizeOf = ({ stored, body }: Entry) => overhead + stored.head.length + body.length

  function drop(entryName: string): void {
    const entry = entries.get(entryName)
    if (entry === undefined) return
    sum -= sizeOf(entry)
    entries.delete(entryName)
  }

  function insert(key: string, entry: Entry): void {
    const entryName = name(key, entry.stored.id)
    drop(entryName)
    if (sizeOf(entry) > limit) return
    entries.set(entryName, { key, ...entry })
    sum += sizeOf(entry)
    for (const oldest of entries.keys()) {
      if (sum <= limit) break
      drop(oldest)
    }
  }

  function under(key: string): readonly Entry[] {
    return [...entries.values()].filter((entry) => entry.key === key)
  }

  return {
    lookup: (key) => Promise.resolve(under(key).map(({ stored }) => stored)),
    read(key, id) {
      const entry = entries.get(name(key, id))
      if (entry !== undefined) insert(key, entry)
      return Promise.resolve(entry?.body)
    },
    put(key, stored, body) {
      insert(key, { stored, body })
      return Promise.resolve()
    },
    freshen(key, stored) {
      const entry = entries.get(name(key, stored.id))
      if (entry !== undefined) insert(key, { stored, body: entry.body })
      return Promise.resolve()
    },
    remove(key, id) {
      for (const { stored } of under(key))
        if (id === undefined || id === stored.id) drop(name(key, stored.id))
      return Promise.resolve()
    },
  }
}
