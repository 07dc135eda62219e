/**
 * The screen's parts as blessed elements: title bar, page, and the two rows at the foot. The frame already says what
 * stands in every row; a region only knows which rows are its own, and blessed which region the mouse hit. On small
 * screens they overlap, and paint the same.
 */
import { Element } from './blessed.js'
import type { MouseEvent } from '../browser/message.js'
import type { TermScreen } from './screen.js'

interface Place {
  readonly top?: number
  readonly bottom?: number
  readonly height?: number
}

const REGIONS: readonly Place[] = [
  { top: 0, height: 1 },
  { top: 1, bottom: 2 },
  { bottom: 0, height: 2 },
]

/** A class because blessed's Element is one. */
class Region extends Element {
  readonly #board: TermScreen

  constructor(board: TermScreen, place: Place) {
    // a click must not take the keys away from an open prompt
    super({ parent: board, screen: board, left: 0, right: 0, clickable: true, autoFocus: false, ...place })
    this.#board = board
  }

  // what stands in a region is the frame's: blessed's own text, with its tags and widths, is never used
  override setContent(): void {}
  override parseContent(): void {}

  override render(): ReturnType<Element['render']> {
    const place = this._getCoords()
    this.lpos = place
    if (place !== undefined) this.#board.paintRows(place.yi, place.yl)
    return place
  }
}

/** What blessed hands on: the place for its hit test, and the event as we decoded it. */
export interface MouseReport {
  readonly action: string
  readonly x: number
  readonly y: number
  readonly event: MouseEvent
}

const ACTIONS: Readonly<Record<MouseEvent['kind'], string>> = {
  press: 'mousedown',
  release: 'mouseup',
  move: 'mousemove',
  'wheel-up': 'wheelup',
  'wheel-down': 'wheeldown',
  'wheel-left': 'wheelleft',
  'wheel-right': 'wheelright',
}

export function mouseReport(event: MouseEvent): MouseReport {
  return { action: ACTIONS[event.kind], x: event.column, y: event.row, event }
}

export function addRegions(screen: TermScreen, onMouse: (event: MouseEvent) => void): void {
  for (const place of REGIONS) {
    new Region(screen, place).on('mouse', (report: MouseReport) => onMouse(report.event))
  }
}
