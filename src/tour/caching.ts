/** Caching and revalidation: RFC 9111, RFC 9110 section 13. */
import type { Field } from '../fetch/message.js'
import { get } from '../fetch/message.js'
import { markup } from '../html/markup.js'
import type { Markup } from '../html/markup.js'
import { clock, page } from './page.js'
import type { Answer, PageText, Theme, Visit } from './page.js'

const FRESH = 30
const MINUTE = 60_000

/** Following the page's own link is an ordinary request; `r` revalidates, `R` goes past the cache. */
function madeAt(visit: Visit): Markup {
  return markup`<p>Made at <strong>${clock(visit.now)}</strong>. <a href="${visit.url.pathname}">Follow this link</a> to ask for the page again.</p>`
}

function fresh(visit: Visit): Answer {
  return page(visit, {
    title: 'Fresh for a while',
    wire: markup`The answer says <code>Cache-Control: max-age=${FRESH}</code>, so for ${FRESH} seconds the browser needs no second request. Follow the link below and press <kbd>H</kbd>: nothing is sent, and the cache line counts the seconds.`,
    body: markup`${madeAt(visit)}
<p>While the time above stays the same, the page comes from the cache. <kbd>r</kbd> asks the server in any case.</p>`,
    fields: [['Cache-Control', `max-age=${FRESH}`]],
  })
}

function tagged(visit: Visit): Answer {
  const minute = Math.floor(visit.now / MINUTE)
  const tag = `"minute-${minute}"`
  const fields: Field[] = [
    ['Cache-Control', 'no-cache'],
    ['ETag', tag],
  ]
  const known = (get(visit.fields, 'if-none-match') ?? '').split(/\s*,\s*/)
  return known.includes(tag) || known.includes('*')
    ? { status: 304, fields }
    : page(visit, {
        title: 'The same as before?',
        wire: markup`The page has a tag, and the browser asks with If-None-Match whether it is still the same one. Follow the link below within the same minute and press <kbd>H</kbd>: the answer is 304, a head without a page.`,
        body: markup`${madeAt({ ...visit, now: minute * MINUTE })}
<p>This page changes with every full minute, and its tag with it: <code>${tag}</code>. <code>no-cache</code> does not forbid keeping the page, it forbids using it unasked.</p>`,
        fields,
      })
}

function dated(visit: Visit): Answer {
  const modified = Math.floor(visit.now / MINUTE) * MINUTE
  const fields: Field[] = [
    ['Cache-Control', 'max-age=0'],
    ['Last-Modified', new Date(modified).toUTCString()],
  ]
  const known = Date.parse(get(visit.fields, 'if-modified-since') ?? '')
  return known >= modified
    ? { status: 304, fields }
    : page(visit, {
        title: 'Changed since?',
        wire: markup`Here a date does the work of a tag: the browser asks with If-Modified-Since. Follow the link below within the same minute and press <kbd>H</kbd> for the 304.`,
        body: madeAt({ ...visit, now: modified }),
        fields,
      })
}

function unkept(visit: Visit): Answer {
  return page(visit, {
    title: 'Never kept',
    wire: markup`<code>Cache-Control: no-store</code> forbids keeping the page at all. Every visit is a whole exchange, as <kbd>H</kbd> shows.`,
    body: markup`${madeAt(visit)}
<p><kbd>Left</kbd> still brings a page back as it was: going back is not asking again.</p>`,
    fields: [['Cache-Control', 'no-store']],
  })
}

const GREETINGS: readonly (readonly [language: string, text: string])[] = [
  ['en', 'Good day'],
  ['de', 'Guten Tag'],
  ['fr', 'Bonjour'],
  ['es', 'Buenos días'],
  ['ja', 'こんにちは'],
  ['ar', 'مرحبا'],
]

function varied(visit: Visit): Answer {
  const asked = (get(visit.fields, 'accept-language') ?? '').toLowerCase()
  const first = asked.split(',').map((range) => range.trim().slice(0, 2))
  const [language, text] = first.flatMap((l) => GREETINGS.filter(([g]) => g === l))[0] ?? ['en', 'Good day']
  const answer: PageText = {
    title: 'One address, several pages',
    wire: markup`The greeting depends on Accept-Language, and the answer says so with a Vary field. The cache keeps one page for each value of that field; <kbd>H</kbd> shows what was sent.`,
    body: markup`<p lang="${language}">${text}.</p>
<p>You asked for: <code>${asked || 'any language'}</code></p>
${madeAt(visit)}`,
    fields: [
      ['Cache-Control', `max-age=${FRESH}`],
      ['Vary', 'Accept-Language'],
      ['Content-Language', language],
    ],
  }
  return page(visit, answer)
}

export const CACHING: Theme = {
  title: 'Not asking twice',
  stops: [
    { path: '/caching', title: 'Fresh for a while', answer: fresh },
    { path: '/caching/tag', title: 'The same as before?', answer: tagged },
    { path: '/caching/date', title: 'Changed since?', answer: dated },
    { path: '/caching/never', title: 'Never kept', answer: unkept },
    { path: '/caching/vary', title: 'One address, several pages', answer: varied },
  ],
}
