/**
 * Drives the whole browser without a terminal and without a network: keys in, frames out. The world is a table from
 * URLs to answers; a test reads like its description:
 *
 *     open(site, 'http://a.test/').press('2').shows('Second page').press('Left').shows('First page')
 */
import { expect } from 'vitest'
import type { Effect, Msg } from '../../src/browser/message.js'
import type { Model, Settings, Step } from '../../src/browser/model.js'
import { activeTab, currentEntry, emptyModel, shownSheet } from '../../src/browser/model.js'
import { focusedTarget } from '../../src/browser/focus.js'
import { navigate } from '../../src/browser/navigation.js'
import { update } from '../../src/browser/update.js'
import { failure } from '../../src/failure.js'
import type { Failure } from '../../src/failure.js'
import type { Request } from '../../src/fetch/message.js'
import { getRequest } from '../../src/fetch/message.js'
import { openParser } from '../../src/html/parse.js'
import type { HtmlParser } from '../../src/html/parse.js'
import { cellWidth } from '../../src/layout/width.js'
import type { Page } from '../../src/load.js'
import type { Frame } from '../../src/view/frame.js'
import { frame } from '../../src/view/screen.js'
import { downloaded, failed, pageOf } from './session-pages.js'

/** HTML, or more about an answer. With `chunks`, only the first comes by itself; the others when the test says so. */
export type Answer =
  | string
  | {
      readonly html?: string
      readonly chunks?: readonly string[]
      readonly status?: number
      /** the URL that answered, after a redirect */
      readonly url?: string
      readonly failure?: Failure
      readonly download?: string
    }

/** By `METHOD url`, or by URL for GET. */
export type Site = Readonly<Record<string, Answer | ((request: Request) => Answer)>>

export interface OpenOptions {
  readonly columns?: number
  readonly rows?: number
  readonly settings?: Partial<Settings>
}

export interface Driver {
  press(...keys: readonly string[]): Driver
  type(text: string): Driver
  paste(text: string): Driver
  resize(columns: number, rows: number): Driver
  /** presses the left button on the first place where the text stands */
  click(text: string): Driver
  wheel(direction: 'up' | 'down'): Driver
  /** the next piece of the page that loads; after the last it is complete */
  arrives(): Driver
  shows(...texts: readonly (string | RegExp)[]): Driver
  hides(...texts: readonly (string | RegExp)[]): Driver
  /** what the status row says */
  says(text: string | RegExp): Driver
  titled(text: string | RegExp): Driver
  focuses(text: string | undefined): Driver
  topLine(text: string | RegExp): Driver
  /** how many requests went out so far */
  requested(count: number): Driver
  lastRequest(check: (request: Request) => void): Driver
  did(effect: Partial<Effect>): Driver
  /** anything else that shall be true now */
  check(look: (model: Model, frame: Frame) => void): Driver
}

const KEYS: Readonly<Record<string, string>> = {
  ' ': 'space',
  PgDn: 'pagedown',
  PgUp: 'pageup',
  Esc: 'escape',
}

/** `Enter`, `Ctrl-L`, `Shift-Tab`, `PgDn`, or the character itself. */
export function keyName(label: string): string {
  return KEYS[label] ?? (label.length === 1 ? label : label.toLowerCase().replace(/-(.)$/, '-$1'))
}

export const SETTINGS: Settings = {
  address: { cwd: '/home/reader', home: '/home/reader' },
  autofollow: true,
  textColumns: 100,
}

interface Stream {
  readonly request: Request
  readonly url: URL
  readonly parser: HtmlParser
  readonly chunks: readonly string[]
  at: number
}

