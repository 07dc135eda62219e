/**
 * Text into HTML text (HTML 13.3): what a server or a person wrote, made safe to stand in a page of ours, as text or
 * as a quoted attribute value. Line feeds and tabs stay; every other control is made visible, so that no escape
 * sequence and no turned writing direction gets through.
 */

/** HTML text that is known to be well made: from the `markup` tag alone. */
export interface Markup {
  readonly type: 'markup'
  readonly text: string
}

export type Hole = string | number | Markup | readonly Hole[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What has a meaning in HTML, controls (C0 without tab and line feed, DEL, C1), bidi controls, halves of surrogate pairs. */
const SPECIAL =
  /[&<>"'\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

export function escape(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? escape(visible(character)))
}

/** A control as people write it down: `^[` for escape, `<U+202E>` for what has no such name. */
function visible(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** A template of HTML text whose holes are escaped; Markup goes in as it is, lists item by item. */
export function markup(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  const text = strings
    .map((string, i) => (i === 0 ? string : `${fill(holes[i - 1] ?? '')}${string}`))
    .join('')
  return { type: 'markup', text }
}

function fill(hole: Hole): string {
  if (typeof hole === 'string') return escape(hole)
  if (typeof hole === 'number') return String(hole)
  if ('type' in hole) return hole.text
  return hole.map(fill).join('')
}

/** A complete page. */
export function htmlDocument(title: string, body: Markup): string {
  return `<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${escape(title)}</title>\n<body>\n${body.text}\n</body>\n</html>\n`
}
