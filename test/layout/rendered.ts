/**
 * What layout tests ask for: a page's HTML text, rendered.
 */
import { parseDocument } from '../../src/html/parse.js'
import type { Line, Rendering } from '../../src/layout/line.js'
import type { RenderOptions } from '../../src/render.js'
import { render } from '../../src/render.js'
import { lineAsText } from '../../src/view/sgr.js'

export const pageUrl = new URL('http://a.test/folder/page')

export function rendered(html: string, options: Partial<RenderOptions> = {}): Rendering {
  return render(parseDocument(html, pageUrl), { columns: 40, ...options })
}

/** The rows of a page without trailing blanks, as a dump has them. */
export function rows(html: string, options: Partial<RenderOptions> = {}): readonly string[] {
  return rendered(html, { plain: true, ...options }).lines.map(rowOf)
}

export const rowOf = (line: Line): string => lineAsText(line).replace(/\n$/, '')
