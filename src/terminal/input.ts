/**
 * The terminal's input as events. Stands between standard input and blessed's Program, so that blessed's decoder sees
 * no byte: emits blessed-shaped `keypress`, and `mouse`, `paste`, `reply`, `hangup`.
 */
import { EventEmitter } from 'node:events'
import type { ReadStream } from 'node:tty'
import { decodeInput, flushInput, freshDecoder, waitingFor } from './decode.js'
import type { Decoded, DecoderState, InputEvent } from './decode.js'

/** How long, in milliseconds, unfinished input may wait for more before it is taken for what it looks like. */
const PATIENCE = { escape: 30, text: 5, paste: 1000 } as const

/** A class because blessed wants an EventEmitter with a stream's look for its input. */
export class InputHub extends EventEmitter {
  readonly isTTY = true
  readonly #stream: ReadStream
  readonly #onData = (chunk: Buffer): void => this.#take(decodeInput(this.#state, chunk))
  #state: DecoderState = freshDecoder
  #timer: NodeJS.Timeout | undefined

  constructor(stream: ReadStream) {
    super()
    this.#stream = stream
    const hangup = (): void => void this.emit('hangup')
    stream.on('end', hangup)
    stream.on('close', hangup)
    stream.on('error', hangup)
  }

  get isRaw(): boolean {
    return this.#stream.isRaw
  }

  setRawMode(raw: boolean): void {
    if (this.#stream.isTTY && !this.#stream.destroyed) this.#stream.setRawMode(raw)
  }

  resume(): void {
    this.#stream.off('data', this.#onData)
    this.#stream.on('data', this.#onData)
    this.#stream.resume()
  }

  pause(): void {
    this.#stream.off('data', this.#onData)
    this.#stream.pause()
    clearTimeout(this.#timer)
    this.#state = freshDecoder
  }

  #take({ state, events }: Decoded): void {
    clearTimeout(this.#timer)
    this.#state = state
    const waiting = waitingFor(state)
    if (waiting !== undefined) {
      this.#timer = setTimeout(() => this.#take(flushInput(this.#state)), PATIENCE[waiting])
    }
    for (const event of events) this.#report(event)
  }

  #report(event: InputEvent): void {
    switch (event.type) {
      case 'key':
        // our names stand where blessed keeps its own; it never sees the parts of which it would make another
        this.emit('keypress', undefined, {
          name: event.key,
          sequence: '',
          ctrl: false,
          meta: false,
          shift: false,
        })
        return
      case 'mouse':
        this.emit('mouse', event.event)
        return
      case 'paste':
        this.emit('paste', event.text)
        return
      case 'reply':
        this.emit('reply', event.sequence)
    }
  }
}
