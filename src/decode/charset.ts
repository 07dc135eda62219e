/**
 * Which encoding the octets of a text are in: the body's head and what was said about it give an encoding's name.
 * https://html.spec.whatwg.org/#determining-the-character-encoding
 *
 * The order is the standard's: byte order mark, the person's override, transport (Content-Type), the page's own
 * `<meta>`, the XML declaration.
 *
 * Where nothing is declared the standard lets us look at the octets ("autodetect"). The rule, for pages and plain text
 * alike: the first run of octets beyond ASCII is either UTF-8 or it is not; a run of another encoding is UTF-8 by
 * accident only if it is very short. If it is not, the text is in the fallback, windows-1252 unless a locale says
 * otherwise. Where the head is ASCII throughout, nothing can be told yet and nothing has to be: `undeclared(fallback)` is
 * given instead of a name, and decoding decides when the first such run comes (see undeclared.ts). So the decision
 * depends on the octets alone and never on how they were cut into chunks.
 */
import { encodingName } from './encoding.js'
import { prescan } from './prescan.js'
import { decideUndeclared, undeclared } from './undeclared.js'

export interface CharsetHints {
  /** a label given by the person; beats all but a byte order mark */
  readonly override?: string
  /** the charset parameter of Content-Type */
  readonly transport?: string
  /** whether `<meta>` is looked for */
  readonly html: boolean
  /** the encoding's name for undeclared text that is not UTF-8; default windows-1252 */
  readonly fallback?: string
}

/**
 * An encoding's name as the Encoding Standard writes it, or `undeclared(fallback)`. Labels that mean nothing are
 * passed over.
 */
export async function sniffCharset(head: Uint8Array, hints: CharsetHints): Promise<string> {
  return (
    byteOrderMark(head) ??
    (await encodingName(hints.override)) ??
    (await encodingName(hints.transport)) ??
    (hints.html ? await prescan(head) : undefined) ??
    (await encodingName(xmlDeclaration(head))) ??
    decideUndeclared(head, hints.fallback) ??
    undeclared(hints.fallback)
  )
}

/** https://encoding.spec.whatwg.org/#bom-sniff */
function byteOrderMark(head: Uint8Array): string | undefined {
  const [first, second, third] = head
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'UTF-8'
  if (first === 0xfe && second === 0xff) return 'UTF-16BE'
  if (first === 0xff && second === 0xfe) return 'UTF-16LE'
  return undefined
}

/**
 * The label of `<?xml … encoding="…"?>` at the very start. A declaration that can be read octet by octet cannot be
 * UTF-16, whatever it says.
 * https://html.spec.whatwg.org/#concept-get-xml-encoding-when-sniffing
 */
function xmlDeclaration(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 1024)).toString('latin1')
  const label = /^<\?xml[^>]*encoding[\0-\x20]*=[\0-\x20]*(["'])([^\0-\x20]+?)\1/.exec(start)?.[2]
  return label !== undefined && /^utf-?16(?:le|be)?$/i.test(label) ? 'utf-8' : label
}