export function open(site: Site, start: string, options: OpenOptions = {}): Driver {
  const { columns = 80, rows = 24 } = options
  const requests: Request[] = []
  const effects: Effect[] = []
  const streams = new Map<number, Stream>()
  let model = emptyModel({ columns, rows, settings: { ...SETTINGS, ...options.settings } })

  function take([next, wanted]: Step): void {
    model = next
    for (const effect of wanted) {
      effects.push(effect)
      if (effect.type === 'load') load(effect.load, effect.request)
      if (effect.type === 'stop') streams.delete(effect.load)
    }
    checkFrame(model)
  }

  function send(msg: Msg): void {
    take(update(model, msg))
  }

  function load(id: number, request: Request): void {
    requests.push(request)
    const { method, url } = request
    const bare = url.href.replace(/#.*/, '')
    const row = site[`${method} ${bare}`] ?? (method === 'GET' ? site[bare] : undefined)
    const answer = typeof row === 'function' ? row(request) : row
    const known = answer ?? { failure: failure('dns', `${url.hostname} has no address`) }
    const full = typeof known === 'string' ? { html: known } : known
    if (full.failure !== undefined) return finish(id, failed(request, full.failure))
    const final = new URL(full.url ?? url.href)
    if (full.url !== undefined) final.hash = url.hash
    if (full.download !== undefined) return finish(id, downloaded(request, final, full.download))
    const stream: Stream = {
      request,
      url: final,
      parser: openParser(final),
      chunks: full.chunks ?? [full.html ?? ''],
      at: 0,
    }
    streams.set(id, stream)
    advance(id, stream, full.status)
    if (full.chunks === undefined) streams.delete(id)
  }

  function finish(id: number, page: Page): void {
    send({ type: 'page', load: id, page })
    send({ type: 'loaded', load: id })
  }

  function advance(id: number, stream: Stream, status = 200): void {
    stream.parser.write(stream.chunks[stream.at] ?? '')
    stream.at++
    const isLast = stream.at >= stream.chunks.length
    if (isLast) stream.parser.end()
    const source = stream.chunks.slice(0, stream.at)
    const page: Page = {
      ...pageOf(stream.request, stream.url, status),
      source,
      document: stream.parser.document(),
      received: source.join('').length,
      progress: isLast ? 'complete' : 'loading',
    }
    send({ type: 'page', load: id, page })
    if (!isLast) return
    streams.delete(id)
    send({ type: 'loaded', load: id })
  }

  function rowsAsText(): readonly string[] {
    return frame(model).rows.map((row) => row.map((span) => span.text).join(''))
  }

  function statusText(): string {
    const texts = rowsAsText()
    return texts[model.rows >= 6 ? texts.length - 2 : texts.length - 1] ?? ''
  }

  const driver: Driver = {
    press(...keys) {
      for (const key of keys) send({ type: 'key', key: keyName(key) })
      return driver
    },
    type(text) {
      return driver.press(...text)
    },
    paste(text) {
      send({ type: 'paste', text })
      return driver
    },
    resize(c, r) {
      send({ type: 'resize', columns: c, rows: r })
      return driver
    },
    click(text) {
      const texts = rowsAsText()
      const row = texts.findIndex((t) => t.includes(text))
      expect(row, `${text} is on the screen`).toBeGreaterThanOrEqual(0)
      const column = cellWidth((texts[row] ?? '').split(text)[0] ?? '')
      send({ type: 'mouse', event: { kind: 'press', button: 'left', column, row } })
      return driver
    },
    wheel(direction) {
      send({ type: 'mouse', event: { kind: `wheel-${direction}`, button: 'none', column: 0, row: 1 } })
      return driver
    },
    arrives() {
      const [entry] = [...streams].slice(-1)
      expect(entry, 'something loads').toBeDefined()
      if (entry !== undefined) advance(entry[0], entry[1])
      return driver
    },
    shows(...texts) {
      for (const text of texts) matches(rowsAsText().join('\n'), text)
      return driver
    },
    hides(...texts) {
      for (const text of texts) {
        if (typeof text === 'string') expect(rowsAsText().join('\n')).not.toContain(text)
        else expect(rowsAsText().join('\n')).not.toMatch(text)
      }
      return driver
    },
    says(text) {
      matches(statusText(), text)
      return driver
    },
    titled(text) {
      matches(rowsAsText()[0] ?? '', text)
      return driver
    },
    focuses(text) {
      expect(focusedTarget(model)?.text).toBe(text)
      return driver
    },
    topLine(text) {
      matches(rowsAsText()[1] ?? '', text)
      return driver
    },
    requested(count) {
      expect(requests.length).toBe(count)
      return driver
    },
    lastRequest(check) {
      const last = requests.at(-1)
      if (last === undefined) expect.unreachable('no request went out')
      else check(last)
      return driver
    },
    did(effect) {
      expect(effects.at(-1)).toMatchObject(effect)
      return driver
    },
    check(look) {
      look(model, frame(model))
      return driver
    },
  }
  take(navigate(model, getRequest(new URL(start))))
  return driver
}

function matches(whole: string, part: string | RegExp): void {
  if (typeof part === 'string') expect(whole).toContain(part)
  else expect(whole).toMatch(part)
}

/** What is true of every frame of every model. */
export function checkFrame(model: Model): void {
  const { rows, cursor } = frame(model)
  expect(rows.length).toBe(model.rows)
  for (const row of rows) {
    let width = 0
    for (const span of row) {
      expect(span.width, JSON.stringify(span.text)).toBe(cellWidth(span.text))
      expect(span.text).not.toMatch(/\p{Cc}/u)
      width += span.width
    }
    expect(width).toBeLessThanOrEqual(model.columns)
  }
  if (cursor !== undefined) {
    expect(cursor.column).toBeGreaterThanOrEqual(0)
    expect(cursor.column).toBeLessThan(model.columns)
    expect(cursor.row).toBeLessThan(model.rows)
  }
  const sheet = shownSheet(model)
  const { entries, index } = activeTab(model).history
  expect(entries[index]).toBe(currentEntry(model))
  if (sheet !== undefined) {
    expect(sheet.scroll).toBeGreaterThanOrEqual(0)
    expect(sheet.scroll).toBeLessThanOrEqual(Math.max(0, sheet.rendering.lines.length - 1))
  }
}
