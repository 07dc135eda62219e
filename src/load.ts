/**
 * load(request, session, signal): the page an address stands for, ever more complete.
 */
import type { Failure } from './failure.js'
import type { Body, Exchange, Request } from './fetch/message.js'
import type { Session } from './fetch/session.js'
import type { Document } from './html/document.js'

export interface Page {
  readonly request: Request
  readonly exchanges: readonly Exchange[]
  /** after redirects, with the fragment that was asked for */
  readonly url: URL
  /** the final status; absent when nothing answered */
  readonly status?: number
  /** the MIME type's essence, such as `text/html` */
  readonly type: string
  /** the encoding's name, such as `windows-1252`; empty for what is no text */
  readonly charset: string
  /** the text that was parsed, so far */
  readonly source: readonly string[]
  /** of a Failure or a type that is no text: a page that says so */
  readonly document: Document
  /** octets of decoded body so far */
  readonly received: number
  /** octets of body announced, where they are */
  readonly expected?: number
  readonly progress: 'loading' | 'complete' | Failure
  /** set when the type is no text: the body, unread, to be saved under a safe name */
  readonly download?: { readonly name: string; readonly body: Body }
}

export interface LoadOptions {
  /** MIME type and encoding label that override what the page says of itself */
  readonly type?: string
  readonly charset?: string
  readonly base?: URL
}

/** Never rejects: a Failure is the last page's `progress`, with a document that says what happened. */
export async function* load(
  request: Request,
  session: Session,
  signal: AbortSignal,
  options: LoadOptions = {},
): AsyncGenerator<Page> {
  await Promise.resolve()
  void request
  void session
  void signal
  void options
  yield* []
}
