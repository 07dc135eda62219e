/**
 * The built program as a process without a terminal: arguments and standard input in, what it printed and its exit
 * status out. Every run has folders of its own unless it is given those of another.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './folder.js'

/** The command, as `node build.mjs` leaves it. */
export const PROGRAM = fileURLToPath(new URL('../../dist/octavo.js', import.meta.url))

/** Tests of the program are skipped where this is false: `npm test` builds it first. */
export const isBuilt = existsSync(PROGRAM)

/** A script that the program runs before itself. */
export function preload(name: 'crash' | 'memory'): string {
  return fileURLToPath(new URL(`preload/${name}.cjs`, import.meta.url))
}

/** Where one person's things are kept. */
export interface Place {
  readonly home: string
  readonly state: string
  readonly cache: string
  readonly env: Readonly<Record<string, string>>
}

/** Folders of a test's own, gone when it has ended. */
export function ownPlace(): Place {
  const folder = temporaryFolder()
  const [home, state, cache] = ['home', 'state', 'cache'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [home, state, cache]) mkdirSync(path)
  const env = { HOME: home, XDG_STATE_HOME: state, XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: home }
  return { home, state, cache, env }
}

export interface RunOptions {
  readonly place?: Place
  /** standard input; absent: it is empty */
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** milliseconds after which a program that still runs has failed the test */
  readonly patience?: number
}

export interface Outcome {
  readonly status: number | null
  readonly signal: string | null
  readonly octets: Buffer
  /** standard output as UTF-8 */
  readonly text: string
  /** standard error */
  readonly errors: string
  /** octets of memory at most */
  readonly peak: number
}

const PATIENCE_MILLISECONDS = 15_000

export async function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(args, options)
  const octets: Buffer[] = []
  let errors = ''
  let peak = ''
  child.stdout?.on('data', (piece: Buffer) => octets.push(piece))
  child.stderr?.on('data', (piece: Buffer) => (errors += piece.toString()))
  child.stdio[3]?.on('data', (piece: Buffer) => (peak += piece.toString()))
  child.stdin?.on('error', () => undefined).end(options.input ?? '')
  const { patience = PATIENCE_MILLISECONDS } = options
  const ended = new Promise<{ status: number | null; signal: string | null }>((resolve) =>
    child.on('close', (status, signal) => resolve({ status, signal })),
  )
  const late = setTimeout(() => child.kill('SIGKILL'), patience)
  const end = await ended
  clearTimeout(late)
  const whole = Buffer.concat(octets)
  return { ...end, octets: whole, text: whole.toString('utf8'), errors, peak: Number(peak) * 1024 }
}

/** The program, running, with pipes. It ends with the test at the latest. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  const { place = ownPlace(), env = {}, cwd = place.home } = options
  const child = spawn(process.execPath, ['--require', preload('memory'), PROGRAM, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TERM: 'xterm-256color', ...place.env, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** What a terminal would act on, or what would turn text round: nothing of it may stand in what is printed. */
export const HARMFUL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** One line, in the program's name, without a stack. */
export const ONE_LINE = /^octavo: [^\n]+\n$/
