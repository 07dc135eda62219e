/** How an answer travels: content codings, connections, chunks, interim answers, trailers (RFC 9110, RFC 9112). */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { Field } from '../fetch/message.js'
import { get } from '../fetch/message.js'
import { htmlDocument, markup } from '../html/markup.js'
import { HTML, page, wayOn } from './page.js'
import type { Answer, Answerer, Theme, Visit } from './page.js'

interface Coding {
  /** the name in Content-Encoding */
  readonly name: string
  readonly title: string
  readonly encode: (bytes: Uint8Array) => Uint8Array
}

const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: { name: 'gzip', title: 'gzip', encode: (bytes) => gzipSync(bytes) },
  deflate: { name: 'deflate', title: 'deflate', encode: (bytes) => deflateSync(bytes) },
  'deflate-raw': {
    name: 'deflate',
    title: 'deflate without its wrapper',
    encode: (bytes) => deflateRawSync(bytes),
  },
  br: { name: 'br', title: 'Brotli', encode: (bytes) => brotliCompressSync(bytes) },
}

const VERSE = 'The same words over and over are what a compressor likes best. '

function compressed(path: string): Answerer {
  return (visit) => {
    const coding = CODINGS[path]
    const accepted = (get(visit.fields, 'accept-encoding') ?? '').split(/\s*[,;]\s*/)
    const isUsed = coding !== undefined && accepted.includes(coding.name)
    const answer = page(visit, {
      title: isUsed ? `Compressed: ${coding.title}` : 'Compression',
      wire: markup`The browser names the codings it can undo in Accept-Encoding, and the server chooses one. Press <kbd>H</kbd>: the size line has the octets on the wire and the octets of the page.`,
      body: markup`<p>${isUsed ? `This page came with Content-Encoding ${coding.name}.` : 'This page came as it is.'} The others:</p>
<ul>
<li><a href="/compression">none</a>
${Object.entries(CODINGS).map(([key, { title }]) => markup`<li><a href="/compression/${key}">${title}</a>\n`)}</ul>
<p>${VERSE.repeat(8)}</p>`,
      fields: [['Vary', 'Accept-Encoding'], ...(isUsed ? [['Content-Encoding', coding.name] as Field] : [])],
    })
    return isUsed
      ? { ...answer, body: coding.encode(new TextEncoder().encode(answer.body as string)) }
      : answer
  }
}

function connection(visit: Visit): Answer {
  const { number, requests } = visit.connection
  return page(visit, {
    title: 'Persistent connections',
    wire: markup`One TCP connection carries many requests, one after another, so only the first has to wait for it. Load the page again with <kbd>R</kbd> and press <kbd>H</kbd>: the time line has no connect any more.`,
    body: markup`<p>The server counts this as connection <strong>${number}</strong>, and request <strong>${requests}</strong> on it.</p>
<p><a href="/connections/close">This page</a> says <code>Connection: close</code>, and the next one needs a new connection.</p>`,
    fields: [['Cache-Control', 'no-store']],
  })
}

function closing(visit: Visit): Answer {
  return page(visit, {
    title: 'A connection that ends',
    wire: markup`The answer said <code>Connection: close</code>, and the server has closed the connection after it. <kbd>H</kbd> says so in the connection line.`,
    body: markup`<p>Back to <a href="/connections">persistent connections</a>: its number will have gone up.</p>`,
    fields: [
      ['Connection', 'close'],
      ['Cache-Control', 'no-store'],
    ],
  })
}

const PARAGRAPHS = [
  'This is the first paragraph, and it was sent at once.',
  'The second comes a moment later. You can scroll, follow links and open the help meanwhile.',
  'Chunked means that the server need not know how long the page will be when it begins.',
  'Each chunk says its own length; a chunk of length nothing ends the page.',
  'Nothing is numbered anew while a page grows: a link keeps its number.',
  'The title bar counts what has come.',
  'Esc would stop it here, and these seven paragraphs would stay.',
  'Pages that are made while you wait often come like this.',
  'So do answers that are longer than anybody wants to keep in memory.',
  'Two more.',
  'One more.',
  'That was all.',
]

/** Milliseconds between two paragraphs. */
const PAUSE = 400

function slow(visit: Visit): Answer {
  const head = htmlHead('A page that arrives slowly')
  return {
    status: 200,
    fields: [HTML, ['Cache-Control', 'no-store']],
    body: paragraphs(visit, { head, end: wayOn(visit).text }),
  }
}

async function* paragraphs(
  { pause }: Visit,
  { head, end }: { readonly head: string; readonly end: string },
): AsyncGenerator<string> {
  yield `${head}<p>The answer has no length: it comes in chunks, one every ${PAUSE} milliseconds. Press <kbd>Esc</kbd> to stop it and keep what came, and <kbd>H</kbd> to see Transfer-Encoding.</p>\n`
  for (const [i, text] of PARAGRAPHS.entries()) {
    if (i > 0) await pause(PAUSE)
    yield `<p>${i + 1}. ${text}</p>\n`
  }
  yield `${end}\n</html>\n`
}

function htmlHead(title: string): string {
  const whole = htmlDocument(title, markup`<h1>${title}</h1>\n`)
  return whole.slice(0, whole.indexOf('</h1>') + '</h1>\n'.length)
}

function earlyHints(visit: Visit): Answer {
  const answer = page(visit, {
    title: 'Early hints',
    wire: markup`Before the answer came another one: 103 Early Hints, with a link that a browser may fetch while it waits. Press <kbd>H</kbd>: there are two answers to one request.`,
  })
  return { ...answer, earlyHints: '</trailers>; rel=prefetch' }
}

function trailers(visit: Visit): Answer {
  const answer = page(visit, {
    title: 'Trailers',
    wire: markup`Some fields can only be known when the body has been made, and they come after it, as trailers. Press <kbd>H</kbd>: they stand below the answer's head.`,
    fields: [['Trailer', 'Server-Timing, Tour-Paragraphs']],
  })
  return {
    ...answer,
    trailers: [
      ['Server-Timing', 'made;dur=0.2'],
      ['Tour-Paragraphs', '2'],
    ],
  }
}

export const TRANSFER: Theme = {
  title: 'How an answer travels',
  stops: [
    { path: '/compression', title: 'Compression', answer: compressed('') },
    { path: '/connections', title: 'Persistent connections', answer: connection },
    { path: '/slow', title: 'A page that arrives slowly', answer: slow },
    { path: '/early-hints', title: 'Early hints', answer: earlyHints },
    { path: '/trailers', title: 'Trailers', answer: trailers },
  ],
  others: {
    ...Object.fromEntries(Object.keys(CODINGS).map((key) => [`/compression/${key}`, compressed(key)])),
    '/connections/close': closing,
  },
}
