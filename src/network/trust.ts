/**
 * Whom TLS trusts: Node's own authorities, those of NODE_EXTRA_CA_CERTS, and those that were given.
 */
import { readFile } from 'node:fs/promises'
import type { SecureContext } from 'node:tls'

/** Made when it is first asked for, then kept: reading all authorities takes milliseconds. */
export function trust(authorities: string | undefined): () => Promise<SecureContext> {
  let context: Promise<SecureContext> | undefined
  return () => (context ??= makeContext(authorities))
}

async function makeContext(authorities: string | undefined): Promise<SecureContext> {
  const { createSecureContext, rootCertificates } = await import('node:tls')
  // without a list of ours, Node takes its own and reads NODE_EXTRA_CA_CERTS itself
  if (authorities === undefined) return createSecureContext()
  const extra = await extraAuthorities(process.env.NODE_EXTRA_CA_CERTS)
  return createSecureContext({ ca: [...rootCertificates, ...extra, authorities] })
}

/** A file that cannot be read is passed over, as Node does. */
async function extraAuthorities(path: string | undefined): Promise<string[]> {
  if (path === undefined || path === '') return []
  return readFile(path, 'utf8').then(
    (text) => [text],
    () => [],
  )
}
