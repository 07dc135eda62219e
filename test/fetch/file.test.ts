import { describe, expect, it } from 'vitest'
import { failure, isFailure } from '../../src/failure.js'
import { fetchFile } from '../../src/fetch/file.js'
import { listing } from '../../src/fetch/listing.js'
import { get, type Body } from '../../src/fetch/message.js'
import type { FileFacts, Files } from '../../src/fetch/session.js'
import { readBody, testSession } from '../support/network.js'

async function* octets(text: string): Body {
  await Promise.resolve()
  yield new TextEncoder().encode(text)
}

const modified = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A disk: a text is a file, an array a folder's entries; the text `device` is a device. */
function disk(tree: Readonly<Record<string, string | readonly string[]>>): Files {
  const find = (path: string) => tree[path.length > 1 ? path.replace(/\/$/, '') : path]
  const facts = (path: string): FileFacts | ReturnType<typeof failure> => {
    const found = find(path)
    if (found === undefined) return failure('file', `no such file: ${path}`)
    if (found === 'device') return { kind: 'other', size: 0, modified }
    return typeof found === 'string'
      ? { kind: 'file', size: found.length, modified }
      : { kind: 'folder', size: 0, modified }
  }
  return {
    facts: (path) => Promise.resolve(facts(path)),
    list(path) {
      const names = find(path)
      if (!Array.isArray(names)) return Promise.resolve(failure('file', `no folder: ${path}`))
      return Promise.resolve(
        (names as readonly string[]).flatMap((name) => {
          const found = facts(`${path.replace(/\/$/, '')}/${name}`)
          return isFailure(found) ? [] : [{ name, ...found }]
        }),
      )
    },
    read: (path) => octets(String(find(path))),
  }
}

const files = disk({
  '/': ['d'],
  '/d': ['b.txt', 'a & <b>.html', 'sub', 'ü#?%.md', 'javascript:x'],
  '/d/b.txt': 'plain',
  '/d/a & <b>.html': '<p>',
  '/d/sub': [],
  '/d/ü#?%.md': 'x'.repeat(2048),
  '/d/javascript:x': '',
  '/d/unknown': 'text',
  '/dev/zero': 'device',
})

async function open(address: string) {
  const answer = await fetchFile(new URL(address), testSession({ files }), new AbortController().signal)
  if (isFailure(answer)) return answer
  const body = answer.body instanceof Uint8Array ? octets(Buffer.from(answer.body).toString()) : answer.body
  return { ...answer, text: (await readBody(body)).text }
}

describe('file: URLs', () => {
  it.each([
    ['file:///d/b.txt', 'plain'],
    ['file://localhost/d/b.txt', 'plain'],
    ['file:///d/a%20&%20%3Cb%3E.html', '<p>'],
    ['file:///d/unknown', 'text'],
  ])('%s is read; what it is, its reader finds out', async (address, text) => {
    const answer = await open(address)
    if (isFailure(answer)) throw new Error(answer.detail)
    expect(answer.text).toBe(text)
    expect(get(answer.fields, 'content-type')).toBeUndefined()
    expect(get(answer.fields, 'content-length')).toBe(String(text.length))
    expect(get(answer.fields, 'last-modified')).toBe('Fri, 02 Jan 2026 03:04:05 GMT')
  })

  it.each([
    ['file:///none', 'no such file: /none'],
    ['file:///%00', 'no such file: /%00'],
    ['file:///%ff', 'no such file: /%ff'],
    ['file:///dev/zero', 'neither a file nor a folder: /dev/zero'],
    ['file:///d/b.txt/', 'no folder, but a file: /d/b.txt'],
    ['file://elsewhere/x', 'files of another machine (elsewhere) are not opened here'],
  ])('%s fails: %s', async (address, detail) => {
    expect(await open(address)).toMatchObject({ kind: 'file', detail })
  })

  it('a folder is a listing whose links lead to its entries, slash or not', async () => {
    for (const address of ['file:///d', 'file:///d/']) {
      const answer = await open(address)
      if (isFailure(answer)) throw new Error(answer.detail)
      expect(answer.url?.href).toBe('file:///d/')
      const links = [...answer.text.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '')
      expect(links.map((link) => new URL(link, answer.url).href)).toEqual([
        'file:///',
        'file:///d/sub/',
        'file:///d/a%20%26%20%3Cb%3E.html',
        'file:///d/b.txt',
        'file:///d/javascript%3Ax',
        'file:///d/%C3%BC%23%3F%25.md',
      ])
      expect(answer.text).toContain('>a &amp; &lt;b&gt;.html</a>')
      expect(answer.text).toContain('<td align="right">2.0 KB<td>2026-01-02 03:04')
    }
  })

  it('a name shows where it holds what a terminal would act on', () => {
    const facts = { kind: 'file', size: 1, modified: 0 } as const
    const html = listing('/d\x9b/', [{ ...facts, name: '\x1b[31ma\u202eb\nc' }])
    expect(html).toContain('<h1>Index of /d\ufffd/</h1>')
    expect(html).toContain('<a href="%1B%5B31ma%E2%80%AEb%0Ac">\ufffd[31ma\ufffdb\ufffdc</a>')
  })

  it('the root has no parent', async () => {
    expect(await open('file:///')).not.toMatchObject({ text: expect.stringContaining('../') as string })
  })
})
