/**
 * Document to boxes: one walk over the tree, in document order, without recursion.
 */
import { isFailure } from '../failure.js'
import type { Document, Element, Node } from '../html/document.js'
import { attribute, children, isElement } from '../html/document.js'
import type { Values } from '../html/form.js'
import { controlKind, controlValue } from '../html/form.js'
import { collapse } from '../html/parse.js'
import type { Declarations } from '../style/declarations.js'
import { declarations } from '../style/style.js'
import { publicHref } from '../url/display.js'
import { resolve } from '../url/reference.js'
import type { BlockBox, Box, BoxSink, TableBox } from './box.js'
import type { Context } from './context.js'
import { blockContext, OUTERMOST } from './context.js'
import { controlLines } from './control.js'
import { MARK } from './flow.js'
import { generated, unseenLabel, wordlessLabel } from './generated.js'
import type { SpanStyle, Target } from './line.js'
import { PLAIN, spanStyle } from './line.js'
import { textBuilder } from './text.js'

export interface BuildOptions {
  /** cells; controls are drawn no wider */
  readonly columns: number
  readonly numbers: boolean
  readonly values: Values
  /** the URL after each link's text */
  readonly urls: boolean
}

const NUMBER = spanStyle('number')
const CONTROL = spanStyle('control')

/** A link or button that is open: its number is given when the first thing in it is seen. */
interface Active {
  readonly target: Target
  number: number | undefined
  /** it holds a picture, so that it must not vanish for want of words */
  pictured: boolean
}

/** An element that is open. */
interface Frame {
  readonly nodes: readonly Node[]
  next: number
  readonly context: Context
  readonly style: SpanStyle
  readonly active: Active | undefined
  /** text after the contents */
  readonly after: string
  /** a block of its own, whose text ends with it */
  readonly isBlock: boolean
  /** what is to be told of its end */
  readonly opened: BlockBox | TableBox | undefined
}

