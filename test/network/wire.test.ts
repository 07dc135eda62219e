import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepAliveTimeout, plain, shown, splitHeads } from '../../src/network/wire.js'

describe('heads in octets', () => {
  it.each([
    ['', [], '', false],
    ['HTTP/1.1 200 OK\r\nA', [], 'HTTP/1.1 200 OK\r\nA', false],
    ['HTTP/1.1 200 OK\r\n\r\nbody\n\n', [], 'HTTP/1.1 200 OK\r\n\r\n', true],
    ['HTTP/1.1 200 OK\n\nbody', [], 'HTTP/1.1 200 OK\n\n', true],
    ['HTTP/1.1 200 OK\n\r\nbody', [], 'HTTP/1.1 200 OK\n\r\n', true],
    ['\r\nHTTP/1.1 200 OK\r\n\r\nbody', [], '\r\nHTTP/1.1 200 OK\r\n\r\n', true],
    [
      'HTTP/1.1 103 E\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
      ['HTTP/1.1 103 E\r\n\r\n'],
      'HTTP/1.1 200 OK\r\n\r\n',
      true,
    ],
    ['HTTP/1.1 100 C\r\n\r\n', ['HTTP/1.1 100 C\r\n\r\n'], '', false],
    ['HTTP/1.1 101 S\r\n\r\nxyz', [], 'HTTP/1.1 101 S\r\n\r\n', true],
  ])('%j', (octets, interim, head, complete) => {
    expect(splitHeads(octets)).toEqual({ interim, head, complete })
  })

  it('are a prefix of what came, whatever that is', () => {
    const piece = fc.constantFrom('HTTP/1.1 ', '100 ', '200 ', '\r\n', '\n', '\r', 'A: b', '\r\n\r\n')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const octets = pieces.join('')
        const { interim, head } = splitHeads(octets)
        expect(octets.startsWith(interim.join('') + head)).toBe(true)
      }),
    )
  })
})

describe('Keep-Alive', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['timeout=5', 5000],
    ['max=100, Timeout="15"', 15_000],
    ['timeout=', undefined],
    ['notimeout=5', undefined],
    ['timeout=-1', undefined],
  ])('%j', (value, milliseconds) => {
    expect(keepAliveTimeout(value)).toBe(milliseconds)
  })
})

describe('what others wrote', () => {
  it('is shown short and without what acts on a terminal', () => {
    expect(shown('a\x1b[31m\r\n\x00é' + 'x'.repeat(99))).toBe('a·[31m·xxxxxxxxxxxxxxxxxxxxxx…')
    expect(plain('a\x1b[31m\u202e é日', 9)).toBe('a·[31m· é…')
  })
})
