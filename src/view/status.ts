/**
 * The rows around the page: title bar, status row with its prompts, hints.
 */
import { describeTarget } from '../browser/act.js'
import { hints } from '../browser/keys.js'
import type { ChoiceMode, LineMode, Model } from '../browser/model.js'
import { activeTab, currentEntry, shownSheet } from '../browser/model.js'
import { numberPreview } from '../browser/numbers.js'
import { pageRows, textColumn } from '../browser/screen.js'
import { isFailure } from '../failure.js'
import { safeText } from '../layout/text.js'
import { cellWidth } from '../layout/width.js'
import { displayUrl } from '../url/display.js'
import { briefExchange, briefLoading } from './brief.js'
import { fit, sliceCells } from './cells.js'
import { CHROME } from './colours.js'
import type { CellStyle, FrameRow, FrameSpan } from './frame.js'

/** One row, and where the cursor stands in it. */
export interface StatusRow {
  readonly row: FrameRow
  readonly cursor?: number
}

/** Title at the left; at the right which page of how many, and how much has been seen. */
export function titleRow(model: Model): FrameRow {
  const facts = ` ${positionFacts(model)} `
  return leftAndRight(model.columns, {
    left: ` ${titleOf(model)}`,
    leftStyle: CHROME.title,
    right: facts,
    rightStyle: CHROME.titleFacts,
    fill: CHROME.title,
  })
}

/** What the page is called, free of anything that a terminal would obey. */
export function titleOf(model: Model): string {
  const title = shownSheet(model)?.document.title ?? ''
  const url = currentEntry(model)?.page.url ?? activeTab(model).loading?.request.url
  return oneLine(title || (url === undefined ? 'Octavo' : displayUrl(url)))
}

function positionFacts(model: Model): string {
  const sheet = shownSheet(model)
  const rows = pageRows(model)
  const lines = sheet?.rendering.lines.length ?? 0
  if (sheet === undefined || lines <= rows) return ''
  const seen = Math.min(lines, sheet.scroll + rows)
  const pages = Math.ceil(lines / rows)
  const page = seen === lines ? pages : Math.floor(sheet.scroll / rows) + 1
  return `${page}/${pages}  ${Math.floor((100 * seen) / lines)}%`
}

/** What is asked, said, or chosen; at the right the exchange in brief or how the load goes on. */
export function statusRow(model: Model): StatusRow {
  const { mode } = model
  switch (mode.type) {
    case 'line':
      return lineRow(model, mode)
    case 'choice':
      return { row: segments(model.columns, choiceSegments(model, mode)) }
    case 'question':
      return { row: segments(model.columns, [[`${marginOf(model)}${mode.text} `, CHROME.notice]]) }
    case 'browse':
      return { row: browseRow(model) }
  }
}

/** The status row begins where the page's text does. */
function marginOf(model: Model): string {
  return textColumn(model).margin > 0 ? ' ' : ''
}

function browseRow(model: Model): FrameRow {
  const { loading } = activeTab(model)
  const right = loading === undefined ? briefExchange(currentEntry(model)?.page) : briefLoading(loading)
  return leftAndRight(model.columns, {
    left:
      marginOf(model) + oneLine(model.notice ?? loadingText(model) ?? focusText(model) ?? addressText(model)),
    leftStyle: model.notice === undefined ? CHROME.status : CHROME.notice,
    right: oneLine(right) + marginOf(model),
    rightStyle: CHROME.facts,
    fill: CHROME.blank,
  })
}

/** What is waited for, as long as another page stands there. */
function loadingText(model: Model): string | undefined {
  const { loading } = activeTab(model)
  return loading === undefined || loading.placed ? undefined : `loading ${displayUrl(loading.request.url)}`
}

function focusText(model: Model): string | undefined {
  const sheet = shownSheet(model)
  return sheet?.focus === undefined ? undefined : describeTarget(sheet, sheet.focus) || undefined
}

function addressText(model: Model): string {
  const entry = currentEntry(model)
  if (entry === undefined) return ''
  const { progress, url } = entry.page
  const isCutShort = isFailure(progress) && progress.kind !== 'aborted' && entry.page.received > 0
  return isCutShort ? `cut short: ${progress.detail}` : displayUrl(url)
}

