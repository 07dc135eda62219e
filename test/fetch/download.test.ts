import { describe, expect, it } from 'vitest'
import { downloadName, isAttachment } from '../../src/fetch/download.js'
import { bodyOf } from '../../src/fetch/exchange.js'
import type { Response } from '../../src/fetch/message.js'

function answer(address: string, disposition?: string): Response {
  return {
    type: 'response',
    url: new URL(address),
    status: 200,
    reason: 'OK',
    version: 'HTTP/1.1',
    fields: disposition === undefined ? [] : [['Content-Disposition', disposition]],
    body: bodyOf(new Uint8Array()),
  }
}

describe('the name of what is saved', () => {
  it.each([
    ['attachment; filename="report.pdf"', 'report.pdf'],
    ["attachment; filename*=UTF-8''na%C3%AFve.txt", 'naïve.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\Windows\\\\x.exe"', 'x.exe'],
    ['attachment; filename="/"', 'file name.zip'],
    ['attachment', 'file name.zip'],
    ['"broken', 'file name.zip'],
    [undefined, 'file name.zip'],
  ])('by %s is %s', async (disposition, name) => {
    expect(await downloadName(answer('http://a.test/d/file%20name.zip?q', disposition))).toBe(name)
  })

  it.each([
    ['http://a.test/', 'a.test'],
    ['http://a.test/d%2Fe.bin', 'e.bin'],
    ['http://a.test/%ff.bin', '%ff.bin'],
    ['data:application/zip,x', 'zip,x'],
  ])('of %s is %s', async (address, name) => {
    expect(await downloadName(answer(address))).toBe(name)
  })
})

it.each([
  ['attachment', true],
  ['ATTACHMENT; filename=x', true],
  ['inline; filename=x', false],
  ['"broken', false],
  [undefined, false],
])('%s is an attachment: %s', async (disposition, asked) => {
  expect(await isAttachment(answer('http://a.test/', disposition))).toBe(asked)
})
