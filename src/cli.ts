/**
 * The command line: one table of options, from which parsing and `--help` come. Takes the arguments; gives an
 * Invocation, or the sentence that says what is wrong with them.
 */
import { parseArgs } from 'node:util'
import type { Field } from './fetch/message.js'

export type Mode = 'browse' | 'dump' | 'source' | 'head' | 'headers' | 'links' | 'help' | 'version'

export interface Invocation {
  /** `browse` when no mode was given */
  readonly mode: Mode
  /** URL, file name or `-`; absent: the start page */
  readonly address?: string
  readonly linksWithText: boolean
  readonly width?: number
  readonly color: 'auto' | 'always' | 'never'
  readonly numbers: boolean
  readonly refs: 'list' | 'inline' | 'none'
  readonly type?: string
  readonly base?: string
  readonly charset?: string
  readonly private: boolean
  readonly insecure: boolean
  /** milliseconds */
  readonly timeout?: number
  readonly output?: string
  readonly fields: readonly Field[]
  readonly method?: string
  readonly data?: string
}

interface Option {
  readonly name: string
  readonly short?: string
  /** what stands for its value; options without one are switches */
  readonly value?: string
  readonly multiple?: boolean
  readonly help: string
  readonly isMode?: boolean
}

const OPTIONS: readonly Option[] = [
  { name: 'dump', isMode: true, help: 'print the page as text' },
  { name: 'source', isMode: true, help: 'print the body as text; what is no text as it came' },
  { name: 'head', short: 'I', isMode: true, help: "send HEAD and print the final answer's head" },
  { name: 'headers', isMode: true, help: 'print every exchange as the H key shows it' },
  { name: 'links', isMode: true, help: 'print the URL of each link; --links=text adds number and text' },
  { name: 'help', short: 'h', isMode: true, help: 'print this' },
  { name: 'version', isMode: true, help: 'print the version' },
  { name: 'tour', help: 'open the tour, a small web site served by Octavo itself' },
  { name: 'width', value: 'N', help: "columns of text; default the terminal's, else 80" },
  { name: 'color', value: 'WHEN', help: 'auto, always or never; a dump is plain unless always' },
  { name: 'no-numbers', help: 'no numbers before links in printed text' },
  { name: 'refs', value: 'HOW', help: 'where URLs go in printed text: list, inline or none' },
  { name: 'type', short: 'T', value: 'TYPE', help: 'take the page for this MIME type' },
  { name: 'base', value: 'URL', help: 'what relative links are relative to' },
  { name: 'charset', value: 'NAME', help: 'take the page for this encoding' },
  { name: 'header', short: 'H', value: "'NAME: VALUE'", multiple: true, help: 'send this field, too' },
  { name: 'request', short: 'X', value: 'METHOD', help: 'use this method' },
  { name: 'data', short: 'd', value: 'TEXT', multiple: true, help: 'send this as a form, with POST' },
  { name: 'insecure', short: 'k', help: 'go on when a certificate does not verify' },
  { name: 'timeout', value: 'SECONDS', help: 'for a whole request' },
  { name: 'output', short: 'o', value: 'FILE', help: 'write there and not to standard output' },
  { name: 'private', help: 'read nothing from disk and leave nothing there' },
]

/** Spellings that hands have learned from lynx, w3m and links. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  '-dump': ['--dump'],
  '-source': ['--source'],
  '-dump_source': ['--source'],
  '-head': ['--head'],
  '-dump_head': ['--head'],
  '-listonly': ['--links=url'],
  '-nolist': ['--refs=none'],
  '-cols': ['--width'],
  '-width': ['--width'],
  '-help': ['--help'],
  '-version': ['--version'],
  '--links': ['--links=url'],
}

/** lynx lists only with `-dump`. */
const withoutIdle = (args: readonly string[]): readonly string[] =>
  args.includes('-listonly') ? args.filter((argument) => argument !== '-dump') : args

function spelled(argument: string): readonly string[] {
  const [name = '', value] = argument.split(/=(.*)/s)
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined
  if (alias === undefined) return [argument]
  return value === undefined ? alias : [`${(alias[0] ?? '').replace(/=.*/, '')}=${value}`]
}

