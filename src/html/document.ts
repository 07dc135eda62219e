/**
 * Document: what the parser gives and everything after it reads. The tree is parse5's own; nobody changes it once it
 * is parsed, and no walk over it is recursive, because pages nest a hundred thousand deep.
 */
import type { DefaultTreeAdapterTypes } from 'parse5'
import { isFailure } from '../failure.js'
import { resolve } from '../url/reference.js'

export type Node = DefaultTreeAdapterTypes.Node
export type Element = DefaultTreeAdapterTypes.Element
export type Root = DefaultTreeAdapterTypes.Document

export interface Document {
  /** where it came from, after redirects */
  readonly url: URL
  /** what its links are relative to: `<base href>`, else `url` */
  readonly baseUrl: URL
  /** white space collapsed; empty when it has none */
  readonly title: string
  readonly root: Root
  /** where the page asks to go on to by itself: the first `<meta http-equiv=refresh>` with an address */
  readonly refresh?: { readonly element: Element; readonly href: string }
  /** the form that was open where a control began, for controls that misnested tables have torn from it */
  readonly formOwners?: Pick<WeakMap<Element, Element>, 'get'>
}

/** The URL that a reference in the document leads to; undefined when it is no address. */
export function linkedUrl(document: Pick<Document, 'baseUrl'>, reference: string): URL | undefined {
  const url = resolve(reference, document.baseUrl)
  return isFailure(url) ? undefined : url
}

export function isElement(node: Node): node is Element {
  return 'tagName' in node
}

/** The attribute's value, or undefined when the element does not have it. */
export function attribute(element: Element, name: string): string | undefined {
  for (const a of element.attrs) if (a.name === name) return a.value
  return undefined
}

/** All text below a node, in document order. */
export function textContent(node: Node): string {
  return textOf(descendants(node))
}

/** The text of a node's first so many descendants. */
export function leadingText(node: Node, limit: number): string {
  return textOf(firstDescendants(node, limit))
}

function textOf(nodes: Iterable<Node>): string {
  let text = ''
  for (const node of nodes) if (node.nodeName === '#text') text += (node as { value: string }).value
  return text
}

/**
 * The first so many descendants in document order. Who asks each element for what is below it asks so, or pages that
 * nest a hundred thousand deep take time without end.
 */
export function* firstDescendants(node: Node, limit: number): Generator<Node> {
  let left = limit
  for (const descendant of descendants(node)) {
    if (left-- <= 0) return
    yield descendant
  }
}

/** The node's descendants in document order, itself left out. */
export function* descendants(node: Node): Generator<Node> {
  const open: { readonly nodes: readonly Node[]; next: number }[] = [{ nodes: children(node), next: 0 }]
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const child = level.nodes[level.next++]
    if (child === undefined) open.pop()
    else {
      yield child
      open.push({ nodes: children(child), next: 0 })
    }
  }
}

const NONE: readonly Node[] = []

/** The node's children; none for text and comments. `template` contents are not children. */
export function children(node: Node): readonly Node[] {
  return 'childNodes' in node ? node.childNodes : NONE
}
