/** The built program in trouble, on a terminal: pages that come slowly or not at all, ends from outside, odd terminals. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { modesOff } from '../../src/terminal/modes.js'
import { framesIn, isSound, openBrowser, statusOf } from '../support/browser.js'
import { HARMFUL, isBuilt, ownPlace, preload, PROGRAM, run } from '../support/program.js'
import type { Emulator } from '../support/emulator.js'
import type { Pty } from '../support/pty.js'
import { serve, serveRaw, serveSockets, serveTls } from '../support/servers.js'
import type { RunningServer } from '../support/servers.js'

async function during(starting: Promise<RunningServer>): Promise<RunningServer> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}

const says = (browser: Pty, text: string | RegExp): Promise<void> =>
  browser.waitFor(
    (screen) => (typeof text === 'string' ? statusOf(screen).includes(text) : text.test(statusOf(screen))),
    `status: ${String(text)}`,
  )

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `<p>paragraph ${from + i}</p>`).join('\n')

/** A site with a page at `/` and one at `/slow`, whose end comes when the test says so. */
async function slowSite() {
  let held: ServerResponse | undefined
  const asked: string[] = []
  const server = await during(
    serve((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('Content-Type', 'text/html')
      if (request.url === '/silent') return
      if (request.url !== '/slow') {
        response.end(
          '<title>Home</title><h1>Home page</h1><a href="/slow">slow</a> <a href="/silent">silent</a>',
        )
        return
      }
      held = response
      response.write(`<title>Slow</title><h1>Slow page</h1><a href="/">home</a>${lines(0, 40)}`)
    }),
  )
  return { server, asked, rest: () => held?.end(`${lines(40, 60)}<p>the very end`) }
}

describe.skipIf(!isBuilt)('a page that comes slowly', () => {
  it('is there from its first part on, and keys are answered meanwhile', async () => {
    const { server, rest } = await slowSite()
    const browser = openBrowser([`${server.url}slow`])
    await browser.waitForText('Slow page')
    browser.type('jjj')
    await browser.waitFor((screen) => !screen.screen().includes('Slow page'), 'three lines further down')
    browser.type('/paragraph 30\r')
    await browser.waitForText('paragraph 30')
    const top = browser.emulator.row(1)
    expect(browser.emulator.screen()).not.toContain('the very end')
    rest()
    await says(browser, / h1 ?$/)
    expect(browser.emulator.row(1)).toBe(top)
    browser.type('G')
    await browser.waitForText('the very end')
  })

  it('shows that it loads, and Esc keeps what came', async () => {
    const { server, asked } = await slowSite()
    const browser = openBrowser([`${server.url}slow`])
    await browser.waitForText('Slow page')
    await says(browser, /\d+(\.\d)? ?(B|KB|kB)/)
    browser.type('\x1b')
    await says(browser, 'stopped; what came is kept')
    expect(browser.emulator.screen()).toContain('paragraph 5')
    browser.type('H')
    await browser.waitForText('< HTTP/1.1 200 OK')
    browser.type('H')
    await browser.waitForText('Slow page')
    browser.type('1')
    await browser.waitForText('Home page')
    expect(asked).toEqual(['/slow', '/'])
  })

  it('that says nothing at all leaves the old page, its keys, and Esc', async () => {
    const { server } = await slowSite()
    const browser = openBrowser([server.url])
    await browser.waitForText('Home page')
    browser.type('2')
    await says(browser, 'loading')
    expect(browser.emulator.screen()).toContain('Home page')
    browser.type('?')
    await browser.waitForText('the one before')
    browser.type('?')
    await browser.waitForText('Home page')
    browser.type('\x1b')
    await says(browser, 'stopped')
    expect(browser.emulator.screen()).toContain('Home page')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
  })

  it('and never ends is given up at a limit; until then keys are answered, and after it', async () => {
    const server = await during(
      serve((_, response) => {
        response.setHeader('Content-Type', 'text/html').write('<h1>The beginning</h1>')
        const go = (): void => {
          while (response.write('again'.repeat(10_000)));
        }
        response.on('drain', go)
        go()
      }),
    )
    const browser = openBrowser([server.url])
    await browser.waitForText('The beginning')
    const isOver = (): boolean => statusOf(browser.emulator).includes('cut short: the page is too large')
    let answered = 0
    while (!isOver()) {
      browser.type('?')
      await browser.waitForText('the one before')
      browser.type('?')
      await browser.waitForText('The beginning')
      answered++
    }
    expect(answered).toBeGreaterThan(3)
    browser.type('G')
    await browser.waitFor((screen) => !screen.screen().includes('The beginning'), 'the end')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
  })

  it('does not keep the program when it is left', async () => {
    const { server } = await slowSite()
    const browser = openBrowser([`${server.url}slow`])
    await browser.waitForText('Slow page')
    browser.type('Q')
    expect((await browser.exit).code).toBe(0)
  })
})

