/**
 * What the tests of this folder share: servers and networks that end with the test, and a request sent and read whole.
 */
import { afterEach } from 'vitest'
import { isFailure } from '../../src/failure.js'
import type { Failure } from '../../src/failure.js'
import type { Body, Field } from '../../src/fetch/message.js'
import type { Network, Transmission, WireRequest } from '../../src/fetch/session.js'
import { openNetwork } from '../../src/network/network.js'
import type { NetworkOptions } from '../../src/network/network.js'
import type { RunningServer } from '../support/servers.js'

const networks: Network[] = []
const servers: RunningServer[] = []

afterEach(async () => {
  for (const network of networks.splice(0)) network.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

export function network(options?: NetworkOptions): Network {
  const opened = openNetwork(options)
  networks.push(opened)
  return opened
}

export async function during(server: Promise<RunningServer>): Promise<RunningServer> {
  const running = await server
  servers.push(running)
  return running
}

export const PATIENT = { connect: 10_000, head: 10_000, silence: 10_000 }

export function get(url: string, more: Partial<WireRequest> = {}): WireRequest {
  const fields: Field[] = [
    ['Host', new URL(url).host],
    ['User-Agent', 'test'],
  ]
  return { method: 'GET', url: new URL(url), fields, deadlines: PATIENT, headLimit: 262_144, ...more }
}

export interface Read {
  readonly text: string
  readonly failure: Failure | undefined
}

export async function read(body: Body): Promise<Read> {
  let text = ''
  let failure: Failure | undefined
  for await (const item of body) {
    if (failure !== undefined) throw new Error('something came after the failure')
    if (isFailure(item)) failure = item
    else text += Buffer.from(item).toString('latin1')
  }
  return { text, failure }
}

export interface Outcome extends Transmission {
  readonly status: number | undefined
  readonly text: string
  /** of the answer or of its body */
  readonly failure: Failure | undefined
}

export async function send(
  through: Network,
  request: WireRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const transmission = await through.send(request, signal)
  const { answer } = transmission
  if (isFailure(answer)) return Object.assign(transmission, { status: undefined, text: '', failure: answer })
  const { text, failure } = await read(answer.body)
  return Object.assign(transmission, { status: answer.status, text, failure })
}
