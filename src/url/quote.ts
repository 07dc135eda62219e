/**
 * Someone else's text inside a sentence of ours: in quotation marks, short, on one line, with nothing in it that a
 * terminal would act on.
 */

/** UTF-16 code units of a quotation before it is cut. */
const LONGEST = 60

/** Controls, formatting (bidi controls and zero-width characters among them), lone surrogates, line separators. */
const unseen = () => /[\p{C}\p{Zl}\p{Zp}]/gu

export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return `"${cut.replace(unseen(), '\u{fffd}')}"`
}

/** The same for text that was to be an address: what stands before an `@` in its authority is left out. */
export function quoteAddress(text: string): string {
  return quote(text.replace(/^((?:[a-z][a-z0-9+.-]*:)?[/\\]+)?[^/?#\\]*@/iu, '$1'))
}
