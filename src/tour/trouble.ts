/** What goes wrong, and what is not meant to be read on a screen. */
import { markup } from '../html/markup.js'
import { page, wayOn } from './page.js'
import type { Answer, Theme, Visit } from './page.js'

/** For every path that nothing else answers, too. */
export function missing(visit: Visit): Answer {
  return page(visit, {
    status: 404,
    title: 'Nothing here',
    wire: markup`The server knows no page of this name and says so with 404 Not Found; what you read is a page all the same. <kbd>H</kbd> shows the status, and it stands in the status row too.`,
  })
}

function broken(visit: Visit): Answer {
  return page(visit, {
    status: 500,
    title: 'The server is at a loss',
    wire: markup`500 Internal Server Error says that the fault is the server's and not yours. Here it is only pretending; <kbd>H</kbd> shows an answer like any other.`,
  })
}

const CUT = 'This page announces more than it has: the server breaks the connection in the middle of a wor'

function cutOff(visit: Visit): Answer {
  const answer = page(visit, {
    title: 'A page that breaks off',
    wire: markup`Content-Length announces more octets than the server sends before it closes the connection. What came is kept and shown, the browser says that it is not all, and <kbd>H</kbd> has both numbers.`,
  })
  const body = (answer.body as string).replace(/<hr>[^]*$/, '')
  return { ...answer, body: `${body}${wayOn(visit).text}\n<p>${CUT}`, missingOctets: 1000 }
}

const ESCAPES =
  'red: \x1b[31m, title: \x1b]0;taken over\x07, clear: \x1b[2J, C1: \x9b31m, bell: \x07, reversed: \u202edesrever\u202c'

function hostile(visit: Visit): Answer {
  const answer = page(visit, {
    title: 'A page that means ill',
    wire: markup`The octets of this page hold commands for the terminal, as a malicious page could. None of them gets there: control characters are taken out of the text, <kbd>\\</kbd> makes them visible in the source, and <kbd>H</kbd> would in a field.`,
    body: markup`<p>HERE</p>`,
  })
  return { ...answer, body: (answer.body as string).replace('HERE', ESCAPES) }
}

function download(visit: Visit): Answer {
  return page(visit, {
    title: 'A file to keep',
    wire: markup`The answer behind <a href="/download/eight-leaves.bin">this link</a> is no page: Content-Type says <code>application/octet-stream</code>, and Content-Disposition proposes a name. The browser asks where to put it; <kbd>H</kbd> shows the exchange of a download like any other.`,
  })
}

/** Every octet there is, eight times. */
const FILE = Uint8Array.from({ length: 2048 }, (_, i) => i % 256)

function file(): Answer {
  return {
    status: 200,
    fields: [
      ['Content-Type', 'application/octet-stream'],
      ['Content-Disposition', 'attachment; filename="eight-leaves.bin"'],
    ],
    body: FILE,
  }
}

function plain(): Answer {
  return {
    status: 200,
    fields: [['Content-Type', 'text/plain;charset=utf-8']],
    body: `This page is plain text: Content-Type says text/plain, so <b>this</b> is no
markup, and line ends stay where they are. Press H to see the field.

    It has no links either. The left arrow goes back.
`,
  }
}

export const TROUBLE: Theme = {
  title: 'Other things that happen',
  stops: [
    { path: '/missing', title: 'A missing page', answer: missing },
    { path: '/error', title: 'The server is at a loss', answer: broken },
    { path: '/broken', title: 'A page that breaks off', answer: cutOff },
    { path: '/hostile', title: 'A page that means ill', answer: hostile },
    { path: '/download', title: 'A file to keep', answer: download },
    { path: '/plain', title: 'A page of plain text', answer: plain },
  ],
  others: { '/download/eight-leaves.bin': file },
}
