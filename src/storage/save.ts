/**
 * saveBody(path, body, options): a body becomes a file, whole or not at all. safeName(name): a name that a server gave
 * becomes one that can do no harm.
 */
import { link, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { failure, isFailure, type Failure } from '../failure.js'
import type { Body } from '../fetch/message.js'
import { errorCode, fileFailure } from './trouble.js'

export interface SaveOptions {
  /** absent: an existing file stays, and saving fails */
  readonly overwrite?: boolean
}

/** The partial file is removed on failure; links and devices given as a target (`/dev/null`) are written straight. */
export async function saveBody(
  path: string,
  body: Body,
  options: SaveOptions = {},
): Promise<{ readonly octets: number } | Failure> {
  try {
    const kind = await kindOf(path)
    if (kind === 'folder') return failure('file', `it is a folder: ${path}`)
    if (kind === 'file' && options.overwrite !== true) {
      return failure('file', `a file of this name exists already: ${path}`)
    }
    return kind === 'other' ? await writeStraight(path, body) : await writeAside(path, body, options)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return failure('file', `a file of this name exists already: ${path}`)
    if (errorCode(error) === '') throw error
    return fileFailure(error, path)
  }
}

async function kindOf(path: string): Promise<'none' | 'file' | 'folder' | 'other'> {
  try {
    const stats = await stat(path)
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'none'
    throw error
  }
}

async function writeStraight(path: string, body: Body): Promise<{ readonly octets: number } | Failure> {
  const file = await open(path, 'w')
  try {
    return await write(file, body)
  } finally {
    await file.close()
  }
}

async function writeAside(
  path: string,
  body: Body,
  options: SaveOptions,
): Promise<{ readonly octets: number } | Failure> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 64)}.${process.pid}.${Date.now()}.part`)
  const file = await open(temporary, 'wx', 0o644)
  try {
    const written = await write(file, body).finally(() => file.close())
    if (isFailure(written)) return written
    if (options.overwrite === true) await rename(temporary, path)
    else await claim(temporary, path)
    return written
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
}

/** Gives the file its name if nothing has it: a link cannot overwrite, a rename would. */
async function claim(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error
    // A file system without links: hold the name by an empty file, then take its place.
    await (await open(path, 'wx', 0o644)).close()
    await rename(temporary, path)
  }
}

async function write(file: FileHandle, body: Body): Promise<{ readonly octets: number } | Failure> {
  let octets = 0
  for await (const piece of body) {
    if (isFailure(piece)) return piece
    await file.writeFile(piece)
    octets += piece.length
  }
  return { octets }
}

/** Octets of UTF-8 that every common file system takes, with room for a number and the temporary name. */
const longestName = 200

/** Names that Windows keeps for devices, should the disk be one of its own. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A name without separators, leading dots, control and bidi characters, not too long; never empty. */
export function safeName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ~-]+|[. ]+$/g, '')
  const usable = reserved.test(plain) ? `_${plain}` : plain
  return shortened(usable) || 'download'
}

/** Cuts the stem and keeps the extension, between code points. */
function shortened(name: string): string {
  const length = (text: string) => Buffer.byteLength(text)
  if (length(name) <= longestName) return name
  const extension = length(extname(name)) <= 20 ? extname(name) : ''
  let stem = ''
  for (const character of name) {
    if (length(stem + character + extension) > longestName) break
    stem += character
  }
  return stem + extension
}
