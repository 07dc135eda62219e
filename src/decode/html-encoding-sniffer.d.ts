/** The package has no types of its own. */
declare module 'html-encoding-sniffer' {
  function htmlEncodingSniffer(
    octets: Uint8Array,
    options?: { xml?: boolean; transportLayerEncodingLabel?: string; defaultEncoding?: string },
  ): string
  export = htmlEncodingSniffer
}
