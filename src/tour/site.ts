/** The tour's map: which path has which page, in which order they are read, and the first page, which lists them. */
import { markup } from '../html/markup.js'
import type { Markup } from '../html/markup.js'
import { CACHING } from './caching.js'
import { COOKIES } from './cookies.js'
import { FORMS } from './forms.js'
import { LANGUAGES } from './languages.js'
import type { Answer, Answerer, Stop, Theme, Visit } from './page.js'
import { page } from './page.js'
import { REDIRECTS } from './redirects.js'
import { TEXT } from './text.js'
import { TRANSFER } from './transfer.js'
import { missing, TROUBLE } from './trouble.js'

export const THEMES: readonly Theme[] = [
  REDIRECTS,
  COOKIES,
  CACHING,
  TRANSFER,
  FORMS,
  TEXT,
  LANGUAGES,
  TROUBLE,
]

const STOPS: readonly Stop[] = [
  { path: '/', title: 'The tour', answer: index },
  ...THEMES.flatMap(({ stops }) => stops),
]

const ANSWERERS: ReadonlyMap<string, Answerer> = new Map([
  ...STOPS.map(({ path, answer }): [string, Answerer] => [path, answer]),
  ...THEMES.flatMap(({ others }) => Object.entries(others ?? {})),
])

/** The answer to a request. Never rejects. */
export async function visitSite(visit: Omit<Visit, 'next'>): Promise<Answer> {
  const next = stopAfter(visit.url.pathname)
  const answerer = ANSWERERS.get(visit.url.pathname) ?? missing
  return answerer(next === undefined ? visit : { ...visit, next })
}

/** The stop after the one at this path, or after the one that leads to it: the longest beginning of the path. */
function stopAfter(path: string): Stop | undefined {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = STOPS.findIndex((stop) => stop.path === at)
    if (place >= 0) return STOPS[place + 1]
  }
  return undefined
}

function index(visit: Visit): Answer {
  return page(visit, {
    title: 'The tour',
    wire: markup`This web site is served by Octavo itself, on this computer and for it alone, and it ends when Octavo does. Each page says what happens on the wire: press <kbd>H</kbd> there and look.`,
    body: markup`<p>Type the number of a link, or read straight on: every page leads to the next.</p>
<table>
${THEMES.map(({ title, stops }) => markup`<tr><th>${title}<td>${links(stops)}\n`)}</table>`,
  })
}

const SEPARATOR = markup`&nbsp;&middot; `

function links(stops: readonly Stop[]): Markup[] {
  const last = stops.length - 1
  return stops.map(
    ({ path, title }, i) => markup`<a href="${path}">${title}</a>${i === last ? '' : SEPARATOR}`,
  )
}
