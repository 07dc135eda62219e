/**
 * Elements as rows: what each row of the style sheet comes to on the page.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadLineBreakRules } from '../../src/layout/breaks.js'
import { rendered, rows } from './rendered.js'

beforeAll(loadLineBreakRules)

type Row = readonly [html: string, rows: readonly string[]]

const show = ([html, expected]: Row) => expect(rows(html), html).toEqual(expected)

describe('blocks', () => {
  it.each<Row>([
    ['a', ['a']],
    ['<p>a<p>b', ['a', '', 'b']],
    ['<p>a</p>b', ['a', '', 'b']],
    ['<p></p><p> </p><p>a', ['a']],
    ['a<p></p>b', ['a', '', 'b']],
    ['<div>a</div><div>b</div>', ['a', 'b']],
    ['<div>a<div>b</div>c</div>', ['a', 'b', 'c']],
    ['<div><p>a</p></div><div><p>b</p></div>', ['a', '', 'b']],
    ['<blockquote><p>a</p></blockquote><p>b', ['    a', '', 'b']],
    ['<blockquote>a<blockquote>b</blockquote></blockquote>', ['    a', '', '        b']],
    ['<address>a</address>b', ['a', 'b']],
    ['<center>a</center>', ['a']],
    ['<figure>a<figcaption>b</figcaption></figure>', ['  a', '  b']],
    ['<fieldset><legend>a</legend>b</fieldset>c', ['a', 'b', '', 'c']],
    ['<details><summary>a</summary>b</details>', ['a', 'b']],
    ['<span>a<p>b</p>c</span>', ['a', '', 'b', '', 'c']],
    ['<noscript>a</noscript><noframes>b</noframes>', ['a', 'b']],
    ['<object>a</object><video>b</video><audio>c</audio><canvas>d</canvas>', ['abcd']],
  ])('%s', (...row) => show(row))

  it.each<Row>([
    ['<hr>', ['─'.repeat(40)]],
    ['a<hr>b', ['a', '─'.repeat(40), 'b']],
    ['<p>a</p><hr><p>b</p>', ['a', '', '─'.repeat(40), '', 'b']],
    ['<blockquote><hr></blockquote>', [`    ${'─'.repeat(36)}`]],
  ])('%s', (...row) => show(row))

  it.each<Row>([
    ['a<br>b', ['a', 'b']],
    ['a<br><br>b', ['a', '', 'b']],
    ['a<br><br><br>b', ['a', '', '', 'b']],
    ['a<br>', ['a']],
    ['<p>a<br></p>b', ['a', '', 'b']],
    ['<p>a<br><br></p>b', ['a', '', '', 'b']],
    ['<br>a', ['', 'a']],
    ['a <br> b', ['a', 'b']],
    ['a<br>\n<p>b', ['a', '', 'b']],
    ['<b>a<br>b</b>', ['a', 'b']],
  ])('%s', (...row) => show(row))
})

describe('headings', () => {
  it.each<Row>([
    ['<h1>a</h1>b', ['a', '═', '', 'b']],
    ['<h2>a b</h2>b', ['a b', '───', '', 'b']],
    ['<h3>a</h3>b', ['  a', '', 'b']],
    ['<h4>a</h4>b', ['    a', '', 'b']],
    ['<h5>a</h5>b', ['      a', '', 'b']],
    ['<h6>a</h6>b', ['        a', '', 'b']],
    ['<h1></h1>b', ['b']],
    ['<h1> <b> </b></h1>b', ['b']],
    ['<h1>日本</h1>', ['日本', '════']],
    ['<blockquote><h1>a</h1></blockquote>', ['    a', '    ═']],
    ['<h2>a<br>b c</h2>', ['a', 'b c', '───']],
    ['<ul><li><h2>a</h2></ul>', ['  • a', '    ─']],
  ])('%s, without attributes', (...row) => show(row))

  it('are told apart by attributes, and then not underlined by a row', () => {
    const looks = [1, 2, 3, 4, 5, 6].map((level) => {
      const { lines } = rendered(`<h${level}>a</h${level}>`)
      expect(lines).toHaveLength(1)
      return `${lines[0]?.indent} ${JSON.stringify(lines[0]?.spans[0]?.style)}`
    })
    expect(new Set(looks).size).toBe(6)
  })

  it('are underlined as wide as their longest line', () => {
    const [, , last] = rows('<h1>one two three</h1>', { columns: 9 })
    expect(last).toBe('═'.repeat(7))
  })
})

describe('preformatted text', () => {
  it.each<Row>([
    ['<pre>a  b\n c</pre>', ['a  b', ' c']],
    ['<pre>\na</pre>', ['a']],
    ['<pre>\n\na</pre>', ['', 'a']],
    ['<pre>a\n\n\nb</pre>', ['a', '', '', 'b']],
    ['<pre>a\n</pre>b', ['a', '', 'b']],
    ['<pre></pre>b', ['b']],
    ['<pre>\ta\n1234567\tb\n12345678\tc</pre>', ['        a', '1234567 b', '12345678        c']],
    ['<pre>日本\tb</pre>', ['日本    b']],
    ['<pre><b>ab</b>\tc</pre>', ['ab      c']],
    ['<pre>a\r\nb\rc</pre>', ['a', 'b', 'c']],
    [`<pre>${'x '.repeat(40)}</pre>`, ['x '.repeat(40).trim()]],
    ['<pre>a<br>b</pre>', ['a', 'b']],
    ['<pre>a<p>b</p>c</pre>', ['a', '', 'b', '', 'c']],
    ['<xmp><b>a</b></xmp>', ['<b>a</b>']],
    ['<listing>a\n b</listing>', ['a', ' b']],
    ['<plaintext>a\n</p>', ['a', '</p>']],
    [
      '<pre wrap>aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii</pre>',
      ['aaaa bbbb cccc dddd eeee ffff gggg hhhh', 'iiii'],
    ],
    ['<p><code>a  b\nc</code>', ['a b c']],
  ])('%s', (...row) => show(row))
})

describe('a line of very many tabs', () => {
  it('has each at its place', () => {
    const [row = ''] = rows(`<pre>${'<b>\t</b>'.repeat(20_000)}x</pre>`)
    expect(row.length).toBe(160_001)
  })
})

describe('text', () => {
  it.each<Row>([
    ['  a \t\n b  ', ['a b']],
    ['a<b> b </b>c', ['a b c']],
    ['a <b> b</b>', ['a b']],
    ['a<!-- x -->b', ['ab']],
    ['a&nbsp;&nbsp;b', ['a  b']],
    ['キャラクタ\n  端末上、\nABC\n漢字', ['キャラクタ端末上、 ABC 漢字']],
    ['한국어\n문장', ['한국어 문장']],
    ['<b>bold</b> <i>i</i> <u>u</u> <s>s</s>', ['bold i u s']],
    ['<q>a</q>', ['“a”']],
    ['x<sup>2</sup>', ['x^2']],
    ['H<sub>2</sub>O', ['H_2O']],
    ['1<sup>st</sup> 2<sup>nd</sup> a<sup>[3]</sup> b<sup></sup>™', ['1st 2nd a[3] b™']],
    ['<ruby>漢<rt>kan</rt></ruby>', ['漢(kan)']],
    ['<ruby>漢<rp>（</rp><rt>kan</rt><rp>）</rp></ruby>', ['漢（kan）']],
    ['a<wbr>b', ['ab']],
    ['a&shy;b', ['ab']],
    ['a&#x200b;b', ['ab']],
    ['&#x202e;a&#x2066;b&#x200f;c', ['abc']],
    ['a&#27;[31mb&#155;c&#7;d', ['a[31mb›cd']],
    ['&#xd800;&#0;', ['\ufffd\ufffd']],
    ['a\u2028b', ['ab']],
    ['<del>a</del><ins>b</ins>', ['ab']],
    ['<abbr title="x">a</abbr>', ['a']],
  ])('%s', (...row) => show(row))

  it.each<Row>([
    ['<p hidden>a', []],
    ['<p hidden=until-found>a', ['a']],
    ['<p style="display: none">a', []],
    ['<p style="visibility:hidden">a', []],
    ['<dialog>a</dialog>', []],
    ['<dialog open>a</dialog>', ['a']],
    ['<script>a</script><style>a</style><template>a</template><title>a</title>', []],
    ['<datalist><option>a</datalist>', []],
    ['<svg><text>a</text></svg>', []],
    ['<input type=hidden value=a>', []],
    ['<noembed>a</noembed>', []],
    ['<iframe>a</iframe>', []],
  ])('%s shows nothing that is not to be seen', (...row) => show(row))
})

describe('links', () => {
  it.each<Row>([
    ['<a href=x>a</a> <a href=y>b</a>', ['[1]a [2]b']],
    ['<a href="">a</a>', ['[1]a']],
    ['<a>a</a>', ['a']],
    ['<a name=x>a</a>', ['a']],
    ['<a href=x></a><a href=y> </a>z', ['z']],
    ['x<a href=x> a </a>y', ['x [1]a y']],
    ['<a href=x>a<b>b</b>c</a>', ['[1]abc']],
    ['<a href=x><p>a</p><p>b</p></a>', ['[1]a', '', 'b']],
    ['<a href=x><h2>a</h2></a>', ['[1]a', '────']],
    ['<a href=x><img alt="A picture"></a>', ['[1]A picture']],
    ['<a href=/dir/logo.html?x#y><img></a>', ['[1]logo.html']],
    ['<a href=x><img title=Logo></a>', ['[1]Logo']],
    ['<a href=x title=Home></a>', ['[1]Home']],
    ['<a href=x aria-label=Close><svg></svg></a>', ['[1]Close']],
    ['<a href=x>a</a><a href=x>b</a>', ['[1]a[2]b']],
    ['<a href=x hidden>a</a><a href=y>b</a>', ['[1]b']],
    ['<ul><li><a href=x>a</a><li><a href=x>b</a></ul>', ['  • [1]a', '  • [2]b']],
    ['<pre>a <a href=x>b</a></pre>', ['a [1]b']],
    ['<a href=x>a <input> b</a>', ['[1]a [2][____________________] b']],
    ['<iframe src=x title=T></iframe>', ['[1]T']],
    ['<iframe src=x></iframe>', ['[1]x']],
    ['<iframe src=about:blank></iframe>', []],
    ['<frameset><frame src=a name=n><frame src=b></frameset>', ['[1]n', '[2]b']],
  ])('%s', (...row) => show(row))

  it('carry their target on each line and on nothing else', () => {
    const { lines } = rendered('x <a href=x>one two three</a> y', { columns: 10 })
    const marked = lines.map(({ spans }) => spans.filter((s) => s.target === 0).map((s) => s.text))
    expect(marked).toEqual([['[1]', 'one'], ['two three'], []])
  })

  it('keep their numbers without showing them', () => {
    const { lines, targets } = rendered('<a href=x>a</a> <a href=y>b</a>', { numbers: false })
    expect(lines[0]?.spans.map((s) => s.text).join('')).toBe('a b')
    expect(targets.map(({ column }) => column)).toEqual([0, 2])
  })
})

describe('images', () => {
  it.each<Row>([
    ['a <img alt="b"> c', ['a b c']],
    ['a <img alt=""> c', ['a c']],
    ['a <img src=x.png> c', ['a c']],
    ['<img alt=" two  words ">', ['two words']],
    ['<image alt=old>', ['old']],
  ])('%s', (...row) => show(row))
})

describe('controls', () => {
  it.each<Row>([
    ['<input>', ['[1][____________________]']],
    ['<input size=3 value=abcdef>', ['[1][abc]']],
    ['<input size=4 value=日本語>', ['[1][日本]']],
    ['<input size=5 value=日本語>', ['[1][日本_]']],
    ['<input size=5 placeholder=hint>', ['[1][hint_]']],
    ['<input size=0>', ['[1][____________________]']],
    ['<input size=999999>', [`[1][${'_'.repeat(35)}]`]],
    ['<input type=password size=8 value=secret>', ['[1][******__]']],
    ['<input type=checkbox> <input type=checkbox checked>', ['[1][ ] [2][x]']],
    ['<input type=radio> <input type=radio checked>', ['[1]( ) [2](*)']],
    ['<input type=file>', ['[1][choose a file]']],
    ['<input type=submit> <input type=reset>', ['[1][ Submit ] [2][ Reset ]']],
    ['<input type=submit value="Log in">', ['[1][ Log in ]']],
    ['<input type=image alt=Go>', ['[1][ Go ]']],
    ['<input type=button value=x>', ['[1][ x ]']],
    ['<input type=constructor size=3>', ['[1][___]']],
    ['<input type=__proto__ size=3>', ['[1][___]']],
    ['<button>Go <b>on</b></button>', ['[1][ Go on ]']],
    ['<button>\n  Go\n</button>', ['[1][ Go ]']],
    ['a <button> b </button> c', ['a [1][ b ] c']],
    ['<button><img alt=Go></button>', ['[1][ Go ]']],
    ['<button aria-label=Close></button>', ['[1][ Close ]']],
    ['<button title=Close> </button>', ['[1][ Close ]']],
    ['<button value=v></button>', ['[1][ v ]']],
    ['<select><option>a<option selected>b</select>', ['[1][b ▾]']],
    ['<select></select>', ['[1][ ▾]']],
    ['<textarea cols=5>a\nbcd</textarea>', ['[1][a____]', '[bcd__]']],
    ['<textarea cols=5></textarea>b', ['[1][_____]', 'b']],
    ['<label>Name <input size=2></label>', ['Name [1][__]']],
    ['<form><input type=hidden name=a><input size=2></form>', ['[1][__]']],
    ['<input value="&#27;[31m&#x202e;" size=6>', ['[1][[31m__]']],
  ])('%s', (...row) => show(row))

  it.each([12, 20, 30, 40, 60])('fields stay on one line of %i columns', (columns) => {
    const fields =
      '<textarea cols=80>x</textarea><blockquote><p><input size=60></p></blockquote><ul><li><input type=password size=60></ul>'
    const shown = rows(fields, { columns }).filter((row) => row !== '')
    expect(shown).toHaveLength(3)
    for (const row of shown) expect(row).toMatch(/^ *(• )?\[\d\]\[[x_]+\]$/)
  })
})
