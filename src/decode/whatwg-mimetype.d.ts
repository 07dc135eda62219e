/** The package has no types of its own. */
declare module 'whatwg-mimetype' {
  export class MIMEType {
    static parse(text: string): MIMEType | null
    readonly essence: string
    readonly parameters: { get(name: string): string | undefined }
    toString(): string
  }

  /** https://mimesniff.spec.whatwg.org/#determining-the-computed-mime-type-of-a-resource */
  export function computedMIMEType(
    resource: Uint8Array,
    options: { contentTypeHeader?: string; providedType?: string; noSniff?: boolean },
  ): MIMEType
}
