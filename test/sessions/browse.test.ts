import { describe, expect, it } from 'vitest'
import type { TerminalMsg } from '../../src/browser/message.js'
import { browse } from '../../src/browse.js'
import { failure } from '../../src/failure.js'
import type { Body } from '../../src/fetch/message.js'
import { getRequest } from '../../src/fetch/message.js'
import type { Frame } from '../../src/view/frame.js'
import type { Answerer } from '../support/network.js'
import { recorded, testSession } from '../support/network.js'
import { SETTINGS } from '../support/session-driver.js'

interface Sitting {
  /** waits until the screen shows the text */
  readonly shows: (text: string) => Promise<void>
  readonly press: (...keys: readonly string[]) => void
  readonly send: (msg: TerminalMsg) => void
  readonly hangUp: () => void
  readonly requests: readonly { readonly url: URL }[]
  readonly done: Promise<number>
  readonly log: readonly string[]
  /** frames drawn so far */
  readonly frames: readonly Frame[]
}

/** The loop with a terminal that only remembers, and a network of recorded answers. */
function sit(url: string, answerer: Answerer): Sitting {
  const network = recorded(answerer)
  const frames: Frame[] = []
  const log: string[] = []
  let waiting: { text: string; go: () => void }[] = []
  let size = { columns: 60, rows: 12 }
  let onMessage: (msg: TerminalMsg) => void = () => undefined
  let onHangup: () => void = () => undefined
  const onScreen = (): string =>
    (frames.at(-1)?.rows ?? []).map((row) => row.map((span) => span.text).join('')).join('\n')
  const wake = (): void => {
    const ready = waiting.filter(({ text }) => onScreen().includes(text))
    waiting = waiting.filter((w) => !ready.includes(w))
    for (const { go } of ready) go()
  }
  const done = browse({
    session: testSession({ network }),
    start: getRequest(new URL(url)),
    settings: SETTINGS,
    openTerminal: (on) => {
      ;({ onMessage, onHangup } = on)
      return {
        size: () => size,
        draw: (frame) => {
          frames.push(frame)
          wake()
        },
        suspend: () => log.push('suspend'),
        copy: (text) => log.push(`copy ${text}`),
        close: () => log.push('close'),
      }
    },
    save: async (path, body) => {
      let octets = 0
      for await (const piece of body) octets += piece instanceof Uint8Array ? piece.length : 0
      log.push(`save ${path}`)
      return octets
    },
  })
  return {
    shows: (text) =>
      new Promise((go) => {
        waiting.push({ text, go })
        wake()
      }),
    press: (...keys) => {
      for (const key of keys) onMessage({ type: 'key', key })
    },
    send: (msg) => {
      if (msg.type === 'resize') size = msg
      onMessage(msg)
    },
    hangUp: () => onHangup(),
    requests: network.requests,
    done,
    log,
    frames,
  }
}

const HTML = [['Content-Type', 'text/html']] as const

const answers: Answerer = ({ url }) => {
  switch (url.pathname) {
    case '/':
      return '<title>Home</title><h1>First page</h1><a href="/two">two</a> <a href="/x.bin">bin</a>'
    case '/two':
      return '<h1>Second page</h1>'
    case '/x.bin':
      return { fields: [['Content-Type', 'application/octet-stream']], body: Uint8Array.of(0, 1, 2) }
    default:
      return failure('connect', 'nobody there')
  }
}

describe('the loop', () => {
  it('loads, follows, goes back without a request, and leaves', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.press('1')
    await sitting.shows('Second page')
    sitting.press('left')
    await sitting.shows('First page')
    expect(sitting.requests.length).toBe(2)
    sitting.press('q')
    expect(await sitting.done).toBe(0)
    expect(sitting.log).toEqual(['close'])
  })

  it('shows the wire view of what was really sent', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.press('H')
    await sitting.shows('> GET / HTTP/1.1')
    sitting.press('Q')
    expect(await sitting.done).toBe(0)
  })

  it('draws once for many keys', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    const before = sitting.frames.length
    sitting.press(...'jjjjjjjjjj', 'g', ...'drawn')
    await sitting.shows('drawn')
    expect(sitting.frames.length).toBe(before + 1)
    sitting.press('escape', 'q')
    await sitting.done
  })

  it('shows a page while it comes, and stops it on Esc', async () => {
    let released = (): void => undefined
    async function* slow(): Body {
      yield new TextEncoder().encode(`<h1>The beginning</h1>${'<p>and more'.repeat(2000)}`)
      await new Promise<void>((resolve) => (released = resolve))
      yield new TextEncoder().encode('<p>The end')
    }
    const sitting = sit('http://a.test/', () => ({ fields: HTML, body: slow() }))
    await sitting.shows('The beginning')
    sitting.press('escape')
    await sitting.shows('stopped; what came is kept')
    released()
    sitting.press('q')
    expect(await sitting.done).toBe(0)
  })

  it('shows a page for what does not come', async () => {
    const sitting = sit('http://a.test/nowhere', answers)
    await sitting.shows('No connection')
    sitting.press('q')
    await sitting.done
  })

  it('saves what is no text', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.press('2')
    await sitting.shows('save to: ./x.bin')
    sitting.press('enter')
    await sitting.shows('saved ./x.bin (3 octets)')
    sitting.press('q')
    expect(await sitting.done).toBe(0)
  })

  it('hands on what belongs to the terminal', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.press('y', 'ctrl-z', 'Q')
    expect(await sitting.done).toBe(0)
    expect(sitting.log).toEqual(['copy http://a.test/', 'suspend', 'close'])
  })

  it('draws anew when the terminal has rested at another size', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.send({ type: 'resize', columns: 70, rows: 20 })
    sitting.send({ type: 'resize', columns: 30, rows: 9 })
    const narrow = new Promise<void>((resolve) => {
      const look = (): void => void (sitting.frames.at(-1)?.columns === 30 ? resolve() : setImmediate(look))
      look()
    })
    await narrow
    expect(sitting.frames.some((frame) => frame.columns === 70)).toBe(false)
    sitting.press('q')
    await sitting.done
  })

  it('ends when the terminal is gone', async () => {
    const sitting = sit('http://a.test/', answers)
    await sitting.shows('First page')
    sitting.hangUp()
    expect(await sitting.done).toBe(129)
    expect(sitting.log).toEqual(['close'])
  })
})