export function parseCommandLine(argv: readonly string[]): Invocation | string {
  const end = argv.indexOf('--')
  const head = end < 0 ? argv : argv.slice(0, end)
  const args = [...withoutIdle(head).flatMap(spelled), ...(end < 0 ? [] : argv.slice(end))]
  const options = Object.fromEntries(
    OPTIONS.map(({ name, short, value, multiple }) => [
      name,
      {
        type: value === undefined && name !== 'links' ? 'boolean' : 'string',
        ...(short !== undefined && { short }),
        ...(multiple && { multiple }),
      } as const,
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    return invocation(values as Values, positionals)
  } catch (error) {
    return sentence(error as Error)
  }
}

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** parseArgs explains at length; one line is enough. */
function sentence(error: Error): string {
  const text = error.message.split(/[.\n] ?/)[0] ?? ''
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function invocation(values: Values, positionals: readonly string[]): Invocation | string {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const list = (name: string): readonly string[] =>
    Array.isArray(values[name]) ? (values[name] as string[]) : []
  const given = OPTIONS.filter((o) => o.isMode && values[o.name] !== undefined).map((o) => o.name)
  const faults = [
    given.length > 1 ? `--${given.join(' and --')} do not go together` : undefined,
    positionals.length > 1 ? `one address at a time, and there are ${positionals.length}` : undefined,
    oneOf('--color', text('color'), ['auto', 'always', 'never']),
    oneOf('--refs', text('refs'), ['list', 'inline', 'none']),
    oneOf('--links', text('links'), ['url', 'text']),
    number('--width', text('width'), 1, 10_000, { whole: true }),
    number('--timeout', text('timeout'), 0.001, 86_400 * 7),
    /^[!#$&^_.+\w-]+\/[!#$&^_.+\w-]+ *(;.*)?$/.test(text('type') ?? 'text/html')
      ? undefined
      : `--type wants a MIME type such as text/html, not ${text('type')}`,
    ...list('header').map((line) =>
      field(line) === undefined ? `--header wants 'Name: value', not ${line}` : undefined,
    ),
    /^[!#$%&'*+.^_`|~\w-]+$/.test(text('request') ?? 'GET')
      ? undefined
      : '--request wants a method, such as PUT',
  ]
  const fault = faults.find((sentence) => sentence !== undefined)
  if (fault !== undefined) return fault
  const data = list('data')
  const address = values['tour'] === true ? 'about:tour' : positionals[0]
  return {
    mode: (given[0] ?? 'browse') as Mode,
    ...(address !== undefined && { address }),
    linksWithText: values['links'] === 'text',
    color: (text('color') ?? 'auto') as Invocation['color'],
    numbers: values['no-numbers'] !== true,
    refs: (text('refs') ?? 'list') as Invocation['refs'],
    private: values['private'] === true,
    insecure: values['insecure'] === true,
    fields: list('header').flatMap((line) => field(line) ?? []),
    ...present('type', text('type')),
    ...present('base', text('base')),
    ...present('charset', text('charset')),
    ...present('output', text('output')),
    ...present('method', text('request')),
    ...present('data', data.length > 0 ? data.join('&') : undefined),
    ...present('width', text('width') === undefined ? undefined : Number(text('width'))),
    ...present('timeout', text('timeout') === undefined ? undefined : Number(text('timeout')) * 1000),
  }
}

function present<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V }
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): string | undefined {
  if (value === undefined || allowed.includes(value)) return undefined
  return `${name} is one of ${allowed.join(', ')}, not ${value}`
}

function number(
  name: string,
  value: string | undefined,
  least: number,
  most: number,
  { whole = false } = {},
): string | undefined {
  if (value === undefined) return undefined
  const isNumber = (whole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(value)
  if (isNumber && Number(value) >= least && Number(value) <= most) return undefined
  return `${name} wants a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not ${value}`
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-5 */
function field(line: string): readonly Field[] | undefined {
  const found = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/.exec(line)
  return found === null ? undefined : [[found[1] ?? '', found[2] ?? '']]
}

export function helpText(): string {
  const rows = OPTIONS.map(({ name, short, value, help, isMode }) => {
    const left = `${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`
    return { isMode: isMode ?? false, row: `  ${left.padEnd(29)} ${help}` }
  })
  const part = (isMode: boolean) =>
    rows
      .filter((r) => r.isMode === isMode)
      .map((r) => r.row)
      .join('\n')
  return `octavo [options] [URL | FILE | -]

A web browser for the terminal. Without an address it opens its start page; with - it reads
a page from standard input. When standard output is no terminal, the page is printed as text.

Modes, one at most:
${part(true)}

Options:
${part(false)}

Exit status: 0 shown, 1 usage, 2 network, 3 TLS, 4 the answer's status was 400 or more.
`
}
