// Whole processes measured from outside: user and system CPU time and wall time as the kernel accounts them to whoever
// waits (bash's `time`, in milliseconds), so that nothing runs in the measured process but itself. The shell stands
// between for another reason too: a process begins with the peak memory of the one it was forked from, and a
// shell's is small.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PEAK_MEMORY = fileURLToPath(new URL('peak-memory.cjs', import.meta.url))

/** @typedef {{ command: string, args: readonly string[] }} Program */

/**
 * @param {Program} program
 * @param {{ env: Record<string, string> }} options
 * @returns {{ wall: number, cpu: number }} milliseconds
 */
export function measureTime({ command, args }, { env }) {
  const script = 'TIMEFORMAT=\'%3R %3U %3S\'; time "$@" >/dev/null'
  const { stderr, status } = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    env,
    encoding: 'utf8',
  })
  const [wall, user, system] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map((seconds) => 1000 * Number(seconds))
  if (status !== 0 || Number.isNaN(wall + user + system))
    throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return { wall, cpu: user + system }
}

/**
 * Of a Node program: the most memory it held.
 * @param {Program} program
 * @param {{ env: Record<string, string>, report: string }} options report: a file's path, to be overwritten
 * @returns {number} megabytes
 */
export function measureMemory({ command, args }, { env, report }) {
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', '"$@" >/dev/null; exit $?', 'bash', command, '--require', PEAK_MEMORY, ...args],
    { env: { ...env, BENCH_REPORT: report }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return Number(readFileSync(report, 'utf8')) / 1024
}

/**
 * Runs both in turns, A B A B …, after one round that does not count: what slows the machine down slows both.
 * @template T
 * @param {number} runs
 * @param {() => T | Promise<T>} a
 * @param {() => T | Promise<T>} b
 * @returns {Promise<[T[], T[]]>}
 */
export async function inTurns(runs, a, b) {
  await a()
  await b()
  const results = [[], []]
  for (let i = 0; i < runs; i++) {
    results[0].push(await a())
    results[1].push(await b())
  }
  return results
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** @param {readonly number[]} numbers */
export function quantile(numbers, share) {
  return numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))]
}
