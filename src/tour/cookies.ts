/**
 * Cookies: RFC 6265bis. The server remembers nothing: the counter and the login are in the cookies themselves.
 */
import type { Field } from '../fetch/message.js'
import { get } from '../fetch/message.js'
import { markup } from '../html/markup.js'
import { entry, page, redirect } from './page.js'
import type { Answer, Theme, Visit } from './page.js'

const NOT_KEPT: Field = ['Cache-Control', 'no-store']

function counter(visit: Visit): Answer {
  const before = Number(cookie(visit, 'visits'))
  const visits = Number.isInteger(before) && before > 0 && before < 1e6 ? before + 1 : 1
  return page(visit, {
    title: 'A counter',
    wire: markup`The answer sets a cookie, and the browser sends it back with the next request: that is how this page counts. Press <kbd>H</kbd> and look for Set-Cookie, then <kbd>r</kbd> to load the page again, and look for Cookie.`,
    body: markup`<p>Visits: <strong>${visits}</strong></p>
<p>Cookie values are hidden there until you press <kbd>x</kbd>. This cookie lasts an hour, and a browser that you start within that hour still has it.</p>`,
    fields: [['Set-Cookie', `visits=${visits}; Path=/cookies; Max-Age=3600; SameSite=Lax`], NOT_KEPT],
  })
}

function login(visit: Visit): Answer {
  const name = cookie(visit, 'session')
  return page(visit, {
    title: 'A login',
    wire: markup`The form goes out with POST, and the answer is a redirect that brings a session cookie. Press <kbd>H</kbd> on the page you arrive at: the cookie is set in the first exchange and sent in the second.`,
    body:
      name === undefined
        ? markup`<form method="post" action="/cookies/login">
<p><label>Name <input name="name" value="reader"></label></p>
<p><label>Password <input type="password" name="password"></label> (any will do)</p>
<p><button>Log in</button></p>
</form>
<p><a href="/cookies/members">The page for members</a> sends you back here until you have logged in.</p>`
        : markup`<p>You are logged in as ${name}. <a href="/cookies/members">The page for members</a></p>`,
    fields: [NOT_KEPT],
  })
}

function logIn(visit: Visit): Answer {
  if (visit.method !== 'POST') return login(visit)
  const name = [...(entry(visit, 'name') ?? '').trim()].slice(0, 40).join('')
  if (name === '') return redirect(303, '/cookies/login')
  const session = `session=${encodeURIComponent(name)}; Path=/cookies; HttpOnly; SameSite=Strict`
  return redirect(303, '/cookies/members', [['Set-Cookie', session]])
}

function members(visit: Visit): Answer {
  const name = cookie(visit, 'session')
  if (name === undefined) return redirect(303, '/cookies/login', [NOT_KEPT])
  return page(visit, {
    title: 'For members',
    wire: markup`The server let you in because the request carried the session cookie. It has no Max-Age and no Expires, so the browser forgets it when it ends; <kbd>H</kbd> says so.`,
    body: markup`<p>Good day, ${name}.</p>
<p>A real site puts a random number into such a cookie and keeps the name to itself. The tour puts the name there, so that it has nothing to remember.</p>
<form method="post" action="/cookies/logout"><p><button>Log out</button></p></form>`,
    fields: [NOT_KEPT],
  })
}

function logOut(): Answer {
  return redirect(303, '/cookies/login', [
    ['Set-Cookie', 'session=; Path=/cookies; Max-Age=0; HttpOnly; SameSite=Strict'],
  ])
}

/** Each cookie of this stop, and what a browser makes of it. */
const ATTRIBUTES = [
  ['plain=1', 'kept until the browser ends'],
  ['minute=1; Max-Age=60', 'kept for a minute'],
  ['hidden=1; HttpOnly', 'kept, out of reach for scripts'],
  ['strict=1; SameSite=Strict', 'kept, sent only when this site itself leads here'],
  ['past=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'over before it begins, so nothing is kept'],
  ['elsewhere=1; Domain=example.org', 'refused: this host may not speak for that one'],
  ['__Host-locked=1; Path=/', 'refused: the name promises Secure'],
  ['open=1; SameSite=None', 'refused: SameSite=None needs Secure'],
] as const

function attributes(visit: Visit): Answer {
  const sent = (get(visit.fields, 'cookie') ?? '').split(/; */).map((pair) => pair.split('=')[0])
  return page(visit, {
    title: 'What cookies may say',
    wire: markup`This answer sets ${ATTRIBUTES.length} cookies with different attributes, and the browser keeps some and refuses others. Press <kbd>H</kbd> for the reason with each, then load the page again to see which come back.`,
    body: markup`<table>
<tr><th>Set-Cookie<th>What should become of it<th>Came back
${ATTRIBUTES.map(([text, meaning]) => {
  const name = text.slice(0, text.indexOf('='))
  return markup`<tr><td><code>${text}</code><td>${meaning}<td>${sent.includes(name) ? 'yes' : 'no'}\n`
})}</table>`,
    fields: [...ATTRIBUTES.map(([text]): Field => ['Set-Cookie', text]), NOT_KEPT],
  })
}

/** A cookie's value, percent-encoding undone. */
function cookie({ fields }: Visit, name: string): string | undefined {
  for (const pair of (get(fields, 'cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals >= 0 && pair.slice(0, equals).trim() === name) return decoded(pair.slice(equals + 1).trim())
  }
  return undefined
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

export const COOKIES: Theme = {
  title: 'Being remembered',
  stops: [
    { path: '/cookies', title: 'A counter', answer: counter },
    { path: '/cookies/login', title: 'A login', answer: logIn },
    { path: '/cookies/attributes', title: 'What cookies may say', answer: attributes },
  ],
  others: { '/cookies/members': members, '/cookies/logout': logOut },
}
