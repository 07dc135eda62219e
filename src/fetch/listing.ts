/**
 * A folder as an HTML page: folders first, then files, each by name, with size and date.
 */
import type { FileFacts } from './session.js'

export type Entry = FileFacts & { readonly name: string }

const kilo = 1024
const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `path` ends in a slash. */
export function listing(path: string, entries: readonly Entry[]): string {
  const rows = [...entries].sort(foldersFirst).map(row)
  const parent = path === '/' ? [] : ['<tr><td><a href="../">../</a><td><td>']
  const title = `Index of ${escaped(path)}`
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<h1>${title}</h1>
<table>
${[...parent, ...rows].join('\n')}
</table>
</html>
`
}

function foldersFirst(a: Entry, b: Entry): number {
  const rank = (entry: Entry) => (entry.kind === 'folder' ? 0 : 1)
  return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

function row(entry: Entry): string {
  const folder = entry.kind === 'folder'
  const slash = folder ? '/' : ''
  const size = folder || entry.kind === 'other' ? '' : sizeInWords(entry.size)
  const date = new Date(entry.modified).toISOString().slice(0, 16).replace('T', ' ')
  const link = `<a href="${reference(entry.name)}${slash}">${escaped(entry.name)}${slash}</a>`
  return `<tr><td>${link}<td align="right">${size}<td>${date}`
}

/** Every octet that is not unreserved is coded, so that no name reads as a scheme, a query or a fragment. */
function reference(name: string): string {
  const hex = (octet: number) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
  const plain = (octet: number) => /[A-Za-z0-9._~-]/.test(String.fromCharCode(octet))
  const octets = new TextEncoder().encode(name)
  return [...octets].map((octet) => (plain(octet) ? String.fromCharCode(octet) : hex(octet))).join('')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What a terminal would act on, or what would turn the line round; a name may hold it all the same. */
const unseen = () => /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

function escaped(text: string): string {
  return text
    .replace(unseen(), '\u{fffd}')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
}

function sizeInWords(octets: number): string {
  const power = Math.min(units.length - 1, octets < kilo ? 0 : Math.floor(Math.log2(octets) / 10))
  const number = octets / kilo ** power
  return `${power === 0 || number >= 10 ? Math.floor(number) : number.toFixed(1)} ${units[power] ?? ''}`
}
