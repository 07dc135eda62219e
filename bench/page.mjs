// Pages to measure with. Takes a size in octets and a variant; gives the same HTML every time: headings, paragraphs
// with links and inline code, lists, tables, preformatted text, in the proportions of reference documentation.

const LATIN =
  words(`the of and to in is a that for it as with be on not this by or an are from at which server client
  request response field value message header content cache connection proxy origin resource method status code
  when must should may used only one each other any such can if no more than then been also its these those some
  directive module configuration default option file directory name type string number list table section example
  following system process memory buffer stream address network protocol version release support available
  documentation information reference specification implementation behaviour character encoding representation
  language document element attribute paragraph browser terminal keyboard screen window column line text word
  quick small large early late first second last new old open closed empty full local remote public private secure
  returned received stored forwarded transferred validated selected matched ignored compressed requested`)

/** By script: what a page in another language is made of. */
const BEYOND_ASCII = [
  words(`für über können Größe außerdem müssen schließlich später Änderung Übertragung Länge größer möglich
    façade élève déjà où être après même très première sécurité mañana señal año niño también según`),
  words(`страница сервер запрос ответ заголовок значение соединение кэш ресурс метод состояние клиент и в на не что
    который может быть если только должен протокол документ текст строка таблица пример`),
  words(`この文書では、 サーバーは リクエストを 受け取り、 応答を 返します。 ヘッダーの 値は 文字列です。 接続は 再利用 されます。
    設定ファイルに 次の行を 追加して ください。`),
]

function words(text) {
  return text.trim().split(/\s+/)
}

/** A generator of numbers from 0 to 1 that begins with the same one each time. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * @param {{ octets: number, beyondAscii?: number }} options octets: least size; beyondAscii: share of the words
 *   that are not ASCII, 0 to 1
 * @returns {Buffer} UTF-8
 */
export function page({ octets, beyondAscii = 0 }) {
  const write = writer(randomNumbers(20), beyondAscii)
  const parts = [
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>The page</title>\n</head>\n<body>\n<h1>The page</h1>\n',
  ]
  let size = parts[0].length
  while (size < octets) {
    const block = write.block()
    parts.push(block)
    size += Buffer.byteLength(block)
  }
  parts.push('</body>\n</html>\n')
  return Buffer.from(parts.join(''))
}

function writer(random, beyondAscii) {
  const below = (n) => Math.floor(random() * n)
  const between = (least, most) => least + below(most - least + 1)
  const repeat = (n, make) => Array.from({ length: n }, make)
  let section = 0

  function word() {
    const list = random() < beyondAscii ? BEYOND_ASCII[below(BEYOND_ASCII.length)] : LATIN
    return list[below(list.length)]
  }
  const phrase = (n) => repeat(n, word).join(' ')
  const name = () => LATIN[below(LATIN.length)]

  const link = () =>
    `<a href="../${name()}/${name()}.html#${name()}-${below(100)}">${phrase(between(1, 4))}</a>`
  const code = () => `<code class="literal">${name()}_${name()}</code>`
  const INLINE = [link, link, code, () => `<em>${phrase(2)}</em>`, () => `<strong>${phrase(1)}</strong>`]

  function sentence() {
    const parts = repeat(between(1, 4), () =>
      random() < 0.35 ? INLINE[below(INLINE.length)]() : phrase(between(3, 8)),
    )
    return `${parts.join(' ')}.`
  }
  const flow = (least, most) => repeat(between(least, most), sentence).join('\n')

  function heading() {
    section++
    const rank = section % 5 === 1 ? 2 : 3
    return `<h${rank} id="section-${section}">${section}. ${phrase(between(2, 6))} <a class="headerlink" href="#section-${section}">&para;</a></h${rank}>\n`
  }
  const paragraph = () => `<p>${flow(2, 5)}</p>\n`
  const item = () => `<li>${random() < 0.5 ? `<p>${flow(1, 2)}</p>` : sentence()}</li>\n`
  const list = () => `<ul class="simple">\n${repeat(between(3, 7), item).join('')}</ul>\n`
  const nested = () => `<ol>\n<li>${sentence()}\n${list()}</li>\n${repeat(2, item).join('')}</ol>\n`
  const definitions = () =>
    `<dl>\n${repeat(between(2, 4), () => `<dt>${code()}</dt>\n<dd><p>${flow(1, 2)}</p></dd>\n`).join('')}</dl>\n`
  const row = () => `<tr><td>${code()}</td><td>${phrase(between(1, 3))}</td><td>${sentence()}</td></tr>\n`
  const table = () =>
    `<table class="docutils">\n<thead><tr><th>Name</th><th>Type</th><th>Meaning</th></tr></thead>\n<tbody>\n${repeat(between(3, 8), row).join('')}</tbody>\n</table>\n`
  const preformatted = () =>
    `<div class="highlight"><pre>\n${repeat(between(3, 10), () => `<span class="k">${name()}</span> ${name()} = &quot;${name()}&quot;;  # ${phrase(4)}\n`).join('')}</pre></div>\n`
  const quotation = () => `<blockquote><p>${flow(1, 3)}</p></blockquote>\n`

  const BLOCKS = [
    paragraph,
    paragraph,
    paragraph,
    paragraph,
    list,
    nested,
    definitions,
    table,
    preformatted,
    quotation,
  ]
  let next = 0
  return {
    /** A heading after every fourth block, so that sections look like sections. */
    block: () => (next++ % 5 === 0 ? heading() : BLOCKS[below(BLOCKS.length)]()),
  }
}
