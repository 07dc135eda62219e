import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { isRisky } from '../../src/terminal/cells.js'
import { clusters } from '../../src/layout/width.js'
import type { CellStyle, FrameRow, FrameSpan } from '../../src/view/frame.js'
import type { Emulator } from '../support/emulator.js'
import { openTestScreen } from './screens.js'
import type { TestScreen } from './screens.js'

const PLAIN: CellStyle = {}
const screens: TestScreen[] = []

function open(columns: number, rows: number, depth: 0 | 4 | 8 | 24 = 8): TestScreen {
  const screen = openTestScreen(columns, rows, depth)
  screens.push(screen)
  return screen
}

afterEach(() => {
  for (const screen of screens.splice(0)) screen.close()
})

function span(text: string, style: CellStyle = PLAIN): FrameSpan {
  return { text, width: [...clusters(text)].reduce((sum, cluster) => sum + cluster.width, 0), style }
}

const row = (text: string, style: CellStyle = PLAIN): FrameRow => [span(text, style)]

interface ExpectedCell {
  readonly text: string
  readonly style: CellStyle
}

/** What a row's cells should be, worked out without any of the code under test but the width of a cluster. */
function expectedCells(frameRow: FrameRow, columns: number): ExpectedCell[] {
  const cells: ExpectedCell[] = []
  for (const { text, style } of frameRow) {
    for (const cluster of clusters(text)) {
      if (cluster.width === 0) {
        const head = cells.at(-1)?.text === '' ? cells.length - 2 : cells.length - 1
        const cell = cells[head]
        if (cell !== undefined) cells[head] = { ...cell, text: cell.text + cluster.text }
        continue
      }
      const room = columns - cells.length
      if (room >= cluster.width) {
        cells.push({ text: cluster.text, style })
        if (cluster.width === 2) cells.push({ text: '', style })
      } else {
        for (let i = 0; i < room; i++) cells.push({ text: ' ', style })
      }
    }
  }
  while (cells.length < columns) cells.push({ text: ' ', style: PLAIN })
  return cells
}

function shownCells(emulator: Emulator, y: number): ExpectedCell[] {
  return Array.from({ length: emulator.size().columns }, (_, x) => {
    const cell = emulator.cell(x, y)
    const flags = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike'] as const
    const style: CellStyle = {
      ...Object.fromEntries(flags.filter((flag) => cell[flag]).map((flag) => [flag, true])),
      ...(cell.foreground === undefined ? {} : { foreground: cell.foreground }),
      ...(cell.background === undefined ? {} : { background: cell.background }),
    }
    return { text: cell.text, style }
  })
}

