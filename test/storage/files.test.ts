import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/failure.js'
import { openFiles } from '../../src/storage/files.js'
import { temporaryFolder } from '../support/folder.js'
import { readBody } from '../support/network.js'

const never = new AbortController().signal

describe('files', () => {
  it('tells facts, lists and reads', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a'), 'x'.repeat(200_000))
    mkdirSync(join(folder, 'b'))
    symlinkSync('nowhere', join(folder, 'c'))
    const files = openFiles()
    expect(await files.facts(join(folder, 'a'))).toMatchObject({ kind: 'file', size: 200_000 })
    const entries = await files.list(folder)
    if (isFailure(entries)) throw new Error(entries.detail)
    expect(
      [...entries].sort((x, y) => (x.name < y.name ? -1 : 1)).map(({ name, kind }) => [name, kind]),
    ).toEqual([
      ['a', 'file'],
      ['b', 'folder'],
      ['c', 'other'],
    ])
    expect((await readBody(files.read(join(folder, 'a'), never))).text).toHaveLength(200_000)
  })

  it('faults are values that name the file', async () => {
    const files = openFiles()
    const path = join(temporaryFolder(), 'none')
    const fault = { kind: 'file', detail: `no such file: ${path}`, cause: 'ENOENT' }
    expect(await files.facts(path)).toMatchObject(fault)
    expect(await files.list(path)).toMatchObject(fault)
    expect((await readBody(files.read(path, never))).failure).toMatchObject(fault)
  })

  it('a reading that is stopped says so', async () => {
    const path = join(temporaryFolder(), 'a')
    writeFileSync(path, 'x')
    expect((await readBody(openFiles().read(path, AbortSignal.abort()))).failure).toMatchObject({
      kind: 'aborted',
    })
  })
})
