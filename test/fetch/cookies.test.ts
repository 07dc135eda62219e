import { describe, expect, it } from 'vitest'
import { openCookieStore } from '../../src/fetch/cookies.js'
import type { CookieDecision } from '../../src/fetch/message.js'
import type { CookieStore, Journal } from '../../src/fetch/session.js'

const start = Date.UTC(2026, 0, 1)
const day = 86_400_000

interface Visit {
  readonly method?: string
  readonly initiator?: string
  readonly now?: number
}

function context(address: string, { method = 'GET', initiator, now = start }: Visit = {}) {
  const from = initiator === undefined ? {} : { initiator: new URL(initiator) }
  return { url: new URL(address), method, now, ...from }
}

async function set(store: CookieStore, address: string, lines: readonly string[], visit?: Visit) {
  return store.store(lines, context(address, visit))
}

async function sent(store: CookieStore, address: string, visit?: Visit) {
  return (await store.cookieHeader(context(address, visit))).value
}

/** One cookie from one URL, then what travels to another. */
async function travels(line: string, from: string, to: string, visit?: Visit) {
  const store = openCookieStore()
  await set(store, from, [line])
  return sent(store, to, visit)
}

/** A journal of an array, shared by whoever has it open. */
function shared(lines: string[]): () => Journal {
  return () => {
    let read = 0
    return {
      replay() {
        const news = lines.slice(read)
        read = lines.length
        return { lines: news, restarted: false }
      },
      append: (line) => void lines.push(line),
      compact(all) {
        const kept = all()
        lines.splice(0, lines.length, ...kept)
        read = lines.length
      },
    }
  }
}

