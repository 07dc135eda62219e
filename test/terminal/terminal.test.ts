import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { modesOff, modesOn } from '../../src/terminal/modes.js'
import { isSound } from '../support/browser.js'
import type { Emulator } from '../support/emulator.js'
import { startInPty } from '../support/pty.js'
import type { Pty, PtyOptions } from '../support/pty.js'

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))
let folder = ''
let demo = ''
const running: Pty[] = []

beforeAll(async () => {
  // under node_modules, so that the bundle finds blessed
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'terminal-test-'))
  demo = join(folder, 'demo.cjs')
  await build({
    entryPoints: [fileURLToPath(new URL('demo-terminal.ts', import.meta.url))],
    outfile: demo,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    external: ['blessed'],
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

afterEach(async () => {
  for (const pty of running.splice(0)) await pty.close()
})

const hasBash = ((): boolean => {
  try {
    execFileSync('bash', ['--version'])
    return true
  } catch {
    return false
  }
})()

function start(options: Partial<PtyOptions> = {}): Pty {
  const pty = startInPty({ command: process.execPath, args: [demo], ...options })
  running.push(pty)
  return pty
}

async function started(options: Partial<PtyOptions> = {}): Promise<Pty> {
  const pty = start(options)
  await pty.waitForText('line 0 of')
  return pty
}

function isTaken(emulator: Emulator): boolean {
  const modes = emulator.modes()
  return (
    emulator.buffer() === 'alternate' &&
    modes.mouseTrackingMode === 'drag' &&
    modes.bracketedPasteMode &&
    !modes.wraparoundMode
  )
}

describe('a program with a terminal', () => {
  it('writes its modes and its first frame, and nothing of blessed’s own', async () => {
    const pty = await started()
    expect(pty.raw().startsWith(`${modesOn}\x1b[?2026h`)).toBe(true)
    expect(isTaken(pty.emulator)).toBe(true)
    expect(pty.emulator.title()).toBe('Demo')
    expect(pty.emulator.row(0)).toBe('demo 80x24')
  })

  it('ends with the terminal as it was', async () => {
    const pty = await started()
    pty.type('q')
    expect((await pty.exit).code).toBe(0)
    expect(pty.raw().endsWith(modesOff)).toBe(true)
    expect(isSound(pty.emulator)).toBe(true)
  })

  it.each(['xterm-kitty', 'alacritty', 'tmux-256color', 'linux', 'no-such-terminal'])(
    'draws on %s without a word of complaint',
    async (TERM) => {
      const pty = await started({ env: { TERM, TMUX: '/tmp/none,1,0' } })
      expect(pty.raw().startsWith(`${modesOn}\x1b[?2026h`)).toBe(true)
    },
  )

  it('reports keys, clicks and pastes', async () => {
    const pty = await started()
    pty.type('\x1b[1;3D')
    await pty.waitForText('"alt-left"')
    pty.type('\x1b')
    await pty.waitForText('"escape"')
    pty.type('é')
    await pty.waitForText('"é"')
    pty.type('\x1b[<0;10;5M')
    await pty.waitForText('{"kind":"press","button":"left","column":9,"row":4}')
    pty.type('\x1b[<65;1;1M')
    await pty.waitForText('"wheel-down"')
    pty.type('\x1b[<2;3;24M')
    await pty.waitForText('{"kind":"press","button":"right","column":2,"row":23}')
    pty.type('\x1b[200~one\rtwo\x1b[201~')
    await pty.waitForText('{"type":"paste","text":"one\\ntwo"}')
  })

  it('takes an answer of the terminal for no key', async () => {
    const pty = await started()
    pty.type('\x1b[?62;22c\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[Ia')
    await pty.waitForText('{"type":"key","key":"a"}')
    expect(pty.raw()).not.toContain('62')
  })

  it('scrolls by one line in less than 300 bytes', async () => {
    const pty = await started()
    pty.type('j')
    await pty.waitFor((screen) => screen.row(1) === 'line 1 of the page', 'the second line at the top')
    const before = pty.raw().length
    pty.type('j')
    await pty.waitFor((screen) => screen.row(1) === 'line 2 of the page', 'the third line at the top')
    const written = pty.raw().slice(before)
    expect(Buffer.byteLength(written)).toBeLessThan(300)
    expect(written.match(/\x1b\[\?2026h/g)).toHaveLength(1)
    expect(pty.emulator.row(21)).toBe('line 22 of the page')
  })

  it('follows the window’s size, down to one cell', async () => {
    const pty = await started()
    pty.resize(40, 10)
    await pty.waitForText('demo 40x10')
    expect(pty.emulator.row(9)).toBe('hints')
    pty.resize(2, 1)
    await pty.waitFor((screen) => screen.screen() === 'de', 'what fits in two cells')
    pty.resize(120, 40)
    await pty.waitForText('demo 120x40')
    expect(pty.emulator.row(39)).toBe('hints')
  })

  it.each([
    [1, 1],
    [20, 5],
  ])('starts on %i by %i', async (columns, rows) => {
    const pty = start({ columns, rows })
    await pty.waitFor((screen) => screen.row(0).startsWith('d'), 'the title')
    pty.type('jjkq')
    expect((await pty.exit).code).toBe(0)
  })

  it('puts text on the clipboard', async () => {
    const pty = await started()
    pty.type('y')
    await pty.waitForText('"y"')
    expect(pty.raw()).toContain(`\x1b]52;c;${Buffer.from('copied').toString('base64')}\x1b\\`)
  })

  it('runs another program on the sound terminal and comes back', async () => {
    const pty = await started()
    pty.type('e')
    await pty.waitForText('from the other')
    expect(isSound(pty.emulator)).toBe(true)
    pty.resize(70, 20)
    pty.type('an answer\r')
    await pty.waitForText('status 7')
    expect(isTaken(pty.emulator)).toBe(true)
    expect(pty.emulator.row(0)).toBe('demo 70x20')
    pty.type('j')
    await pty.waitFor((screen) => screen.row(1) === 'line 1 of the page', 'the second line at the top')
  })
})

describe('without job control', () => {
  it('Ctrl-Z, which nobody could undo, stops nothing and loses nothing', async () => {
    const pty = await started()
    pty.type('\x1a')
    await pty.waitForText('"type":"resize"')
    expect(isTaken(pty.emulator)).toBe(true)
    pty.type('j')
    await pty.waitFor((screen) => screen.row(1) === 'line 1 of the page', 'scrolling')
  })
})

describe('when standard input is no terminal', () => {
  it('the keys come from the terminal all the same', async () => {
    const pty = await started({
      command: 'sh',
      args: ['-c', `echo a page | '${process.execPath}' '${demo}'`],
    })
    pty.type('j')
    await pty.waitFor((screen) => screen.row(1) === 'line 1 of the page', 'scrolling')
    pty.type('q')
    expect((await pty.exit).code).toBe(0)
    expect(isSound(pty.emulator)).toBe(true)
  })
})

describe('an end from outside', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGHUP', 129],
  ])('%s leaves a sound terminal and status %i', async (signal, status) => {
    const pty = await started()
    pty.kill(signal)
    expect((await pty.exit).code).toBe(status)
    expect(isSound(pty.emulator)).toBe(true)
    expect(pty.raw().endsWith(modesOff)).toBe(true)
  })
})

