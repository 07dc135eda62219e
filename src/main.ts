/**
 * The process edge: arguments, standard streams, terminal or not, signals, exit status.
 */
import { closeSync, existsSync, fstatSync, openSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import type { Invocation } from './cli.js'
import { helpText, parseCommandLine } from './cli.js'
import { dumpExchanges, dumpLinks, dumpPieces } from './dump.js'
import { encodingName } from './decode/encoding.js'
import type { Failure } from './failure.js'
import { failure, isFailure } from './failure.js'
import { fetch } from './fetch/fetch.js'
import type { Body, Fetched, Request } from './fetch/message.js'
import { get, getRequest } from './fetch/message.js'
import type { LoadOptions, Page } from './load.js'
import { load } from './load.js'
import type { OpenedSession } from './open.js'
import { openSession, VERSION } from './open.js'
import { paceCompiler } from './pace-compiler.js'
import { openFiles } from './storage/files.js'
import { STANDARD_INPUT, withStandardInput } from './storage/standard-input.js'
import type { Surroundings } from './url/address.js'
import { parseAddress } from './url/address.js'

const EXIT = { shown: 0, usage: 1, network: 2, tls: 3, status: 4 } as const
const OUTPUT = 1
const ERROR_OUTPUT = 2
/** milliseconds until a full pipe is tried again */
const PIPE_PAUSE = 5
/** Columns of a dump when nobody says. */
const COLUMNS = 80

async function main(argv: readonly string[]): Promise<number> {
  const invocation = parseCommandLine(argv)
  if (typeof invocation === 'string') return fail(`${invocation}; see octavo --help`, EXIT.usage)
  if (invocation.mode === 'help') return print(helpText())
  if (invocation.mode === 'version') return print(`octavo ${VERSION}\n`)
  const url = address(invocation.address ?? 'about:start')
  if (isFailure(url)) return fail(url.detail, EXIT.usage)
  const base = invocation.base === undefined ? undefined : address(invocation.base)
  if (isFailure(base)) return fail(`--base: ${base.detail}`, EXIT.usage)
  const { charset } = invocation
  if (charset !== undefined && (await encodingName(charset)) === undefined)
    return fail(`--charset: no encoding is called ${charset}`, EXIT.usage)

  const session = openSession({
    env: process.env,
    home: homedir(),
    private: invocation.private,
    insecure: invocation.insecure,
    onTrouble: (words) => trouble.tell(words),
    ...(invocation.timeout !== undefined && { timeout: invocation.timeout }),
    ...(url === STANDARD_INPUT && { files: withStandardInput(openFiles()) }),
  })
  const request = requestFor(url, invocation)
  const options: LoadOptions = {
    ...(invocation.type !== undefined && { type: invocation.type }),
    ...(charset !== undefined && { charset }),
    ...(base !== undefined && { base }),
  }
  try {
    return isInteractive(invocation, url)
      ? await interactive(request, session, invocation, options)
      : await printed(request, session, invocation, options)
  } finally {
    session.close()
    // whoever writes there may go on for ever
    if (url === STANDARD_INPUT) process.stdin.destroy()
  }
}

function address(text: string): URL | Failure {
  if (text === '-') return STANDARD_INPUT
  return parseAddress(text, surroundings())
}

function surroundings(): Surroundings {
  return { cwd: process.cwd(), home: homedir(), exists: existsSync }
}

function isInteractive({ mode, output }: Invocation, url: URL): boolean {
  const mayBe = mode === 'browse' && output === undefined && process.env['TERM'] !== 'dumb'
  return mayBe && outputTerminal() !== undefined && hasKeys(url)
}

/** Whether there is a terminal to type at: standard input, unless the page comes from there; else the process's own. */
function hasKeys(url: URL): boolean {
  if (process.stdin.isTTY) return url !== STANDARD_INPUT
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}

/** The terminal that standard output is, if it is one. Asked of the file first: Node's stream takes its time. */
function outputTerminal(): NodeJS.WriteStream | undefined {
  return isDevice(OUTPUT) && process.stdout.isTTY ? process.stdout : undefined
}

function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    return false
  }
}

function requestFor(url: URL, { mode, method, data, fields }: Invocation): Request {
  const implied = mode === 'head' ? 'HEAD' : data === undefined ? 'GET' : 'POST'
  const isTyped = get(fields, 'Content-Type') !== undefined
  return getRequest(url, {
    method: method ?? implied,
    fields:
      data === undefined || isTyped
        ? fields
        : [...fields, ['Content-Type', 'application/x-www-form-urlencoded']],
    ...(data !== undefined && { body: Buffer.from(data) }),
  })
}

async function interactive(
  request: Request,
  session: OpenedSession,
  { color }: Invocation,
  loadOptions: LoadOptions,
): Promise<number> {
  const [{ browse }, { openTerminal }, { installSignals }, { saveBody }] = await Promise.all([
    import('./browse.js'),
    import('./terminal/terminal.js'),
    import('./terminal/signals.js'),
    import('./storage/save.js'),
  ])
  return browse({
    session,
    start: request,
    loadOptions,
    settings: { address: surroundings(), autofollow: true, textColumns: 100 },
    openTerminal: (on) => {
      const env = color === 'never' ? { ...process.env, NO_COLOR: '1' } : process.env
      const terminal = openTerminal({ env, ...on })
      installSignals(() => terminal.close())
      return terminal
    },
    hearTrouble: (listener) => (trouble.tell = listener),
    save: async (path, body) => {
      const saved = await saveBody(path, body)
      return isFailure(saved) ? saved : saved.octets
    },
  })
}

