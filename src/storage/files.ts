/**
 * Files (see fetch/session.ts) over the real file system: every fault is a value.
 */
import fs from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { failure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import type { FileFacts, Files } from '../fetch/session.js'
import { fileFailure } from './trouble.js'

// not from node:fs/promises, nor by streams, which take longer to load than a page to be shown
const [stat, lstat, readdir] = [promisify(fs.stat), promisify(fs.lstat), promisify(fs.readdir)]
const [open, readAt, close] = [promisify(fs.open), promisify(fs.read), promisify(fs.close)]

/** Octets of one read. */
const pieceSize = 65_536

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
  let descriptor: number | undefined
  try {
    descriptor = await open(path, 'r')
    while (!signal.aborted) {
      const { bytesRead, buffer } = await readAt(
        descriptor,
        Buffer.allocUnsafe(pieceSize),
        0,
        pieceSize,
        null,
      )
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
    yield failure('aborted', 'stopped')
  } catch (error) {
    yield fileFailure(error, path)
  } finally {
    if (descriptor !== undefined) await close(descriptor)
  }
}
