import { describe, expect, it } from 'vitest'
import { update } from '../../src/browser/update.js'
import type { Frame, FrameRow } from '../../src/view/frame.js'
import { frame } from '../../src/view/screen.js'
import { open } from '../support/session-driver.js'

const text = (row: FrameRow | undefined): string => (row ?? []).map((span) => span.text).join('')

const SITE = {
  'http://a.test/': `<title>Evil \u001b]0;x\u0007\u202e title</title><h1>Head</h1><p><a href="/b">bee</a> <a href="/c">sea</a>${'<p>words and words'.repeat(60)}`,
  'http://a.test/b': '<p>bee',
}

function frames(...steps: readonly (readonly string[])[]): readonly Frame[] {
  const seen: Frame[] = []
  const driver = open(SITE, 'http://a.test/').check((_, frame) => seen.push(frame))
  for (const keys of steps) driver.press(...keys).check((_, frame) => seen.push(frame))
  return seen
}

describe('a frame', () => {
  it('has title, page, status and hints', () => {
    const [first] = frames()
    expect(first?.rows.length).toBe(24)
    expect(text(first?.rows[0])).toMatch(/title .* 1\/\d+ {2}\d+% $/)
    expect(text(first?.rows[22])).toMatch(/^ http:\/\/a\.test\/ +200 {2}h1 $/)
    expect(text(first?.rows[23])).toBe(' g go  ←back  →follow  0-9 link  H headers  / find  ? help  q quit')
  })

  it('lets nothing through that a terminal would obey', () => {
    const [first] = frames()
    expect(first?.title).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(first?.rows.map(text).join('')).not.toMatch(/[\p{Cc}\u202e]/u)
  })

  it('keeps a row that looks the same as one object, also when it moves', () => {
    const [before, after] = frames(['j'])
    for (let row = 2; row < 21; row++) expect(after?.rows[row]).toBe(before?.rows[row + 1])
    expect(after?.rows[23]).toBe(before?.rows[23])
  })

  it('draws only the rows anew whose look changed', () => {
    const [before, after] = frames(['Tab'])
    const changed = (after?.rows ?? []).flatMap((row, i) => (row === before?.rows[i] ? [] : [i]))
    expect(changed.length).toBe(2)
    expect(changed).toContain(22)
  })

  it('shows the chosen link inverse', () => {
    const [, chosen] = frames(['Tab'])
    const inverse = chosen?.rows
      .slice(1, 20)
      .flatMap((row) => row.filter((span) => span.style.inverse === true))
    expect(inverse?.map((span) => span.text).join('')).toBe('[1]bee')
  })

  it('tells links that were visited from others', () => {
    const [before, , after] = frames(['1'], ['Left'])
    const colour = (frame: Frame | undefined, word: string): unknown =>
      frame?.rows.flat().find((span) => span.text === word)?.style.foreground
    expect(colour(after, 'bee')).not.toBe(colour(before, 'bee'))
    expect(colour(after, 'sea')).toBe(colour(before, 'sea'))
  })

  it('lights every match on the screen, the current one otherwise', () => {
    const [, found] = frames(['/', 'a', 'n', 'd'])
    const lit = (found?.rows ?? []).slice(1, 21).flatMap((row) => row.filter((span) => span.text === 'and'))
    expect(lit.length).toBeGreaterThan(3)
    expect(new Set(lit.map((span) => span.style)).size).toBe(2)
    expect(lit.every((span) => span.style.background !== undefined)).toBe(true)
  })

  it('puts the cursor behind what is typed, and hides it elsewhere', () => {
    const [before, typing, masked] = frames(['g', 'a', '漢'], ['Left'])
    expect(before?.cursor).toBeUndefined()
    expect(typing?.cursor).toEqual({ row: 22, column: ' go to: a'.length + 2 })
    expect(masked?.cursor).toEqual({ row: 22, column: ' go to: a'.length })
  })

  it('scrolls a line that is longer than the screen under its cursor', () => {
    open(SITE, 'http://a.test/', { columns: 30, rows: 8 })
      .press('g')
      .type('http://a.test/a-very-long-address-that-goes-on')
      .says('that-goes-on')
      .check((_, frame) => expect(frame.cursor).toEqual({ row: 6, column: 29 }))
      .press('Home')
      .says('go to: http://a.test/')
      .check((_, frame) => expect(frame.cursor).toEqual({ row: 6, column: 7 }))
  })

  it('gives the page its rows first on a low screen', () => {
    open(SITE, 'http://a.test/', { columns: 20, rows: 1 })
      .shows('Head')
      .press('g')
      .shows('go to:')
      .press('Esc')
      .shows('Head')
    open(SITE, 'http://a.test/', { columns: 20, rows: 5 })
      .shows('title', 'Head', 'http://a.test/')
      .hides('g go')
  })

  it('centres a text column of at most 100 cells on a wide screen', () => {
    open(SITE, 'http://a.test/', { columns: 160 }).topLine(/^ {30}Head/)
  })
})

describe('while a page loads', () => {
  it('turns a wheel and tells octets and rate', () => {
    open({ 'http://a.test/': { chunks: ['x'.repeat(2000), 'y'] } }, 'http://a.test/').check((model) => {
      const [first] = update(model, { type: 'tick', now: 1000 })
      const [second] = update(first, { type: 'tick', now: 3000 })
      expect(text(frame(first).rows[22])).toMatch(/\/ 2\.0 kB $/)
      expect(text(frame(second).rows[22])).toMatch(/- 2\.0 kB {2}1\.0 kB\/s $/)
    })
  })
})