describe('what is taken (RFC 6265bis sections 5.6 and 5.7)', () => {
  it.each<[string, string, string, CookieDecision['action'], string]>([
    ['a plain cookie', 'https://a.test/', 'a=b', 'stored', 'host only, until the browser ends'],
    ['a path', 'https://a.test/x/y', 'a=b', 'stored', 'host only, path /x, until the browser ends'],
    [
      'a domain',
      'https://a.b.test/',
      'a=b; Domain=.b.test',
      'stored',
      'b.test and the hosts below it, until the browser ends',
    ],
    ['Max-Age', 'https://a.test/', 'a=b; Max-Age=60', 'stored', 'host only, until 2026-01-01 00:01:00 UTC'],
    [
      'Max-Age before Expires',
      'https://a.test/',
      'a=b; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=60',
      'stored',
      'host only, until 2026-01-01 00:01:00 UTC',
    ],
    [
      '400 days at most',
      'https://a.test/',
      'a=b; Max-Age=99999999999',
      'stored',
      'host only, until 2027-02-05 00:00:00 UTC',
    ],
    [
      '400 days at most, by Expires',
      'https://a.test/',
      'a=b; Expires=Thu, 01 Jan 2099 00:00:00 GMT',
      'stored',
      'host only, until 2027-02-05 00:00:00 UTC',
    ],
    ['expired at once', 'https://a.test/', 'a=b; Max-Age=0', 'deleted', 'expired when it came'],
    ['Secure from http', 'http://a.test/', 'a=b; Secure', 'refused', 'Secure, but this is http'],
    [
      'Secure from this machine',
      'http://localhost/',
      'a=b; Secure',
      'stored',
      'host only, until the browser ends',
    ],
    [
      'SameSite=None without Secure',
      'https://a.test/',
      'a=b; SameSite=None',
      'refused',
      'SameSite=None without Secure',
    ],
    [
      'a public suffix',
      'https://a.co.uk/',
      'a=b; Domain=co.uk',
      'refused',
      'Domain=co.uk is a public suffix',
    ],
    [
      'a host that is a public suffix',
      'https://co.uk/',
      'a=b; Domain=co.uk',
      'stored',
      'host only, until the browser ends',
    ],
    ['another host', 'https://a.test/', 'a=b; Domain=b.test', 'refused', "Domain=b.test is not this host's"],
    [
      'a host below',
      'https://a.test/',
      'a=b; Domain=x.a.test',
      'refused',
      "Domain=x.a.test is not this host's",
    ],
    [
      'a domain that is not ASCII',
      'https://a.test/',
      'a=b; Domain=\xe4.test',
      'refused',
      'its Domain is not ASCII',
    ],
    [
      'an address for a domain',
      'https://127.0.0.1/',
      'a=b; Domain=127.0.0.1',
      'stored',
      'host only, until the browser ends',
    ],
    [
      '4096 octets',
      'https://a.test/',
      `a=${'b'.repeat(4095)}`,
      'stored',
      'host only, until the browser ends',
    ],
    ['4097 octets', 'https://a.test/', `a=${'b'.repeat(4096)}`, 'refused', 'longer than 4096 octets'],
    [
      'an attribute of over 1024 octets is ignored',
      'https://a.test/x/y',
      `a=b; Path=/${'p'.repeat(1024)}`,
      'stored',
      'host only, path /x, until the browser ends',
    ],
    ['NUL', 'https://a.test/', 'a=b\0c', 'refused', 'a control character in it'],
    ['DEL in an attribute', 'https://a.test/', 'a=b; Path=/\x7f', 'refused', 'a control character in it'],
    ['nothing', 'https://a.test/', '', 'refused', 'neither name nor value'],
    ['only a sign', 'https://a.test/', ' = ; Path=/', 'refused', 'neither name nor value'],
    ['no name', 'https://a.test/', 'x; Path=/', 'stored', 'host only, until the browser ends'],
    [
      'no name, and a value like a prefix',
      'https://a.test/',
      '=__Host-a=b; Secure; Path=/',
      'refused',
      'no name, and a value that looks like a name with a prefix',
    ],
    ['__Secure-', 'https://a.test/', '__Secure-a=b; Secure', 'stored', 'host only, until the browser ends'],
    [
      '__secure- without Secure',
      'https://a.test/',
      '__secure-a=b',
      'refused',
      'names that begin with __Secure- ask for Secure',
    ],
    [
      '__Host-',
      'https://a.test/',
      '__Host-a=b; Secure; Path=/',
      'stored',
      'host only, until the browser ends',
    ],
    [
      '__HOST- with Domain',
      'https://a.test/',
      '__HOST-a=b; Secure; Path=/; Domain=a.test',
      'refused',
      'names that begin with __Host- ask for no Domain',
    ],
    [
      '__Host- without Path',
      'https://a.test/',
      '__Host-a=b; Secure',
      'refused',
      'names that begin with __Host- ask for Path=/',
    ],
    [
      '__Http- without HttpOnly',
      'https://a.test/',
      '__Http-a=b; Secure',
      'refused',
      'names that begin with __Http- ask for HttpOnly',
    ],
    [
      '__Host-Http-',
      'https://a.test/',
      '__Host-Http-a=b; Secure; HttpOnly; Path=/',
      'stored',
      'host only, until the browser ends',
    ],
    [
      '__Host-Http- without HttpOnly',
      'https://a.test/',
      '__Host-Http-a=b; Secure; Path=/',
      'refused',
      'names that begin with __Host-Http- ask for HttpOnly',
    ],
  ])('%s', async (_, address, line, action, reason) => {
    const [decision] = await set(openCookieStore(), address, [line])
    expect(decision).toMatchObject({ action, reason })
  })

  it('a cookie that http sets does not take the place of a Secure one', async () => {
    const store = openCookieStore()
    await set(store, 'https://a.test/', ['a=1; Secure; Path=/x'])
    const [refused, other] = await set(store, 'http://a.test/', ['a=2; Path=/x/y', 'a=3; Path=/z'])
    expect(refused).toEqual({
      name: 'a',
      action: 'refused',
      reason: 'a Secure cookie of this name is kept, and this is http',
    })
    expect(other?.action).toBe('stored')
    expect(await sent(store, 'https://a.test/x/y')).toBe('a=1')
  })

  it('a cookie is deleted by its expiry', async () => {
    const store = openCookieStore()
    await set(store, 'https://a.test/', ['a=1; Max-Age=60', 'b=2'])
    const decisions = await set(store, 'https://a.test/', [
      'a=; Max-Age=-1',
      'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ])
    expect(decisions.map(({ action, reason }) => [action, reason])).toEqual([
      ['deleted', 'the server let it expire'],
      ['deleted', 'the server let it expire'],
    ])
    expect(await sent(store, 'https://a.test/')).toBeUndefined()
  })

  it('octets of UTF-8 stay whole, also those that look like white space', async () => {
    const octets = Buffer.from('voilà', 'utf8').toString('latin1')
    expect(await travels(`a=${octets}; Path=/`, 'https://a.test/', 'https://a.test/')).toBe(`a=${octets}`)
    expect(await travels(`a=b; Path=/${octets}`, 'https://a.test/', 'https://a.test/x')).toBeUndefined()
  })

  it('keeps 180 of a site, hosts below it included, and lets go what was used longest ago', async () => {
    const store = openCookieStore()
    await set(store, 'https://used.a.test/', ['used=1'])
    for (let i = 1; i <= 300; i++) {
      await set(store, `https://h${i % 7}.a.test/`, [`n${i}=v`], { now: start + i })
      if (i === 150) expect(await sent(store, 'https://used.a.test/', { now: start + i })).toBe('used=1')
    }
    const hosts = ['used', 'h0', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => `https://${name}.a.test/`)
    const fields = await Promise.all(hosts.map((host) => sent(store, host, { now: start + 300 })))
    const names = fields.flatMap((value) => (value ?? '').split('; '))
    expect(names).toHaveLength(180)
    expect(names).toContain('used=1')
    expect(names).toContain('n300=v')
    expect(names).not.toContain('n1=v')
  })

  it('keeps 3000 in all', async () => {
    const store = openCookieStore()
    for (let i = 0; i < 3100; i++) await set(store, `https://s${i}.test/`, ['a=b'], { now: start + i })
    let alive = 0
    for (let i = 0; i < 3100; i++) if ((await sent(store, `https://s${i}.test/`)) !== undefined) alive++
    expect(alive).toBe(3000)
    expect(await sent(store, 'https://s0.test/')).toBeUndefined()
  })
})

describe('what travels (RFC 6265bis section 5.8.3)', () => {
  it.each<[string, string, string, string, Visit, string | undefined]>([
    ['to its host', 'a=b', 'https://a.test/', 'https://a.test/y', {}, 'a=b'],
    ['not to the host below', 'a=b', 'https://a.test/', 'https://x.a.test/', {}, undefined],
    ['to the host below, by Domain', 'a=b; Domain=a.test', 'https://a.test/', 'https://x.a.test/', {}, 'a=b'],
    [
      'not to a name that only ends alike',
      'a=b; Domain=a.test',
      'https://a.test/',
      'https://xa.test/',
      {},
      undefined,
    ],
    ['to another port', 'a=b', 'https://a.test:1/', 'https://a.test:2/', {}, 'a=b'],
    ['below its path', 'a=b; Path=/x', 'https://a.test/', 'https://a.test/x/y', {}, 'a=b'],
    ['not beside its path', 'a=b; Path=/x', 'https://a.test/', 'https://a.test/xy', {}, undefined],
    ['Secure over https', 'a=b; Secure', 'https://a.test/', 'https://a.test/', {}, 'a=b'],
    ['not Secure over http', 'a=b; Secure', 'https://a.test/', 'http://a.test/', {}, undefined],
    ['without a name', 'b', 'https://a.test/', 'https://a.test/', {}, 'b'],
    [
      'not when its time is over',
      'a=b; Max-Age=60',
      'https://a.test/',
      'https://a.test/',
      { now: start + 61_000 },
      undefined,
    ],
    ['Strict, typed', 'a=b; SameSite=Strict', 'https://a.test/', 'https://a.test/', {}, 'a=b'],
    [
      'Strict, from our own pages',
      'a=b; SameSite=Strict',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'about:start' },
      'a=b',
    ],
    [
      'Strict, from the same site',
      'a=b; SameSite=Strict',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://x.a.test/' },
      'a=b',
    ],
    [
      'not Strict, from another site',
      'a=b; SameSite=Strict',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://b.test/' },
      undefined,
    ],
    [
      'not Strict, from a neighbour under a public suffix',
      'a=b; SameSite=Strict',
      'https://a.github.io/',
      'https://a.github.io/',
      { initiator: 'https://b.github.io/' },
      undefined,
    ],
    [
      'not Strict, from the same host over http',
      'a=b; SameSite=Strict',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'http://a.test/' },
      undefined,
    ],
    [
      'not Strict, from a file',
      'a=b; SameSite=Strict',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'file:///x.html' },
      undefined,
    ],
    [
      'Lax, from another site',
      'a=b; SameSite=Lax',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://b.test/' },
      'a=b',
    ],
    [
      'not Lax, with a form from another site',
      'a=b; SameSite=Lax',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://b.test/', method: 'POST' },
      undefined,
    ],
    [
      'not said, which is Lax, with a form from another site',
      'a=b',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://b.test/', method: 'POST' },
      undefined,
    ],
    [
      'None, with a form from another site',
      'a=b; SameSite=None; Secure',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://b.test/', method: 'POST' },
      'a=b',
    ],
    [
      'Lax, with a form of its own',
      'a=b; SameSite=Lax',
      'https://a.test/',
      'https://a.test/',
      { initiator: 'https://a.test/', method: 'POST' },
      'a=b',
    ],
  ])('%s', async (_, line, from, to, visit, expected) => {
    expect(await travels(line, from, to, visit)).toBe(expected)
  })

  it('longer paths first, then older cookies', async () => {
    const store = openCookieStore()
    await set(store, 'https://a.test/', ['one=1', 'two=2; Path=/x', 'three=3'])
    await set(store, 'https://a.test/', ['one=new'], { now: start + 1 })
    expect(await sent(store, 'https://a.test/x')).toBe('two=2; one=new; three=3')
  })

  it('every decision has its reason', async () => {
    const store = openCookieStore()
    await set(store, 'https://a.test/', ['a=1', 'b=1; Secure', 'c=1; Path=/c', 'd=1; SameSite=Strict'])
    const answer = await store.cookieHeader(context('http://a.test/', { initiator: 'http://b.test/' }))
    expect(answer).toEqual({
      value: 'a=1',
      decisions: [
        { name: 'c', action: 'withheld', reason: 'for the path /c only' },
        { name: 'a', action: 'sent', reason: 'host only' },
        { name: 'b', action: 'withheld', reason: 'Secure, but this is http' },
        { name: 'd', action: 'withheld', reason: 'SameSite=Strict, and a page of another site led here' },
      ],
    })
  })

  it('without cookies there is nothing to say', async () => {
    expect(await openCookieStore().cookieHeader(context('https://a.test/'))).toEqual({ decisions: [] })
  })
})

