/**
 * The part of blessed that is used here, by its deep paths: the package's own entry would load all its widgets.
 */

declare module 'blessed/lib/program.js' {
  import type { EventEmitter } from 'node:events'
  class Program {
    constructor(options: {
      input: EventEmitter
      output: NodeJS.WriteStream
      terminal: string
      tput: boolean
      buffer: boolean
      zero: boolean
    })
    cols: number
    rows: number
    isAlt: boolean
    tput: { unicode: boolean; numbers: object; strings: object; features: object }
    /** set: `tput` is there, and Screen need not make one */
    _tputSetup?: boolean
    clear(): void
    enableMouse(): void
    disableMouse(): void
    on(event: string, listener: (...values: never[]) => void): void
    emit(event: string, ...values: unknown[]): boolean
  }
  export = Program
}

declare module 'blessed/lib/widgets/screen.js' {
  import type Program from 'blessed/lib/program.js'
  type Line = [attribute: number, text: string][] & { dirty: boolean }
  class Screen {
    constructor(options: { program: Program; autoPadding: boolean })
    readonly program: Program
    lines: Line[]
    olines: Line[]
    get width(): number
    get height(): number
    get cols(): number
    get rows(): number
    enter(): void
    leave(): void
    alloc(dirty?: boolean): void
    render(): void
    draw(start: number, end: number): void
    destroy(): void
    on(event: string, listener: (...values: never[]) => void): void
  }
  export = Screen
}

declare module 'blessed/lib/widgets/element.js' {
  import type Screen from 'blessed/lib/widgets/screen.js'
  /** Where an element is: from column and row, up to column and row. */
  interface Coordinates {
    xi: number
    xl: number
    yi: number
    yl: number
  }
  class Element {
    constructor(options: {
      parent: Screen
      screen: Screen
      top?: number
      left?: number
      right?: number
      bottom?: number
      height?: number
      clickable?: boolean
      autoFocus?: boolean
    })
    screen: Screen
    lpos?: Coordinates | undefined
    _getCoords(): Coordinates | undefined
    render(): Coordinates | undefined
    setContent(): void
    parseContent(): void
    on(event: string, listener: (...values: never[]) => void): void
  }
  export = Element
}
