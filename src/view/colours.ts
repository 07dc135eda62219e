/**
 * How each role looks on the terminal: its own palette of 16 colours, so that it fits light and dark ones alike.
 */
import type { Role, SpanStyle } from '../layout/line.js'
import type { CellStyle } from './frame.js'

const ROLES: Readonly<Record<Role, CellStyle>> = {
  text: {},
  h1: { foreground: 5, bold: true, underline: true },
  h2: { foreground: 5, bold: true },
  h3: { bold: true, underline: true },
  h4: { bold: true },
  h5: { underline: true },
  h6: { italic: true },
  link: { foreground: 12 },
  number: { foreground: 4, dim: true },
  control: { foreground: 6 },
  code: { foreground: 2 },
  mark: { dim: true },
  image: { foreground: 3 },
  notice: { foreground: 0, background: 3 },
}

/** What lies over a role. */
export type Overlay =
  /** a link to a page that was opened in this session */
  | 'visited'
  /** the chosen target */
  | 'focused'
  /** the number of a target that the digits typed so far may still mean */
  | 'possible'
  /** found by a search */
  | 'match'
  /** the match that n and N go on from */
  | 'current-match'

const OVERLAYS: Readonly<Record<Overlay, CellStyle>> = {
  visited: { foreground: 13 },
  focused: { inverse: true },
  possible: { foreground: 0, background: 11, dim: false },
  match: { foreground: 0, background: 3, inverse: false },
  'current-match': { foreground: 0, background: 10, bold: true, inverse: false },
}

const ATTRIBUTES = [
  'foreground',
  'background',
  'bold',
  'dim',
  'italic',
  'underline',
  'inverse',
  'strike',
] as const

const interned = new Map<string, CellStyle>()

/** The rows around the page. */
export const CHROME = {
  title: intern({ inverse: true }),
  titleFacts: intern({ inverse: true }),
  status: intern({}),
  facts: intern({ dim: true }),
  notice: intern({ bold: true }),
  label: intern({ bold: true }),
  hintKey: intern({ bold: true }),
  hint: intern({ dim: true }),
  blank: intern({}),
  cut: intern({ dim: true }),
} as const

/** The look of a span under what lies over it; equal looks are one object. */
export function cellStyle(style: SpanStyle, overlays: readonly Overlay[] = []): CellStyle {
  const known = overlays.length === 0 ? plain.get(style) : undefined
  if (known !== undefined) return known
  const flags: CellStyle = {
    ...(style.bold ? { bold: true } : {}),
    ...(style.italic ? { italic: true } : {}),
    ...(style.underline ? { underline: true } : {}),
    ...(style.strike ? { strike: true } : {}),
  }
  const look = intern(
    Object.assign({}, ROLES[style.role], flags, ...overlays.map((o) => OVERLAYS[o])) as CellStyle,
  )
  if (overlays.length === 0) plain.set(style, look)
  return look
}

const plain = new WeakMap<SpanStyle, CellStyle>()
/** Equal styles are one object; what is not set is absent. */
function intern(style: CellStyle): CellStyle {
  const set = ATTRIBUTES.filter((name) => style[name] !== undefined && style[name] !== false)
  const key = set.map((name) => `${name} ${style[name]}`).join()
  const known = interned.get(key)
  if (known !== undefined) return known
  const clean = Object.fromEntries(set.map((name) => [name, style[name]])) as CellStyle
  interned.set(key, clean)
  return clean
}
