/**
 * An exchange, and a load that goes on, in a few words for the end of the status row.
 */
import type { Loading } from '../browser/model.js'
import { isFailure } from '../failure.js'
import type { Exchange } from '../fetch/message.js'
import type { Page } from '../load.js'

const PROTOCOLS: Readonly<Record<string, string>> = { 'HTTP/1.0': 'h1.0', 'HTTP/1.1': 'h1', 'HTTP/2': 'h2' }

/** `200  h1  TLS 1.3`, and where the answer came from when that is not the network. */
export function briefExchange(page: Page | undefined): string {
  const exchange = page?.exchanges.at(-1)
  if (page === undefined || exchange === undefined) return ''
  const isHttp = exchange.url.protocol === 'http:' || exchange.url.protocol === 'https:'
  const facts = [
    isHttp ? String(page.status ?? '') : '',
    PROTOCOLS[exchange.version ?? ''] ?? exchange.version ?? '',
    tlsName(exchange),
    exchange.source === 'cache' ? 'cache' : exchange.source === 'validated' ? 'revalidated' : '',
    isFailure(page.progress) && page.received > 0
      ? page.progress.kind === 'aborted'
        ? 'stopped'
        : 'cut short'
      : '',
  ]
  return facts.filter((fact) => fact !== '').join('  ')
}

function tlsName({ connection }: Exchange): string {
  return connection?.tls?.protocol.replace(/^TLSv/, 'TLS ') ?? ''
}

const SPINNER = ['|', '/', '-', '\\']

/** Spinner, octets and rate: `/ 120 kB of 1.2 MB  64 kB/s`. */
export function briefLoading({ received, expected, since, now, ticks }: Loading): string {
  const size = received === 0 ? 'waiting' : octets(received)
  const whole = expected === undefined || received === 0 ? '' : ` of ${octets(expected)}`
  const seconds = since === undefined || now === undefined ? 0 : (now - since) / 1000
  const rate = seconds >= 0.5 && received > 0 ? `  ${octets(received / seconds)}/s` : ''
  return `${SPINNER[ticks % SPINNER.length] ?? ''} ${size}${whole}${rate}`
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Powers of 1000, two figures where there are less than ten of a unit. */
function octets(count: number): string {
  let value = count
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit] ?? ''}`
}
