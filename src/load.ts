/**
 * load(request, session, signal): the page an address stands for, ever more complete.
 */
import { kindOf, computedType, RESOURCE_HEADER } from './decode/mime.js'
import { sniffCharset } from './decode/charset.js'
import { decodeText, peek } from './decode/text.js'
import { undeclaredFallback } from './decode/undeclared.js'
import type { Failure } from './failure.js'
import { failure, isFailure } from './failure.js'
import { downloadName, isAttachment } from './fetch/download.js'
import { fetch } from './fetch/fetch.js'
import type { Body, Exchange, Request, Response } from './fetch/message.js'
import { get } from './fetch/message.js'
import type { Session } from './fetch/session.js'
import { CONVERSIONS } from './html/convert.js'
import type { Document } from './html/document.js'
import { htmlDocument, markup } from './html/markup.js'
import { downloadPage, failurePage } from './html/pages.js'
import { openParser, parseDocument } from './html/parse.js'
import { loadLineBreakRules, needsLineBreakRules } from './layout/breaks.js'
import { displayUrl, publicHref } from './url/display.js'

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

/** Characters of a page: more would fill the memory long before the limit of a body. */
const LONGEST_PAGE = 32 * 1024 * 1024

/** Characters parsed at once, so that whoever waits for pages is asked between. */
const SLICE = 65_536

/**
 * Never rejects: a Failure is the last page's `progress`, with a document that says what happened, or with what had
 * come until then.
 */
export async function* load(
  request: Request,
  session: Session,
  signal: AbortSignal,
  options: LoadOptions = {},
): AsyncGenerator<Page> {
  const { exchanges, result } = await fetch(request, session, signal)
  if (isFailure(result)) {
    yield failed(request, exchanges, result)
    return
  }
  const { head, body } = await peek(result.body, RESOURCE_HEADER)
  const type = computedType(options.type ?? get(result.fields, 'Content-Type'), head, {
    noSniff: /^\s*nosniff\s*$/i.test(get(result.fields, 'X-Content-Type-Options') ?? ''),
    fileName: result.url.protocol === 'file:' ? result.url.pathname : '',
  })
  const kind = kindOf(type.essence)
  const common = {
    request,
    exchanges,
    url: result.url,
    status: result.status,
    type: type.essence,
    ...announced(result),
  }
  if (kind === 'binary' || (options.type === undefined && (await isAttachment(result)))) {
    yield await offered(common, result, body)
    return
  }
  const charset = await sniffCharset(head, {
    ...(options.charset !== undefined && { override: options.charset }),
    ...(type.charset !== undefined && { transport: type.charset }),
    html: kind === 'html',
  })
  yield* parsed(
    { ...common, charset: undeclaredFallback(charset) ?? charset },
    decodeText(body, charset),
    options.base,
  )
}

type Common = Pick<Page, 'request' | 'exchanges' | 'url' | 'type' | 'expected'> & { readonly status: number }

/** The page while its text comes and when it has ended. */
async function* parsed(
  common: Common & Pick<Page, 'charset'>,
  text: AsyncIterable<string | Failure>,
  base: URL | undefined,
): AsyncGenerator<Page> {
  const { url, exchanges } = common
  const conversion = CONVERSIONS[kindOf(common.type) === 'html' ? 'html' : 'text']
  const parser = openParser(url, base === undefined ? {} : { base })
  const source: string[] = []
  const page = (progress: Page['progress']): Page => ({
    ...common,
    source,
    document: parser.document(),
    received: exchanges.at(-1)?.sizes.decoded ?? 0,
    progress,
  })

  let trouble: Failure | undefined
  let length = 0
  parser.write(conversion.before(displayUrl(url)))
  for await (const chunk of text) {
    if (isFailure(chunk)) {
      trouble = chunk
      break
    }
    source.push(chunk)
    length += chunk.length
    if (needsLineBreakRules(chunk)) await loadLineBreakRules()
    for (let at = 0; at < chunk.length && trouble === undefined; at += SLICE) {
      trouble = parser.write(conversion.text(chunk.slice(at, at + SLICE)))
      yield page('loading')
      await turn()
    }
    if (length > LONGEST_PAGE) trouble ??= tooLong(url)
    if (trouble !== undefined) break
  }
  trouble ??= parser.write(conversion.after) ?? parser.end()
  if (trouble !== undefined && source.length === 0) yield failed(common.request, exchanges, trouble)
  else if (source.length === 0 && common.status >= 400)
    yield { ...page('complete'), document: wordless(common) }
  else yield page(trouble ?? 'complete')
}

function tooLong(url: URL): Failure {
  const detail = `the page is longer than ${LONGEST_PAGE} characters, the most that is shown`
  return failure('limit', detail, { url: publicHref(url) })
}

/** Lets everything else that waits have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function announced(response: Response): Pick<Page, 'expected'> {
  const length = get(response.fields, 'Content-Length')
  const coded = get(response.fields, 'Content-Encoding') !== undefined
  return !coded && length !== undefined && /^\d{1,15}$/.test(length) ? { expected: Number(length) } : {}
}

function failed(request: Request, exchanges: readonly Exchange[], progress: Failure): Page {
  const url = exchanges.at(-1)?.url ?? request.url
  return {
    request,
    exchanges,
    url,
    type: 'text/html',
    charset: 'UTF-8',
    source: [],
    document: parseDocument(failurePage(progress, displayUrl(url)), url),
    received: 0,
    progress,
  }
}

/** What stands for an error answer that has no words of its own. */
function wordless({ url, status, exchanges }: Common): Document {
  const reason = exchanges.at(-1)?.reason ?? ''
  const title = `${status} ${reason}`.trim()
  const body = markup`<h1>${title}</h1><p>The server sent no page with this answer. <kbd>H</kbd> shows what it did send.`
  return parseDocument(htmlDocument(title, body), url)
}

async function offered(common: Common, response: Response, body: Body): Promise<Page> {
  const name = await downloadName(response)
  const facts = {
    url: displayUrl(common.url),
    type: common.type,
    name,
    ...(common.expected !== undefined && { size: common.expected }),
  }
  return {
    ...common,
    charset: '',
    source: [],
    document: parseDocument(downloadPage(facts), new URL(publicHref(common.url))),
    received: 0,
    progress: 'complete',
    download: { name, body },
  }
}
