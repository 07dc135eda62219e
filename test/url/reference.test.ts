import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { fragment, resolve, sameDocument, withoutFragment } from '../../src/url/reference.js'

const BASE = new URL('http://a/b/c/d;p?q')

function resolved(reference: string): string {
  const url = resolve(reference, BASE)
  return isFailure(url) ? 'failure' : url.href
}

describe('RFC 3986 section 5.4.1, normal examples', () => {
  it.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    // The URL Standard gives every http URL a path: RFC 3986 has `http://g`.
    ['//g', 'http://g/'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g#s', 'http://a/b/c/g#s'],
    ['g?y#s', 'http://a/b/c/g?y#s'],
    [';x', 'http://a/b/c/;x'],
    ['g;x', 'http://a/b/c/g;x'],
    ['g;x?y#s', 'http://a/b/c/g;x?y#s'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../', 'http://a/'],
    ['../../g', 'http://a/g'],
  ])('%j -> %s', (reference, url) => {
    expect(resolved(reference)).toBe(url)
  })
})

describe('RFC 3986 section 5.4.2, abnormal examples', () => {
  it.each([
    ['../../../g', 'http://a/g'],
    ['../../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['.g', 'http://a/b/c/.g'],
    ['g..', 'http://a/b/c/g..'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g;x=1/./y', 'http://a/b/c/g;x=1/y'],
    ['g;x=1/../y', 'http://a/b/c/y'],
    ['g?y/./x', 'http://a/b/c/g?y/./x'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
    ['g#s/./x', 'http://a/b/c/g#s/./x'],
    ['g#s/../x', 'http://a/b/c/g#s/../x'],
    // The URL Standard reads it as RFC 3986 allows for the sake of old pages; a strict parser has `http:g`.
    ['http:g', 'http://a/b/c/g'],
  ])('%j -> %s', (reference, url) => {
    expect(resolved(reference)).toBe(url)
  })
})

describe('a reference that is none', () => {
  it.each(['http://[', 'https://a b/', '//:80', 'http://a:99999/'])(
    '%j is a failure of the kind address',
    (reference) => {
      expect(resolve(reference, BASE)).toMatchObject({
        type: 'failure',
        kind: 'address',
        cause: 'ERR_INVALID_URL',
      })
    },
  )

  it('is quoted without its password', () => {
    const found = JSON.stringify(resolve('http://me:secret@[/', BASE))
    expect(found).toContain('"address"')
    expect(found).not.toContain('secret')
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('http://a/', 'data:,x', 'file:///x'),
        (text, base) => {
          const url = resolve(text, new URL(base))
          return isFailure(url) || url instanceof URL
        },
      ),
    )
  })
})

describe('fragments', () => {
  it.each([
    ['http://a/#top', 'top'],
    ['http://a/#', ''],
    ['http://a/', ''],
    ['http://a/#a%20b', 'a b'],
    ['http://a/#%C3%A9', 'é'],
    ['http://a/#é', 'é'],
    ['http://a/#100%', '100%'],
    ['http://a/#%zz', '%zz'],
    ['http://a/#%E9', '\ufffd'],
    ['http://a/#%25C3', '%C3'],
    ['http://a/#%EF%BB%BFx', '\ufeffx'],
  ])('of %s is %j', (href, name) => {
    expect(fragment(new URL(href))).toBe(name)
  })

  it('are taken off without touching the URL given', () => {
    const url = new URL('http://a/b?c#d')
    expect(withoutFragment(url).href).toBe('http://a/b?c')
    expect(url.href).toBe('http://a/b?c#d')
  })

  it.each([
    ['http://a/#x', 'http://a/#y', true],
    ['http://a/', 'http://a/#', true],
    ['http://a/?q#x', 'http://a/?q', true],
    ['http://a/', 'http://a/?', false],
    ['http://a/', 'https://a/', false],
    ['http://a/x', 'http://a/X', false],
  ])('do not make another document: %s and %s, %s', (a, b, same) => {
    expect(sameDocument(new URL(a), new URL(b))).toBe(same)
  })
})