/** Gives the targets in document order; the number shown is the index and one. */
export function buildBoxes(document: Document, options: BuildOptions, sink: BoxSink): readonly Target[] {
  const targets: Target[] = []
  const builder = textBuilder()
  const stack: Frame[] = []
  let frame: Frame = {
    nodes: children(document.root),
    next: 0,
    context: OUTERMOST,
    style: PLAIN,
    active: undefined,
    after: '',
    isBlock: true,
    opened: undefined,
  }

  const add = (box: Exclude<Box, BlockBox>, { container }: Context) => {
    if (container === undefined) sink.add(box)
    else container.children.push(box)
  }

  /** Ends the text of a block, and goes on with that of another. */
  const endText = (ended: Context, next: Context) => {
    const text = builder.build()
    if (text !== undefined) add(text, ended)
    builder.begin(next)
  }

  /** Gives an open link its number, once something of it is to be seen. */
  const activate = (active: Active | undefined): number | undefined => {
    if (active === undefined) return undefined
    if (active.number === undefined) {
      active.number = targets.push(active.target) - 1
      if (options.numbers) builder.appendExactly(`[${active.number + 1}]`, NUMBER, active.number)
    }
    return active.number
  }

  const text = (value: string, { active, style }: Pick<Frame, 'active' | 'style'>) => {
    if (active === undefined || active.number !== undefined)
      return builder.append(value, style, active?.number)
    const first = value.search(/[^ \t\n\f\r]/)
    if (first < 0) return builder.append(value, PLAIN, undefined)
    if (first > 0) builder.append(value.slice(0, first), PLAIN, undefined)
    builder.append(value.slice(first), style, activate(active))
  }

  const control = (element: Element, at: Frame) => {
    const kind = controlKind(element)
    if (kind === undefined) return
    const target = { type: 'control', kind, element } as const
    const number = activate(openLink(target))
    const label = options.numbers ? `[${targets.length}]`.length : 0
    const room = options.columns - at.context.indent - label
    const lines = controlLines(kind, element, controlValue(target, options.values), { room })
    lines.forEach((line, i) => {
      if (i > 0) builder.lineBreak()
      builder.appendExactly(line, CONTROL, number)
    })
    if (kind === 'textarea') builder.lineBreak()
    else if (at.active !== undefined) at.active.pictured = true
  }

  const image = (element: Element, at: Frame) => {
    const alt = collapse(attribute(element, 'alt') ?? '')
    if (alt !== '') text(alt, { active: at.active, style: at.active ? at.style : spanStyle('image') })
    else if (at.active !== undefined) at.active.pictured = true
  }

  const subframe = (element: Element, at: Frame) => {
    const href = attribute(element, 'src')
    if (href === undefined || href === '' || /^(about|javascript):/i.test(href)) return
    const label =
      collapse(attribute(element, 'title') ?? '') || collapse(attribute(element, 'name') ?? '') || href
    text(label, { active: openLink({ type: 'link', element, href }), style: spanStyle('link') })
    endText(at.context, at.context)
  }

  /** Opens an element; gives the frame its contents are walked in, or undefined when there is nothing to walk. */
  const enter = (element: Element, at: Frame): Frame | undefined => {
    const d = declarations(element)
    const display = d.display ?? 'inline'
    if (display === 'none') return undefined
    const id = attribute(element, 'id') ?? (element.tagName === 'a' ? attribute(element, 'name') : undefined)
    const inline = display === 'inline' || display === 'control'
    if (!inline && display !== 'image' && display !== 'break' && display !== 'break-opportunity') {
      endText(at.context, at.context)
    }
    if (id !== undefined && id !== '') builder.anchor(id)
    switch (display) {
      case 'break':
        builder.lineBreak()
        return undefined
      case 'break-opportunity':
        builder.append('\u200b', at.style, at.active?.number)
        return undefined
      case 'rule':
        add({ type: 'rule' }, at.context)
        return undefined
      case 'image':
        image(element, at)
        return undefined
      case 'frame':
        subframe(element, at)
        return undefined
      case 'control':
        if (element.tagName !== 'button') {
          control(element, at)
          return undefined
        }
        return inlineFrame(element, d, at)
      case 'inline':
        return inlineFrame(element, d, at)
      default:
        return blockFrame(element, d, at)
    }
  }

  const inlineFrame = (element: Element, d: Declarations, at: Frame): Frame => {
    let style = inherit(at.style, d)
    let active = at.active
    let before = ''
    let after = ''
    const href = element.tagName === 'a' ? attribute(element, 'href') : undefined
    const kind = element.tagName === 'button' ? controlKind(element) : undefined
    if (href !== undefined) {
      active = openLink({ type: 'link', element, href })
      style = spanStyle('link', style)
    } else if (kind !== undefined) {
      active = openLink({ type: 'control', kind, element })
      activate(active)
      style = CONTROL
      before = '[\u00a0'
      after = `${wordlessLabel(element)}\u00a0]`
    } else if (d.before !== undefined || d.after !== undefined || element.tagName === 'rt') {
      ;({ before, after } = generated(element, d))
    }
    if (before !== '') builder.appendExactly(before, style, activate(active))
    return {
      nodes: children(element),
      next: 0,
      context: at.context,
      style,
      active,
      after,
      isBlock: false,
      opened: undefined,
    }
  }

  const blockFrame = (element: Element, d: Declarations, at: Frame): Frame => {
    const { context, opened } = blockContext(element, d, at.context)
    if (opened?.type === 'block') sink.open(opened)
    builder.begin(context)
    return {
      nodes: children(element),
      next: 0,
      context,
      style: inherit(at.style, d),
      active: at.active,
      after: '',
      isBlock: true,
      opened,
    }
  }

  const leave = (left: Frame, parent: Frame | undefined) => {
    if (left.active !== undefined && left.active !== parent?.active && left.active.number === undefined) {
      const label = unseenLabel(left.active.target, left.active.pictured)
      if (label !== '') text(label, left)
    }
    if (options.urls && left.active !== parent?.active && left.active?.number !== undefined) {
      const url = linkUrl(left.active.target, document)
      if (url !== '') builder.append(` <${url}>`, MARK, left.active.number)
    }
    if (left.after !== '') builder.appendExactly(left.after, left.style, left.active?.number)
    if (left.isBlock) endText(left.context, parent?.context ?? OUTERMOST)
    if (left.opened?.type === 'block') sink.close(left.opened)
    else if (left.opened?.type === 'table') sink.add(left.opened)
  }

  for (;;) {
    const node = frame.nodes[frame.next++]
    if (node === undefined) {
      const parent = stack.pop()
      leave(frame, parent)
      if (parent === undefined) break
      frame = parent
    } else if (node.nodeName === '#text') {
      text((node as { readonly value: string }).value, frame)
    } else if (isElement(node)) {
      const inner = enter(node, frame)
      if (inner !== undefined) {
        stack.push(frame)
        frame = inner
      }
    }
  }
  sink.add(builder.leftover())
  return targets
}

const openLink = (target: Target): Active => ({ target, number: undefined, pictured: false })

function linkUrl(target: Target, document: Document): string {
  const url = target.type === 'link' ? resolve(target.href, document.baseUrl) : undefined
  return url === undefined || isFailure(url) ? '' : publicHref(url)
}

function inherit(style: SpanStyle, d: Declarations): SpanStyle {
  if (!d.bold && !d.italic && !d.underline && !d.strike && !d.role) return style
  const role = d.role === undefined || style.role === 'link' || style.role === 'control' ? style.role : d.role
  return spanStyle(role, {
    bold: style.bold || d.bold === true,
    italic: style.italic || d.italic === true,
    underline: style.underline || d.underline === true,
    strike: style.strike || d.strike === true,
  })
}
