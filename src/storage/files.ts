/**
 * Files (see fetch/session.ts) over the real file system: every fault is a value.
 */
import { createReadStream } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import type { FileFacts, Files } from '../fetch/session.js'
import { fileFailure } from './trouble.js'

/** Octets of one read. */
const pieceSize = 65536

/** How many entries of a folder are asked at once. */
const atOnce = 64

export function openFiles(): Files {
  return {
    async facts(path) {
      try {
        return factsOf(await stat(path))
      } catch (error) {
        return fileFailure(error, path)
      }
    },
    async list(path) {
      try {
        return await entries(path, await readdir(path))
      } catch (error) {
        return fileFailure(error, path)
      }
    },
    read,
  }
}

function factsOf(stats: Stats): FileFacts {
  const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  return { kind, size: stats.size, modified: stats.mtimeMs }
}

/** A link that leads nowhere is still an entry; one that vanished meanwhile is none. */
async function entries(path: string, names: readonly string[]) {
  const found: (FileFacts & { readonly name: string })[] = []
  for (let i = 0; i < names.length; i += atOnce) {
    const asked = names.slice(i, i + atOnce).map(async (name) => {
      const whole = join(path, name)
      const stats = await stat(whole).catch(() => lstat(whole).catch(() => undefined))
      return stats === undefined ? [] : [{ name, ...factsOf(stats) }]
    })
    found.push(...(await Promise.all(asked)).flat())
  }
  return found
}

async function* read(path: string, signal: AbortSignal): Body {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: pieceSize, signal })) {
      yield piece as Uint8Array
    }
  } catch (error) {
    yield signal.aborted ? failure('aborted', 'stopped') : fileFailure(error, path)
  }
}