/** Label, the line being edited, and beside it what is said or previewed. */
function lineRow(model: Model, mode: LineMode): StatusRow {
  const label = fit(marginOf(model) + oneLine(mode.label), Math.floor(model.columns / 2))
  const room = Math.max(1, model.columns - cellWidth(label))
  const { text, cursor, width } = editWindow(mode, room)
  const beside = oneLine(model.notice ?? numberPreview(model))
  const left = room - width - GAP
  const preview = left > 0 && beside !== '' ? `${' '.repeat(GAP)}${fit(beside, left)}` : ''
  const row = segments(model.columns, [
    [label, CHROME.label],
    [text, CHROME.status],
    [preview, model.notice === undefined ? CHROME.facts : CHROME.notice],
  ])
  return { row, cursor: Math.min(model.columns - 1, cellWidth(label) + cursor) }
}

const GAP = 3

/** The part of the line around the cursor that fits; the cursor takes a cell after the last character. */
function editWindow(mode: LineMode, room: number): { text: string; cursor: number; width: number } {
  const shown = mode.edit.clusters.map((cluster) => shownCluster(cluster, mode.masked))
  const text = shown.join('')
  const cursor = cellWidth(shown.slice(0, mode.edit.cursor).join(''))
  const width = cellWidth(text) + 1
  if (width <= room) return { text: `${text} `, cursor, width }
  const from = Math.max(0, Math.min(cursor - Math.floor(room / 2), width - room))
  return { text: sliceCells(`${text} `, from, from + room), cursor: cursor - from, width: room }
}

function shownCluster(cluster: string, masked: boolean): string {
  if (masked) return '•'
  return cluster === '\n' ? '⏎' : safeText(cluster).replace(/\p{Cc}/gu, ' ')
}

function choiceSegments(model: Model, { label, options, chosen }: ChoiceMode): readonly Segment[] {
  return [
    [marginOf(model) + oneLine(label), CHROME.label],
    [`‹ ${oneLine(options[chosen]?.text ?? '')} ›`, CHROME.status],
    [`  ${chosen + 1} of ${options.length}; arrows change it, Enter takes it`, CHROME.facts],
  ]
}

/** As many of the keys that matter as there is room for. */
export function hintsRow(model: Model): FrameRow {
  const list: Segment[] = []
  let width = 1
  for (const { key, word } of hints()) {
    const gap = /^[←→]$/.test(key) ? '' : ' '
    width += cellWidth(key) + gap.length + word.length + 2
    if (width - 2 > model.columns) break
    list.push([`${list.length === 0 ? ' ' : '  '}${key}`, CHROME.hintKey], [`${gap}${word}`, CHROME.hint])
  }
  return segments(model.columns, list)
}

type Segment = readonly [text: string, style: CellStyle]

/** Segments one after the other, cut at the edge. */
function segments(columns: number, parts: readonly Segment[]): FrameRow {
  const row: FrameSpan[] = []
  let left = columns
  for (const [text, style] of parts) {
    const cut = cellWidth(text) <= left ? text : sliceCells(text, 0, left)
    if (cut === '') continue
    const width = cellWidth(cut)
    row.push({ text: cut, width, style })
    left -= width
  }
  return same(row)
}

interface Sides {
  readonly left: string
  readonly leftStyle: CellStyle
  readonly right: string
  readonly rightStyle: CellStyle
  readonly fill: CellStyle
}

/** The right side gives way when there is no room for some of the left. */
function leftAndRight(columns: number, { left, leftStyle, right, rightStyle, fill }: Sides): FrameRow {
  const rightWidth = cellWidth(right)
  const hasRight = rightWidth > 0 && columns - rightWidth >= Math.min(cellWidth(left), 12) + 2
  const text = fit(left, hasRight ? columns - rightWidth - 2 : columns)
  const blank = columns - cellWidth(text) - (hasRight ? rightWidth : 0)
  return segments(columns, [
    [text, leftStyle],
    [' '.repeat(Math.max(0, blank)), fill],
    [hasRight ? right : '', rightStyle],
  ])
}

function oneLine(text: string): string {
  return safeText(text.replace(/[\s\p{Cc}]+/gu, ' ')).trim() === ''
    ? ''
    : safeText(text.replace(/[\s\p{Cc}]/gu, ' '))
}

/** Rows drawn lately, so that one that looks as it did is the same object. */
const lately = new Map<string, FrameRow>()
const REMEMBERED = 32

function same(row: FrameRow): FrameRow {
  const key = JSON.stringify(row)
  const known = lately.get(key)
  if (known !== undefined) return known
  if (lately.size >= REMEMBERED) lately.clear()
  lately.set(key, row)
  return row
}
