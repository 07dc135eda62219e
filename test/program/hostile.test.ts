/** What pages may hold, printed: nothing of it reaches the terminal as more than text, and none takes for ever. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HARMFUL, isBuilt, ONE_LINE, ownPlace, run } from '../support/program.js'
import { serveRaw } from '../support/servers.js'
import type { RunningServer } from '../support/servers.js'

async function during(starting: Promise<RunningServer>): Promise<RunningServer> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}

/** What a terminal acts on, in all the shapes that a page can give it. */
const ESCAPES =
  '\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;http://evil.test/\x1b\\ \x1bP1$r\x1b\\ \x9b31m \x85 \x00 \x07 \x08 \x7f \x1b[2J \x0e\x0f'
const BIDI = '\u202ereversed\u202c \u2066isolated\u2069 \u200emark\u200f \u061c \u2028 \u2029'
const ALL = `${ESCAPES} ${BIDI}`
const entities = [...ALL].map((c) => `&#${c.codePointAt(0) ?? 0};`).join('')

const HOSTILE = `<!DOCTYPE html><meta charset=utf-8><title>${ALL} ${entities}</title>
<h1 id="${ALL}">${ALL}</h1><p>${entities}<pre>${ALL}</pre>
<a href="http://x.test/${ALL}?${ALL}#${ALL}">${ALL}</a><a href="${ALL}">link</a><a href="mailto:${ALL}">mail</a>
<img alt="${ALL}" src=x><form action="/${ALL}"><input name="${ALL}" value="${ALL}" placeholder="${ALL}">
<textarea name="a">${ALL}</textarea><select><option>${ALL}</select><button title="${ALL}">${ALL}</button></form>
<table summary="${ALL}"><caption>${ALL}</caption><tr><td>${ALL}</table><ol><li value="${ALL}">x</ol>`

function printable(text: string): void {
  const harm = HARMFUL.exec(text)
  expect(harm === null ? '' : JSON.stringify(text.slice(harm.index - 20, harm.index + 20))).toBe('')
}

/** Octets that may stand in a field or a reason, whatever else they mean. */
const FIELD = Buffer.from(`${ESCAPES.replace(/[\x00\r\n]/g, '')} ${BIDI}`, 'utf8').toString('latin1')

const MODES: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['--dump'],
  ['--dump', '--refs=inline'],
  ['--dump', '--no-numbers', '--refs=none', '--width=20'],
  ['--links'],
  ['--links=text'],
  ['--headers'],
].map((args) => [args.join(' '), args])

