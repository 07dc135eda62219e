/**
 * An exchange's request as a curl command that sends the same, quoted for a POSIX shell with `$'...'`.
 */
import type { Exchange } from '../fetch/message.js'
import { getAll } from '../fetch/message.js'
import type { Field } from '../fetch/message.js'
import { isCredential } from '../html/pages/secret.js'
import { publicHref } from '../url/display.js'

export interface CurlOptions {
  /** with Cookie, Authorization and their like */
  readonly credentials: boolean
}

/** What curl makes itself. */
const OWN = new Set(['host', 'content-length', 'connection', 'accept-encoding'])

export function curlCommand(exchange: Exchange, { credentials }: CurlOptions): string {
  const fields = requestFields(exchange.requestHead)
  const words = ['curl', quote(credentials ? exchange.url.href : publicHref(exchange.url))]
  const { method, requestBody } = exchange
  if (method === 'HEAD') words.push('--head')
  else if (method !== (requestBody === undefined ? 'GET' : 'POST')) words.push('--request', quote(method))
  for (const [name, value] of fields) {
    if (OWN.has(name.toLowerCase()) || (!credentials && isCredential(name))) continue
    words.push('--header', quote(value === '' ? `${name};` : `${name}: ${value}`))
  }
  if (getAll(fields, 'accept-encoding').length > 0) words.push('--compressed')
  if (requestBody !== undefined) words.push('--data-binary', quoteOctets(requestBody))
  return words.join(' ')
}

function requestFields(head: string): readonly Field[] {
  return head
    .split('\r\n')
    .slice(1)
    .flatMap((line): readonly Field[] => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()]] : []
    })
}

function quote(text: string): string {
  if (/^[\w./:=@%+-]+$/.test(text)) return text
  return /[^\x20-\x7e]/.test(text)
    ? quoteOctets(Buffer.from(text, 'latin1'))
    : `'${text.replaceAll("'", "'\\''")}'`
}

function quoteOctets(octets: Uint8Array): string {
  let text = ''
  for (const octet of octets) {
    const character = String.fromCharCode(octet)
    if (character === "'" || character === '\\') text += `\\${character}`
    else if (octet >= 0x20 && octet < 0x7f) text += character
    else text += `\\x${octet.toString(16).padStart(2, '0')}`
  }
  return text.includes('\\') ? `$'${text}'` : quote(text)
}
