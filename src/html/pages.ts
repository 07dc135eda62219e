/**
 * Octavo's own pages: each function takes what there is to say and gives a complete HTML page as text, to be parsed
 * and rendered like any other. All pure.
 */
import type { Failure, FailureKind } from '../failure.js'
import type { Exchange } from '../fetch/message.js'
import { htmlDocument, markup } from './markup.js'
import type { Hole, Markup } from './markup.js'
import { exchangeSection, octets } from './pages/exchange.js'
import { hideUserInformation } from './pages/secret.js'

interface Advice {
  readonly title: string
  readonly help: readonly Markup[]
}

const AGAIN = markup`<kbd>r</kbd> tries again.`
const EDIT = markup`<kbd>Ctrl-L</kbd> edits the address.`
const BACK = markup`<kbd>Left</kbd> goes back.`
const WIRE = markup`<kbd>H</kbd> shows what went over the wire until then.`

/** What to say and what can be done, by kind of failure. */
const ADVICE: Readonly<Record<FailureKind, Advice>> = {
  address: {
    title: 'Not an address',
    help: [
      EDIT,
      markup`An address is a URL, a host name such as <code>example.org</code>, or the name of a file.`,
    ],
  },
  dns: {
    title: 'Host not found',
    help: [
      EDIT,
      AGAIN,
      markup`If other hosts are not found either, this computer has no name server it can reach.`,
    ],
  },
  connect: {
    title: 'No connection',
    help: [AGAIN, EDIT, WIRE, markup`The host may be down, or nothing listens on that port.`],
  },
  tls: {
    title: 'No secure connection',
    help: [
      markup`Nothing was sent: not the path, no cookies, no form.`,
      markup`<kbd>H</kbd> shows the certificate, if one came.`,
      markup`A wrong clock on this computer makes good certificates look expired.`,
      AGAIN,
    ],
  },
  timeout: {
    title: 'No answer in time',
    help: [AGAIN, WIRE, markup`<code>--timeout</code> sets how long to wait, in seconds.`],
  },
  protocol: {
    title: 'Not a valid HTTP answer',
    help: [WIRE, AGAIN, markup`The port may belong to another service.`],
  },
  redirect: {
    title: 'Redirect not followed',
    help: [
      markup`<kbd>H</kbd> shows every redirect; its links lead to each place.`,
      markup`Where a site sends everyone in circles, it is often waiting for a cookie it cannot set.`,
    ],
  },
  scheme: {
    title: 'Not opened here',
    help: [markup`<kbd>y</kbd> copies the address, to be handed to a program that can open it.`, BACK, EDIT],
  },
  limit: {
    title: 'Too much',
    help: [WIRE, BACK, markup`The limit keeps a page from filling the memory. What came before it is kept.`],
  },
  file: {
    title: 'File not read',
    help: [
      EDIT,
      AGAIN,
      markup`The folder that holds it can be opened by the same address without its last part.`,
    ],
  },
  aborted: {
    title: 'Stopped',
    help: [AGAIN, BACK],
  },
}

/** The page that stands where another could not be opened. */
export function failurePage(failure: Failure, url: string): string {
  const { title, help } = ADVICE[failure.kind]
  const address = hideUserInformation(url)
  const cause =
    failure.cause === undefined || failure.detail.includes(failure.cause) ? '' : ` (${failure.cause})`
  return htmlDocument(
    title,
    markup`<h1>${title}</h1>
<p>${sentence(hideUserInformation(failure.detail + cause), hostname(url))}</p>
<p><code>${address}</code></p>
<ul>
${help.map((line) => markup`<li>${line}\n`)}</ul>`,
  )
}

