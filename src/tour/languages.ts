/** Scripts and encodings: Encoding Standard; HTML 13.2.3 for where an encoding is named. */
import { htmlDocument, markup } from '../html/markup.js'
import { page, wayOn } from './page.js'
import type { Answer, Answerer, Theme, Visit } from './page.js'

const HELLO: readonly (readonly [tag: string, language: string, text: string])[] = [
  ['en', 'English', 'All human beings are born free and equal in dignity and rights.'],
  ['de', 'German', 'Alle Menschen sind frei und gleich an Würde und Rechten geboren.'],
  ['fr', 'French', 'Tous les êtres humains naissent libres et égaux en dignité et en droits.'],
  ['pl', 'Polish', 'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.'],
  ['vi', 'Vietnamese', 'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.'],
  ['el', 'Greek', 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.'],
  ['ru', 'Russian', 'Все люди рождаются свободными и равными в своем достоинстве и правах.'],
  ['ar', 'Arabic', 'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.'],
  ['he', 'Hebrew', 'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.'],
  ['hi', 'Hindi', 'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।'],
  ['th', 'Thai', 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ'],
  ['zh', 'Chinese', '人人生而自由，在尊严和权利上一律平等。'],
  ['ja', 'Japanese', 'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。'],
  ['ko', 'Korean', '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.'],
]

function sampler(visit: Visit): Answer {
  return page(visit, {
    title: 'Languages',
    wire: markup`This page is UTF-8, and the Content-Type field says so, as <kbd>H</kbd> shows. Below is one sentence in ${HELLO.length} languages; wide characters take two cells, combining marks none.`,
    body: markup`<dl>
${HELLO.map(([tag, language, text]) => markup`<dt>${language}<dd lang="${tag}">${text}\n`)}</dl>
<p>And some signs: 👋 🌍 👩‍💻 🇯🇵 \u00e9 (one character) e\u0301 (two) ½ ≠ ∞ → ♞.</p>`,
  })
}

interface Legacy {
  readonly path: string
  readonly title: string
  readonly contentType: string
  readonly meta?: string
  readonly explanation: string
  readonly text: string
  readonly encode: (text: string) => Promise<Uint8Array>
}

const LEGACY: readonly Legacy[] = [
  {
    path: '/languages/windows-1252',
    title: 'No encoding named',
    contentType: 'text/html',
    explanation:
      'Neither the Content-Type field nor the page names an encoding. The web then reads windows-1252, even where the page says latin1. Press H: the field has no charset.',
    text: '“Straße”, café, naïve, señor, 20 €, and a dash – with an ellipsis…',
    encode: (text) => singleByte('windows-1252', text),
  },
  {
    path: '/languages/koi8-r',
    title: 'The encoding in a field',
    contentType: 'text/html; charset=koi8-r',
    explanation:
      'The Content-Type field names KOI8-R, and that decides, whatever the page says. Press H to see the field.',
    text: 'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.',
    encode: (text) => singleByte('koi8-r', text),
  },
  {
    path: '/languages/shift_jis',
    title: 'The encoding in the page',
    contentType: 'text/html',
    meta: 'shift_jis',
    explanation:
      'The Content-Type field names no encoding, but a meta element within the first 1024 octets does. Press H to see the one, and \\ to see the other in the source.',
    text: '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。',
    encode: async (text) =>
      (await import('@exodus/bytes/multi-byte.js')).createMultibyteEncoder('shift_jis')(text),
  },
  {
    path: '/languages/utf-16',
    title: 'The encoding in a mark',
    contentType: 'text/html; charset=windows-1252',
    explanation:
      'The first two octets are a byte order mark, and it overrules the Content-Type field, which is wrong here. Press H to see what it claims.',
    text: 'Gallia est omnis dīvīsa in partēs trēs.',
    encode: (text) => Promise.resolve(Buffer.from(`\ufeff${text}`, 'utf16le')),
  },
]

async function singleByte(encoding: string, text: string): Promise<Uint8Array> {
  return (await import('@exodus/bytes/single-byte.js')).createSinglebyteEncoder(encoding)(text)
}

function legacy({ title, contentType, meta, explanation, text, encode }: Legacy): Answerer {
  return async (visit) => {
    const body = markup`<h1>${title}</h1>\n<p>${explanation}</p>\n<blockquote><p>${text}</p></blockquote>\n${wayOn(visit)}`
    const html = htmlDocument(title, body)
    const named = meta === undefined ? '' : `<meta charset="${meta}">\n`
    return {
      status: 200,
      fields: [['Content-Type', contentType]],
      body: await encode(html.replace('<meta charset="utf-8">\n', named)),
    }
  }
}

export const LANGUAGES: Theme = {
  title: 'Every script',
  stops: [
    { path: '/languages', title: 'Languages', answer: sampler },
    ...LEGACY.map((row) => ({ path: row.path, title: row.title, answer: legacy(row) })),
  ],
}
