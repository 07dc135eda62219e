/**
 * Text whose encoding nobody declared: UTF-8 or a fallback, decided by the first run of octets beyond ASCII. See
 * charset.ts for the reasons.
 */

/** Octets of a run that are enough to decide by; a run that is longer is cut there. */
const ENOUGH = 256

const DEFAULT_FALLBACK = 'windows-1252'

const PREFIX = 'UTF-8 or '

/** What stands for an encoding's name until the octets decide. A person may read it. */
export function undeclared(fallback: string = DEFAULT_FALLBACK): string {
  return PREFIX + fallback
}

/** The fallback, when `charset` is what `undeclared` gives. */
export function undeclaredFallback(charset: string): string | undefined {
  return charset.startsWith(PREFIX) ? charset.slice(PREFIX.length) : undefined
}

/** The encoding's name, or undefined while the octets do not decide. `complete`: no more octets will come. */
export function decideUndeclared(
  octets: Uint8Array,
  fallback: string = DEFAULT_FALLBACK,
  { complete = false } = {},
): string | undefined {
  const start = firstBeyondAscii(octets)
  if (start === octets.length) return undefined
  let end = start
  while (end < octets.length && end - start < ENOUGH && octets[end]! >= 0x80) end++
  const cut = end - start === ENOUGH
  if (end === octets.length && !complete) return undefined
  return isUtf8(octets.subarray(start, end), { cut }) ? 'UTF-8' : fallback
}

/** The index of the first octet beyond ASCII, or the length. */
export function firstBeyondAscii(octets: Uint8Array): number {
  let at = 0
  while (at < octets.length && octets[at]! < 0x80) at++
  return at
}

/** Whether it is UTF-8; `cut`: its last character may lack octets. */
function isUtf8(octets: Uint8Array, { cut }: { cut: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: cut })
    return true
  } catch {
    return false
  }
}
