/**
 * Ends that come from outside or from a mistake: the terminal is given back first, and the exit status says why.
 */
import { detachStandardStreams, writeAll } from './output.js'

/** The shell's numbers: 128 and the signal's. */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const

/** `EX_SOFTWARE` of sysexits.h */
const CRASHED = 70

const STANDARD_ERROR = 2

export function installSignals(
  restore: () => void,
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  for (const [signal, status] of Object.entries(STATUS)) {
    process.on(signal as keyof typeof STATUS, () => {
      restore()
      if (signal === 'SIGHUP') detachStandardStreams()
      process.exit(status)
    })
  }
  process.on('uncaughtException', (error: unknown) => {
    restore()
    writeAll(STANDARD_ERROR, crashReport(error, env['OCTAVO_DEBUG'] !== undefined))
    process.exit(CRASHED)
  })
}

function crashReport(error: unknown, withStack: boolean): string {
  const message = error instanceof Error ? error.message : String(error)
  const stack =
    withStack && error instanceof Error && error.stack !== undefined ? `${printable(error.stack)}\n` : ''
  return `octavo: internal error: ${printable(message.replaceAll('\n', ' '))}\n${stack}`
}

/** The message may quote a page. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
}