describe('a frame', () => {
  it('is one write, held together by synchronized output', async () => {
    const screen = open(20, 5)
    const writes = await screen.draw([row('title'), row('one'), row('two'), row('status'), row('hints')])
    expect(writes).toHaveLength(1)
    expect(writes[0]).toMatch(/^\x1b\[\?2026h[^]*\x1b\[\?2026l$/)
    expect(screen.emulator.screen()).toBe('title\none\ntwo\nstatus\nhints')
  })

  it('that changes nothing writes nothing', async () => {
    const screen = open(20, 5)
    await screen.draw([row('title')], { title: 'a', cursor: { column: 3, row: 1 } })
    expect(await screen.draw([row('title')], { title: 'a', cursor: { column: 3, row: 1 } })).toEqual([])
  })

  it('shows styles by the terminal’s own attributes', async () => {
    const screen = open(30, 3)
    const styles: CellStyle[] = [
      { bold: true, foreground: 4 },
      { italic: true, background: 12 },
      { underline: true, inverse: true },
      { dim: true, strike: true, foreground: 9 },
      {},
    ]
    await screen.draw([styles.map((style) => span('ab', style))])
    const cells = shownCells(screen.emulator, 0)
    styles.forEach((style, i) => {
      expect(cells[i * 2]?.style).toEqual(style)
      expect(cells[i * 2 + 1]?.style).toEqual(style)
    })
  })

  it('without colours keeps what is not colour', async () => {
    const screen = open(10, 2, 0)
    await screen.draw([row('ab', { bold: true, foreground: 4, background: 3 })])
    expect(shownCells(screen.emulator, 0)[0]?.style).toEqual({ bold: true })
  })

  it('places the cursor, moves it and hides it', async () => {
    const screen = open(20, 5)
    await screen.draw([row('x')], { cursor: { column: 4, row: 3 } })
    expect(screen.emulator.cursor()).toEqual({ column: 4, row: 3, hidden: false })
    await screen.draw([row('y')], { cursor: { column: 5, row: 3 } })
    expect(screen.emulator.cursor()).toEqual({ column: 5, row: 3, hidden: false })
    await screen.draw([row('y')])
    expect(screen.emulator.cursor().hidden).toBe(true)
  })

  it('keeps the cursor on the screen', async () => {
    const screen = open(10, 3)
    await screen.draw([row('x')], { cursor: { column: 99, row: 99 } })
    expect(screen.emulator.cursor()).toEqual({ column: 9, row: 2, hidden: false })
  })

  it('sets the window’s title, without what could command the terminal', async () => {
    const screen = open(10, 3)
    await screen.draw([row('x')], { title: 'A\x1b]0;evil\x07 \u202epage' })
    expect(screen.emulator.title()).toBe('A]0;evil page')
  })

  it('lets no control character of a text through', async () => {
    const screen = open(40, 3)
    const writes = await screen.draw([row('a\x1b[31mb\x07\x9bc\u202ed\ud800')])
    expect(screen.emulator.row(0)).toBe('a[31mbcd\ufffd')
    expect(writes.join('')).not.toContain('\x1b[31m')
  })

  it('is cut at the edges of the screen', async () => {
    const screen = open(5, 2)
    await screen.draw([row('abcdefgh'), row('abcd漢'), row('below')])
    expect(screen.emulator.screen()).toBe('abcde\nabcd')
  })

  it.each([
    [1, 1],
    [1, 5],
    [5, 1],
    [2, 2],
    [20, 5],
  ])('fits a screen of %i by %i', async (columns, rows) => {
    const screen = open(columns, rows)
    const frame = Array.from({ length: rows }, (_, y) => row(`${y}漢字`, { inverse: y === 0 }))
    await screen.draw(frame, { cursor: { column: 0, row: 0 } })
    for (let y = 0; y < rows; y++) expect(screen.emulator.row(y).startsWith(String(y))).toBe(true)
    await screen.draw([...frame].reverse())
    await screen.resize(3, 3)
    await screen.resize(1, 1)
    expect(screen.emulator.row(0)).toBe(String(rows - 1).charAt(0))
  })
})

describe('a new size', () => {
  it('repaints the last frame in one write that clears first', async () => {
    const screen = open(10, 3)
    await screen.draw([row('one'), row('two'), row('three')])
    const writes = await screen.resize(6, 4)
    expect(writes).toHaveLength(1)
    expect(writes[0]).toContain('\x1b[2J')
    expect(screen.emulator.screen()).toBe('one\ntwo\nthree\n')
  })
})

describe('scrolling', () => {
  const text = 'The quick brown fox jumps over the lazy dog, and then it jumps back again, number'
  const lines = Array.from({ length: 200 }, (_, i) => row(`${text} ${i}`.slice(-78)))
  const title = row('A title', { inverse: true })
  const page = (from: number): FrameRow[] => [
    title,
    ...lines.slice(from, from + 21),
    row(`status ${from}`),
    row('hints'),
  ]

  it('by one line is one write of less than 300 bytes', async () => {
    const screen = open(80, 24)
    await screen.draw(page(50))
    for (const from of [51, 52, 51, 50]) {
      const writes = await screen.draw(page(from))
      expect(writes).toHaveLength(1)
      expect(Buffer.byteLength(writes.join(''))).toBeLessThan(300)
      expect(screen.emulator.screen()).toBe(
        page(from)
          .map((spans) => spans.map((s) => s.text).join(''))
          .join('\n'),
      )
    }
  })

  it('by half a page keeps the other half', async () => {
    const screen = open(80, 24)
    await screen.draw(page(0))
    const [write = ''] = await screen.draw(page(10))
    expect(write).toContain('\x1b[2;22r\x1b[10S\x1b[r')
    expect(write).toContain(`${text} 30`.slice(-78))
    expect(write).not.toContain(`${text} 20`.slice(-78))
  })
})

const style = fc.record(
  {
    foreground: fc.integer({ min: 0, max: 15 }),
    background: fc.integer({ min: 0, max: 15 }),
    bold: fc.constant(true),
    underline: fc.constant(true),
    inverse: fc.constant(true),
    strike: fc.constant(true),
  },
  { requiredKeys: [] },
)

/** Clusters on whose widths the emulator and Unicode agree. */
const agreed = fc.constantFrom(
  'a',
  'b',
  ' ',
  ' ',
  '   ',
  '.',
  'é',
  'e\u0301',
  'n\u0303',
  '漢',
  '字',
  'あ',
  '한',
  '─',
  '█',
  'Ж',
)
/** Clusters that the emulator counts otherwise. */
const disputed = fc.constantFrom('👍', '👩‍👩‍👧', '❤️', 'क्षि', '🇩🇪', '1️⃣', '🫠', '⌚')

function rowOf(cluster: fc.Arbitrary<string>): fc.Arbitrary<FrameRow> {
  const text = fc.array(cluster, { maxLength: 8 }).map((parts) => parts.join(''))
  return fc.array(fc.tuple(text, style), { maxLength: 4 }).map((parts) => parts.map(([t, s]) => span(t, s)))
}

type Step =
  | { readonly type: 'put'; readonly at: number; readonly row: FrameRow }
  | { readonly type: 'fill'; readonly row: FrameRow }
  | {
      readonly type: 'scroll'
      readonly top: number
      readonly by: number
      readonly fresh: readonly FrameRow[]
    }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }

function stepOf(frameRow: fc.Arbitrary<FrameRow>): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('put' as const), at: fc.nat(20), row: frameRow }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('fill' as const), row: frameRow }) },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('scroll' as const),
        top: fc.nat(3),
        by: fc.integer({ min: -6, max: 6 }),
        fresh: fc.array(frameRow, { minLength: 6, maxLength: 6 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('resize' as const),
        columns: fc.integer({ min: 1, max: 24 }),
        rows: fc.integer({ min: 1, max: 12 }),
      }),
    },
  )
}

