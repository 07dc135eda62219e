import { EventEmitter } from 'node:events'
import type { ReadStream } from 'node:tty'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InputHub } from '../../src/terminal/input.js'

function openHub() {
  const stream = Object.assign(new EventEmitter(), {
    isTTY: false,
    resume: () => undefined,
    pause: () => undefined,
  })
  const hub = new InputHub(stream as unknown as ReadStream)
  const seen: unknown[] = []
  hub.on('keypress', (_: undefined, key: { name: string }) => seen.push(key.name))
  hub.on('paste', (text: string) => seen.push({ paste: text }))
  hub.on('reply', (sequence: string) => seen.push({ reply: sequence }))
  hub.on('hangup', () => seen.push('hangup'))
  hub.resume()
  return { hub, seen, stream, type: (text: string) => stream.emit('data', Buffer.from(text)) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the input hub', () => {
  it('takes an Escape for a key when nothing follows for a moment', () => {
    const { seen, type } = openHub()
    type('\x1b')
    vi.advanceTimersByTime(29)
    expect(seen).toEqual([])
    vi.advanceTimersByTime(1)
    expect(seen).toEqual(['escape'])
  })

  it('waits for the rest of an arrow', () => {
    const { seen, type } = openHub()
    type('\x1b')
    vi.advanceTimersByTime(20)
    type('[')
    vi.advanceTimersByTime(20)
    type('A')
    vi.advanceTimersByTime(1000)
    expect(seen).toEqual(['up'])
  })

  it('gives a letter beyond ASCII almost at once', () => {
    const { seen, type } = openHub()
    type('ж')
    vi.advanceTimersByTime(5)
    expect(seen).toEqual(['ж'])
  })

  it('does not hold all keys for a paste that never ends', () => {
    const { seen, type } = openHub()
    type('\x1b[200~text')
    vi.advanceTimersByTime(1000)
    type('q')
    expect(seen).toEqual([{ paste: 'text' }, 'q'])
  })

  it('says replies apart from keys', () => {
    const { seen, type } = openHub()
    type('\x1b[?62cq')
    expect(seen).toEqual([{ reply: '\x1b[?62c' }, 'q'])
  })

  it('forgets what was unfinished when it pauses', () => {
    const { hub, seen, type } = openHub()
    type('\x1b')
    hub.pause()
    type('lost')
    vi.advanceTimersByTime(1000)
    hub.resume()
    hub.resume()
    type('[')
    expect(seen).toEqual(['['])
  })

  it.each(['end', 'close', 'error'])('says that the terminal is gone on %s', (event) => {
    const { seen, stream } = openHub()
    stream.emit(event, new Error('EIO'))
    expect(seen).toEqual(['hangup'])
  })
})
