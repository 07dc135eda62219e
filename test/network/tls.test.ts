import type { TlsOptions } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { authority, byName, serve, serveSockets, serveTls } from '../support/servers.js'
import type { CertificateName } from '../support/servers.js'
import { during, get, network, send } from './line.js'

const answering = (certificate: CertificateName, options?: { host?: string }) =>
  during(serveTls(certificate, (_request, response) => response.end('ok'), options))

describe('a certificate that verifies', () => {
  it.each([
    ['by name', (url: string) => url.replace('127.0.0.1', 'localhost')],
    ['by address', (url: string) => url],
  ])('lets the request out, and is shown with its chain: %s', async (_name, address) => {
    const server = await answering('good')
    const outcome = await send(network({ ca: authority() }), get(address(server.url)))
    expect(outcome).toMatchObject({ text: 'ok', failure: undefined, notes: [] })
    expect(server.received).toBe(outcome.requestHead)
    expect(outcome.timings.tls).toBeGreaterThan(0)
    expect(outcome.connection?.tls).toMatchObject({
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      chain: [
        {
          subject: 'CN=localhost',
          issuer: 'CN=Octavo test authority, O=Octavo tests',
          altNames: ['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
          validFrom: Date.UTC(2026, 0, 1),
          validTo: Date.UTC(2126, 0, 1),
        },
        { subject: 'CN=Octavo test authority, O=Octavo tests' },
      ],
    })
    expect(outcome.connection?.tls?.chain[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(outcome.connection?.tls?.chain[0]?.serial).toMatch(/^[0-9A-F]+$/)
  })

  it('serves more than one request on its connection', async () => {
    const server = await answering('good')
    const through = network({ ca: authority() })
    await send(through, get(server.url))
    const second = await send(through, get(server.url))
    expect(second.connection).toMatchObject({ id: 1, requests: 2, tls: { protocol: 'TLSv1.3' } })
    expect(second.timings.tls).toBeUndefined()
  })
})

describe('a certificate that does not verify', () => {
  const cases: [CertificateName, { ca?: string }, detail: RegExp, cause: string][] = [
    ['expired', { ca: authority() }, /^certificate expired on 2021-01-01$/, 'CERT_HAS_EXPIRED'],
    ['early', { ca: authority() }, /^certificate is not valid before 2125-01-01$/, 'CERT_NOT_YET_VALID'],
    [
      'wrong-name',
      { ca: authority() },
      /^certificate is for other\.test, \*\.other\.test, not for localhost$/,
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    ['self-signed', { ca: authority() }, /^self-signed certificate$/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'good',
      {},
      /^certificate is signed by an unknown authority \(CN=Octavo test authority, O=Octavo tests\)$/,
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
  ]

  it.each(cases)('lets not one octet of the request out: %s', async (certificate, options, detail, cause) => {
    const server = await answering(certificate)
    const closed = new Promise((resolve) => {
      server.onConnection((socket) => socket.once('close', resolve))
    })
    const outcome = await send(network(options), get(byName(server)))
    expect(outcome.failure).toMatchObject({ kind: 'tls', cause })
    expect(outcome.failure?.detail).toMatch(detail)
    expect(outcome.requestHead).toBe('')
    expect(outcome.connection?.tls?.chain[0]?.fingerprint).toBeTruthy()
    expect(outcome.timings.tls).toBeGreaterThan(0)
    await closed
    expect(server.received).toBe('')
    expect(server.connections).toBe(1)
  })

  it.each<CertificateName>(['expired', 'wrong-name', 'self-signed'])(
    'is used all the same when that is wanted, and noted: %s',
    async (certificate) => {
      const server = await answering(certificate)
      const outcome = await send(network({ ca: authority(), insecure: true }), get(byName(server)))
      expect(outcome.text).toBe('ok')
      expect(outcome.notes).toHaveLength(1)
      expect(outcome.notes[0]).toMatch(/^not verified, and used all the same: /)
    },
  )
})

describe('a handshake that fails', () => {
  it.each<[string, TlsOptions, detail: string]>([
    [
      'knows only old versions',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
      'the server speaks only versions of TLS that are not safe',
    ],
    [
      'has no cipher in common',
      { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' },
      'the server and this browser have no cipher in common',
    ],
    [
      'asks for a certificate of the client',
      { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.3' },
      'the server asks for a client certificate',
    ],
  ])('because the server %s', async (_name, tls, detail) => {
    const server = await during(serveTls('good', (_request, response) => response.end('ok'), { tls }))
    const outcome = await send(network({ ca: authority() }), get(server.url))
    expect(outcome.failure).toMatchObject({ kind: 'tls', detail })
  })

  it('because the server speaks no TLS', async () => {
    const server = await during(serve((_request, response) => response.end('ok')))
    const outcome = await send(network(), get(server.url.replace('http:', 'https:')))
    expect(outcome.failure).toMatchObject({ kind: 'tls', detail: 'the server does not speak TLS there' })
  })

  it.each([
    ['ends', 'end'],
    ['resets', 'resetAndDestroy'],
  ] as const)('because the server %s the connection', async (_name, how) => {
    const server = await during(serveSockets((socket) => socket.once('data', () => socket[how]())))
    const outcome = await send(network(), get(server.url.replace('http:', 'https:')))
    expect(outcome.failure).toMatchObject({
      kind: 'tls',
      detail: 'the server closed the connection during the TLS handshake',
    })
    expect(outcome.connection?.remote).toBe(`127.0.0.1:${server.port}`)
  })
})
