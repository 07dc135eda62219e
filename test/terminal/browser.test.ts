/** The built program, used by a person: keys in, cells out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { find, framesIn, isSound, openBrowser, statusOf } from '../support/browser.js'
import { isBuilt, ownPlace, PROGRAM } from '../support/program.js'
import type { Pty } from '../support/pty.js'
import { serve } from '../support/servers.js'
import type { RunningServer } from '../support/servers.js'

const links = Array.from({ length: 15 }, (_, i) => `<a href="/n${i + 1}">link ${i + 1}</a>`).join(' ')
const paragraphs = Array.from({ length: 60 }, (_, i) => {
  const words = Array.from({ length: 30 }, (_, w) => `w${i}.${w}`).join(' ')
  return `<p>${words} ${i === 30 ? '<a href="/two">onwards</a>' : ''}</p>`
}).join('')

const PAGES: Readonly<Record<string, string>> = {
  '/': `<title>Home</title><h1>First page</h1><p><a href="/two">two</a> and <a href="/long">long</a>`,
  '/two': '<title>Two</title><h1>Second page</h1><p><a href="/">home</a>',
  '/many': `<h1>Many links</h1><p>${links}`,
  '/n1': '<h1>Page n1</h1>',
  '/n7': '<h1>Page n7</h1>',
  '/n12': '<h1>Page n12</h1>',
  '/long': `<title>Long</title>${paragraphs}`,
  '/wide': '<h1>日本語のページ</h1><p>漢字 and é and 👨‍👩‍👧 family<br>second <a href=/two>リンク</a>',
  '/form': `<h1>A form</h1><form action="/said" method="post"><p><input name="word"> <input type="checkbox" name="box">
<button name="go" value="1">Send it</button></form>`,
}

/** A site that writes down what it was asked. */
async function site(): Promise<RunningServer & { readonly asked: readonly string[] }> {
  const asked: string[] = []
  const server = await serve((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${body}`.trim())
      answer(request, response)
    })
  })
  onTestFinished(() => server.close())
  return Object.assign(server, { asked })
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/'
  const page = path === '/said' ? '<h1>It was said</h1>' : PAGES[path]
  if (path === '/file.bin') {
    response.setHeader('Content-Type', 'application/octet-stream').end(Buffer.from([0, 1, 2, 3]))
    return
  }
  response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(page ?? '<h1>Not there</h1>')
}

async function opened(path = '', options: Parameters<typeof openBrowser>[1] = {}) {
  const server = await site()
  const browser = openBrowser([server.url + path], options)
  await browser.waitFor((screen) => statusOf(screen).includes(' h1'), 'the whole page')
  return { server, browser, screen: browser.emulator }
}

const rowIs = (browser: Pty, row: number, text: string | RegExp): Promise<void> =>
  browser.waitFor(
    (screen) => (typeof text === 'string' ? screen.row(row).includes(text) : text.test(screen.row(row))),
    `row ${row}: ${String(text)}`,
  )

const says = (browser: Pty, text: string): Promise<void> =>
  browser.waitFor((screen) => statusOf(screen).includes(text), `status: ${text}`)

/** The page's first row without its margin. */
const topOf = (browser: Pty): string => browser.emulator.row(1).trim()

describe.skipIf(!isBuilt)('the start page', () => {
  it('stands on one screen of 80 by 24, with title, status and hints', async () => {
    const browser = openBrowser([])
    await browser.waitForText('Where to begin')
    const { emulator } = browser
    expect(emulator.row(0)).toContain('Octavo')
    expect(emulator.cell(1, 0).inverse).toBe(true)
    expect(emulator.row(23)).toMatch(/g go.*\? help.*q quit/)
    expect(emulator.screen()).toContain('[1]The tour')
    expect(emulator.title()).toContain('Octavo')
    expect(emulator.cursor().hidden).toBe(true)
    const heading = find(emulator, 'Where to begin')
    expect(emulator.cell(heading.column, heading.row).bold).toBe(true)
    browser.type('q')
    expect(await browser.exit).toEqual({ code: 0, signal: 0 })
    expect(isSound(emulator)).toBe(true)
  })

  it('leads to the tour, which needs no network and ends with the browser', async () => {
    const browser = openBrowser([])
    await browser.waitForText('[1]The tour')
    browser.type('1')
    await browser.waitForText('Type the number of a link')
    const port = /127\.0\.0\.1:(\d+)/.exec(browser.emulator.screen())?.[1] ?? ''
    expect(port).not.toBe('')
    browser.type('H')
    await browser.waitForText('> GET / HTTP/1.1')
    browser.type('Q')
    expect((await browser.exit).code).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  it('is where --tour passes by', async () => {
    const browser = openBrowser(['--tour'])
    await browser.waitForText('Type the number of a link')
  })
})

describe.skipIf(!isBuilt)('following', () => {
  it('a number that can mean only one link needs no Enter', async () => {
    const { server, browser } = await opened('many')
    browser.type('7')
    await browser.waitForText('Page n7')
    expect(server.asked).toEqual(['GET /many', 'GET /n7'])
  })

  it('a number that begins others waits, and shows what it means', async () => {
    const { browser, screen, server } = await opened('many')
    browser.type('1')
    await says(browser, 'link 1')
    expect(statusOf(screen)).toMatch(/link 1 +→ http:\/\/127[^ ]*\/n1 +\(1, 10-15\)/)
    expect(screen.cursor()).toMatchObject({ row: 22, hidden: false })
    expect(server.asked).toHaveLength(1)
    const lit = find(screen, '[12]')
    expect(screen.cell(lit.column, lit.row).background).toBe(11)
    browser.type('2')
    await browser.waitForText('Page n12')
    browser.type('\x1b[D')
    await browser.waitForText('Many links')
    browser.type('1\r')
    await browser.waitForText('Page n1')
    expect(server.asked).toEqual(['GET /many', 'GET /n12', 'GET /n1'])
  })

  it('by the mouse, and by the arrows, which invert the link', async () => {
    const { browser, screen } = await opened()
    browser.type('\x1b[B')
    await browser.waitFor(() => {
      const { column, row } = find(screen, 'two')
      return screen.cell(column, row).inverse
    }, 'the link inverted')
    expect(statusOf(screen)).toContain('/two')
    const link = find(screen, 'two')
    browser.type(`\x1b[<0;${link.column + 1};${link.row + 1}M\x1b[<0;${link.column + 1};${link.row + 1}m`)
    await browser.waitForText('Second page')
  })

  it('back restores place and focus without a request', async () => {
    const { browser, screen, server } = await opened('long')
    browser.type('/onwards\r')
    await browser.waitForText('onwards')
    // with its light out, the link that was found stands there chosen
    browser.type('\x1b')
    await browser.waitFor(() => {
      const { column, row } = find(screen, 'onwards')
      return screen.cell(column, row).inverse
    }, 'the link inverted')
    const before = screen.screen().split('\n').slice(1, 22)
    expect(before[0]).not.toContain('w0.0')
    browser.type('\r')
    await browser.waitForText('Second page')
    browser.type('\x1b[D')
    await browser.waitForText('onwards')
    expect(screen.screen().split('\n').slice(1, 22)).toEqual(before)
    const { column, row } = find(screen, 'onwards')
    expect(screen.cell(column, row).inverse).toBe(true)
    browser.type('F')
    await browser.waitForText('Second page')
    expect(server.asked).toEqual(['GET /long', 'GET /two'])
  })

  it('an address that is typed, with a line editor', async () => {
    const { browser, screen, server } = await opened()
    browser.type('g')
    await says(browser, 'go to')
    browser.type(`${server.url}twoX\x7f`)
    await says(browser, '/two')
    expect(screen.cursor()).toMatchObject({ row: 22, hidden: false })
    browser.type('\r')
    await browser.waitForText('Second page')
    expect(screen.cursor().hidden).toBe(true)
  })
})

describe.skipIf(!isBuilt)('looking closer', () => {
  it('H shows the octets of the exchange, and Left the page again', async () => {
    const { browser, server, screen } = await opened()
    browser.type('H')
    await browser.waitForText('> GET / HTTP/1.1')
    const text = screen.screen()
    expect(text).toContain('Exchange 1 of 1')
    expect(text).toContain(`> Host: 127.0.0.1:${server.port}`)
    expect(text).toContain('< HTTP/1.1 200 OK')
    expect(text).toMatch(/#1, new; 127\.0\.0\.1:\d+; HTTP\/1\.1/)
    browser.type('H')
    await browser.waitForText('First page')
    expect(server.asked).toEqual(['GET /'])
  })

  it.each([
    ['\\', '<title>Home</title>'],
    ['=', 'text/html'],
    ['l', '/long'],
    ['?', 'the one before'],
    ['h', 'Home'],
  ])('%s opens its view, and once more closes it', async (key, text) => {
    const { browser, server } = await opened()
    browser.type(key)
    await browser.waitFor(
      (screen) => screen.screen().includes(text) && !screen.screen().includes('two and'),
      text,
    )
    browser.type('\x1b[D')
    await browser.waitForText('First page')
    expect(server.asked).toHaveLength(1)
  })

  it('find lights its matches as they are typed', async () => {
    const { browser, screen } = await opened('long')
    browser.type('/w5.1')
    await browser.waitForText('w5.1')
    const match = find(screen, 'w5.1')
    await browser.waitFor(() => screen.cell(match.column, match.row).background === 10, 'the match lit')
    expect(screen.cell(match.column, match.row).bold).toBe(true)
    const other = find(screen, 'w5.10')
    expect(screen.cell(other.column, other.row).background).toBe(3)
    expect(screen.cell(match.column + 5, match.row).background).toBe(undefined)
    expect(screen.cursor().hidden).toBe(false)
    browser.type('\r')
    browser.type('n')
    await browser.waitFor(() => screen.cell(other.column, other.row).background === 10, 'the next match lit')
  })
})

describe.skipIf(!isBuilt)('sizes', () => {
  it('a resize keeps the reading position', async () => {
    const { browser, screen } = await opened('long')
    browser.type('    ')
    await browser.waitFor(
      () => topOf(browser).startsWith('w') && !topOf(browser).startsWith('w0'),
      'further down',
    )
    const word = /w\d+\.\d+/.exec(topOf(browser))?.[0] ?? ''
    for (const [columns, rows] of [
      [40, 20],
      [200, 60],
      [80, 24],
    ] as const) {
      const frames = framesIn(browser.raw())
      browser.resize(columns, rows)
      await browser.waitFor(
        () =>
          framesIn(browser.raw()) > frames &&
          screen.row(rows - 1).includes('go') &&
          `${topOf(browser)} `.includes(`${word} `),
        `${word} at the top of ${columns} by ${rows}`,
      )
    }
  })

  it('on wide screens the text stands in the middle, 100 columns wide at most', async () => {
    const { screen } = await opened('long', { columns: 200, rows: 60 })
    const line = screen.row(1)
    expect(line.trim().length).toBeLessThanOrEqual(100)
    expect(line.search(/\S/)).toBe(50)
  })

  it.each([
    [1, 1],
    [2, 2],
    [20, 5],
    [40, 20],
    [200, 60],
  ])('%i by %i is used and left like any other', async (columns, rows) => {
    const server = await site()
    const browser = openBrowser([`${server.url}long`], { columns, rows })
    await browser.waitFor(() => framesIn(browser.raw()) > 0 && server.asked.length > 0, 'a frame')
    browser.type('jj kG')
    browser.type('/w5\r')
    browser.type('H')
    browser.type('\x1b[D')
    browser.type('?')
    browser.type('Q')
    expect((await browser.exit).code).toBe(0)
    expect(isSound(browser.emulator)).toBe(true)
  })

  it('one that shrinks to a cell and grows again shows the page again', async () => {
    const { browser, screen } = await opened()
    browser.resize(1, 1)
    await browser.waitFor((emulator) => emulator.screen().length <= 1, 'one cell')
    browser.resize(80, 24)
    await browser.waitForText('First page')
    expect(screen.row(23)).toContain('q quit')
  })
})

describe.skipIf(!isBuilt)('drawing', () => {
  it('writes once for each key, and little', async () => {
    const { browser } = await opened('long')
    await rowIs(browser, 1, 'w0.0')
    const lines = browser.emulator.screen().split('\n').slice(1, 22)
    const before = browser.raw().length
    for (let i = 1; i <= 10; i++) {
      browser.type('j')
      const row = lines[i] ?? ''
      await browser.waitFor((screen) => screen.row(1) === row, `line ${i} at the top`)
    }
    const written = browser.raw().slice(before)
    expect(framesIn(written)).toBe(10)
    expect(written.match(/\x1b\[\?2026l/g)).toHaveLength(10)
    expect(written.startsWith('\x1b[?2026h')).toBe(true)
    expect(written).not.toContain('\x1b[2J')
    expect(Buffer.byteLength(written)).toBeLessThan(3000)
  })

  it('leaves what stood on the terminal before', async () => {
    const server = await site()
    const place = ownPlace()
    const browser = openBrowser([], {
      place,
      command: 'sh',
      args: ['-c', `echo it was here; '${process.execPath}' "$0" "$1"; echo and after`, PROGRAM, server.url],
    })
    await browser.waitForText('First page')
    expect(browser.emulator.screen()).not.toContain('it was here')
    browser.type('q')
    await browser.exit
    expect(browser.emulator.screen().trimEnd()).toBe('it was here\nand after')
  })

  it('gives wide characters two cells', async () => {
    const { browser, screen } = await opened('wide')
    await browser.waitForText('日本語のページ')
    const { row } = find(screen, '日本語')
    const column = screen.row(row).search(/\S/)
    expect(
      [0, 1, 2].map((i) => screen.cell(column + i, row)).map(({ text, width }) => [text, width]),
    ).toEqual([
      ['日', 2],
      ['', 0],
      ['本', 2],
    ])
    browser.type('\x1b[B')
    await says(browser, '/two')
    const link = find(screen, 'リンク')
    expect(screen.row(link.row)).toContain('second [1]リンク')
  })

  it('without colours where NO_COLOR asks for it; what is bold or inverse stays', async () => {
    const { browser } = await opened('', { env: { NO_COLOR: '1' } })
    await browser.waitForText('First page')
    for (const [, sgr = ''] of browser.raw().matchAll(/\x1b\[([0-9;]*)m/g))
      expect(sgr).not.toMatch(/(^|;)(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;|$)/)
    const heading = find(browser.emulator, 'First page')
    expect(browser.emulator.cell(heading.column, heading.row).bold).toBe(true)
  })
})

describe.skipIf(!isBuilt)('forms and files', () => {
  it('a form is filled in by numbers and sent as UTF-8', async () => {
    const { browser, server, screen } = await opened('form')
    browser.type('1')
    await says(browser, 'word:')
    browser.type('né & 日')
    await says(browser, 'né & 日')
    browser.type('\r')
    await browser.waitFor(() => find(screen, 'né & 日').row < 22, 'the value in the page')
    browser.type('2')
    await browser.waitFor(() => /\[2\]\[[^ ]\]/.test(screen.screen()), 'the box ticked')
    browser.type('3')
    await browser.waitForText('It was said')
    expect(server.asked).toEqual(['GET /form', 'POST /said word=n%C3%A9+%26+%E6%97%A5&box=on&go=1'])
  })

  it('what is no text is saved', async () => {
    const place = ownPlace()
    const server = await site()
    const browser = openBrowser([`${server.url}file.bin`], { place })
    await says(browser, 'save to: ./file.bin')
    browser.type('\r')
    await says(browser, 'saved ./file.bin (4 octets)')
    expect([...readFileSync(join(place.home, 'file.bin'))]).toEqual([0, 1, 2, 3])
    browser.type('S\r')
    await says(browser, 'not saved')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
  })
})
