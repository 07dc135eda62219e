/**
 * The encoding that a page's own `<meta>` declares in its first 1024 octets.
 * https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
 *
 * The algorithm is html-encoding-sniffer's. Most pages, though, have either no `<meta` there or a plain one after plain
 * tags; what the algorithm finds in those is told here without loading it (see `plainly`), and the tests hold both
 * against each other.
 */

const PRESCANNED = 1024

/** The encoding's name, or undefined when no `<meta>` declares one. */
export async function prescan(head: Uint8Array): Promise<string | undefined> {
  const start = head.subarray(0, PRESCANNED)
  const plain = plainly(Buffer.from(start.buffer, start.byteOffset, start.length).toString('latin1'))
  return plain === UNTOLD ? byTheStandard(start) : plain
}

const UNTOLD = Symbol('not told')

/**
 * Pieces that the algorithm passes over as wholes: text, comments, declarations, end tags, and start tags whose
 * attributes are all quoted or bare names. A `<meta>` among them has neither a `charset` nor a `content` that names one.
 */
const PASSED = new RegExp(
  [
    /[^<]+/,
    /<!--(?:-?>|[^]*?-->)/,
    /<[!?](?!--)[^>]*>/,
    /<\/[a-z][^>]*>/,
    /<(?!meta[\s/>])[a-z][a-z0-9]*(?:_+[a-z][a-z0-9:_-]*(?:="[^"]*"|='[^']*')?)*_*\/?>/,
    /<meta(?:_+(?!charset|content|http-equiv)[a-z][a-z0-9:_-]*="[^"]*"|_+content="(?![^"]*charset)[^"]*")*_*\/?>/,
  ]
    .map(({ source }) => source.replaceAll('_+', '[ \\t\\n\\f\\r]+').replaceAll('_*', '[ \\t\\n\\f\\r]*'))
    .join('|'),
  'iy',
)

/** The two ways that nearly all pages declare an encoding in. */
const DECLARED = new RegExp(
  [
    /<meta_+charset=(?:"(?:LABEL)"_*\/?|'(?:LABEL)'_*\/?|(?:LABEL)_*)>/,
    /<meta_+http-equiv=(?:"content-type"|content-type)_+content="text\/html; ?charset=(?:LABEL)"_*\/?>/,
  ]
    .map(({ source }) => source.replaceAll('_+', '[ \\t\\n\\f\\r]+').replaceAll('_*', '[ \\t\\n\\f\\r]*'))
    .join('|')
    .replaceAll('LABEL', 'utf-?8|iso-8859-1|windows-1252'),
  'iy',
)

/** What the algorithm finds where that can be told by reading whole pieces; UNTOLD at the first other piece. */
function plainly(start: string): string | undefined | typeof UNTOLD {
  if (!/<meta[\s/]/i.test(start)) return undefined
  for (let at = 0; at < start.length; at = PASSED.lastIndex) {
    DECLARED.lastIndex = PASSED.lastIndex = at
    const declared = DECLARED.exec(start)?.[0]
    if (declared !== undefined) return /utf-?8/i.test(declared) ? 'UTF-8' : 'windows-1252'
    if (!PASSED.test(start)) return UNTOLD
  }
  return undefined
}

/**
 * html-encoding-sniffer 6 throws where the `content` of a `<meta>` ends in `charset` or `charset=`; the standard finds
 * nothing there and reads on. So that `<meta` is made an ordinary tag and the search done again.
 */
async function byTheStandard(start: Uint8Array): Promise<string | undefined> {
  const { default: sniff } = await import('html-encoding-sniffer')
  const octets = Uint8Array.from(start)
  const found = (length: number): string | Error => {
    try {
      return sniff(octets.subarray(0, length), { defaultEncoding: '' })
    } catch (error) {
      return error as Error
    }
  }
  const metas = [...Buffer.from(octets).toString('latin1').matchAll(/<meta/gi)].map(({ index }) => index)
  for (const [i, meta] of metas.entries()) {
    if (typeof found(metas[i + 1] ?? octets.length) !== 'string') octets[meta + 1] = 0x78
  }
  const name = found(octets.length)
  return typeof name === 'string' && name !== '' ? name : undefined
}