describe('what the journal keeps', () => {
  it('persistent cookies outlive the browser, those of the session do not', async () => {
    const open = shared([])
    await set(openCookieStore(open()), 'https://a.test/', ['s=1', 'p=2; Max-Age=60'])
    expect(await sent(openCookieStore(open()), 'https://a.test/')).toBe('p=2')
  })

  it('two browsers see each other’s cookies and deletions', async () => {
    const open = shared([])
    const [one, two] = [openCookieStore(open()), openCookieStore(open())]
    await set(one, 'https://a.test/', ['p=1; Max-Age=60'])
    expect(await sent(two, 'https://a.test/')).toBe('p=1')
    await set(two, 'https://a.test/', ['p=2; Max-Age=60', 'q=1; Max-Age=60'])
    expect(await sent(one, 'https://a.test/')).toBe('p=2; q=1')
    await set(one, 'https://a.test/', ['p=; Max-Age=0'])
    expect(await sent(two, 'https://a.test/')).toBe('q=1')
  })

  it('a cookie that becomes one of the session leaves the journal, and stays here', async () => {
    const open = shared([])
    const [one, two] = [openCookieStore(open()), openCookieStore(open())]
    await set(one, 'https://a.test/', ['p=1; Max-Age=60'])
    await set(one, 'https://a.test/', ['p=2'])
    expect(await sent(one, 'https://a.test/')).toBe('p=2')
    expect(await sent(one, 'https://a.test/')).toBe('p=2')
    expect(await sent(two, 'https://a.test/')).toBeUndefined()
  })

  it('damaged lines are skipped, the others kept', async () => {
    const lines: string[] = []
    const open = shared(lines)
    await set(openCookieStore(open()), 'https://a.test/', ['p=1; Max-Age=60'])
    const good = lines[0] ?? ''
    const damage = [
      '',
      '{',
      'null',
      '[]',
      '1',
      '{"put":null}',
      '{"put":{}}',
      '{"delete":{"name":1}}',
      good.slice(0, 40),
    ]
    const smuggled = good.replace('"value":"1"', '"value":"1\\r\\nX: y"').replace('"name":"p"', '"name":"q"')
    lines.splice(0, 1, ...damage, smuggled, good, ...damage)
    expect(await sent(openCookieStore(open()), 'https://a.test/')).toBe('p=1')
  })

  it('a journal grown long is written anew, with what is alive', async () => {
    const lines: string[] = []
    const open = shared(lines)
    const store = openCookieStore(open())
    for (let i = 0; i < 1100; i++)
      await set(store, 'https://a.test/', [`p=${i}; Max-Age=60`], { now: start + i })
    expect(lines.length).toBeLessThan(200)
    expect(await sent(openCookieStore(open()), 'https://a.test/')).toBe('p=1099')
  })

  it('reads nothing before the first request', () => {
    const journal: Journal = {
      replay: () => expect.fail('read too early'),
      append: () => expect.fail('wrote too early'),
      compact: () => expect.fail('compacted too early'),
    }
    expect(openCookieStore(journal)).toBeDefined()
  })

  it('a cookie lives 400 days of the clock that is passed in', async () => {
    const store = openCookieStore()
    await set(store, 'https://a.test/', ['a=b; Max-Age=99999999999'])
    expect(await sent(store, 'https://a.test/', { now: start + 400 * day - 1 })).toBe('a=b')
    expect(await sent(store, 'https://a.test/', { now: start + 400 * day })).toBeUndefined()
  })
})
