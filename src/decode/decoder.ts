/**
 * Decoders: each takes octets as they come and gives the characters that are whole; malformed octets become U+FFFD.
 * https://encoding.spec.whatwg.org/
 *
 * UTF-8 and UTF-16 are Node's own. All other encodings are the library's, because Node 20's TextDecoder is wrong for
 * windows-1252 and for the encodings of Chinese, Japanese and Korean. Octets of ASCII need no decoder and give strings of half
 * the size: until an octet beyond ASCII comes, no decoder is made and no library loaded.
 */
import { isAscii } from 'node:buffer'
import { encodingName } from './encoding.js'
import { decideUndeclared, firstBeyondAscii, undeclaredFallback } from './undeclared.js'

/** Takes undefined once, at the end. */
export type Decoder = (octets: Uint8Array | undefined) => string | Promise<string>

export function openDecoder(charset: string): Decoder {
  const fallback = undeclaredFallback(charset)
  if (fallback !== undefined) return undeclaredDecoder(fallback)
  switch (charset.toLowerCase()) {
    case 'utf-8':
      return asciiFirst(utf8Decoder, { stateless: true })
    case 'utf-16le':
    case 'utf-16be':
      return streaming(new TextDecoder(charset))
    case 'replacement':
      return replacementDecoder()
    case 'iso-2022-jp': // its ASCII octets are part of escape sequences
      return legacyDecoder(charset)
    default:
      return asciiFirst(() => legacyDecoder(charset), { stateless: false })
  }
}

interface StandardDecoder {
  decode(octets?: Uint8Array, options?: { readonly stream?: boolean }): string
}

function streaming(decoder: StandardDecoder): Decoder {
  return (octets) => (octets === undefined ? decoder.decode() : decoder.decode(octets, { stream: true }))
}

/** A byte order mark counts only at the very start of the text. */
function utf8Decoder({ atStart }: { atStart: boolean }): Decoder {
  return streaming(new TextDecoder('utf-8', { ignoreBOM: !atStart }))
}

function legacyDecoder(charset: string): Decoder {
  let decode: Decoder | undefined
  return async (octets) => {
    decode ??= await load(charset)
    return decode(octets)
  }
}

async function load(charset: string): Promise<Decoder> {
  const { TextDecoder: LegacyDecoder } = await import('@exodus/bytes/encoding.js')
  return streaming(new LegacyDecoder((await encodingName(charset)) ?? 'windows-1252'))
}

/**
 * For encodings in which a text that is ASCII so far means ASCII. `stateless`: so it does after every octet of ASCII, and
 * chunks of ASCII may go past the decoder then.
 */
function asciiFirst(
  open: (options: { atStart: boolean }) => Decoder,
  { stateless }: { stateless: boolean },
): Decoder {
  let decode: Decoder | undefined
  let atStart = true
  let atRest = true
  return (octets) => {
    if (octets !== undefined && atRest && isAscii(octets)) {
      atStart &&= octets.length === 0
      return ascii(octets)
    }
    if (octets === undefined) return decode === undefined ? '' : decode(octets)
    decode ??= open({ atStart })
    atRest = stateless && octets.at(-1)! < 0x80
    return decode(octets)
  }
}

/** Holds back no more than the run of octets that it decides by. */
function undeclaredDecoder(fallback: string): Decoder {
  let decode: Decoder | undefined
  let held: Uint8Array = new Uint8Array()
  return (octets) => {
    if (decode !== undefined) return decode(octets)
    if (octets !== undefined && held.length === 0 && isAscii(octets)) return ascii(octets)
    const known = octets === undefined ? held : held.length === 0 ? octets : Buffer.concat([held, octets])
    const complete = octets === undefined
    const name = decideUndeclared(known, fallback, { complete })
    if (name === undefined) {
      const start = firstBeyondAscii(known)
      held = known.slice(start)
      return ascii(known.subarray(0, start))
    }
    decode = openDecoder(name)
    return complete ? atOnce(decode, known) : decode(known)
  }
}

async function atOnce(decode: Decoder, octets: Uint8Array): Promise<string> {
  return (await decode(octets)) + (await decode(undefined))
}

/** One U+FFFD for the whole text: encodings that are used to smuggle markup are not decoded. */
function replacementDecoder(): Decoder {
  let said = false
  return (octets) => {
    if (said || octets === undefined || octets.length === 0) return ''
    said = true
    return '\u{fffd}'
  }
}

function ascii(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
}
