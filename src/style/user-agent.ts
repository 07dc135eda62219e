/**
 * The user agent style sheet: what each element looks like on a terminal before any page has its say. One row an
 * element; elements without a row are inline text.
 */
import type { Declarations } from './declarations.js'

const BLOCK: Declarations = { display: 'block' }
const SPACED: Declarations = { display: 'block', margin: 1 }
const NONE: Declarations = { display: 'none' }
const BOLD: Declarations = { bold: true }
const ITALIC: Declarations = { italic: true }
const CODE: Declarations = { role: 'code' }
const PREFORMATTED: Declarations = { display: 'block', margin: 1, whiteSpace: 'pre' }
const UNDERLINE: Declarations = { underline: true }
const STRIKE: Declarations = { strike: true }

const heading = (level: 1 | 2 | 3 | 4 | 5 | 6, more: Declarations = {}): Declarations => ({
  display: 'block',
  margin: 1,
  bold: true,
  role: `h${level}`,
  level,
  ...more,
})

export const USER_AGENT: ReadonlyMap<string, Declarations> = new Map<string, Declarations>([
  ...rows(
    BLOCK,
    'html',
    'body',
    'div',
    'section',
    'article',
    'aside',
    'header',
    'footer',
    'main',
    'nav',
    'hgroup',
  ),
  ...rows(
    BLOCK,
    'address',
    'center',
    'form',
    'legend',
    'search',
    'details',
    'summary',
    'dialog',
    'figcaption',
  ),
  ...rows(BLOCK, 'frameset', 'noframes', 'noscript', 'optgroup', 'option', 'slot', 'marquee'),
  ...rows(SPACED, 'p', 'fieldset', 'dl'),
  ...rows(
    NONE,
    'head',
    'script',
    'style',
    'template',
    'title',
    'meta',
    'link',
    'base',
    'datalist',
    'param',
    'track',
  ),
  ...rows(NONE, 'source', 'area', 'svg', 'noembed', 'col', 'colgroup'),
  ...rows(BOLD, 'b', 'strong'),
  ...rows(ITALIC, 'i', 'em', 'cite', 'var', 'dfn'),
  ...rows(CODE, 'code', 'kbd', 'samp', 'tt'),
  ...rows(UNDERLINE, 'u', 'ins'),
  ...rows(STRIKE, 's', 'del', 'strike'),
  ...rows(PREFORMATTED, 'pre', 'listing', 'xmp', 'plaintext'),
  ['mark', { role: 'notice' }],
  ['h1', heading(1, { underline: true })],
  ['h2', heading(2)],
  ['h3', heading(3, { indent: 2 })],
  ['h4', heading(4, { indent: 4 })],
  ['h5', heading(5, { indent: 6 })],
  ['h6', heading(6, { indent: 8, italic: true })],
  ['blockquote', { display: 'block', margin: 1, indent: 4 }],
  ['figure', { display: 'block', margin: 1, indent: 2 }],
  ['dt', { display: 'block', bold: true }],
  ['dd', { display: 'block', indent: 4 }],
  ...rows({ display: 'list', margin: 1, marker: 'disc' }, 'ul', 'menu', 'dir'),
  ['ol', { display: 'list', margin: 1, marker: 'decimal' }],
  ['li', { display: 'list-item' }],
  ['table', { display: 'table', margin: 1 }],
  ...rows({ display: 'row-group' }, 'tbody', 'thead', 'tfoot'),
  ['tr', { display: 'row' }],
  ['td', { display: 'cell' }],
  ['th', { display: 'cell', bold: true }],
  ['caption', { display: 'block', italic: true }],
  ['hr', { display: 'rule', margin: 0 }],
  ['br', { display: 'break' }],
  ['wbr', { display: 'break-opportunity' }],
  ...rows({ display: 'image' }, 'img', 'image'),
  ...rows({ display: 'control' }, 'input', 'button', 'select', 'textarea'),
  ...rows({ display: 'frame' }, 'iframe', 'frame'),
  ['q', { before: '“', after: '”' }],
  ['sup', { before: '^' }],
  ['sub', { before: '_' }],
])

function rows(declarations: Declarations, ...names: readonly string[]): (readonly [string, Declarations])[] {
  return names.map((name) => [name, declarations])
}
