import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Invocation } from '../src/cli.js'
import { helpText, parseCommandLine } from '../src/cli.js'

const DEFAULTS: Invocation = {
  mode: 'browse',
  linksWithText: false,
  color: 'auto',
  numbers: true,
  refs: 'list',
  private: false,
  insecure: false,
  fields: [],
}

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '')

describe('the command line', () => {
  it.each<[string, Partial<Invocation>]>([
    ['', {}],
    ['http://a.test/', { address: 'http://a.test/' }],
    ['-', { address: '-' }],
    ['-- -strange-', { address: '-strange-' }],
    ['--dump x', { mode: 'dump', address: 'x' }],
    ['x --dump', { mode: 'dump', address: 'x' }],
    ['--source x', { mode: 'source', address: 'x' }],
    ['--head x', { mode: 'head', address: 'x' }],
    ['-I x', { mode: 'head', address: 'x' }],
    ['--headers x', { mode: 'headers', address: 'x' }],
    ['--links x', { mode: 'links', address: 'x' }],
    ['--links=url x', { mode: 'links', address: 'x' }],
    ['--links=text x', { mode: 'links', address: 'x', linksWithText: true }],
    ['--help', { mode: 'help' }],
    ['-h', { mode: 'help' }],
    ['--version', { mode: 'version' }],
    ['--tour', { address: 'about:tour' }],
    ['--width 60 x', { address: 'x', width: 60 }],
    ['--width=60', { width: 60 }],
    ['--color always', { color: 'always' }],
    ['--no-numbers', { numbers: false }],
    ['--refs inline', { refs: 'inline' }],
    ['--type text/plain', { type: 'text/plain' }],
    ['-T text/plain', { type: 'text/plain' }],
    ['--base http://b.test/', { base: 'http://b.test/' }],
    ['--charset latin1', { charset: 'latin1' }],
    [
      '-H A:b -H C:d',
      {
        fields: [
          ['A', 'b'],
          ['C', 'd'],
        ],
      },
    ],
    ['-H A:', { fields: [['A', '']] }],
    ['-X PUT', { method: 'PUT' }],
    ['-d a=b -d c=d', { data: 'a=b&c=d' }],
    ['-k', { insecure: true }],
    ['--timeout 1.5', { timeout: 1500 }],
    ['-o file', { output: 'file' }],
    ['--private', { private: true }],
    // spellings of lynx, w3m and links
    ['-dump x', { mode: 'dump', address: 'x' }],
    ['-source x', { mode: 'source', address: 'x' }],
    ['-dump_source x', { mode: 'source', address: 'x' }],
    ['-head x', { mode: 'head', address: 'x' }],
    ['-listonly x', { mode: 'links', address: 'x' }],
    ['-dump -nolist x', { mode: 'dump', refs: 'none', address: 'x' }],
    ['-dump -width=60 x', { mode: 'dump', width: 60, address: 'x' }],
    ['-dump -width 60 x', { mode: 'dump', width: 60, address: 'x' }],
    ['-cols 60 -dump -T text/html x', { mode: 'dump', width: 60, type: 'text/html', address: 'x' }],
    ['-version', { mode: 'version' }],
    ['-help', { mode: 'help' }],
    ['-- -dump', { address: '-dump' }],
  ])('octavo %s', (line, expected) => {
    expect(parseCommandLine(words(line))).toEqual({ ...DEFAULTS, ...expected })
  })

  it('takes a header with its blanks', () => {
    expect(parseCommandLine(['-H', 'Accept-Language:  de, en ']) as Invocation).toMatchObject({
      fields: [['Accept-Language', 'de, en']],
    })
  })

  it.each([
    ['--dump --source x', '--dump and --source do not go together'],
    ['--dump --head --links x', '--dump and --head and --links do not go together'],
    ['a b', 'one address at a time, and there are 2'],
    ['--width x', '--width wants a whole number from 1 to 10000, not x'],
    ['--width 0', '--width wants a whole number from 1 to 10000, not 0'],
    ['--width=', '--width wants a whole number from 1 to 10000, not '],
    ['--width=1e9', '--width wants a whole number from 1 to 10000, not 1e9'],
    ['--width=2.5', '--width wants a whole number from 1 to 10000, not 2.5'],
    ['--timeout 0', '--timeout wants a number from 0.001 to 604800, not 0'],
    ['--timeout=-1', '--timeout wants a number from 0.001 to 604800, not -1'],
    ['--color sometimes', '--color is one of auto, always, never, not sometimes'],
    ['--refs x', '--refs is one of list, inline, none, not x'],
    ['--links=x', '--links is one of url, text, not x'],
    ['-H nonsense', "--header wants 'Name: value', not nonsense"],
    ['-H :x', "--header wants 'Name: value', not :x"],
    ['-X G/T', '--request wants a method, such as PUT'],
    ['--nonsense', "unknown option '--nonsense'"],
    ['--constructor', "unknown option '--constructor'"],
    ['-Z', "unknown option '-Z'"],
    ['--dump=x', "option '--dump' does not take an argument"],
  ])('octavo %s is refused: %s', (line, sentence) => {
    expect(parseCommandLine(words(line))).toBe(sentence)
  })

  it.each([[['-H', 'A: b\r\nC: d']], [['-H', 'A: \0']], [['-X', '']], [['-o']], [['--width']]])(
    'refuses %o',
    (argv) => {
      expect(parseCommandLine(argv)).toBeTypeOf('string')
    },
  )

  it('answers any arguments with an invocation or one line', () => {
    const argument = fc.oneof(
      fc.constantFrom(
        '--dump',
        '-I',
        '--links',
        '--links=text',
        '--width',
        '5',
        '-H',
        'A: b',
        '--',
        '-',
        '-cols',
        '--color=',
        '--__proto__',
        '-toString',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (argv) => {
        const parsed = parseCommandLine(argv)
        expect(typeof parsed === 'string' ? parsed.length > 0 : typeof parsed.mode === 'string').toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the help', () => {
  it('names every option, on rows of at most 100 cells', () => {
    const help = helpText()
    for (const name of [
      '--dump',
      '-I, --head',
      '--links',
      '--width N',
      "-H, --header 'NAME: VALUE'",
      '-k, --insecure',
    ])
      expect(help).toContain(name)
    for (const row of help.split('\n')) expect(row.length).toBeLessThanOrEqual(100)
  })

  it('offers only what the command line takes', () => {
    const names = [...helpText().matchAll(/--([a-z-]+)/g)].map((match) => match[1] ?? '')
    for (const name of new Set(names))
      expect(parseCommandLine([`--${name}`]), name).not.toBe(`unknown option '--${name}'`)
  })
})