/** The modes that print. */
async function printed(
  request: Request,
  session: OpenedSession,
  invocation: Invocation,
  options: LoadOptions,
): Promise<number> {
  const stop = new AbortController()
  const { signal } = stop
  if (invocation.output !== undefined) stopOnSignals(stop)
  if (invocation.mode === 'head' || invocation.mode === 'headers') {
    const fetched = await fetch(request, session, signal)
    const trouble = isFailure(fetched.result) ? fetched.result : await drained(fetched.result.body)
    const text =
      invocation.mode === 'head' ? lastHead(fetched) : dumpExchanges(fetched.exchanges, layout(invocation))
    return finished(await write(text, invocation), trouble, fetched.exchanges.at(-1)?.status)
  }
  let page: Page | undefined
  for await (const next of load(request, session, signal, options)) {
    await paceCompiler(page?.received ?? 0, next.received)
    page = next
  }
  if (page === undefined) return EXIT.network
  const trouble = isFailure(page.progress) ? page.progress : undefined
  if (trouble !== undefined && page.source.length === 0) return finished(undefined, trouble, undefined)
  return finished(await write(content(page, invocation), invocation), trouble, page.status)
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** While a file is written, a signal ends the writing first, so that nothing half is left behind. */
function stopOnSignals(stop: AbortController): void {
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      stop.abort()
      process.on('exit', () => (process.exitCode = status))
    })
  }
}

function content(page: Page, invocation: Invocation): string | Body {
  const wantsBody = invocation.mode === 'source' || invocation.output !== undefined
  if (page.download !== undefined && wantsBody) return page.download.body
  if (invocation.mode === 'source') return page.source.join('')
  const { columns, color } = layout(invocation)
  if (invocation.mode === 'links')
    return dumpLinks(page.document, { columns, text: invocation.linksWithText })
  const pieces: Uint8Array[] = []
  const { numbers, refs } = invocation
  dumpPieces(page.document, { columns, color, numbers, refs }, (piece) => pieces.push(Buffer.from(piece)))
  return octets(pieces)
}

function layout({ width, color }: Invocation): { readonly columns: number; readonly color: boolean } {
  return { columns: width ?? outputTerminal()?.columns ?? COLUMNS, color: color === 'always' }
}

/** The final answer's head as it came; on a terminal without what a terminal would act on. */
function lastHead({ exchanges }: Fetched): string | Body {
  const head = exchanges.at(-1)?.responseHead ?? ''
  if (outputTerminal() !== undefined) return head.replace(/[^\n\x20-\x7e\xa0-\xff]/g, '')
  return octets([Buffer.from(head, 'latin1')])
}

async function* octets(pieces: readonly Uint8Array[]): Body {
  await Promise.resolve()
  yield* pieces
}

async function drained(body: Body): Promise<Failure | undefined> {
  for await (const item of body) if (isFailure(item)) return item
  return undefined
}

/** To the file of `--output`, else to standard output. Gives what went wrong. */
async function write(content: string | Body, { output }: Invocation): Promise<Failure | undefined> {
  if (output !== undefined) {
    const { saveBody } = await import('./storage/save.js')
    const body = typeof content === 'string' ? octets([Buffer.from(content)]) : content
    const saved = await saveBody(output, body, { overwrite: true })
    return isFailure(saved) ? saved : undefined
  }
  if (typeof content === 'string') return writeAll(Buffer.from(content))
  for await (const item of content) {
    const trouble = isFailure(item) ? item : await writeAll(item)
    if (trouble !== undefined) return trouble
  }
  return undefined
}

/** Writes to standard output and waits where it cannot take more yet. Who reads it may have had enough: then we have, too. */
async function writeAll(bytes: Uint8Array): Promise<Failure | undefined> {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(OUTPUT, bytes, done)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') process.exit(EXIT.shown)
      if (code !== 'EAGAIN') return failure('file', 'standard output cannot be written', { cause: code })
      await new Promise((resolve) => setTimeout(resolve, PIPE_PAUSE))
    }
  }
  return undefined
}

function finished(
  unwritten: Failure | undefined,
  trouble: Failure | undefined,
  status: number | undefined,
): number {
  const failed = trouble ?? unwritten
  if (failed === undefined) return status !== undefined && status >= 400 ? EXIT.status : EXIT.shown
  const where = failed.url === undefined || failed.detail.includes(failed.url) ? '' : `${failed.url}: `
  const code = failed.kind === 'tls' ? EXIT.tls : EXIT.network
  return fail(`${where}${failed.detail}`, code)
}

async function print(text: string): Promise<number> {
  return finished(await writeAll(Buffer.from(text)), undefined, undefined)
}

function fail(sentence: string, code: number): number {
  say(sentence)
  return code
}

/** One line on standard error, free of anything that a terminal would act on. */
function say(sentence: string): void {
  try {
    writeSync(ERROR_OUTPUT, `octavo: ${sentence.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]+/gu, ' ')}\n`)
  } catch {
    // nobody reads it: the exit status says it, too
  }
}

/** Told of what cannot be kept on disk: standard error, or the browser that has the screen. */
const trouble = { tell: say }

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
