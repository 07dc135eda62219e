/**
 * `about:` pages (RFC 6694): a URL of that scheme into the answer that a server would give. The pages are literal
 * HTML text; nothing of the URL gets into them. `about:tour` starts the tour and redirects to it.
 */
import { failure, isFailure } from '../failure.js'
import type { LocalAnswer } from './local.js'
import type { Field } from './message.js'
import type { Session } from './session.js'

type Answerer = (session: Session) => LocalAnswer | Promise<LocalAnswer>

/** The pages there are, by the URL's path. */
const PAGES: ReadonlyMap<string, Answerer> = new Map<string, Answerer>([
  ['blank', () => page(200, 'OK', '')],
  ['help', () => page(200, 'OK', HELP)],
  ['start', () => page(200, 'OK', START)],
  ['tour', tour],
])

export async function fetchAbout(url: URL, session: Session): Promise<LocalAnswer> {
  const answer = PAGES.get(url.pathname.toLowerCase())
  return answer === undefined ? page(404, 'Not Found', missing()) : answer(session)
}

async function tour(session: Session): Promise<LocalAnswer> {
  if (session.tour === undefined)
    return failure('scheme', 'the tour is not served here', { url: 'about:tour' })
  const address = await session.tour()
  if (isFailure(address)) return address
  return { status: 302, reason: 'Found', fields: [['Location', address.href]], body: new Uint8Array() }
}

function page(status: number, reason: string, html: string): LocalAnswer {
  const body = new TextEncoder().encode(html)
  const fields: Field[] = [
    ['Content-Type', 'text/html;charset=utf-8'],
    ['Content-Length', String(body.length)],
  ]
  return { status, reason, fields, body }
}

function missing(): string {
  const names = [...PAGES.keys()].map((name) => `<li><a href="about:${name}">about:${name}</a>`)
  return `<!DOCTYPE html>
<html lang="en">
<title>No such page</title>
<h1>No such page</h1>
<p>Octavo has no page of this name. These it has:</p>
<ul>
${names.join('\n')}
</ul>
</html>
`
}

const START = `<!DOCTYPE html>
<html lang="en">
<title>Octavo</title>
<h1>Octavo</h1>
<p>A web browser for the terminal. It reads pages as text, and it shows what went over the wire for each of them.</p>
<table>
<tr><th>g<td>go to an address<th>H<td>headers: the exchange over HTTP
<tr><th>0-9<td>act on the link of that number<th>/<td>find in the page
<tr><th>↓ ↑<td>next, previous link<th>r<td>reload
<tr><th>→<td>follow the link<th>?<td>help: every key
<tr><th>←<td>back<th>q<td>quit
</table>
<p>Space turns the page, and Esc stops whatever is going on.</p>
<h2>Where to begin</h2>
<ul>
<li><a href="about:tour">The tour</a>: a small web site inside Octavo that needs no network. It shows redirects, cookies, caching, forms and more, each on a page of its own.
<li><a href="about:help">How it works</a>: link numbers, forms, the wire view.
<li><a href="https://example.com/">example.com</a>: the shortest way to see whether the network is there.
</ul>
</html>
`

const HELP = `<!DOCTYPE html>
<html lang="en">
<title>How Octavo works</title>
<h1>How Octavo works</h1>
<p>This page says how things are meant. <kbd>?</kbd> lists every key, and <code>octavo --help</code> every option of the command.</p>
<h2>Addresses</h2>
<p><kbd>g</kbd> asks for an address: a URL, a host name such as <code>example.org</code>, <code>localhost:8080</code>, or the name of a file. <kbd>Ctrl-L</kbd> edits the address of this page.</p>
<h2>Numbers</h2>
<p>Everything that can be acted on has a number: links, form fields, buttons, in one sequence. Type the number. While you type, the status row shows where the link leads, and as soon as no longer number is possible it is followed; before that, <kbd>Enter</kbd> follows it and <kbd>Esc</kbd> leaves. <kbd>.</kbd> hides the numbers and brings them back.</p>
<h2>Moving</h2>
<p><kbd>Down</kbd> and <kbd>Up</kbd> go from link to link, <kbd>Space</kbd> and <kbd>b</kbd> by pages, <kbd>j</kbd> and <kbd>k</kbd> by lines. <kbd>Right</kbd> follows, <kbd>Left</kbd> goes back; the page comes back as it was left, and nothing is fetched for it. <kbd>/</kbd> finds text, <kbd>n</kbd> finds it again.</p>
<h2>Forms</h2>
<p>Go to a field and press <kbd>Enter</kbd> to write into it or to tick it; <kbd>Enter</kbd> on a button sends the form. What you have typed stays with the page when you go back to it.</p>
<h2>The wire view</h2>
<p><kbd>H</kbd> shows every exchange that the page took, redirects included: the request as it was sent, the answer as it came, the connection, the times, and what was decided about each cookie and about the cache, with the reason. Passwords and cookies are hidden until <kbd>x</kbd> is pressed. <kbd>y</kbd> copies the request as a <code>curl</code> command.</p>
<h2>Trouble</h2>
<p><kbd>Esc</kbd> stops a page that is slow and keeps what came. <kbd>r</kbd> asks the server whether a page has changed, <kbd>R</kbd> fetches it anew. A page that fails says why, and <kbd>H</kbd> shows how far it got.</p>
<p><a href="about:start">Start page</a></p>
</html>
`
