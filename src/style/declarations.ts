/**
 * What can be said of an element's looks: the properties of CSS that a terminal has a use for.
 */

export type Display =
  | 'inline'
  | 'block'
  | 'none'
  | 'list'
  | 'list-item'
  | 'table'
  | 'row-group'
  | 'row'
  | 'cell'
  | 'rule'
  | 'break'
  | 'break-opportunity'
  | 'image'
  | 'control'
  | 'frame'

export type HeadingRole = 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
export type TextRole = HeadingRole | 'code' | 'notice'

/** CSS Text 3: collapsed; kept as it is; kept, with lines broken where they are too long. */
export type WhiteSpace = 'normal' | 'pre' | 'pre-wrap'

export interface Declarations {
  readonly display?: Display
  /** blank lines above and below */
  readonly margin?: number
  /** cells */
  readonly indent?: number
  readonly whiteSpace?: WhiteSpace
  readonly role?: TextRole
  /** the rank of a heading */
  readonly level?: number
  readonly bold?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly strike?: boolean
  readonly marker?: 'disc' | 'decimal'
  /** generated text around the contents */
  readonly before?: string
  readonly after?: string
}