describe.skipIf(!isBuilt)('escape sequences and bidi controls', () => {
  it.each(MODES)('in a page: %s', async (_, mode) => {
    const place = ownPlace()
    writeFileSync(join(place.home, 'hostile.html'), HOSTILE)
    const { text, status, errors } = await run([...mode, './hostile.html'], { place })
    printable(text)
    expect(text.length).toBeGreaterThan(20)
    expect({ status, errors }).toEqual({ status: 0, errors: '' })
  })

  it('in a page, in colour: only the program’s own sequences are printed', async () => {
    const place = ownPlace()
    writeFileSync(join(place.home, 'hostile.html'), HOSTILE)
    const { text } = await run(['--dump', '--color=always', './hostile.html'], { place })
    expect(text).toContain('\x1b[')
    printable(text.replace(/\x1b\[[0-9;]*m/g, ''))
  })

  it.each(MODES)('in plain text: %s', async (_, mode) => {
    const { text, status } = await run([...mode, '-'], { input: `some text\n${ALL}\n` })
    printable(text)
    expect(status).toBe(0)
  })

  const answer =
    `HTTP/1.1 404 ${FIELD}\r\nContent-Type: text/html\r\nX-Field: ${FIELD}\r\nServer: ${FIELD}\r\n` +
    `Set-Cookie: ${FIELD}=${FIELD}\r\nLink: <http://x.test/${FIELD}>\r\nContent-Length: 6\r\n\r\n<p>ok\n`

  it.each(MODES)('in the status line and the fields: %s', async (_, mode) => {
    const server = await during(serveRaw((socket) => void socket.end(answer, 'latin1')))
    const { text, status } = await run([...mode, server.url])
    printable(text)
    expect([2, 4]).toContain(status)
  })

  it('in an error line: a redirect, a content coding, an address', async () => {
    const location = `HTTP/1.1 302 Found\r\nLocation: foo:${FIELD}\r\nContent-Length: 0\r\n\r\n`
    const coding = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ${FIELD}\r\nContent-Length: 1\r\n\r\nx`
    for (const octets of [location, coding, FIELD]) {
      const server = await during(serveRaw((socket) => void socket.end(octets, 'latin1')))
      const { errors, status } = await run(['--dump', server.url])
      expect(errors).toMatch(ONE_LINE)
      printable(errors)
      expect(status).toBe(2)
    }
    for (const address of [`http://x/${'\u202e'}\x1b[31m`, `/no/such/\x1b[31m\u202efile`, `\u202e\x1b:x`]) {
      const { errors } = await run(['--dump', '--timeout=5', address.replaceAll('\0', '')])
      expect(errors).toMatch(ONE_LINE)
      printable(errors)
    }
    for (const args of [[`--width=\x1b[31m\u202e`], [`--\x1b[31m`], ['-H', '\x1b[31m\u202e'], ['--type']]) {
      const { errors, status } = await run(args)
      expect(errors).toMatch(ONE_LINE)
      printable(errors)
      expect(status).toBe(1)
    }
  })

  it('in the names of files', async () => {
    const place = ownPlace()
    const folder = join(place.home, 'folder')
    mkdirSync(folder)
    for (const name of ['\x1b[31mred', 'a\u202eb', 'c\nd', 'e\x9bf', 'plain'])
      writeFileSync(join(folder, name), 'x')
    const dumped = await run(['--dump', './folder'], { place })
    printable(dumped.text)
    expect(dumped.text).toContain('plain')
    expect(dumped.text.match(/file:\/\//g)).toHaveLength(6)
    const source = await run(['--source', './folder'], { place })
    printable(source.text)
    const links = await run(['--links=text', './folder'], { place })
    printable(links.text)
  })
})

describe.skipIf(!isBuilt)('the head as it came', () => {
  it('goes octet for octet where no terminal reads it', async () => {
    const head = `HTTP/1.1 200 ${FIELD}\r\nX-Field: ${FIELD}\r\nContent-Length: 0\r\n\r\n`
    const server = await during(serveRaw((socket) => void socket.end(head, 'latin1')))
    const { octets, status } = await run(['--head', server.url])
    expect(octets.toString('latin1')).toBe(head)
    expect(status).toBe(0)
    expect(server.received).toMatch(/^HEAD \//)
  })
})

const numbered = (name: string): string => Array.from({ length: 4000 }, (_, i) => `<${name} ${i}>`).join('')
/** The adoption agency moves all of it again with every end tag: hours by the standard's rules. */
const CUBIC = `${numbered('b')}${numbered('i')}${'x</b>'.repeat(4000)}`

describe.skipIf(!isBuilt)('pages that cost', () => {
  const count = 100_000

  it.each<[string, string]>([
    ['100,000 nested elements', `${'<div>'.repeat(count)}deep`],
    ['100,000 nested inline elements', `${'<b>'.repeat(count)}deep`],
    ['100,000 nested lists', `${'<ul><li>'.repeat(count)}deep`],
    ['100,000 nested tables', `${'<table><tr><td>'.repeat(count)}deep`],
    ['100,000 nested quotations', `${'<blockquote>'.repeat(count)}deep`],
    ['the page that the rules make cubic', `deep${CUBIC}`],
    ['a word of four million letters', `deep ${'letter'.repeat(700_000)}`],
    ['500,000 line breaks', `deep${'a<br>'.repeat(500_000)}`],
    ['400,000 attributes', `<p ${Array.from({ length: 400_000 }, (_, i) => `a${i}=b`).join(' ')}>deep`],
    ['100,000 links', `deep${'<a href="x">link</a> '.repeat(count)}`],
    ['a table of 100,000 columns', `deep<table><tr>${'<td>c'.repeat(count)}</table>`],
    ['spans without measure', `deep<table><tr><td colspan=99999999 rowspan=99999999>x<tr><td>y</table>`],
  ])('%s', async (_, html) => {
    const place = ownPlace()
    writeFileSync(join(place.home, 'page.html'), html)
    const { text, status, errors, peak } = await run(['--dump', './page.html'], { place, patience: 18_000 })
    printable(text)
    expect([0, 2]).toContain(status)
    expect(errors).toMatch(status === 0 ? /^$/ : ONE_LINE)
    expect(text).toContain('deep')
    expect(peak).toBeLessThan(1 << 30)
  })

  it('NUL octets are no text', async () => {
    const html = `<p>be\0fore\0</p><p title="\0">after</p>${'\0'.repeat(100_000)}`
    const { text, status } = await run(['--dump', '--type', 'text/html', '-'], { input: html })
    expect(text).toBe('before\n\nafter\n')
    expect(status).toBe(0)
  })
})
