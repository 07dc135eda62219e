import { expect, it } from 'vitest'
import type { Line, Role } from '../../src/layout/line.js'
import { spanStyle } from '../../src/layout/line.js'
import { lineAsSgr, lineAsText } from '../../src/view/sgr.js'

const line = (indent: number, ...parts: readonly (readonly [string, Role, { bold?: boolean }?])[]): Line => ({
  indent,
  spans: parts.map(([text, role, flags]) => ({ text, width: text.length, style: spanStyle(role, flags) })),
})

const LINES = [
  line(2, ['See ', 'text'], ['[1]', 'number'], ['here', 'link'], ['  ', 'text']),
  line(0),
  line(0, ['bold', 'text', { bold: true }]),
]

it('writes lines as text without blanks at their ends', () => {
  expect(LINES.map(lineAsText).join('')).toBe('  See [1]here\n\nbold\n')
})

it('writes lines with colours, and ends every one of them without any', () => {
  expect(LINES.map(lineAsSgr).join('')).toBe(
    '  See \x1b[2;34m[1]\x1b[m\x1b[94mhere\x1b[m\n\n\x1b[1mbold\x1b[m\n',
  )
})

it('says the same with and without colours', () => {
  expect(
    LINES.map(lineAsSgr)
      .join('')
      .replace(/\x1b\[[0-9;]*m/g, ''),
  ).toBe(LINES.map(lineAsText).join(''))
})
