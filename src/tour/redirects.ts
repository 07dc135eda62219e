/** Redirects: RFC 9110 section 15.4. */
import type { Field } from '../fetch/message.js'
import { markup } from '../html/markup.js'
import { entry, page, redirect } from './page.js'
import type { Answer, Theme, Visit } from './page.js'

const CHAIN = 4

const KINDS = [
  [301, 'Moved Permanently', 'the place has changed for good'],
  [302, 'Found', 'it is elsewhere for now'],
  [307, 'Temporary Redirect', 'elsewhere for now, and the method must stay'],
  [308, 'Permanent Redirect', 'changed for good, and the method must stay'],
] as const

function redirects(visit: Visit): Answer {
  return page(visit, {
    title: 'Redirects',
    wire: markup`A redirect is an answer with a status of 3xx and a Location field: the browser asks again, there. Follow one of these links, then press <kbd>H</kbd>: there are two exchanges, and the first has no page.`,
    body: markup`<table>
<tr><th>Status<th>It says
${KINDS.map(
  ([status, reason, meaning]) =>
    markup`<tr><td><a href="/redirects/${status}">${status} ${reason}</a><td>${meaning}\n`,
)}</table>
<p>More than one:</p>
<ul>
<li><a href="/redirects/chain?left=${CHAIN}">a chain of ${CHAIN}</a>
<li><a href="/redirects/loop">a loop</a>, which the browser has to notice
</ul>`,
  })
}

function afterPost(visit: Visit): Answer {
  return page(visit, {
    title: 'Redirects after a form',
    wire: markup`After 303 the browser asks with GET, and after 307 and 308 it must send the form once more with POST. Send one, press <kbd>H</kbd>, and compare the first lines of the two requests.`,
    body: markup`${[303, 301, 307, 308].map(
      (status) => markup`<form method="post" action="/redirects/${status}">
<p><label>Word <input name="word" value="octavo"></label> <button>POST, then ${status}</button></p>
</form>\n`,
    )}<p>301 and 302 were meant to keep the method too, but browsers changed it to GET from the beginning, and the standard now allows it.</p>`,
  })
}

function arrived(visit: Visit): Answer {
  const word = entry(visit, 'word')
  return page(visit, {
    title: 'You have arrived',
    wire: markup`The address of this page is the last one, not the one you followed. Press <kbd>H</kbd> to see every hop on the way.`,
    body: markup`<p>This page was asked for with ${visit.method}${
      word === undefined
        ? ', and no form came with it'
        : markup`, and the form came with it: the word is “${word}”`
    }.</p>
<p><a href="/redirects">Redirects</a>, <a href="/redirects/post">redirects after a form</a></p>`,
  })
}

function chain(visit: Visit): Answer {
  const left = Number(visit.url.searchParams.get('left'))
  const isOnTheWay = Number.isInteger(left) && left > 1 && left <= CHAIN
  return redirect(302, isOnTheWay ? `/redirects/chain?left=${left - 1}` : '/redirects/arrived', NOT_KEPT)
}

/** Permanent redirects may be kept by a cache; here each of them is to be seen on the wire every time. */
const NOT_KEPT: readonly Field[] = [['Cache-Control', 'no-store']]

function to(status: number): () => Answer {
  return () => redirect(status, '/redirects/arrived', NOT_KEPT)
}

export const REDIRECTS: Theme = {
  title: 'Finding the page',
  stops: [
    { path: '/redirects', title: 'Redirects', answer: redirects },
    { path: '/redirects/post', title: 'Redirects after a form', answer: afterPost },
  ],
  others: {
    '/redirects/301': to(301),
    '/redirects/302': to(302),
    '/redirects/303': to(303),
    '/redirects/307': to(307),
    '/redirects/308': to(308),
    '/redirects/chain': chain,
    '/redirects/loop': () => redirect(302, '/redirects/loop', NOT_KEPT),
    '/redirects/arrived': arrived,
  },
}
