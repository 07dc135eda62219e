/**
 * The map of the program as a test: who may import whom, and where the world is touched.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const SOURCE = fileURLToPath(new URL('../src', import.meta.url))

/** Data meet them in this order: each row may import from the rows above it, and a folder from itself. */
const ORDER: readonly (readonly string[])[] = [
  ['failure'],
  ['url'],
  ['fetch'],
  ['decode'],
  ['html'],
  ['style'],
  ['layout'],
  ['load', 'render'],
  ['browser'],
  ['view'],
  ['network', 'storage', 'terminal', 'tour'],
  ['open', 'dump', 'browse', 'pace-compiler'],
  ['cli'],
  ['main', 'index', 'start'],
]

/** Places that touch the world. */
const EDGES = new Set(['network', 'storage', 'terminal', 'tour', 'main', 'start'])

/** What touches the world. Functions of their arguments (`node:zlib`, `node:path`, `node:crypto`) do not. */
const WORLD = new Set(
  [
    'fs',
    'fs/promises',
    'http',
    'https',
    'http2',
    'net',
    'tls',
    'dns',
    'dns/promises',
    'dgram',
    'child_process',
    'worker_threads',
    'cluster',
    'os',
    'process',
    'readline',
    'repl',
    'tty',
    'vm',
    'module',
    'timers/promises',
  ].flatMap((name) => [name, `node:${name}`]),
)

/** Edges that are meant, each with its reason: `file -> what`. */
const ALLOWED: Readonly<Record<string, string>> = {
  'index.ts -> node:os': "the library's sessions need the person's own folder",
}

interface Reference {
  readonly to: string
  readonly line: number
}

interface SourceFile {
  /** below src, such as `html/parse.ts` */
  readonly path: string
  readonly imports: readonly Reference[]
  /** lines that name the global `process` */
  readonly process: readonly number[]
}

/** Everything that a file imports, in whichever of the language's ways, and where it names `process`. */
function read(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Reference[] = []
  const process: number[] = []
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart()).line + 1
  const nodes: ts.Node[] = [file]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const to = specifier(node)
    if (to !== undefined)
      imports.push({ to: ts.isStringLiteralLike(to) ? to.text : to.getText(), line: lineOf(node) })
    if (ts.isIdentifier(node) && node.text === 'process' && !isOwnName(node)) process.push(lineOf(node))
    nodes.push(...node.getChildren(file))
  }
  return { path, imports, process }
}

function specifier(node: ts.Node): ts.Expression | ts.TypeNode | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  }
  if (!ts.isCallExpression(node)) return undefined
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
  return isImport || isRequire ? node.arguments[0] : undefined
}

/** A property or member of that name is not the global, unless it is reached through the global object. */
function isOwnName(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return !/^(globalThis|global)$/.test(parent.expression.getText())
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === name
  )
}

/** The stage a file belongs to: its folder, or for files at the root its own name. */
function stage(path: string): string {
  const [first = ''] = path.split('/')
  return first.replace(/\.c?ts$/, '')
}

const rank = (path: string): number => ORDER.findIndex((row) => row.includes(stage(path)))

/** What an import names: a file below src, or a package. */
function target(from: string, to: string): { readonly file?: string; readonly module?: string } {
  if (!to.startsWith('.')) return { module: to }
  const path = relative(SOURCE, join(SOURCE, dirname(from), to))
  return { file: path.replace(/\.js$/, '.ts').replace(/\.cjs$/, '.cts') }
}

function faults(files: readonly SourceFile[]): string[] {
  const found: string[] = []
  const say = (from: string, line: number, to: string, why: string) => {
    if (ALLOWED[`${from} -> ${to}`] === undefined) found.push(`${from}:${line} imports ${to}: ${why}`)
  }
  for (const { path, imports, process } of files) {
    if (rank(path) < 0) found.push(`${path}: the order knows no ${stage(path)}`)
    for (const { to, line } of imports) {
      const { file, module = '' } = target(path, to)
      if (file !== undefined && stage(file) !== stage(path) && rank(file) >= rank(path))
        say(path, line, file, `${stage(file)} is not to the left of ${stage(path)}`)
      const isWorld = WORLD.has(module) || /^blessed(\/|$)/.test(module)
      if (isWorld && !EDGES.has(stage(path))) say(path, line, module, 'only the edges touch the world')
    }
    if (!EDGES.has(stage(path)))
      for (const line of process) found.push(`${path}:${line} names the global process`)
  }
  return found
}

