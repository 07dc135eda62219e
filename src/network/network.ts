/**
 * The network as the session sees it: one request, one answer, over HTTP/1.1 and TLS. Nothing is loaded before the
 * first request, so that a page from a file starts as fast as Node does.
 */
import type { Network } from '../fetch/session.js'

export interface NetworkOptions {
  /** certificates that do not verify are noted and used all the same */
  readonly insecure?: boolean
  /** authorities to trust beside Node's own, as PEM text */
  readonly ca?: string
}

export function openNetwork(options: NetworkOptions = {}): Network {
  let transport: Promise<Network> | undefined
  let closed = false

  const load = async (): Promise<Network> => {
    const [{ openTransport }, { trust }] = await Promise.all([import('./transport.js'), import('./trust.js')])
    const opened = openTransport({ insecure: options.insecure ?? false, secureContext: trust(options.ca) })
    if (closed) opened.close()
    return opened
  }

  return {
    async send(request, signal) {
      transport ??= load()
      return (await transport).send(request, signal)
    },
    close() {
      closed = true
      void transport?.then((opened) => opened.close())
    },
  }
}
