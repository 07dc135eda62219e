import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KEYMAP } from '../../src/browser/keys.js'
import { emptyModel } from '../../src/browser/model.js'
import { update } from '../../src/browser/update.js'
import { SETTINGS, checkFrame, open } from '../support/session-driver.js'

const SITE = {
  'http://a.test/': `<title>A 漢字 title that is long</title><h1>漢字仮名交じり文 👩‍👩‍👧 emoji</h1>
<p><a href="/b">bee</a> <a href="#f">far</a> <a href="http://[">bad</a> <a href="mailto:x@y.test">mail</a></p>
<form action="/b"><input name=q><input type=password name=p><input type=checkbox name=c><input type=radio name=r>
<select name=s><option>one<option>two</select><textarea name=t>x
y</textarea><button>go</button><input type=reset></form><pre>${'wide 漢字 '.repeat(40)}</pre>
<table><tr><td>one<td><a href="/c">two</a></table>${'<p>Some words to read on and on.</p>'.repeat(30)}<p id=f>far`,
  'http://a.test/b': { chunks: ['<title>B', '</title><p><a href="/">a</a>', '<p><a href="/c">c</a>'] },
}

const bound = KEYMAP.flatMap((section) => section.bindings.flatMap((binding) => [...binding.keys])).filter(
  (key) => !['q', 'Q'].includes(key),
)
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...bound) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('enter', 'escape', 'tab', '1', '2', '5', '6', '7', '8', '9', '/', 'e', 'o'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
)

it('never throws and always fills exactly the screen, whatever is typed on whatever screen', () => {
  const size = fc.record({ columns: fc.integer({ min: 1, max: 130 }), rows: fc.integer({ min: 1, max: 40 }) })
  fc.assert(
    fc.property(
      size,
      size,
      fc.array(key, { maxLength: 40 }),
      fc.array(key, { maxLength: 10 }),
      (a, b, keys, more) => {
        open(SITE, 'http://a.test/', a)
          .press(...keys)
          .resize(b.columns, b.rows)
          .press(...more)
          .paste('pasted\n\u001b[31m漢字')
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

it('stands on a screen with nothing on it', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 15 }), fc.integer({ min: 1, max: 9 }), (keys, rows) => {
      let model = emptyModel({ columns: 9, rows, settings: SETTINGS })
      for (const k of keys) [model] = update(model, { type: 'key', key: k })
      checkFrame(model)
    }),
    { numRuns: 100 },
  )
})

it('takes what comes late without harm', () => {
  const [model, effects] = update(emptyModel({ columns: 80, rows: 24, settings: SETTINGS }), {
    type: 'loaded',
    load: 7,
  })
  expect(effects).toEqual([])
  expect(update(model, { type: 'tick', now: 5 })[0]).toEqual(model)
  expect(update(model, { type: 'saved', path: 'x', result: 3 })[0].notice).toBe('saved x (3 octets)')
  expect(update(model, { type: 'resize', columns: 0, rows: -1 })[0]).toMatchObject({ columns: 1, rows: 1 })
})
