/**
 * Text that a page does not have as text: around elements (CSS Generated Content), and for links that show nothing.
 */
import type { Element } from '../html/document.js'
import { attribute, children, firstDescendants, isElement, leadingText } from '../html/document.js'
import { collapse } from '../html/parse.js'
import type { Declarations } from '../style/declarations.js'
import type { Target } from './line.js'

/** Descendants that are asked for words and names. */
const LOOKED_AT = 100

/** Ordinals and marks that read well without `^`. */
const PLAIN_SUPERSCRIPT = /^(st|nd|rd|th|er|re|e|ème|o|a|º|ª|tm|sm|®|™)$/i

/** Text around an element's contents: quotes, `^` and `_` for what is raised or lowered, brackets for readings. */
export function generated(
  element: Element,
  d: Declarations,
): { readonly before: string; readonly after: string } {
  const { before = '', after = '' } = d
  if (element.tagName === 'rt') {
    const ruby = element.parentNode
    const bracketed =
      ruby !== null &&
      children(ruby)
        .slice(0, LOOKED_AT)
        .some((n) => isElement(n) && n.tagName === 'rp')
    return bracketed ? { before: '', after: '' } : { before: '(', after: ')' }
  }
  if (element.tagName !== 'sup' && element.tagName !== 'sub') return { before, after }
  const inside = collapse(leadingText(element, LOOKED_AT))
  const plain = inside === '' || /^[[(^_*†‡\p{Zs}]/u.test(inside) || PLAIN_SUPERSCRIPT.test(inside)
  return { before: plain ? '' : before, after: '' }
}

/** What stands for a link in which nothing is to be seen: the name it gives itself, else the end of its address. */
export function unseenLabel(target: Target, pictured: boolean): string {
  const name = ownName(target.element)
  if (name !== '' || !pictured || target.type !== 'link') return name
  const path = target.href.replace(/[?#].*$/s, '').replace(/\/+$/, '')
  return namesInside(target.element) || path.slice(path.lastIndexOf('/') + 1) || target.href
}

/** What stands on a button that has no words; nothing for one that has. */
export function wordlessLabel(button: Element): string {
  if (collapse(leadingText(button, LOOKED_AT)) !== '') return ''
  for (const node of firstDescendants(button, LOOKED_AT))
    if (isElement(node) && collapse(attribute(node, 'alt') ?? '') !== '') return ''
  return ownName(button) || namesInside(button) || collapse(attribute(button, 'value') ?? '')
}

const ownName = (element: Element): string =>
  collapse(attribute(element, 'aria-label') ?? '') || collapse(attribute(element, 'title') ?? '')

/** The first name that something inside gives itself. */
function namesInside(element: Element): string {
  for (const node of firstDescendants(element, LOOKED_AT)) {
    const name = isElement(node) ? ownName(node) : ''
    if (name !== '') return name
  }
  return ''
}
