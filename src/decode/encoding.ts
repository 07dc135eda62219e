/**
 * Labels of encodings to their names.
 * https://encoding.spec.whatwg.org/#names-and-labels
 */

/** Labels that nearly all pages use. The rest of the standard's table is loaded with the library when it is needed. */
const FREQUENT: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'UTF-8'],
  ['utf8', 'UTF-8'],
  ['iso-8859-1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['us-ascii', 'windows-1252'],
])

/** The name as the Encoding Standard writes it; undefined for a label that means nothing. */
export async function encodingName(label: string | undefined): Promise<string | undefined> {
  if (label === undefined || label === '') return undefined
  const frequent = FREQUENT.get(label.toLowerCase())
  if (frequent !== undefined) return frequent
  const { labelToName } = await import('@exodus/bytes/encoding-lite.js')
  return labelToName(label) ?? undefined
}
