/**
 * Document to boxes: one walk over the tree, in document order, without recursion.
 */
import type { Document, Element, Node } from '../html/document.js'
import { attribute, children, isElement, linkedUrl } from '../html/document.js'
import type { Values } from '../html/form.js'
import { controlKind, controlValue } from '../html/form.js'
import { collapse } from '../html/parse.js'
import type { Declarations } from '../style/declarations.js'
import { declarations } from '../style/style.js'
import { publicHref } from '../url/display.js'
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

/** An element that is open. Those of closed elements are used again. */
interface Frame {
  nodes: readonly Node[]
  next: number
  context: Context
  style: SpanStyle
  active: Active | undefined
  /** text after the contents */
  after: string
  /** a block of its own, whose text ends with it */
  isBlock: boolean
  /** what is to be told of its end */
  opened: BlockBox | TableBox | undefined
}

const newFrame = (): Frame => ({
  nodes: [],
  next: 0,
  context: OUTERMOST,
  style: PLAIN,
  active: undefined,
  after: '',
  isBlock: true,
  opened: undefined,
})

/** Gives the targets in document order; the number shown is the index and one. */
export function buildBoxes(document: Document, options: BuildOptions, sink: BoxSink): readonly Target[] {
  const targets: Target[] = []
  const builder = textBuilder()
  const frames: Frame[] = [{ ...newFrame(), nodes: children(document.root) }]
  let depth = 0

  /** The frame inside the current one, with nothing changed yet but where its contents are. */
  const within = (element: Element, at: Frame): Frame => {
    const frame = (frames[++depth] ??= newFrame())
    frame.nodes = children(element)
    frame.next = 0
    frame.context = at.context
    frame.style = at.style
    frame.active = at.active
    frame.after = ''
    frame.isBlock = false
    frame.opened = undefined
    return frame
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

  /** Opens an element, or shows it where it has nothing to walk. */
  const enter = (element: Element, at: Frame): void => {
    const d = declarations(element)
    const display = d.display ?? 'inline'
    if (display === 'none') return
    const id = attribute(element, 'id') ?? (element.tagName === 'a' ? attribute(element, 'name') : undefined)
    const inline = display === 'inline' || display === 'control'
    if (!inline && display !== 'image' && display !== 'break' && display !== 'break-opportunity') {
      endText(at.context, at.context)
    }
    if (id !== undefined && id !== '') builder.anchor(id)
    switch (display) {
      case 'break':
        builder.lineBreak()
        return
      case 'break-opportunity':
        builder.append('\u200b', at.style, at.active?.number)
        return
      case 'rule':
        add({ type: 'rule' }, at.context)
        return
      case 'image':
        image(element, at)
        return
      case 'frame':
        subframe(element, at)
        return
      case 'control':
        if (element.tagName === 'button') enterInline(element, d, at)
        else control(element, at)
        return
      case 'inline':
        enterInline(element, d, at)
        return
      default:
        enterBlock(element, d, at)
    }
  }

  const enterInline = (element: Element, d: Declarations, at: Frame): void => {
    const frame = within(element, at)
    frame.style = inherit(at.style, d)
    let before = ''
    const href = element.tagName === 'a' ? attribute(element, 'href') : undefined
    const kind = element.tagName === 'button' ? controlKind(element) : undefined
    if (href !== undefined) {
      frame.active = openLink({ type: 'link', element, href })
      frame.style = spanStyle('link', frame.style)
    } else if (kind !== undefined) {
      frame.active = openLink({ type: 'control', kind, element })
      frame.style = CONTROL
      before = '[\u00a0'
      frame.after = `${wordlessLabel(element)}\u00a0]`
    } else if (d.before !== undefined || d.after !== undefined || element.tagName === 'rt') {
      ;({ before, after: frame.after } = generated(element, d))
    }
    if (before !== '') builder.appendExactly(before, frame.style, activate(frame.active))
  }

  const enterBlock = (element: Element, d: Declarations, at: Frame): void => {
    const { context, opened } = blockContext(element, d, at.context)
    if (opened?.type === 'block') sink.open(opened)
    builder.begin(context)
    const frame = within(element, at)
    frame.context = context
    frame.style = inherit(at.style, d)
    frame.isBlock = true
    frame.opened = opened
  }

  const leave = (left: Frame, parent: Frame | undefined) => {
    if (left.active !== undefined && left.active !== parent?.active && left.active.number === undefined) {
      const label = unseenLabel(left.active.target, left.active.pictured)
      if (label !== '') text(label, left)
    }
    if (options.urls && left.active !== parent?.active && left.active?.number !== undefined) {
      const { target } = left.active
      const url = target.type === 'link' ? linkedUrl(document, target.href) : undefined
      if (url !== undefined) builder.append(` <${publicHref(url)}>`, MARK, left.active.number)
    }
    if (left.after !== '') builder.appendExactly(left.after, left.style, left.active?.number)
    if (left.isBlock) endText(left.context, parent?.context ?? OUTERMOST)
    if (left.opened?.type === 'block') sink.close(left.opened)
    else if (left.opened?.type === 'table') sink.add(left.opened)
  }

  if (document.refresh !== undefined) {
    // nothing goes on by itself here: it is offered
    const { element, href } = document.refresh
    text(`→ ${href}`, { active: openLink({ type: 'link', element, href }), style: spanStyle('link') })
    endText(OUTERMOST, OUTERMOST)
  }
  while (depth >= 0) {
    const frame = frames[depth] as Frame
    const node = frame.nodes[frame.next++]
    if (node === undefined) {
      depth--
      leave(frame, frames[depth])
    } else if (node.nodeName === '#text') {
      text((node as { readonly value: string }).value, frame)
    } else if (isElement(node)) {
      enter(node, frame)
    }
  }
  sink.add(builder.leftover())
  return targets
}

const openLink = (target: Target): Active => ({ target, number: undefined, pictured: false })

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
