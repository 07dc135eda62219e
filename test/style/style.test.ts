import { describe, expect, it } from 'vitest'
import type { Element } from '../../src/html/document.js'
import { descendants, isElement } from '../../src/html/document.js'
import { parseDocument } from '../../src/html/parse.js'
import type { Declarations } from '../../src/style/declarations.js'
import { declarations } from '../../src/style/style.js'

/** The declarations of the element with the attribute `x`. */
function declared(html: string): Declarations {
  const { root } = parseDocument(html, new URL('http://a.test/'))
  const element = [...descendants(root)].find(
    (node): node is Element => isElement(node) && node.attrs.some(({ name }) => name === 'x'),
  )
  if (element === undefined) throw new Error('no element')
  return declarations(element)
}

describe('the user agent style sheet', () => {
  it.each<[string, Declarations]>([
    ['<div x>', { display: 'block' }],
    ['<p x>', { display: 'block', margin: 1 }],
    ['<span x>', { display: 'inline' }],
    ['<unknown x>', { display: 'inline' }],
    ['<constructor x>', { display: 'inline' }],
    ['<b x>', { bold: true }],
    ['<h1 x>', { display: 'block', margin: 1, bold: true, underline: true, level: 1, role: 'h1' }],
    ['<h6 x>', { display: 'block', margin: 1, bold: true, italic: true, indent: 8, level: 6, role: 'h6' }],
    ['<pre x>', { display: 'block', margin: 1, whiteSpace: 'pre' }],
    ['<pre x wrap>', { display: 'block', margin: 1, whiteSpace: 'pre-wrap' }],
    ['<q x>', { before: '“', after: '”' }],
    ['<ol x>', { display: 'list', margin: 1, marker: 'decimal' }],
    ['<script x></script>', { display: 'none' }],
    ['<b x hidden>', { display: 'none' }],
    ['<b x hidden=hidden>', { display: 'none' }],
    ['<b x hidden=UNTIL-FOUND>', { bold: true }],
    ['<b x style="color:red; DISPLAY : none">', { display: 'none' }],
    ['<b x style="visibility:hidden">', { display: 'none' }],
    ['<b x style="display:block">', { bold: true }],
    ['<dialog x>', { display: 'none' }],
    ['<dialog x open>', { display: 'block' }],
  ])('says of %s: %o', (html, expected) => {
    expect(declared(html)).toEqual(expected)
  })
})
