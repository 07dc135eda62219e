/**
 * MIME types: from what the server says, the file's name and the first octets, the type that a body is treated as
 * (MIME Sniffing), and what can be done with a body of that type.
 * https://mimesniff.spec.whatwg.org/
 */
import { computedMIMEType, MIMEType as ParsedType } from 'whatwg-mimetype'
import { EXTENSIONS } from './extensions.js'

export interface MimeType {
  /** type and subtype in lower case, such as `text/html` */
  readonly essence: string
  /** the charset parameter as given: a label, not yet an encoding's name */
  readonly charset?: string
}

/** How many octets the rules look at. https://mimesniff.spec.whatwg.org/#resource-header */
export const RESOURCE_HEADER = 1445

export interface SniffOptions {
  /** `X-Content-Type-Options: nosniff` */
  readonly noSniff?: boolean
  /** counts where nothing is supplied: its ending says what the body is, as for files */
  readonly fileName?: string
}

/**
 * The computed MIME type. `supplied` is the value of Content-Type (several fields joined with a comma), `head` the
 * body's first octets, up to `RESOURCE_HEADER`.
 * https://mimesniff.spec.whatwg.org/#determining-the-computed-mime-type-of-a-resource
 */
export function computedType(
  supplied: string | undefined,
  head: Uint8Array,
  { noSniff = false, fileName = '' }: SniffOptions = {},
): MimeType {
  const type = supplied === undefined ? undefined : extractMimeType(supplied)
  if (supplied === undefined || type === undefined || UNKNOWN.has(type.essence)) {
    return typeByName(fileName, head) ?? sniffed(head, noSniff, fileName)
  }
  // The server's own words where there is one value: four spellings of text/plain are taken with doubt.
  const contentTypeHeader = supplied.includes(',') ? type.essence : supplied
  const computed = computedMIMEType(head, { contentTypeHeader, noSniff })
  // What was doubted and found to be text keeps its charset.
  return computed.essence === type.essence ? type : { essence: computed.essence }
}

const UNKNOWN: ReadonlySet<string> = new Set(['unknown/unknown', 'application/unknown', '*/*'])

function sniffed(head: Uint8Array, noSniff: boolean, fileName: string): MimeType {
  const { essence } = computedMIMEType(head, { noSniff })
  // `page.html.fr`, `page.html.utf8`: variants of a page that begin like plain text.
  if (essence === 'text/plain' && /\.x?html?\./i.test(fileName)) return { essence: 'text/html' }
  return { essence }
}

/** Endings have several meanings (`.ts` is a film, too): one that stands for text needs a head without binary octets. */
function typeByName(fileName: string, head: Uint8Array): MimeType | undefined {
  const ending = /[^/\\]\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase()
  const essence = ending === undefined ? undefined : EXTENSIONS.get(ending)
  if (essence === undefined || (kindOf(essence) === 'text' && isBinary(head))) return undefined
  return { essence }
}

/** https://mimesniff.spec.whatwg.org/#sniffing-a-mislabeled-binary-resource */
function isBinary(head: Uint8Array): boolean {
  return computedMIMEType(head, { contentTypeHeader: 'text/plain' }).essence !== 'text/plain'
}

/**
 * The type that one or more Content-Type values mean together; undefined when none of them is a type.
 * https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
export function extractMimeType(value: string): MimeType | undefined {
  let found: MimeType | undefined
  for (const part of splitAtCommas(value)) {
    const parsed = ParsedType.parse(part)
    if (parsed === null || parsed.essence === '*/*') continue
    const { essence } = parsed
    const charset =
      parsed.parameters.get('charset') ?? (found?.essence === essence ? found.charset : undefined)
    found = charset === undefined ? { essence } : { essence, charset }
  }
  return found
}

/** Commas inside quoted strings part nothing. https://fetch.spec.whatwg.org/#header-value-get-decode-and-split */
function splitAtCommas(value: string): string[] {
  if (!value.includes(',')) return [value]
  return value.match(/(?:[^",]|"(?:[^"\\]|\\[^])*(?:"|$))+/g) ?? []
}

export type Kind = 'html' | 'text' | 'binary'

/** Types beyond `text/*` whose bodies are text; `x-` before a subtype makes no difference. */
const TEXT_SUBTYPES: ReadonlySet<string> = new Set(
  `bibtex csh ecmascript graphql httpd-php javascript json jsonl latex ndjson perl python ruby sh shellscript sql
   subrip tcl tex texinfo toml troff typescript www-form-urlencoded xml xml-dtd yaml pgp-signature pgp-keys
   mbox pem-certificate-chain json5 jsonc json-seq`.split(/\s+/),
)

/**
 * `html`: parsed as a page (XHTML too). `text`: shown as text; XML, feeds, SVG, JSON and scripts are among it.
 * `binary`: neither; can only be saved.
 */
export function kindOf(essence: string): Kind {
  if (essence === 'text/html' || essence === 'application/xhtml+xml') return 'html'
  const [type, subtype = ''] = essence.split('/')
  if (type === 'text' || type === 'message') return 'text'
  if (/\+(?:xml|json|yaml|json-seq)$/.test(subtype)) return 'text'
  return type === 'application' && TEXT_SUBTYPES.has(subtype.replace(/^x-/, '')) ? 'text' : 'binary'
}
