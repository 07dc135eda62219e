/**
 * Faults of the file system, in words a person can use.
 */
import { failure, type Failure } from '../failure.js'

/** Told once, in words, when something cannot be kept on disk; everything goes on in memory. */
export type OnTrouble = (words: string) => void

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the quota is used up',
  EEXIST: 'it exists already',
  EISDIR: 'it is a folder',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
}

export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

export function meaning(error: unknown): string {
  const code = errorCode(error)
  return meanings[code] ?? (code === '' ? 'an unknown fault' : code)
}

export function fileFailure(error: unknown, path: string): Failure {
  return failure('file', `${meaning(error)}: ${path}`, { cause: errorCode(error) })
}

/** Passes on the first of all troubles. */
export function once(tell: OnTrouble | undefined): OnTrouble {
  let told = false
  return (words) => {
    if (!told) tell?.(words)
    told = true
  }
}
