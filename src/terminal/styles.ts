/**
 * How a look becomes SGR (ECMA-48, 8.3.117) at the colour depth that the terminal has. Takes `CellStyle`; gives a
 * cell attribute: a number that blessed keeps in its cells and never reads.
 */
import type { CellStyle } from '../view/frame.js'

/** Bits of colour: none, the terminal's sixteen, the 256 of xterm, 24. */
export type ColorDepth = 0 | 4 | 8 | 24

type Environment = Readonly<Record<string, string | undefined>>

/** The first row that fits decides. */
const DEPTHS: readonly (readonly [variable: string, value: RegExp, depth: ColorDepth])[] = [
  ['NO_COLOR', /./, 0],
  ['COLORTERM', /^(truecolor|24bit)$/i, 24],
  ['TERM', /^$|^(dumb|unknown|cons25|vt(52|1\d\d|2\d\d|3\d\d|4\d\d))(-|$)|-m(ono)?$/i, 0],
  ['TERM', /-direct|truecolor|^(xterm-)?(kitty|ghostty)|^(alacritty|foot|wezterm|contour|iterm2?)/i, 24],
  ['TERM', /256/, 8],
]

export function detectDepth(env: Environment): ColorDepth {
  const row = DEPTHS.find(([variable, value]) => value.test(env[variable] ?? ''))
  return row === undefined ? 4 : row[2]
}

/**
 * An attribute is negative (`~index`), because blessed packs its own colours into numbers from 0 up; the plain look
 * alone is blessed's default attribute, so that a cell fresh from blessed equals a blank of ours.
 */
export const PLAIN: number = (0x1ff << 9) | 0x1ff

export interface StyleTable {
  readonly attribute: (style: CellStyle) => number
  /** the control sequence that sets this look whatever was set before */
  readonly sgr: (attribute: number) => string
  /** whether a blank in this look is only empty: `CSI K` draws it on every terminal */
  readonly isEmptyWhenBlank: (attribute: number) => boolean
}

interface Look {
  readonly sgr: string
  readonly emptyWhenBlank: boolean
}

const FLAGS: readonly (readonly [keyof CellStyle, string])[] = [
  ['bold', '1'],
  ['dim', '2'],
  ['italic', '3'],
  ['underline', '4'],
  ['inverse', '7'],
  ['strike', '9'],
]

const PLAIN_SGR = '\x1b[m'

export function createStyleTable(depth: ColorDepth): StyleTable {
  const looks: Look[] = []
  const bySgr = new Map<string, number>([[PLAIN_SGR, PLAIN]])
  const byStyle = new WeakMap<CellStyle, number>()

  function intern(style: CellStyle): number {
    const sgr = styleSgr(style, depth)
    let attribute = bySgr.get(sgr)
    if (attribute === undefined) {
      const visible = style.underline === true || style.inverse === true || style.strike === true
      looks.push({ sgr, emptyWhenBlank: !visible && colorSgr(style.background, 40, depth) === undefined })
      attribute = ~(looks.length - 1)
      bySgr.set(sgr, attribute)
    }
    byStyle.set(style, attribute)
    return attribute
  }

  return {
    attribute: (style) => byStyle.get(style) ?? intern(style),
    sgr: (attribute) => (attribute < 0 ? looks[~attribute]?.sgr : undefined) ?? PLAIN_SGR,
    isEmptyWhenBlank: (attribute) => attribute >= 0 || looks[~attribute]?.emptyWhenBlank === true,
  }
}

function styleSgr(style: CellStyle, depth: ColorDepth): string {
  const codes = FLAGS.filter(([flag]) => style[flag] === true).map(([, code]) => code)
  const colors = [colorSgr(style.foreground, 30, depth), colorSgr(style.background, 40, depth)]
  const all = [...codes, ...colors.filter((code) => code !== undefined)]
  return all.length === 0 ? PLAIN_SGR : `\x1b[0;${all.join(';')}m`
}

/** `base` is 30 for the foreground and 40 for the background. */
function colorSgr(color: number | undefined, base: 30 | 40, depth: ColorDepth): string | undefined {
  if (color === undefined || depth === 0) return undefined
  if (color < 8) return String(base + color)
  if (color < 16) return String(base + 60 + color - 8)
  // a terminal with sixteen colours keeps its own for what it cannot show
  return depth === 4 ? undefined : `${base + 8};5;${color}`
}
