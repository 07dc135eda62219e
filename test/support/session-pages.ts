/**
 * Pages as a load would give them, made without loading.
 */
import type { Failure } from '../../src/failure.js'
import type { Body, Exchange, Request } from '../../src/fetch/message.js'
import { failurePage } from '../../src/html/pages.js'
import { parseDocument } from '../../src/html/parse.js'
import type { Page } from '../../src/load.js'

export function pageOf(request: Request, url: URL, status: number): Omit<Page, 'document' | 'progress'> {
  return {
    request,
    exchanges: [exchangeOf(request, url, status)],
    url,
    status,
    type: 'text/html',
    charset: 'UTF-8',
    source: [],
    received: 0,
  }
}

export function failed(request: Request, reason: Failure): Page {
  const { status, ...page } = pageOf(request, request.url, 0)
  void status
  const document = parseDocument(failurePage(reason, request.url.href), request.url)
  return { ...page, exchanges: [], document, progress: reason }
}

export function downloaded(request: Request, url: URL, text: string): Page {
  const document = parseDocument('<h1>A file</h1><p>This is not a page of text.</p>', url)
  const name = url.pathname.split('/').at(-1) ?? 'file'
  return {
    ...pageOf(request, url, 200),
    document,
    progress: 'complete',
    download: { name, body: bodyOf(text) },
  }
}

async function* bodyOf(text: string): Body {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

function exchangeOf(request: Request, url: URL, status: number): Exchange {
  const head = `${request.method} ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/html\r\nCookie: sid=secret\r\n\r\n`
  return {
    method: request.url.href === url.href ? request.method : 'GET',
    url,
    source: 'network',
    requestHead: head,
    ...(request.body === undefined ? {} : { requestBody: request.body }),
    interim: [],
    responseHead: `HTTP/1.1 ${status} OK\r\nContent-Type: text/html\r\n\r\n`,
    status,
    reason: 'OK',
    version: 'HTTP/1.1',
    fields: [['Content-Type', 'text/html']],
    trailers: [],
    timings: { start: 0 },
    sizes: { requestHead: head.length, requestBody: 0, head: 0, body: 0, decoded: 0 },
    cookies: [],
    notes: [],
  }
}