describe.skipIf(!isBuilt)('an address that cannot be shown', () => {
  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['a name that nobody has', () => 'http://nosuch.invalid/', /Host not found/],
    [
      'a port where nobody listens',
      async () => {
        const server = await serveSockets(() => undefined)
        await server.close()
        return server.url
      },
      /No connection[^]*refused/,
    ],
    [
      'a certificate that has expired',
      async () => (await during(serveTls('expired', (_, response) => response.end()))).url,
      /No secure connection[^]*expired on 2021-01-01/,
    ],
    [
      'a redirect loop',
      async () =>
        (await during(serve((_, response) => void response.writeHead(302, { Location: '/' }).end()))).url,
      /redirect loop/,
    ],
    [
      'no HTTP',
      async () => (await during(serveSockets((socket) => void socket.end('\x1b[31mno\r\n')))).url,
      /Not a valid HTTP answer/,
    ],
    ['a scheme of others', () => 'mailto:me@a.test', /mail program/],
    ['a file that is not there', () => '/no/such/file', /No such file/],
  ])('%s: a page says so, typed into the prompt, and the old one is kept', async (_, address, says) => {
    const url = await address()
    const browser = openBrowser(['about:start'])
    await browser.waitForText('Where to begin')
    browser.type('g')
    await browser.waitFor((screen) => statusOf(screen).includes('go to'), 'the prompt')
    browser.type(`\x15${url}\r`)
    await browser.waitFor((screen) => says.test(screen.screen().replace(/\s+/g, ' ')), String(says))
    browser.type('H')
    await browser.waitFor(
      (screen) => /Exchange 1 of|Nothing went over/.test(screen.screen()),
      'the wire view',
    )
    browser.type('H')
    await browser.waitFor((screen) => says.test(screen.screen().replace(/\s+/g, ' ')), String(says))
    browser.type('\x1b[D')
    await browser.waitForText('Where to begin')
  })

  it('text that is no address keeps the prompt and what was typed', async () => {
    const browser = openBrowser(['about:start'])
    await browser.waitForText('Where to begin')
    browser.type('g')
    await says(browser, 'go to')
    browser.type('\x15http://[oops\r')
    await says(browser, 'IPv6')
    expect(browser.emulator.screen()).toContain('Where to begin')
    expect(browser.emulator.screen()).toContain('http://[oops')
  })

  it('an answer that breaks off is shown as far as it came', async () => {
    const server = await during(
      serveRaw(
        (socket) =>
          void socket.end(
            'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<h1>What came',
          ),
      ),
    )
    const browser = openBrowser([server.url])
    await browser.waitForText('What came')
    await says(browser, 'cut short: ')
  })
})

describe.skipIf(!isBuilt)('a page that attacks the terminal', () => {
  const attack = '\x1b[31m\x1b]0;owned\x07\x1b[?1049l\x1bc\x9b2J\u202egnp\u2066 \x00\x07'
  const html = `<meta charset=utf-8><title>T ${attack}</title><h1>Heading ${attack}</h1><pre>${attack} pre</pre>
<a href="/${encodeURIComponent('x')}?${attack}">link ${attack}</a><form><input value="${attack}"></form>`

  it('gets nothing through: in text, title, status row, source and wire view', async () => {
    const field = Buffer.from(attack.replace(/\0/g, ''), 'utf8').toString('latin1')
    const octets = Buffer.from(html, 'utf8').toString('latin1')
    const server = await during(
      serveRaw(
        (socket) =>
          void socket.end(
            `HTTP/1.1 200 ${field}\r\nContent-Type: text/html\r\nX-A: ${field}\r\n\r\n${octets}`,
            'latin1',
          ),
      ),
    )
    const browser = openBrowser([server.url])
    const { emulator } = browser
    await browser.waitForText('Heading')
    browser.type('\x1b[B')
    await says(browser, '?')
    for (const [key, text] of [
      ['H', 'X-A:'],
      ['H', 'Heading'],
      ['\\', '<title>'],
      ['\\', 'Heading'],
      ['=', 'text/html'],
      ['=', 'Heading'],
      ['l', 'link'],
    ] as const) {
      browser.type(key)
      await browser.waitForText(text)
    }
    expect(emulator.buffer()).toBe('alternate')
    expect(emulator.title()).toMatch(/^T /)
    expect(emulator.title()).not.toMatch(HARMFUL)
    const written = browser.raw()
    for (const sequence of ['\x1b]0;owned', '\x1bc', '\x9b', '\u202e', '\u2066', '\x00', '\x1b[?1049l'])
      expect(written.includes(sequence)).toBe(false)
    browser.type('Q')
    await browser.exit
    expect(isSound(emulator)).toBe(true)
  })
})

