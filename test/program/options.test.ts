/** The command's options, its streams and its exit statuses. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isBuilt, ONE_LINE, ownPlace, PROGRAM, run, start } from '../support/program.js'
import type { Outcome, Place } from '../support/program.js'
import { serve } from '../support/servers.js'
import type { RunningServer } from '../support/servers.js'

const PAGE = `<!DOCTYPE html><meta charset=utf-8><title>A page</title><h1>Heading</h1>
<p>Text with <a href="one.html">one</a> and <a href="/two?q=1#f">two</a>.
<form action=go><input name=q value=preset><button>Send</button></form>`

async function during(starting: Promise<RunningServer>): Promise<RunningServer> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}

/** Says what it was asked, field by field. */
function echo(): Promise<RunningServer> {
  return during(
    serve((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => (body += piece.toString()))
      request.on('end', () => {
        const lines = [`${request.method} ${request.url}`]
        for (let i = 0; i < request.rawHeaders.length; i += 2)
          lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`)
        response.setHeader('Content-Type', 'text/plain').end([...lines, '', body].join('\n'))
      })
    }),
  )
}

function placeWith(files: Readonly<Record<string, string | Uint8Array>>): Place {
  const place = ownPlace()
  for (const [name, octets] of Object.entries(files)) writeFileSync(join(place.home, name), octets)
  return place
}

const pageIn = (args: readonly string[]): Promise<Outcome> =>
  run([...args, 'page.html'], { place: placeWith({ 'page.html': PAGE }) })

describe.skipIf(!isBuilt)('modes', () => {
  it('--dump, which is also what happens without a terminal', async () => {
    const dumped = await pageIn(['--dump'])
    expect(dumped).toMatchObject({ status: 0, errors: '' })
    expect(dumped.text).toMatch(
      /^Heading\n═+\n\nText with \[1\]one and \[2\]two\.\n\n\[3\][^\n]*preset[^\n]*\[4\][^\n]*Send[^\n]*\n\nReferences\n\n {2}1\. file:\/\/\/[^\n]*\/one\.html\n {2}2\. file:\/\/\/two\?q=1#f\n/,
    )
    expect((await pageIn([])).text).toMatch(/^Heading/)
    expect((await run([])).text).toContain('Octavo')
  })

  it('--source gives the text as UTF-8, and octets of what is no text', async () => {
    expect((await pageIn(['--source'])).text).toBe(PAGE)
    const place = placeWith({
      'latin.html': Buffer.from('<meta charset=iso-8859-1>caf\xe9', 'latin1'),
      'octets.bin': Uint8Array.of(0, 255, 27, 1),
    })
    expect((await run(['--source', 'latin.html'], { place })).text).toBe('<meta charset=iso-8859-1>café')
    expect([...(await run(['--source', 'octets.bin'], { place })).octets]).toEqual([0, 255, 27, 1])
  })

  it('--links', async () => {
    expect((await pageIn(['--links'])).text).toMatch(/^file:\/\/\/.*\/one\.html\nfile:\/\/\/two\?q=1#f\n$/)
    expect((await pageIn(['--links=text'])).text).toMatch(/^1\tone\tfile:\/\/\/.*\n2\ttwo\tfile:\/\/\/.*\n$/)
  })

  it('--head sends HEAD and prints the final head, --headers every exchange', async () => {
    const server = await during(
      serve((request, response) => {
        if (request.url === '/') response.writeHead(302, { Location: '/there' }).end('gone')
        else response.writeHead(200, { 'X-Mine': 'yes', 'Content-Type': 'text/plain' }).end('text')
      }),
    )
    const head = await run(['-I', server.url])
    expect(head.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*X-Mine: yes\r\n[^]*\r\n\r\n$/)
    expect(server.received.match(/^[A-Z]+ \/\S*/gm)).toEqual(['HEAD /', 'HEAD /there'])
    const { text } = await run(['--headers', server.url])
    expect(text).toContain('Exchange 1 of 2')
    expect(text).toContain('Exchange 2 of 2')
    expect(text).toContain('> GET /there HTTP/1.1')
    expect(text).toContain('< X-Mine: yes')
  })

  it('--help and --version', async () => {
    const help = await run(['--help'])
    for (const option of [
      '--dump',
      '--source',
      '--head',
      '--headers',
      '--links',
      '--width',
      '--refs',
      '--data',
    ])
      expect(help.text).toContain(option)
    expect(help.text.split('\n').every((line) => line.length <= 100)).toBe(true)
    expect((await run(['--version'])).text).toMatch(/^octavo \d+\.\d+\.\d+\n$/)
  })
})

describe.skipIf(!isBuilt)('options of the text', () => {
  it('--width, in columns', async () => {
    const words = `<p>${'word '.repeat(100)}`
    const { text } = await run(['--dump', '--width', '31', 'a.html'], {
      place: placeWith({ 'a.html': words }),
    })
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(29)
  })

  it('--color=always colours, auto and NO_COLOR do not', async () => {
    expect((await pageIn(['--dump', '--color=always'])).text).toContain('\x1b[')
    expect((await pageIn(['--dump', '--color=auto'])).text).not.toContain('\x1b')
  })

  it('--no-numbers and --refs', async () => {
    expect((await pageIn(['--dump', '--no-numbers', '--refs=none'])).text).toMatch(
      /^Text with one and two\.$/m,
    )
    expect((await pageIn(['--dump', '--refs=inline', '--width=200'])).text).toMatch(
      /\[2\]two <file:\/\/\/two\?q=1#f>\./,
    )
    expect((await pageIn(['--dump', '--refs=none'])).text).not.toContain('References')
  })

  it('--type, --charset and --base', async () => {
    const place = placeWith({
      'page.txt': '<p>caf\xc3\xa9 <a href=x>x</a>',
      cp: Buffer.from('<p>\xef\xf0', 'latin1'),
    })
    const typed = await run(['--dump', '--type', 'text/html', '--base', 'http://b.test/d/', 'page.txt'], {
      place,
    })
    expect(typed.text).toContain('1. http://b.test/d/x')
    const charset = await run(['--dump', '-T', 'text/html', '--charset=windows-1251', 'cp'], { place })
    expect(charset.text).toBe('пр\n')
  })

  it('the letters of lynx, w3m and links', async () => {
    expect((await pageIn(['-dump', '-nolist', '-width=20'])).text).toMatch(/^Heading/)
    expect((await pageIn(['-dump', '-cols', '20'])).text).toMatch(/^Heading/)
    expect((await pageIn(['-source'])).text).toBe(PAGE)
    expect((await pageIn(['-listonly'])).text).toMatch(/^file:/)
    expect((await pageIn(['-dump', '-listonly'])).text).toMatch(/^file:/)
  })
})

describe.skipIf(!isBuilt)('options of the request', () => {
  it('--header, --request and --data go over the wire', async () => {
    const server = await echo()
    const { text } = await run([
      '--source',
      '-H',
      'X-Mine: a b',
      '--header',
      'user-agent: me',
      '-X',
      'PUT',
      '-d',
      'a=1',
      '--data',
      'b=2',
      server.url,
    ])
    expect(text).toMatch(/^PUT \/\n/)
    expect(text).toContain('X-Mine: a b\n')
    expect(text).toMatch(/^user-agent: me$/im)
    expect(text).not.toContain('Octavo/')
    expect(text).toContain('Content-Type: application/x-www-form-urlencoded\n')
    expect(text).toMatch(/\n\na=1&b=2$/)
    const posted = await run(['--source', '-d', 'ü=é', '-H', 'Content-Type: text/plain', server.url])
    expect(posted.text).toMatch(/^POST [^]*Content-Type: text\/plain\n[^]*\n\nü=é$/)
  })

  it('a field cannot smuggle another', async () => {
    const { status, errors } = await run(['-H', 'X: a\r\nY: b', 'http://x.test/'])
    expect(errors).toMatch(ONE_LINE)
    expect(status).toBe(1)
  })
})

describe.skipIf(!isBuilt)('--output', () => {
  it('writes the page, whole, over what was there', async () => {
    const place = placeWith({ 'page.html': PAGE, 'out.txt': 'old' })
    const { text, status } = await run(['--source', '-o', 'out.txt', 'page.html'], { place })
    expect({ text, status }).toEqual({ text: '', status: 0 })
    expect(readFileSync(join(place.home, 'out.txt'), 'utf8')).toBe(PAGE)
  })

  it('saves what is no text as it came', async () => {
    const octets = Uint8Array.of(0, 1, 2, 255)
    const place = placeWith({ 'a.bin': octets })
    expect(await run(['-o', 'b.bin', 'a.bin'], { place })).toMatchObject({ status: 0, errors: '' })
    expect([...readFileSync(join(place.home, 'b.bin'))]).toEqual([...octets])
  })

  it.each([
    ['a folder that is not there', 'none/out.txt', 'no such file'],
    ['a folder', '.', 'folder'],
    ['a full disk', '/dev/full', 'the disk is full'],
  ])('into %s fails in one line and leaves nothing', async (_, target, says) => {
    const place = placeWith({ 'page.html': PAGE })
    const { status, errors } = await run(['--source', '-o', target, 'page.html'], { place })
    expect(errors).toMatch(ONE_LINE)
    expect(errors).toContain(says)
    expect(status).toBe(2)
    expect(readdirSync(place.home)).toEqual(['page.html'])
  })
})

describe.skipIf(!isBuilt)('a signal while a file is saved', () => {
  it('leaves nothing half behind', async () => {
    const begun: (() => void)[] = []
    const server = await during(
      serve((_, response) => {
        response.setHeader('Content-Type', 'application/octet-stream')
        response.write(Buffer.alloc(100_000, 1))
        begun.forEach((tell) => tell())
      }),
    )
    const arrived = new Promise<void>((resolve) => begun.push(resolve))
    const place = ownPlace()
    const child = start(['-o', 'saved.bin', server.url], { place })
    await arrived
    await expect.poll(() => readdirSync(place.home).length, { timeout: 10_000 }).toBe(1)
    child.kill('SIGINT')
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code).toBe(130)
    expect(readdirSync(place.home)).toEqual([])
  })
})

describe.skipIf(!isBuilt)('standard input', () => {
  it('is a page of any type', async () => {
    expect((await run(['--dump', '-'], { input: PAGE })).text).toMatch(/^Heading/)
    expect((await run(['-'], { input: 'plain text\n  as it is\n' })).text).toBe('plain text\n  as it is\n')
    expect(await run(['--dump', '-'], { input: '' })).toMatchObject({ status: 0, text: '', errors: '' })
    expect((await run(['--source', '-'], { input: Uint8Array.of(0, 1, 2, 255) })).octets).toHaveLength(4)
  })

  it('is not read when it is not asked for', async () => {
    const child = start(['--dump', 'about:start'])
    // nothing is written to its input, and it is not closed
    child.stdout?.resume()
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0)
  })
})

describe.skipIf(!isBuilt)('standard output', () => {
  /** Eight megabytes of lines. */
  const MANY = 'a line of the text\n'.repeat(440_000)

  it('goes slowly and whole through a slow pipe', async () => {
    const place = placeWith({ 'many.txt': MANY })
    const child = start(['--dump', 'many.txt'], { place })
    let text = ''
    const status = new Promise((resolve) => child.on('close', resolve))
    for await (const piece of child.stdout ?? []) {
      text += String(piece)
      // the reader is slower than the writer
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(text.length).toBe(MANY.length)
    expect(text === MANY).toBe(true)
    expect(await status).toBe(0)
  })

  it.each(['--dump', '--source', '--help'])('%s that nobody reads to its end is no fault', async (mode) => {
    const place = placeWith({ 'many.txt': MANY })
    const child = spawn(
      'sh',
      ['-c', `{ '${process.execPath}' '${PROGRAM}' ${mode} many.txt; echo "status $?" >&2; } | head -1`],
      { cwd: place.home, env: { ...process.env, ...place.env } },
    )
    let [text, errors] = ['', '']
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()))
    await new Promise((resolve) => child.on('close', resolve))
    expect(text.split('\n')).toHaveLength(2)
    expect(errors).toBe('status 0\n')
  })

  it.each([
    ['--dump', '2>&1 >/dev/full', /^octavo: standard output cannot be written\n2$/],
    ['--version', '2>&1 >/dev/full', /^octavo: standard output cannot be written\n2$/],
    ['--dump --no-such-option', '2>/dev/full', /^1$/],
    ['--dump --no-such-option', '2>&-', /^1$/],
    ['--dump', '<&-', /^Heading[^]*\n0$/],
  ])('%s with %s', async (mode, redirection, expected) => {
    const place = placeWith({ 'page.html': PAGE })
    const script = `'${process.execPath}' '${PROGRAM}' ${mode} page.html ${redirection}; echo $?`
    const child = spawn('sh', ['-c', script], { cwd: place.home, env: { ...process.env, ...place.env } })
    let text = ''
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()))
    await new Promise((resolve) => child.on('close', resolve))
    expect(text.trim()).toMatch(expected)
  })
})

describe.skipIf(!isBuilt)('exit statuses', () => {
  it('4 and the page for what the server calls an error', async () => {
    const server = await during(
      serve(
        (request, response) =>
          void response
            .writeHead(request.url === '/e' ? 500 : 404, { 'Content-Type': 'text/html' })
            .end('<p>so sorry'),
      ),
    )
    for (const path of ['', 'e']) {
      expect(await run(['--dump', server.url + path])).toMatchObject({
        status: 4,
        text: 'so sorry\n',
        errors: '',
      })
      expect((await run(['--source', server.url + path])).status).toBe(4)
      expect((await run(['--head', server.url + path])).status).toBe(4)
      expect((await run(['--headers', server.url + path])).status).toBe(4)
    }
  })

  it.each([
    [['--no-such-option']],
    [['--dump', '--source']],
    [['--width', 'wide', 'about:start']],
    [['--width', '0', 'about:start']],
    [['--width']],
    [['--refs=some', 'about:start']],
    [['--color=blue', 'about:start']],
    [['--links=all', 'about:start']],
    [['--timeout', '-1', 'about:start']],
    [['--header', 'no colon', 'about:start']],
    [['--request', 'B AD', 'about:start']],
    [['--charset', 'no-such-charset', 'about:start']],
    [['--type', 'no type', 'about:start']],
    [['--base', 'http://[', 'about:start']],
    [['one.test', 'two.test']],
  ])('1 and one line for %j', async (args) => {
    const { status, errors, text } = await run(args)
    expect(errors).toMatch(ONE_LINE)
    expect({ status, text }).toEqual({ status: 1, text: '' })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('of %s, as a shell counts, and nothing is printed', async (signal, status) => {
    const server = await during(serve(() => undefined))
    const arrived = new Promise((resolve) => server.onConnection(resolve))
    const child = start(['--dump', server.url])
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => (output += piece.toString()))
    await arrived
    child.kill(signal)
    const [code, by] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('close', (...end) => resolve(end)),
    )
    expect(by === signal || code === status).toBe(true)
    expect(output).toBe('')
  })
})