/** A way from a file back to itself, or undefined. Imports of types count: who knows whom is what is asked. */
function cycle(files: readonly SourceFile[]): string | undefined {
  const edges = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ to }) => target(path, to).file ?? [])]),
  )
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const way: { readonly path: string; next: number }[] = [{ path: start, next: 0 }]
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const to = done.has(at.path) ? undefined : edges.get(at.path)?.[at.next++]
      if (to === undefined) {
        done.add(at.path)
        way.pop()
        continue
      }
      const before = way.findIndex(({ path }) => path === to)
      if (before >= 0) return [...way.slice(before).map(({ path }) => path), to].join(' -> ')
      way.push({ path: to, next: 0 })
    }
  }
  return undefined
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.c?ts$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => read(path.replaceAll('\\', '/'), readFileSync(join(SOURCE, path), 'utf8')))

describe('the architecture', () => {
  it('lets nobody import from the right, nor touch the world but at the edges', () => {
    expect(faults(files)).toEqual([])
  })

  it('has no cycles', () => {
    expect(cycle(files)).toBeUndefined()
  })

  it('names no exception that is not taken', () => {
    const taken = files.flatMap(({ path, imports }) =>
      imports.map(({ to }) => {
        const { file, module } = target(path, to)
        return `${path} -> ${file ?? module ?? ''}`
      }),
    )
    expect(Object.keys(ALLOWED).filter((edge) => !taken.includes(edge))).toEqual([])
  })

  it('imports only files that are there, and by names that can be read', () => {
    const known = new Set(files.map(({ path }) => path))
    const unknown = files.flatMap(({ path, imports }) =>
      imports.flatMap(({ to }) => {
        const { file, module } = target(path, to)
        return (file === undefined || known.has(file)) && /^[@\w][\w:./-]*$/.test(module ?? 'x')
          ? []
          : [`${path} imports ${to}`]
      }),
    )
    expect(unknown).toEqual([])
  })
})

describe('the test of the architecture', () => {
  it.each([
    ['html/a.ts', "import { x } from '../layout/b.js'"],
    ['html/a.ts', "import type { X } from '../layout/b.js'"],
    ['html/a.ts', "export { x } from '../layout/b.js'"],
    ['html/a.ts', "export type * from '../layout/b.js'"],
    ['html/a.ts', "const { x } = await import('../layout/b.js')"],
    ['html/a.ts', "import x = require('../layout/b.js')"],
    ['html/a.ts', "const x = require('../layout/b.js')"],
    ['html/a.ts', "let x: import('../layout/b.js').X"],
    ['html/pages/a.ts', "import { x } from '../../load.js'"],
    ['load.ts', "import { render } from './render.js'"],
    ['network/a.ts', "import { x } from '../storage/b.js'"],
    ['open.ts', "import { x } from './cli.js'"],
    ['fetch/a.ts', "import { readFileSync } from 'node:fs'"],
    ['fetch/a.ts', "import net from 'net'"],
    ['fetch/a.ts', "await import('node:fs/promises')"],
    ['view/a.ts', "import blessed from 'blessed'"],
    ['view/a.ts', "import unicode from 'blessed/lib/unicode.js'"],
    ['view/a.ts', 'const { env } = process'],
    ['view/a.ts', 'globalThis.process.exit()'],
    ['view/a.ts', 'if (process.stdout.isTTY) f()'],
    ['misc/a.ts', 'f()'],
  ])('%s may not say %s', (path, text) => {
    expect(faults([read(path, text)])).toHaveLength(1)
  })

  it.each([
    ['layout/a.ts', "import { x } from '../html/b.js'"],
    ['html/pages/a.ts', "import { x } from '../parse.js'"],
    ['fetch/a.ts', "import { inflate } from 'node:zlib'"],
    ['network/a.ts', "import net from 'node:net'"],
    ['terminal/a.ts', "import blessed from 'blessed'"],
    ['main.ts', 'process.exit(0)'],
    ['view/a.ts', '// the process that is running\nconst words = "process"'],
    ['view/a.ts', 'const x = { process: 1 }.process'],
  ])('%s may say %s', (path, text) => {
    expect(faults([read(path, text)])).toEqual([])
  })

  it.each([
    [{ a: ['b'], b: ['c'], c: ['a'] }, 'url/a.ts -> url/b.ts -> url/c.ts -> url/a.ts'],
    [{ a: ['a'] }, 'url/a.ts -> url/a.ts'],
    [{ a: ['b', 'c'], b: ['c'], c: [] }, undefined],
    [{ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] }, 'url/b.ts -> url/d.ts -> url/b.ts'],
  ])('sees the cycle in %o', (graph, expected) => {
    const read = Object.entries(graph).map(([name, to]) => ({
      path: `url/${name}.ts`,
      imports: to.map((other) => ({ to: `./${other}.js`, line: 1 })),
      process: [],
    }))
    expect(cycle(read)).toBe(expected)
  })
})
