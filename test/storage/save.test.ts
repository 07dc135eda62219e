import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure, type Failure } from '../../src/failure.js'
import type { Body } from '../../src/fetch/message.js'
import { safeName, saveBody } from '../../src/storage/save.js'
import { temporaryFolder } from '../support/folder.js'

async function* body(...pieces: (string | Failure)[]): Body {
  await Promise.resolve()
  for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
}

describe('saving a body', () => {
  it('makes the whole file', async () => {
    const folder = temporaryFolder()
    expect(await saveBody(join(folder, 'a'), body('hel', 'lo'))).toEqual({ octets: 5 })
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('hello')
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o644 & ~process.umask())
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('overwrites nothing unless told', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a')
    writeFileSync(path, 'old')
    expect(await saveBody(path, body('new'))).toMatchObject({
      kind: 'file',
      detail: `a file of this name exists already: ${path}`,
    })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(await saveBody(path, body('new'), { overwrite: true })).toEqual({ octets: 3 })
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('overwrites nothing that comes while the body comes', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a')
    async function* slow(): Body {
      yield* body('new')
      writeFileSync(path, 'other')
    }
    expect(await saveBody(path, slow())).toMatchObject({ kind: 'file' })
    expect(readFileSync(path, 'utf8')).toBe('other')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('leaves nothing of a body that broke off, and the old file as it was', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a')
    const broken = failure('connect', 'the connection was closed')
    expect(await saveBody(path, body('half', broken))).toBe(broken)
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(path, 'old')
    expect(await saveBody(path, body('half', broken), { overwrite: true })).toBe(broken)
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('names a fault', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'd'))
    expect(await saveBody(join(folder, 'd'), body('x'))).toMatchObject({
      detail: `it is a folder: ${join(folder, 'd')}`,
    })
    const nowhere = join(folder, 'none', 'a')
    expect(await saveBody(nowhere, body('x'))).toMatchObject({
      kind: 'file',
      detail: `no such file: ${nowhere}`,
    })
  })

  it.skipIf(process.getuid?.() === 0)('names a folder that may not be written', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    expect(await saveBody(join(folder, 'a'), body('x'))).toMatchObject({ cause: 'EACCES' })
  })

  it('writes to a device as it is', async () => {
    expect(await saveBody('/dev/null', body('x'))).toEqual({ octets: 1 })
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })
})

describe('a safe name', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2.pdf', 'Übersicht 2.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\x\\y.exe', 'C__x_y.exe'],
    ['.bashrc', 'bashrc'],
    ['-rf', 'rf'],
    ['~/x', '_x'],
    ['a\0b\x1b[31mc', 'ab[31mc'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['a\u200b\u2066b', 'ab'],
    ['a\nb\tc  d', 'abc d'],
    ['...', 'download'],
    ['', 'download'],
    ['con.txt', '_con.txt'],
    ['name. . ', 'name'],
    ['a<b>|c?*"', 'a_b__c___'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeName(name)).toBe(expected)
  })

  it('is shortened between characters, and keeps its extension', () => {
    const name = safeName(`${'ü'.repeat(300)}.tar.gz`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^ü+\.gz$/)
  })

  it('does no harm, whatever a server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const safe = safeName(name)
        expect(safe).not.toMatch(/^[.-]|[/\\\p{Cc}\p{Cf}]/u)
        expect(safe).not.toBe('')
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      }),
    )
  })
})
