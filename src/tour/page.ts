/**
 * The values of the tour: a visit goes in, an answer comes out. Themes are tables of routes; `server.ts` alone knows
 * sockets. And the frame that every page of the tour has.
 */
import type { Field } from '../fetch/message.js'
import { htmlDocument, markup } from '../html/markup.js'
import type { Markup } from '../html/markup.js'

/** One request, as far as the tour's pages look at it. */
export interface Visit {
  readonly method: string
  readonly url: URL
  readonly fields: readonly Field[]
  readonly body: Uint8Array
  /** the server's own count of connections, and of the requests on this one, both from 1 */
  readonly connection: { readonly number: number; readonly requests: number }
  /** milliseconds since the epoch */
  readonly now: number
  /** resolves after so many milliseconds */
  readonly pause: (milliseconds: number) => Promise<void>
  /** the stop after this one */
  readonly next?: Stop
}

export interface Answer {
  readonly status: number
  readonly fields?: readonly Field[]
  /** an iterable is sent in chunks as they come */
  readonly body?: string | Uint8Array | AsyncIterable<string>
  /** sent before as a 103 answer */
  readonly earlyHints?: string
  /** sent after the body */
  readonly trailers?: readonly Field[]
  /** breaks the connection after the body, which is shorter than announced by so many octets */
  readonly missingOctets?: number
}

export type Answerer = (visit: Visit) => Answer | Promise<Answer>

/** A page of the tour: listed on the first page, and joined to its neighbours by `next`. */
export interface Stop {
  readonly path: string
  readonly title: string
  readonly answer: Answerer
}

export interface Theme {
  readonly title: string
  readonly stops: readonly Stop[]
  /** paths that only links and forms of the stops lead to */
  readonly others?: Readonly<Record<string, Answerer>>
}

export interface PageText {
  readonly title: string
  /** what happens on the wire, in two sentences, and what to look at under `H` */
  readonly wire: Markup
  readonly body?: Markup
  readonly status?: number
  readonly fields?: readonly Field[]
}

/** An answer with a page of the tour. */
export function page(visit: Visit, { title, wire, body, status = 200, fields = [] }: PageText): Answer {
  const html = htmlDocument(title, markup`<h1>${title}</h1>\n<p>${wire}</p>\n${body ?? ''}\n${wayOn(visit)}`)
  return { status, fields: [HTML, ...fields], body: html }
}

export const HTML: Field = ['Content-Type', 'text/html;charset=utf-8']

/** The last line of every page. */
export function wayOn({ next }: Visit): Markup {
  const onward = next === undefined ? '' : markup`Next: <a href="${next.path}">${next.title}</a> &middot; `
  return markup`<hr>\n<p>${onward}<a href="/">All stops</a>`
}

/** Sends the visitor elsewhere (RFC 9110 15.4). */
export function redirect(status: number, location: string, fields: readonly Field[] = []): Answer {
  return { status, fields: [['Location', location], ...fields] }
}

/** A time of day as the pages show it, to the second. */
export function clock(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 19)} UTC`
}

/** What a form sent, in order: from the query or from an urlencoded body. */
export function entries({ method, url, body }: Visit): readonly (readonly [name: string, value: string])[] {
  const sent = method === 'POST' ? new URLSearchParams(Buffer.from(body).toString('utf8')) : url.searchParams
  return [...sent]
}

export function entry(visit: Visit, name: string): string | undefined {
  return entries(visit).find(([n]) => n === name)?.[1]
}
