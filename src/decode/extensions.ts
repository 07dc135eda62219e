/**
 * File name endings and the MIME types they stand for: those that are shown as pages or text, and those that would
 * be taken for text by their first octets. All others are told by their octets.
 * https://www.iana.org/assignments/media-types/
 */
const TABLE: readonly (readonly [essence: string, endings: string])[] = [
  ['text/html', 'html htm'],
  ['application/xhtml+xml', 'xhtml xht'],
  [
    'text/plain',
    'txt text log conf cfg ini diff patch asc rst adoc org srt vtt c h cc cpp hpp rs go java lua awk sed m4 el',
  ],
  ['text/markdown', 'md markdown'],
  ['text/css', 'css'],
  ['text/csv', 'csv'],
  ['text/tab-separated-values', 'tsv'],
  ['text/javascript', 'js mjs cjs'],
  ['text/calendar', 'ics'],
  ['text/vcard', 'vcf'],
  ['text/x-python', 'py'],
  ['text/x-perl', 'pl pm'],
  ['text/x-ruby', 'rb'],
  ['text/x-typescript', 'ts tsx jsx mts cts'],
  ['text/x-tex', 'tex'],
  ['text/xml', 'xml xsl xslt xsd dtd'],
  ['application/json', 'json map jsonl webmanifest'],
  ['application/atom+xml', 'atom'],
  ['application/rss+xml', 'rss'],
  ['application/sql', 'sql'],
  ['application/toml', 'toml'],
  ['application/x-sh', 'sh bash zsh'],
  ['application/yaml', 'yaml yml'],
  ['image/svg+xml', 'svg'],
  ['message/rfc822', 'eml mht mhtml'],
  ['application/pdf', 'pdf'],
  ['application/postscript', 'ps eps ai'],
  ['application/rtf', 'rtf'],
  ['application/gzip', 'gz tgz'],
  ['application/x-bzip2', 'bz2'],
  ['application/x-xz', 'xz'],
  ['application/zstd', 'zst'],
  ['application/zip', 'zip'],
  ['application/x-tar', 'tar'],
  ['application/epub+zip', 'epub'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/avif', 'avif'],
  ['image/x-icon', 'ico'],
  ['audio/mpeg', 'mp3'],
  ['audio/ogg', 'ogg oga opus'],
  ['audio/flac', 'flac'],
  ['video/mp4', 'mp4 m4v'],
  ['video/webm', 'webm'],
  ['font/woff', 'woff'],
  ['font/woff2', 'woff2'],
]

/** Lower-case ending without its dot, to essence. */
export const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(([essence, endings]) => endings.split(' ').map((ending) => [ending, essence] as const)),
)
