declare module 'linebreak' {
  // eslint-disable-next-line no-restricted-syntax -- the library exports nothing else
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
}
