/**
 * Other types as HTML text, so that everything shown is a Document. One row for each kind of type.
 */

/** What goes before and after the text, and what becomes of the text between. */
export interface Conversion {
  readonly before: (title: string) => string
  readonly text: (chunk: string) => string
  readonly after: string
}

const escapeText = (text: string): string =>
  /[&<>\0]/.test(text) ? text.replace(/[&<>\0]/g, (c) => ENTITIES[c] ?? c) : text

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\0': '\ufffd' }

const HTML: Conversion = { before: () => '', text: (chunk) => chunk, after: '' }

const TEXT: Conversion = {
  // the newline after <pre> is the one that the parser drops
  before: (title) => `<!doctype html><title>${escapeText(title)}</title><pre>\n`,
  text: escapeText,
  after: '</pre>',
}

/** The conversion for a kind of type. */
export const CONVERSIONS: Readonly<Record<'html' | 'text', Conversion>> = { html: HTML, text: TEXT }
