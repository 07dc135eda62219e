/**
 * `data:` URLs (RFC 2397; Fetch, section "data: URL processor"): the URL itself is the answer.
 */
import { failure } from '../failure.js'
import type { LocalAnswer } from './local.js'

const fallback = 'text/plain;charset=US-ASCII'

/** Type and subtype are tokens; what follows is the decoder's business. */
const mediaType = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*(;|$)/

export function fetchData(url: URL): LocalAnswer {
  const [input = ''] = url.href.slice('data:'.length).split('#', 1)
  const comma = input.indexOf(',')
  if (comma < 0) return failure('address', 'this data: address has no comma between its type and its data')
  const declared = trimmed(input.slice(0, comma))
  const coded = /; *base64$/i.exec(declared)
  const octets = percentDecoded(input.slice(comma + 1))
  const body = coded === null ? octets : forgivingBase64(octets)
  if (body === undefined) return failure('address', 'the data of this data: address is no base64')
  const type = coded === null ? declared : declared.slice(0, coded.index)
  return {
    status: 200,
    reason: 'OK',
    fields: [
      ['Content-Type', typeOf(type)],
      ['Content-Length', String(body.length)],
    ],
    body,
  }
}

function trimmed(text: string): string {
  return text.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '')
}

function typeOf(text: string): string {
  const type = text.startsWith(';') ? `text/plain${text}` : text
  return mediaType.test(type) ? type : fallback
}

/** URL standard, section 1.3. A URL's text is ASCII once parsed, but other callers need not rely on that. */
export function percentDecoded(text: string): Uint8Array {
  const octets = new TextEncoder().encode(text)
  const decoded = new Uint8Array(octets.length)
  let length = 0
  for (let i = 0; i < octets.length; i++) {
    const digits = octets[i] === 0x25 ? String.fromCharCode(octets[i + 1] ?? 0, octets[i + 2] ?? 0) : ''
    const coded = /^[0-9A-Fa-f]{2}$/.test(digits)
    decoded[length++] = coded ? parseInt(digits, 16) : (octets[i] ?? 0)
    if (coded) i += 2
  }
  return decoded.subarray(0, length)
}

/** Infra standard, "forgiving-base64 decode"; undefined when it fails. */
function forgivingBase64(octets: Uint8Array): Uint8Array | undefined {
  let text = Buffer.from(octets)
    .toString('latin1')
    .replace(/[\t\n\f\r ]/g, '')
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '')
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) return undefined
  return new Uint8Array(Buffer.from(text, 'base64'))
}