describe.skipIf(!hasBash)('a window that is closed', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['by the signal or the end of the input, whichever is first', {}, /^(129|3)$/],
    ['by the end of the input, where the signal is not heard', { DEMO_DEAF: '1' }, /^3$/],
  ])('ends the program %s', async (_, env, status) => {
    const told = join(mkdtempSync(join(folder, 'closed-')), 'status')
    const script = `trap '' HUP; '${process.execPath}' '${demo}'; echo $? > '${told}'`
    const pty = await started({ command: 'bash', args: ['-c', script], env })
    pty.hangUp()
    await vi.waitFor(() => expect(readFileSync(told, 'utf8').trim()).toMatch(status), { timeout: 15_000 })
  })
})

describe('a crash', () => {
  it('gives the terminal back, then says one line', async () => {
    const pty = await started()
    pty.type('x')
    expect((await pty.exit).code).toBe(70)
    expect(isSound(pty.emulator)).toBe(true)
    expect(pty.raw().slice(pty.raw().lastIndexOf(modesOff) + modesOff.length)).toBe(
      'octavo: internal error: it broke [31mbadly\r\n',
    )
  })

  it('tells the stack to who asks for it', async () => {
    const pty = await started({ env: { OCTAVO_DEBUG: '1' } })
    pty.type('x')
    await pty.exit
    expect(pty.raw()).toMatch(/internal error: it broke.*\r\n.*Error: it broke[^]* at /)
  })
})

