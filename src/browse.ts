/**
 * The interactive loop: messages go into update, effects out into the world, frames onto the terminal. Everything
 * that touches the world is passed in.
 */
import type { Effect, Msg, TerminalMsg } from './browser/message.js'
import type { Settings, Step } from './browser/model.js'
import { activeTab, emptyModel } from './browser/model.js'
import { navigate } from './browser/navigation.js'
import type { Clock } from './browser/pace.js'
import { pace } from './browser/pace.js'
import { update } from './browser/update.js'
import type { Failure } from './failure.js'
import type { Body, Request } from './fetch/message.js'
import type { Session } from './fetch/session.js'
import type { LoadOptions, Page } from './load.js'
import { load } from './load.js'
import type { Terminal } from './terminal/terminal.js'
import { frame } from './view/screen.js'

export interface BrowseOptions {
  readonly session: Session
  readonly start: Request
  /** how the first page is to be read */
  readonly loadOptions?: LoadOptions
  readonly settings: Settings
  readonly openTerminal: (on: {
    readonly onMessage: (msg: TerminalMsg) => void
    /** the terminal is gone */
    readonly onHangup: () => void
  }) => Pick<Terminal, 'draw' | 'size' | 'suspend' | 'copy' | 'close'>
  /** who is to be told of what cannot be kept on disk */
  readonly hearTrouble?: (listener: (words: string) => void) => void
  /** writes a body to a file that does not exist yet; gives the octets written */
  readonly save: (path: string, body: Body) => Promise<number | Failure>
}

/** The exit code of a program whose terminal went away. */
const HANGUP = 129
/** milliseconds */
const TICK = 125
const RESIZE_REST = 50

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (delay, callback) => {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
}

/** Runs until the person leaves; gives the exit code. Rejects only by a mistake of the program, terminal given back. */
export function browse(options: BrowseOptions): Promise<number> {
  const { session, openTerminal, save, settings } = options
  const loads = new Map<number, AbortController>()
  const { promise, resolve, reject } = withResolvers<number>()
  let isOver = false
  let isDrawing = false
  let ticking: NodeJS.Timeout | undefined
  let resizing: NodeJS.Timeout | undefined

  const terminal = openTerminal({ onMessage, onHangup: () => end(() => resolve(HANGUP)) })
  let model = emptyModel({ ...terminal.size(), settings })

  const effects: { readonly [T in Effect['type']]: (effect: Extract<Effect, { type: T }>) => void } = {
    load: ({ load: id, request }) => void runLoad(id, request).catch(fail),
    stop: ({ load: id }) => loads.get(id)?.abort(),
    save: ({ path, body }) =>
      void save(path, body).then((result) => take({ type: 'saved', path, result }), fail),
    copy: ({ text }) => terminal.copy(text),
    suspend: () => terminal.suspend(),
    quit: ({ code }) => end(() => resolve(code)),
  }

  function onMessage(msg: TerminalMsg): void {
    if (msg.type !== 'resize') return take(msg)
    clearTimeout(resizing)
    resizing = setTimeout(() => take(msg), RESIZE_REST)
  }

  function take(msg: Msg): void {
    if (isOver) return
    try {
      apply(update(model, msg))
    } catch (error) {
      fail(error)
    }
  }

  function apply([next, wanted]: Step): void {
    model = next
    for (const effect of wanted) effects[effect.type](effect as never)
    tickWhileLoading()
    drawSoon()
  }

  function drawSoon(): void {
    if (isDrawing) return
    isDrawing = true
    setImmediate(() => {
      isDrawing = false
      if (!isOver) terminal.draw(frame(model))
    })
  }

  function tickWhileLoading(): void {
    const isLoading = !isOver && activeTab(model).loading !== undefined
    if (isLoading) ticking ??= setInterval(() => take({ type: 'tick', now: session.now() }), TICK)
    else {
      clearInterval(ticking)
      ticking = undefined
    }
  }

  async function runLoad(id: number, request: Request): Promise<void> {
    const controller = new AbortController()
    loads.set(id, controller)
    const pages = pace<Page>((page) => take({ type: 'page', load: id, page }), CLOCK)
    let last: Page | undefined
    const own = id === 1 ? options.loadOptions : undefined
    for await (const page of load(request, session, controller.signal, own)) {
      last = page
      pages.offer(page)
    }
    pages.flush()
    take({ type: 'loaded', load: id })
    // a body that waits to be saved can still be stopped
    if (last?.download === undefined) loads.delete(id)
  }

  function fail(error: unknown): void {
    end(() => reject(error instanceof Error ? error : new Error(String(error))))
  }

  function end(settle: () => void): void {
    if (isOver) return
    isOver = true
    clearInterval(ticking)
    clearTimeout(resizing)
    for (const controller of loads.values()) controller.abort()
    terminal.close()
    settle()
  }

  options.hearTrouble?.((words) => take({ type: 'trouble', words }))
  apply(navigate(model, options.start))
  return promise
}

function withResolvers<T>(): {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: Error) => void
} {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
