import { describe, expect, it } from 'vitest'
import {
  attribute,
  children,
  descendants,
  firstDescendants,
  isElement,
  leadingText,
  textContent,
} from '../../src/html/document.js'
import type { Element, Node } from '../../src/html/document.js'
import { parseDocument } from '../../src/html/parse.js'

const { root } = parseDocument(
  '<!doctype html><p ID=a Class="x y" data-n>one<b>two</b><!-- three --></p><template>four</template>',
  new URL('http://a.test/'),
)
const named = (name: string): Element => {
  const found = [...descendants(root)].find((node): node is Element => node.nodeName === name)
  if (found === undefined) throw new Error(name)
  return found
}
const names = (nodes: Iterable<Node>): readonly string[] => [...nodes].map((node) => node.nodeName)

describe('a document', () => {
  it.each([
    ['id', 'a'],
    ['class', 'x y'],
    ['data-n', ''],
    ['ID', undefined],
    ['constructor', undefined],
  ])('has the attribute %s as %o', (name, value) => {
    expect(attribute(named('p'), name)).toBe(value)
  })

  it('gives descendants in document order, and not what is in templates', () => {
    expect(names(descendants(root))).toEqual([
      '#documentType',
      'html',
      'head',
      'body',
      'p',
      '#text',
      'b',
      '#text',
      '#comment',
      'template',
    ])
  })

  it('gives the first so many', () => {
    expect(names(firstDescendants(root, 3))).toEqual(['#documentType', 'html', 'head'])
    expect(names(firstDescendants(root, 0))).toEqual([])
    expect(names(firstDescendants(named('b'), 10))).toEqual(['#text'])
  })

  it('gives text without comments', () => {
    expect(textContent(named('p'))).toBe('onetwo')
    expect(leadingText(named('p'), 1)).toBe('one')
  })

  it('tells elements from other nodes', () => {
    expect(children(named('p')).map(isElement)).toEqual([false, true, false])
    expect(children(children(named('b'))[0] as Node)).toEqual([])
  })
})
