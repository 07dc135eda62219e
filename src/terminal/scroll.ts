/**
 * Whether a part of the screen moved up or down between two frames. Rows are compared by identity: a row that looks
 * as it did is the same value. Takes the rows before and after; gives the region and how far it moved.
 */

export interface Shift {
  /** rows, both inclusive */
  readonly top: number
  readonly bottom: number
  /** rows by which the region moved up; negative: down */
  readonly by: number
}

/** Always right to apply: what the shift does not explain is drawn afterwards. Undefined where it would save nothing. */
export function findShift(before: readonly unknown[], after: readonly unknown[]): Shift | undefined {
  if (before.length !== after.length) return undefined
  const by = commonestMove(before, after)
  if (by === undefined) return undefined
  const run = longestRun(before, after, by)
  if (run === undefined) return undefined
  const top = Math.min(run.first, run.first + by)
  const bottom = Math.max(run.last, run.last + by)
  return worth(before, after, { top, bottom, by }) ? { top, bottom, by } : undefined
}

/** Rows that stand once on both screens (a blank row stands often, and says nothing) vote. */
function commonestMove(before: readonly unknown[], after: readonly unknown[]): number | undefined {
  const old = uniquePlaces(before)
  const votes = new Map<number, number>()
  for (const [row, y] of uniquePlaces(after)) {
    const was = row === undefined ? undefined : old.get(row)
    if (was !== undefined && was !== y) votes.set(was - y, (votes.get(was - y) ?? 0) + 1)
  }
  let best: number | undefined
  for (const [by, count] of votes) if (best === undefined || count > (votes.get(best) ?? 0)) best = by
  return best
}

function uniquePlaces(rows: readonly unknown[]): Map<unknown, number> {
  const places = new Map<unknown, number>()
  const repeated = new Set<unknown>()
  rows.forEach((row, y) => {
    if (places.has(row)) repeated.add(row)
    places.set(row, y)
  })
  for (const row of repeated) places.delete(row)
  return places
}

function longestRun(
  before: readonly unknown[],
  after: readonly unknown[],
  by: number,
): { readonly first: number; readonly last: number } | undefined {
  let best: { readonly first: number; readonly last: number } | undefined
  let first = -1
  for (let y = 0; y <= after.length; y++) {
    const matches = y < after.length && after[y] !== undefined && after[y] === before[y + by]
    if (matches && first < 0) first = y
    if (!matches && first >= 0) {
      if (best === undefined || y - first > best.last - best.first + 1) best = { first, last: y - 1 }
      first = -1
    }
  }
  return best
}

/** Counts the rows that need no drawing with the shift and without it. */
function worth(before: readonly unknown[], after: readonly unknown[], shift: Shift): boolean {
  let gain = 0
  for (let y = shift.top; y <= shift.bottom; y++) {
    const from = y + shift.by
    const moved = from >= shift.top && from <= shift.bottom ? before[from] : undefined
    if (after[y] === moved) gain++
    if (after[y] === before[y]) gain--
  }
  return gain >= 2
}

/** The control sequences that make the terminal move the region; they leave the cursor at the first cell. */
export function shiftSequence(shift: Shift): string {
  const distance = Math.abs(shift.by)
  return `\x1b[${shift.top + 1};${shift.bottom + 1}r\x1b[${distance}${shift.by > 0 ? 'S' : 'T'}\x1b[r`
}

/** The same movement in an array with one item for each row of the screen. */
export function shiftRows<T>(rows: T[], shift: Shift, blank: () => T): void {
  const distance = Math.abs(shift.by)
  const blanks = Array.from({ length: distance }, blank)
  if (shift.by > 0) {
    rows.splice(shift.top, distance)
    rows.splice(shift.bottom - distance + 1, 0, ...blanks)
  } else {
    rows.splice(shift.bottom - distance + 1, distance)
    rows.splice(shift.top, 0, ...blanks)
  }
}
