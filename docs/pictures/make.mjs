// Makes the pictures of the README: starts the built program in a pseudo-terminal, types, reads the cells that a
// person would see, and writes them down as SVG. `node docs/pictures/make.mjs`, after a build.
import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'

const COLUMNS = 80
const PATIENCE_MILLISECONDS = 15_000

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const PICTURES = [
  {
    name: 'reading.svg',
    rows: 26,
    title: 'A page read with Octavo: numbered links, one of them chosen',
    address: (site) => site,
    steps: [
      { until: 'In other languages' },
      { type: '\x1b[B', until: 'Recto_and_verso' },
      { type: '\x1b[B', until: 'Aldine_Press' },
    ],
  },
  {
    name: 'wire.svg',
    rows: 35,
    title: 'The wire view: the exchange behind a page of the tour',
    address: () => 'about:tour',
    steps: [
      { until: '/  ' },
      { type: '3', until: 'link 3' },
      { type: '\r', until: 'Visits: 1' },
      { type: 'r', until: 'Visits: 2' },
      { type: 'H', until: 'not stored' },
    ],
  },
]

// What differs from run to run and from machine to machine, and is as long in every one.
const MASKS = [
  [/127\.0\.0\.1:\d{5}(?!\d)/g, '127.0.0.1:40000'],
  [/until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'until 2026-11-22 13:00:00'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'Sun, 22 Nov 2026 12:00:00 GMT'],
]

// A terminal's sixteen colours, and its own two.
const PALETTE = [
  ['#3b3f4a', '#e5737b', '#8fc07a', '#d9b06a', '#5f8fd0', '#c48ad8', '#63b6bd', '#c6cad3'],
  ['#6d7383', '#f0868e', '#a5d68f', '#ecc780', '#82b4f5', '#d9a4ec', '#7ccfd6', '#f2f4f8'],
].flat()
const FOREGROUND = '#d3d7df'
const BACKGROUND = '#16181d'

/** The screen's cells when all steps are done. */
async function screenOf({ rows, address, steps }, site) {
  const terminal = new headless.Terminal({ cols: COLUMNS, rows, allowProposedApi: true })
  const child = spawn(process.execPath, [here('../../dist/octavo.js'), '--private', address(site)], {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'en_GB.UTF-8', TERM: 'xterm-256color' },
  })
  let recheck = () => undefined
  child.onData((data) => terminal.write(data, () => recheck()))
  terminal.onData((answer) => child.write(answer))

  const line = (y) => terminal.buffer.active.getLine(y)
  const all = (read) => Array.from({ length: rows }, (_, y) => read(line(y)))
  const text = () => all((row) => row.translateToString()).join('\n')
  const shows = (wanted) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`never seen: ${wanted}\n${text()}`)),
        PATIENCE_MILLISECONDS,
      )
      recheck = () => {
        if (!text().includes(wanted)) return
        clearTimeout(timer)
        resolve()
      }
      recheck()
    })

  for (const { type, until } of steps) {
    if (type !== undefined) child.write(type)
    await shows(until)
  }
  const cells = all(cellsOf)
  child.kill('SIGKILL')
  return cells
}

/** A row's cells; the second half of a wide character is left out. */
function cellsOf(line) {
  const cells = Array.from({ length: COLUMNS }, (_, x) => {
    const cell = line.getCell(x)
    return { x, width: cell.getWidth(), text: cell.getChars() || ' ', look: lookOf(cell) }
  }).filter(({ width }) => width > 0)
  return masked(cells)
}

function masked(cells) {
  let text = cells.map((cell) => cell.text).join('')
  if (text.length !== cells.length) return cells
  for (const [pattern, replacement] of MASKS) text = text.replace(pattern, replacement)
  return cells.map((cell, i) => ({ ...cell, text: text[i] }))
}

function lookOf(cell) {
  const foreground = cell.isFgDefault() ? FOREGROUND : PALETTE[cell.getFgColor()]
  const background = cell.isBgDefault() ? BACKGROUND : PALETTE[cell.getBgColor()]
  const inverse = cell.isInverse() !== 0
  return {
    foreground: inverse ? background : foreground,
    background: inverse ? foreground : background,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    strike: cell.isStrikethrough() !== 0,
  }
}

// Pixels. The advance of most monospace fonts is 0.6 of their size.
const SIZE = 14
const ADVANCE = 8.43
const LEADING = 19
const BASELINE = 14
const PADDING = 14

/** Neighbouring cells of one look; a wide character stands alone, so that no font can shift what follows. */
function runsOf(cells) {
  const runs = []
  for (const cell of cells) {
    const last = runs.at(-1)
    const joins = last !== undefined && cell.width === 1 && last.joinable && same(last.look, cell.look)
    if (joins) {
      last.text += cell.text
      last.width++
    } else runs.push({ ...cell, joinable: cell.width === 1 })
  }
  return runs
}

const same = (a, b) => Object.keys(a).every((key) => a[key] === b[key])
const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
const pixels = (number) => String(Math.round(number * 100) / 100)

function runAsSvg({ x, width, text, look }, row) {
  const left = PADDING + x * ADVANCE
  const top = PADDING + row * LEADING
  const paint = look.dim ? ` fill="${look.foreground}" fill-opacity="0.62"` : ` fill="${look.foreground}"`
  const parts = []
  if (look.background !== BACKGROUND)
    parts.push(
      `<rect x="${pixels(left)}" y="${top}" width="${pixels(width * ADVANCE)}" height="${LEADING}" fill="${look.background}"/>`,
    )
  // pieces between gaps, each at its own column
  for (const { 0: piece, index } of text.matchAll(/\S+(?: \S+)*/g)) {
    const shape = (look.bold ? ' font-weight="bold"' : '') + (look.italic ? ' font-style="italic"' : '')
    const place =
      width > text.length || piece.length > width
        ? `x="${pixels(left + (width * ADVANCE) / 2)}" text-anchor="middle"`
        : `x="${pixels(left + index * ADVANCE)}" textLength="${pixels(piece.length * ADVANCE)}"`
    parts.push(`<text ${place} y="${top + BASELINE}"${paint}${shape}>${escaped(piece)}</text>`)
  }
  const rules = [look.underline && BASELINE + 2.5, look.strike && BASELINE - 4.5].filter((y) => y !== false)
  for (const y of rules)
    parts.push(
      `<rect x="${pixels(left)}" y="${top + y}" width="${pixels(width * ADVANCE)}" height="1"${paint}/>`,
    )
  return parts
}

function asSvg(rows, title) {
  const width = pixels(2 * PADDING + COLUMNS * ADVANCE)
  const height = 2 * PADDING + rows.length * LEADING
  const parts = rows.flatMap((cells, y) => runsOf(cells).flatMap((run) => runAsSvg(run, y)))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${SIZE}">
${parts.join('\n')}
</g>
</svg>
`
}

const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html;charset=utf-8' }).end(readFileSync(here('page.html')))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
for (const picture of PICTURES) {
  const rows = await screenOf(picture, `http://127.0.0.1:${server.address().port}/`)
  writeFileSync(here(picture.name), asSvg(rows, picture.title))
}
server.close()
