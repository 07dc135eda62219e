/** What pages are made of: headings, lists, tables, text. Nothing here is special on the wire. */
import { markup } from '../html/markup.js'
import type { Markup } from '../html/markup.js'
import { page } from './page.js'
import type { Answer, Answerer, Theme, Visit } from './page.js'

const text: Answerer = still(
  'Text',
  markup`<p>A paragraph may have <em>emphasis</em>, <strong>strong importance</strong>, <code>code</code>, <mark>a highlight</mark>, <del>a deletion</del> and <a href="#quotation">a link to a place on the same page</a>. Water is H<sub>2</sub>O, and a square is x<sup>2</sup>.</p>
<pre>
Preformatted text    keeps its blanks,
    its indents,
        and its line ends.
</pre>
<hr>
<blockquote id="quotation">
<p>A quotation is indented.</p>
<blockquote><p>One inside another, more so.</p></blockquote>
</blockquote>
<p>A picture is its description: <img src="/text/picture.png" alt="a small book, folded three times">. The lines of an address<br>are broken<br>where it says so.</p>
<p>Averylongwordthatfitsintonolineatallhastobecutsomewhereandthatisdoneattheedgeofthetextwhereverthatmaybeonthescreenthatyouhavebeforeyou.</p>`,
)

const headings: Answerer = still(
  'Headings',
  markup`<p>Six levels, told apart with and without colour.</p>
<h2>The second level</h2>
<p>Text below it.</p>
<h3>The third level</h3>
<p>Text below it.</p>
<h4>The fourth level</h4>
<p>Text below it.</p>
<h5>The fifth level</h5>
<p>Text below it.</p>
<h6>The sixth level</h6>
<p>Text below it.</p>`,
)

const lists: Answerer = still(
  'Lists',
  markup`<ul>
<li>An item
<li>An item with a list of its own
<ul><li>inside<li>inside, and deeper
<ul><li>at the third level</ul>
</ul>
<li>An item that is long enough to need a second line on a screen of eighty columns, which begins where the text of the first one does
</ul>
<ol>
<li>First
<li>Second
<ol type="a"><li>with letters<li>below it</ol>
<li value="10">The tenth
</ol>
<ol reversed><li>Three<li>Two<li>One</ol>
<dl>
<dt>Folio<dd>a sheet folded once, which makes two leaves
<dt>Quarto<dd>folded twice: four leaves
<dt>Octavo<dd>folded three times: eight leaves, and the size of most books
</dl>`,
)

const tables: Answerer = still(
  'Tables',
  markup`<table>
<caption>HTTP in numbers</caption>
<tr><th>Version<th>Year<th>Document<th>What was new
<tr><td>0.9<td align="right">1991<td>a note<td>a line to ask, a page to answer
<tr><td>1.0<td align="right">1996<td>RFC 1945<td>fields, statuses, types, POST
<tr><td>1.1<td align="right">1997<td>RFC 2068, now RFC 9112<td>persistent connections, Host, chunks, and a whole theory of caching that pages like those of this tour still use
<tr><td>2<td align="right">2015<td>RFC 7540, now RFC 9113<td>many exchanges at once on one connection, in binary frames
<tr><td>3<td align="right">2022<td>RFC 9114<td>the same over QUIC
</table>
<p>A table with a table in it:</p>
<table>
<tr><td>left<td><table><tr><td>a<td>b<tr><td>c<td>d</table>
<tr><td><a href="/lists">a link</a><td>right
</table>`,
)

function still(title: string, body: Markup): Answerer {
  return (visit: Visit): Answer =>
    page(visit, {
      title,
      wire: markup`One request, one answer, and nothing special about either. <kbd>H</kbd> shows them, and <kbd>\\</kbd> the HTML that this page was made from.`,
      body,
    })
}

export const TEXT: Theme = {
  title: 'Reading',
  stops: [
    { path: '/text', title: 'Text', answer: text },
    { path: '/headings', title: 'Headings', answer: headings },
    { path: '/lists', title: 'Lists', answer: lists },
    { path: '/tables', title: 'Tables', answer: tables },
  ],
}
