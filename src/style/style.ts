/**
 * The cascade, as far as a terminal has one: an element's declarations, and what it inherits. CSS Display, CSS Text.
 */
import type { Element } from '../html/document.js'
import { attribute } from '../html/document.js'
import type { Declarations } from './declarations.js'
import { USER_AGENT } from './user-agent.js'

const INLINE: Declarations = { display: 'inline' }
const NONE: Declarations = { display: 'none' }

/** What holds for an element itself; inheritance is up to whoever walks the tree. */
export function declarations(element: Element): Declarations {
  if (isHidden(element)) return NONE
  const declared = USER_AGENT.get(element.tagName) ?? INLINE
  return declared.whiteSpace === 'pre' && attribute(element, 'wrap') !== undefined
    ? wrapped(declared)
    : declared
}

/** https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3 : `pre[wrap]` */
const wrapped = (declared: Declarations): Declarations => ({ ...declared, whiteSpace: 'pre-wrap' })

/** Hidden by its own attributes: `hidden`, or a `style` that says so. */
function isHidden(element: Element): boolean {
  for (const { name, value } of element.attrs) {
    if (name === 'hidden') return value.toLowerCase() !== 'until-found'
    if (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)) return true
  }
  return element.tagName === 'dialog' && attribute(element, 'open') === undefined
}