function after(rows: readonly FrameRow[], step: Step): FrameRow[] {
  switch (step.type) {
    case 'put':
      return rows.map((old, y) => (y === step.at % rows.length ? step.row : old))
    case 'fill':
      return rows.map(() => step.row)
    case 'scroll': {
      const head = rows.slice(0, step.top)
      const body = rows.slice(step.top)
      const n = Math.min(Math.abs(step.by), body.length)
      const fresh = step.fresh.slice(0, n)
      return step.by > 0
        ? [...head, ...body.slice(n), ...fresh]
        : [...head, ...fresh, ...body.slice(0, body.length - n)]
    }
    case 'resize':
      return Array.from({ length: step.rows }, (_, y) => rows[y] ?? [])
  }
}

async function play(
  first: readonly FrameRow[],
  steps: readonly Step[],
  check: (shown: readonly ExpectedCell[], expected: readonly ExpectedCell[]) => void,
) {
  const screen = openTestScreen(20, first.length)
  try {
    let rows: readonly FrameRow[] = first
    let columns = screen.emulator.size().columns
    await screen.draw(rows)
    for (const step of steps) {
      rows = after(rows, step)
      if (step.type === 'resize') await screen.resize(step.columns, step.rows)
      const writes = await screen.draw(rows)
      expect(writes.length).toBeLessThanOrEqual(1)
      if (step.type === 'resize') columns = step.columns
      // the emulator is never narrower than two columns
      rows.forEach((r, y) =>
        check(shownCells(screen.emulator, y).slice(0, columns), expectedCells(r, columns)),
      )
    }
  } finally {
    screen.close()
  }
}

describe('any sequence of frames', () => {
  it('leaves the terminal with exactly the frame’s cells', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowOf(agreed), { minLength: 1, maxLength: 10 }),
        fc.array(stepOf(rowOf(agreed)), { maxLength: 8 }),
        (first, steps) => play(first, steps, (shown, expected) => expect(shown).toEqual(expected)),
      ),
      { numRuns: 400 },
    )
  })

  it('never lets a width on which the terminal differs shift its neighbours', async () => {
    const mixed = fc.oneof({ weight: 3, arbitrary: agreed }, { weight: 1, arbitrary: disputed })
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowOf(mixed), { minLength: 1, maxLength: 6 }),
        fc.array(stepOf(rowOf(mixed)), { maxLength: 6 }),
        (first, steps) =>
          play(first, steps, (shown, expected) => {
            expected.forEach((cell, x) => {
              const beside = expected[x - 1]?.text ?? ''
              const disputedHere = isRisky(cell.text) || cell.text === '' || isRisky(beside)
              if (!disputedHere) expect(shown[x]).toEqual(cell)
            })
          }),
      ),
      { numRuns: 300 },
    )
  })
})