/** A detail as a sentence; a host's name at its beginning keeps its small letter. */
function sentence(detail: string, host: string): string {
  const text = /[.!?…]$/.test(detail) ? detail : `${detail}.`
  const word = /^[a-z]+(?=[ ,])/.exec(text)?.[0]
  return word === undefined || word === host ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function hostname(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}

export interface DownloadFacts {
  readonly url: string
  /** the MIME type's essence */
  readonly type: string
  /** octets, where they are announced */
  readonly size?: number
  /** a safe file name */
  readonly name: string
}

/** The page for what is no text. */
export function downloadPage({ url, type, size, name }: DownloadFacts): string {
  return htmlDocument(
    name,
    markup`<h1>${name}</h1>
<p>This is not a page of text. It is saved to a file when you answer the prompt.</p>
${table([
  ['type', type],
  ['size', size === undefined ? 'not announced' : octets(size)],
  ['address', hideUserInformation(url)],
])}
<p><kbd>r</kbd> asks again. <kbd>H</kbd> shows the exchange. <kbd>Left</kbd> goes back.</p>`,
  )
}

export interface ExchangesOptions {
  /** shows credentials and the bodies of requests */
  readonly reveal: boolean
  /** names the view's keys at its top; default true. Without, for output that has no keys. */
  readonly keys?: boolean
}

/** The wire view: every exchange that a page took. */
export function exchangesPage(
  exchanges: readonly Exchange[],
  { reveal, keys = true }: ExchangesOptions,
): string {
  const last = exchanges.at(-1)
  const title = last === undefined ? 'Exchanges' : `Exchanges: ${hideUserInformation(last.url.href)}`
  const secrets = reveal ? 'hides secrets' : 'shows secrets'
  const hint = markup`<p><kbd>x</kbd> ${secrets}, <kbd>y</kbd> copies a curl command.</p>\n`
  const count = exchanges.length
  const sections = exchanges.map((exchange, i) =>
    exchangeSection(exchange, { number: i + 1, count, reveal, wrap: keys }),
  )
  return htmlDocument(
    title,
    markup`${keys ? hint : ''}${count === 0 ? markup`<p>Nothing went over the wire for this page.</p>` : sections}`,
  )
}

export interface HistoryEntry {
  readonly title: string
  readonly url: string
  readonly current: boolean
}

/** This session's pages in the order in which they were opened. */
export function historyPage(entries: readonly HistoryEntry[]): string {
  const items = entries.map(({ title, url, current }) => {
    const address = hideUserInformation(url)
    const link = markup`<a href="${url}">${title.trim() || address}</a>`
    return markup`<dt>${current ? markup`<strong>${link}</strong> (here)` : link}<dd>${address}\n`
  })
  return htmlDocument(
    'History',
    markup`<h1>History</h1>\n${items.length === 0 ? NOTHING : definitions(items)}`,
  )
}

export interface NumberedLink {
  /** on the page, from 1, rising */
  readonly number: number
  readonly text: string
  /** absolute; empty for a control */
  readonly url: string
}

/** The page's links: link n of this page is number n of that one, so what is no link keeps its place as a row that leads nowhere. */
export function linksPage(links: readonly NumberedLink[]): string {
  const items: Markup[] = []
  for (const { number, text, url } of links) {
    while (items.length + 1 < number) items.push(placeholder(items.length + 1, ''))
    const address = hideUserInformation(url)
    items.push(
      url === ''
        ? placeholder(number, text)
        : markup`<dt><a href="${url}">${text.trim() || address}</a><dd>${address}\n`,
    )
  }
  return htmlDocument('Links', markup`<h1>Links</h1>\n${items.length === 0 ? NOTHING : definitions(items)}`)
}

function placeholder(number: number, text: string): Markup {
  const label = text.trim() === '' ? 'a control' : `${text.trim()} (a control)`
  return markup`<dt id="number-${number}"><a href="#number-${number}">${label}</a>\n`
}

/** Facts about a page, as labels and values. */
export function informationPage(
  facts: readonly (readonly [label: string, value: string])[],
  title: string,
): string {
  return htmlDocument(title, markup`<h1>${title}</h1>\n${facts.length === 0 ? NOTHING : table(facts)}`)
}

export interface HelpSection {
  readonly title: string
  readonly keys: readonly { readonly keys: string; readonly action: string }[]
}

/** All keys. */
export function helpPage(sections: readonly HelpSection[]): string {
  return htmlDocument(
    'Help',
    markup`<h1>Keys</h1>
${sections.map(({ title, keys }) => markup`<h2>${title}</h2>\n${table(keys.map((key) => [key.keys, key.action]))}\n`)}`,
  )
}

/** The text that a page was parsed from. */
export function sourcePage(source: readonly string[], title: string): string {
  // The chunks are joined first: a line end may be parted between two of them.
  const text = source.join('').replace(/\r\n?/g, '\n')
  // A parser drops the first line feed of a `pre` (HTML 13.2.6.4.7): this one, so that none of the source's is lost.
  return htmlDocument(title, markup`<pre>\n${text}</pre>`)
}

const NOTHING = markup`<p>There is nothing here yet.</p>`

function definitions(items: readonly Markup[]): Markup {
  return markup`<dl>\n${items}</dl>`
}

function table(rows: readonly (readonly [label: string, value: Hole])[]): Markup {
  return markup`<table>\n${rows.map(([label, value]) => markup`<tr><th>${label}<td>${value}\n`)}</table>`
}
