/**
 * Finding text on the page: incremental, over the text of each line, without regard to case unless a capital is typed.
 */
import type { Line } from '../layout/line.js'
import { cellWidth } from '../layout/width.js'
import type { Match, Model, Sheet, Step } from './model.js'
import { shownSheet, step, withNotice, withSheet } from './model.js'
import { closePrompt, openPrompt, remember, returnToStart } from './prompt.js'
import { isLineInView, reveal, revealColumn } from './scroll.js'

export function lineText(line: Line): string {
  const [first] = line.spans
  return line.spans.length === 1 && first !== undefined
    ? first.text
    : line.spans.map((span) => span.text).join('')
}

/** Where a pattern stands in a text, as offsets, without overlaps. */
export function matchesIn(
  text: string,
  pattern: string,
): readonly { readonly start: number; readonly end: number }[] {
  if (pattern === '') return []
  return [...text.matchAll(expression(pattern))].map((m) => ({ start: m.index, end: m.index + m[0].length }))
}

let last = { pattern: '', regExp: /(?:)/gu }

/** The pattern last asked for is kept: it is asked for on every line of a page. */
function expression(pattern: string): RegExp {
  if (pattern === last.pattern) return last.regExp
  const source = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  last = { pattern, regExp: new RegExp(source, /\p{Lu}/u.test(pattern) ? 'gu' : 'giu') }
  return last.regExp
}

interface Found {
  readonly match: Match
  readonly wrapped: boolean
}

/** The next match from a place on, round the end of the page; `from` itself counts only when nothing else is there. */
function findFrom(
  lines: readonly Line[],
  pattern: string,
  from: Match,
  direction: 1 | -1,
): Found | undefined {
  const count = lines.length
  for (let n = 0; n <= count; n++) {
    const line = (((from.line + direction * n) % count) + count) % count
    const text = lines[line] === undefined ? '' : lineText(lines[line])
    const starts = matchesIn(text, pattern).map((m) => m.start)
    const allowed = n === 0 ? starts.filter((start) => (start - from.start) * direction > 0) : starts
    const start = direction > 0 ? allowed[0] : allowed.at(-1)
    if (start === undefined) continue
    return {
      match: { line, start },
      wrapped: direction > 0 ? line < from.line || n === count : line > from.line || n === count,
    }
  }
  return undefined
}

/** The line as typed so far is searched for from where one was. */
export function changeFind(model: Model, pattern: string): Step {
  const start = returnToStart(model)
  const sheet = shownSheet(start)
  if (sheet === undefined) return step(model)
  if (pattern === '') return step({ ...start, pattern, lit: false })
  const lit = { ...start, pattern, lit: true }
  const found = findFrom(sheet.rendering.lines, pattern, { line: sheet.scroll, start: -1 }, 1)
  return step(found === undefined ? notFound(lit, pattern) : show(lit, found, 1))
}

/** Enter keeps what was found; an empty line searches for the last pattern again. */
export function acceptFind(model: Model, text: string): Step {
  if (text !== '') return step(closePrompt(remember({ ...model, pattern: text, lit: true }, 'find', text)))
  return findAgain(closePrompt({ ...model, pattern: lastPattern(model) }), 1)
}

export function leaveFind(model: Model): Step {
  return step(closePrompt({ ...returnToStart(model), pattern: lastPattern(model), lit: false }))
}

function lastPattern(model: Model): string {
  return model.typed.find?.at(-1) ?? ''
}

function findAgain(model: Model, direction: 1 | -1): Step {
  const sheet = shownSheet(model)
  const { pattern } = model
  if (pattern === '' || sheet === undefined) {
    return step(withNotice(model, 'nothing was searched for yet: / searches'))
  }
  const found = findFrom(sheet.rendering.lines, pattern, currentMatch(model, sheet, direction), direction)
  const lit = { ...model, lit: true }
  return step(found === undefined ? notFound(lit, pattern) : show(lit, found, direction))
}

/** The last match while it is seen, else the edge of the screen. */
function currentMatch(model: Model, sheet: Sheet, direction: 1 | -1): Match {
  const { match } = sheet
  if (match !== undefined && isLineInView(model, sheet, match.line)) return match
  return direction > 0 ? { line: sheet.scroll, start: -1 } : { line: sheet.scroll, start: 0 }
}

function notFound(model: Model, pattern: string): Model {
  return withNotice(model, `not on this page: ${pattern}`)
}

function show(model: Model, { match, wrapped }: Found, direction: 1 | -1): Model {
  const sheet = shownSheet(model)
  const line = sheet?.rendering.lines[match.line]
  if (sheet === undefined || line === undefined) return model
  const column = line.indent + cellWidth(lineText(line).slice(0, match.start))
  const target = targetAt(line, match.start)
  const at = withSheet(model, { ...sheet, match, ...(target === undefined ? {} : { focus: target }) })
  const shown = revealColumn(reveal(at, match.line), column)
  if (!wrapped) return shown
  return withNotice(
    shown,
    direction > 0 ? 'the search went on from the top' : 'the search went on from the bottom',
  )
}

/** The target whose text holds that offset of the line: what is found can be followed. */
function targetAt(line: Line, offset: number): number | undefined {
  let end = 0
  for (const span of line.spans) {
    end += span.text.length
    if (offset < end) return span.target
  }
  return undefined
}

export const findActions = {
  find: (model: Model): Step => step(openPrompt(model, { purpose: 'find', label: '/' })),
  'find-next': (model: Model): Step => findAgain(model, 1),
  'find-previous': (model: Model): Step => findAgain(model, -1),
}
