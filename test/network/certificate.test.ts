import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/fetch/message.js'
import { alternativeNames, certificateFault, distinguishedName } from '../../src/network/certificate.js'

const NOW = Date.UTC(2026, 10, 21)

function certificate(more: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'CN=x.test',
    issuer: 'CN=Some authority',
    altNames: ['x.test'],
    validFrom: Date.UTC(2026, 0, 1),
    validTo: Date.UTC(2027, 0, 1),
    fingerprint: '00',
    serial: '00',
    ...more,
  }
}

describe('the words for a certificate that does not verify', () => {
  const late = { validTo: Date.UTC(2026, 0, 1) }
  it.each<[string, Certificate[], string]>([
    ['CERT_HAS_EXPIRED', [certificate(late)], 'certificate expired on 2026-01-01'],
    [
      'CERT_HAS_EXPIRED',
      [certificate(), certificate({ subject: 'CN=Old', ...late })],
      'certificate of the authority (CN=Old) expired on 2026-01-01',
    ],
    ['CERT_HAS_EXPIRED', [], 'certificate expired on an unknown day'],
    [
      'CERT_NOT_YET_VALID',
      [certificate({ validFrom: Date.UTC(2027, 1, 3) })],
      'certificate is not valid before 2027-02-03',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      [certificate({ altNames: ['a.test'] })],
      'certificate is for a.test, not for x.test',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      [certificate({ altNames: ['a', 'b', 'c', 'd', 'e'] })],
      'certificate is for a, b, c and 2 more, not for x.test',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      [certificate({ altNames: [], subject: 'CN=b.test' })],
      'certificate is for CN=b.test, not for x.test',
    ],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', [certificate()], 'self-signed certificate'],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      [certificate({ issuer: 'CN=Évil\x1b[2J\u202eauthority' })],
      'certificate is signed by an unknown authority (CN=Évil·[2J·authority)',
    ],
    ['SOMETHING_NEW', [certificate()], 'certificate does not verify (SOMETHING_NEW)'],
  ])('%s', (cause, chain, words) => {
    expect(certificateFault({ cause, host: 'x.test', chain, now: NOW })).toBe(words)
  })
})

describe('names in certificates', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['DNS:a.test, DNS:*.a.test, IP Address:127.0.0.1', ['a.test', '*.a.test', '127.0.0.1']],
    ['DNS:"a.test, DNS:b.test", DNS:c.test', ['"a.test, DNS:b.test"', 'c.test']],
  ])('%j', (list, names) => {
    expect(alternativeNames(list)).toEqual(names)
  })

  it('are written with the most telling part first', () => {
    expect(distinguishedName({ C: 'DE', O: 'Example', OU: ['one', 'two'], CN: 'a.test' })).toBe(
      'CN=a.test, OU=one, OU=two, O=Example, C=DE',
    )
    expect(distinguishedName(undefined)).toBe('')
  })
})