describe.skipIf(!isBuilt)('an end from outside', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('%s, while a page loads, leaves a sound terminal and status %i', async (signal, status) => {
    const { server } = await slowSite()
    const browser = openBrowser([`${server.url}slow`])
    await browser.waitForText('Slow page')
    browser.kill(signal)
    expect((await browser.exit).code).toBe(status)
    expect(isSound(browser.emulator)).toBe(true)
  })

  it('Ctrl-C, which the terminal makes a key of, ends it too', async () => {
    const browser = openBrowser([])
    await browser.waitForText('Where to begin')
    browser.type('\x03')
    expect([0, 130]).toContain((await browser.exit).code)
    expect(isSound(browser.emulator)).toBe(true)
  })

  it.each([
    ['SIGUSR2', 'an exception that nobody catches', 'it broke [31mbadly'],
    ['SIGURG', 'a promise that nobody looks after', 'a promise was broken'],
  ])('%s: %s is told in one line, on a sound terminal', async (signal, _, message) => {
    const browser = openBrowser([], { args: ['--require', preload('crash'), PROGRAM] })
    await browser.waitForText('Where to begin')
    browser.kill(signal)
    expect((await browser.exit).code).toBe(70)
    expect(isSound(browser.emulator)).toBe(true)
    const after = browser.raw().slice(browser.raw().lastIndexOf(modesOff) + modesOff.length)
    expect(after).toBe(`octavo: internal error: ${message}\r\n`)
  })
})

describe.skipIf(!isBuilt)('folders that nothing can be kept in', () => {
  it('are told of in the status row, and cookies live as long as the browser', async () => {
    const place = ownPlace()
    mkdirSync(join(place.state, 'octavo'))
    symlinkSync('/dev/full', join(place.state, 'octavo', 'cookies'))
    rmSync(place.cache, { recursive: true })
    writeFileSync(place.cache, 'a file')
    const server = await during(
      serve((request, response) => {
        response.setHeader('Set-Cookie', 'a=b; Max-Age=1000')
        response.setHeader('Content-Type', 'text/html').end(`<p>cookies: ${request.headers.cookie ?? 'none'}`)
      }),
    )
    const browser = openBrowser([server.url], { place })
    await browser.waitForText('cookies: none')
    await says(browser, /not (kept|cached) on disk: /)
    browser.type('r')
    await browser.waitForText('cookies: a=b')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
  })
})

describe.skipIf(!isBuilt)('two browsers at once', () => {
  it('see each other’s cookies', async () => {
    const place = ownPlace()
    const server = await during(
      serve((request, response) => {
        const name = (request.url ?? '/').slice(1)
        if (name !== '') response.setHeader('Set-Cookie', `${name}=1; Max-Age=1000; Path=/`)
        response.setHeader('Cache-Control', 'no-store')
        response
          .setHeader('Content-Type', 'text/html')
          .end(`<p>cookies: ${request.headers.cookie ?? 'none'} .`)
      }),
    )
    const [first, second] = [
      openBrowser([`${server.url}a`], { place }),
      openBrowser([`${server.url}b`], { place }),
    ]
    await first.waitForText('cookies: ')
    await second.waitForText('cookies: ')
    for (const browser of [first, second]) browser.type(`\x0c\x15${server.url}\r`)
    for (const browser of [first, second])
      await browser.waitFor(
        (screen) => /cookies: (a=1; b=1|b=1; a=1) \./.test(screen.screen()),
        'both cookies',
      )
    const { text } = await run(['--dump', server.url], { place })
    expect(text).toMatch(/a=1/)
    expect(text).toMatch(/b=1/)
  })
})