/** A shell with job control, whose prompt is seen only when it reads a command. */
function startShell(): Pty {
  // readline would switch bracketed paste on at its prompt
  const settings = join(folder, 'inputrc')
  writeFileSync(settings, 'set enable-bracketed-paste off\n')
  const env = { PS1: 'ready> ', INPUTRC: settings }
  const pty = startInPty({ command: 'bash', args: ['--norc', '--noprofile', '-i'], env })
  running.push(pty)
  return pty
}

const promptAtEnd = (screen: Emulator): boolean =>
  screen.buffer() === 'normal' && screen.row(screen.cursor().row) === 'ready>'

describe.skipIf(!hasBash)('under a shell with job control', () => {
  it('Ctrl-Z stops it on a sound terminal, and fg brings it back, twice', async () => {
    const pty = startShell()
    await pty.waitFor(promptAtEnd, 'the prompt')
    pty.type(`'${process.execPath}' '${demo}'\r`)
    await pty.waitForText('line 0 of')
    for (const round of [1, 2]) {
      pty.type('\x1a')
      await pty.waitFor((screen) => screen.screen().includes('Stopped') && promptAtEnd(screen), 'the shell')
      expect(isSound(pty.emulator)).toBe(true)
      pty.type(`clear; stty -a | grep -o ' icanon'; echo round $((${round} + 10))\r`)
      await pty.waitFor(
        (screen) => screen.screen().includes(`round ${round + 10}`) && promptAtEnd(screen),
        'the echo',
      )
      expect(pty.emulator.screen()).toContain('icanon')
      pty.type('fg\r')
      await pty.waitForText('"type":"resize"')
      expect(isTaken(pty.emulator)).toBe(true)
      expect(pty.emulator.row(0)).toBe('demo 80x24')
      pty.type('j')
      await pty.waitFor((screen) => screen.row(1) === `line ${round} of the page`, 'scrolling')
    }
    pty.type('q')
    await pty.waitFor(promptAtEnd, 'the prompt')
    pty.type('exit\r')
    await pty.exit
  })

  it('a size changed while it was stopped is known when it continues', async () => {
    const pty = startShell()
    await pty.waitFor(promptAtEnd, 'the prompt')
    pty.type(`'${process.execPath}' '${demo}'\r`)
    await pty.waitForText('line 0 of')
    pty.type('\x1a')
    await pty.waitFor((screen) => screen.screen().includes('Stopped') && promptAtEnd(screen), 'the shell')
    pty.resize(60, 15)
    pty.type('fg\r')
    await pty.waitForText('demo 60x15')
    pty.type('q')
    await pty.waitFor(promptAtEnd, 'the prompt')
  })

  it('a stop from outside is prepared for like Ctrl-Z', async () => {
    const pty = startShell()
    await pty.waitFor(promptAtEnd, 'the prompt')
    pty.type(`'${process.execPath}' '${demo}'\r`)
    await pty.waitForText('line 0 of')
    const child = execFileSync('pgrep', ['-P', String(pty.pid)], { encoding: 'utf8' }).trim()
    process.kill(Number(child), 'SIGTSTP')
    await pty.waitFor((screen) => screen.screen().includes('Stopped') && promptAtEnd(screen), 'the shell')
    expect(isSound(pty.emulator)).toBe(true)
    pty.type('fg\r')
    await pty.waitForText('"type":"resize"')
    expect(isTaken(pty.emulator)).toBe(true)
  })
})
