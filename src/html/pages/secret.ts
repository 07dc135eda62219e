/**
 * What must not be read over somebody's shoulder: field values that are credentials, and user names and passwords
 * inside URLs. The text is otherwise left as it is.
 */

export const MASK = '•••'

/** How a credential is shown when it is hidden: its name, scheme and attributes stay. Keys are lower-case field names. */
const CREDENTIALS: ReadonlyMap<string, (value: string) => string> = new Map([
  ['authorization', hideAfterScheme],
  ['proxy-authorization', hideAfterScheme],
  ['cookie', (value: string) => value.replace(/[^;]+/g, hidePair)],
  ['set-cookie', (value: string) => value.replace(/^[^;]*/, hidePair)],
])

function hideAfterScheme(value: string): string {
  return value.replace(/^(\s*(?:\S+\s+(?=\S))?)[^]*$/, `$1${MASK}`)
}

/** `a=b` and also the nameless `b` of RFC 6265bis 5.6. */
function hidePair(pair: string): string {
  if (pair.trim() === '') return pair
  const equals = pair.indexOf('=')
  if (equals >= 0) return `${pair.slice(0, equals + 1)}${MASK}`
  return pair.replace(/^(\s*)[^]*$/, `$1${MASK}`)
}

export function isCredential(fieldName: string): boolean {
  return CREDENTIALS.has(fieldName.toLowerCase())
}

/** A field's value with its credential hidden; other fields' values are given back unchanged. */
export function hideCredential(fieldName: string, value: string): string {
  return CREDENTIALS.get(fieldName.toLowerCase())?.(value) ?? value
}

/** Any text with the user information of the URLs in it hidden: `http://•••@host/`. */
export function hideUserInformation(text: string): string {
  return text.replace(/([/\\]{2})[^/\\?#\s<>"]*@/g, `$1${MASK}@`)
}