describe.skipIf(!isBuilt)('a page that is piped in', () => {
  it('is browsed with the keys of the terminal, and still there after a reload', async () => {
    const script = `echo '<h1>From the pipe</h1>' | '${process.execPath}' '${PROGRAM}' --type text/html -`
    const browser = openBrowser([], { command: 'sh', args: ['-c', script] })
    await browser.waitForText('From the pipe')
    browser.type('H')
    await browser.waitForText('Exchange 1 of 1')
    browser.type('Hr')
    await browser.waitFor((screen) => !screen.screen().includes('Exchange'), 'the page again')
    await browser.waitForText('From the pipe')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
    expect(isSound(browser.emulator)).toBe(true)
  })

  it('is shown as it comes, and q does not wait for its end', async () => {
    const script = `exec '${process.execPath}' '${PROGRAM}' --type text/html - < <(echo '<p>First'; exec sleep 30)`
    const browser = openBrowser([], { command: 'bash', args: ['-c', script] })
    await browser.waitForText('First')
    browser.type('q')
    expect((await browser.exit).code).toBe(0)
    expect(isSound(browser.emulator)).toBe(true)
  })
})

describe.skipIf(!isBuilt)('where there is no terminal to browse on', () => {
  it('TERM=dumb gets the page as text', async () => {
    const browser = openBrowser([], { env: { TERM: 'dumb' } })
    expect((await browser.exit).code).toBe(0)
    expect(browser.raw()).not.toContain('\x1b')
    expect(browser.emulator.screen()).toContain('Where to begin')
  })

  it('--dump on a terminal fits its width', async () => {
    const place = ownPlace()
    writeFileSync(join(place.home, 'page.html'), `<p>${'word '.repeat(100)}`)
    const browser = openBrowser(['--dump', './page.html'], { place, columns: 50 })
    expect((await browser.exit).code).toBe(0)
    expect(framesIn(browser.raw())).toBe(0)
    const widths = browser.emulator
      .screen()
      .split('\n')
      .map((line) => line.length)
    expect(Math.max(...widths)).toBe(49)
  })
})

const hasBash = ((): boolean => {
  try {
    execFileSync('bash', ['--version'])
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!isBuilt || !hasBash)('under a shell with job control', () => {
  const promptAtEnd = (screen: Emulator): boolean =>
    screen.buffer() === 'normal' && screen.row(screen.cursor().row) === 'ready>'

  it('Ctrl-Z gives the terminal to the shell, fg brings the same page back, and a load goes on', async () => {
    const { server, rest } = await slowSite()
    const place = ownPlace()
    // readline would switch bracketed paste on at its prompt
    writeFileSync(join(place.home, 'inputrc'), 'set enable-bracketed-paste off\n')
    const shell = openBrowser([], {
      place,
      command: 'bash',
      args: ['--norc', '--noprofile', '-i'],
      env: { PS1: 'ready> ', INPUTRC: join(place.home, 'inputrc') },
    })
    await shell.waitFor(promptAtEnd, 'the prompt')
    shell.type(`'${process.execPath}' '${PROGRAM}' ${server.url}slow\r`)
    await shell.waitForText('Slow page')
    shell.type('j')
    await shell.waitFor((screen) => !screen.screen().includes('Slow page'), 'a line further down')
    const before = shell.emulator.screen().split('\n').slice(1, 22)
    shell.type('\x1a')
    await shell.waitFor((screen) => screen.screen().includes('Stopped') && promptAtEnd(screen), 'the shell')
    expect(isSound(shell.emulator)).toBe(true)
    rest()
    shell.type('fg\r')
    await shell.waitFor(
      (screen) => screen.buffer() === 'alternate' && screen.row(23).includes('q quit'),
      'the browser',
    )
    await shell.waitFor((screen) => / h1 ?$/.test(statusOf(screen)), 'the whole page')
    expect(shell.emulator.screen().split('\n').slice(1, 22)).toEqual(before)
    shell.type('G')
    await shell.waitForText('the very end')
    shell.type('q')
    await shell.waitFor(promptAtEnd, 'the prompt')
    expect(isSound(shell.emulator)).toBe(true)
  })
})
