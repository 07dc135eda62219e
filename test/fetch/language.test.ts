import { expect, it } from 'vitest'
import { acceptLanguage } from '../../src/fetch/language.js'

it.each([
  [{}, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'POSIX' }, 'en'],
  [{ LANG: 'en_GB.UTF-8' }, 'en-GB, en;q=0.9'],
  [{ LANG: 'de_AT.UTF-8' }, 'de-AT, de;q=0.9, en;q=0.5'],
  [{ LANG: 'fr' }, 'fr, en;q=0.5'],
  [{ LANG: 'es_419' }, 'es-419, es;q=0.9, en;q=0.5'],
  [{ LANG: 'ca_ES@valencia' }, 'ca-ES, ca;q=0.9, en;q=0.5'],
  [{ LANG: 'de_DE', LC_MESSAGES: 'ja_JP.eucJP' }, 'ja-JP, ja;q=0.9, en;q=0.5'],
  [{ LANG: 'de_DE', LC_MESSAGES: 'ja_JP', LC_ALL: 'ko_KR' }, 'ko-KR, ko;q=0.9, en;q=0.5'],
  [{ LC_ALL: '', LANG: 'it_IT' }, 'it-IT, it;q=0.9, en;q=0.5'],
  [{ LANG: 'not a locale\r\nX: y' }, 'en'],
])('the locale %j asks for %s', (env, value) => {
  expect(acceptLanguage(env)).toBe(value)
})
