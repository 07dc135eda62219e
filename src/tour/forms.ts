/** Forms: HTML 4.10. */
import type { Field } from '../fetch/message.js'
import { get } from '../fetch/message.js'
import { markup } from '../html/markup.js'
import type { Markup } from '../html/markup.js'
import { entries, page } from './page.js'
import type { Answer, Theme, Visit } from './page.js'

function byGet(visit: Visit): Answer {
  return page(visit, {
    title: 'A form by GET',
    wire: markup`What you fill in becomes the query of the next address, so the answer can be kept, sent to somebody, and asked for again. Send the form and press <kbd>H</kbd>: everything is in the first line of the request.`,
    body: markup`<form action="/forms/echo">
<p><label>Look for <input type="search" name="q" value="octavo" size="30"></label></p>
<p><label>in <select name="where">
<option value="all">all books
<option value="titles">titles
<option value="authors" selected>authors
</select></label>
<label><input type="checkbox" name="exact" value="yes"> these words exactly</label></p>
<p><button>Search</button> <button type="reset">Reset</button></p>
</form>`,
  })
}

function byPost(visit: Visit): Answer {
  return page(visit, {
    title: 'A form by POST',
    wire: markup`Here every kind of field is there, and what you fill in goes into the body of the request. Send it and press <kbd>H</kbd>: the address stays short, and Content-Type says how the body is written.`,
    body: markup`<form method="post" action="/forms/echo">
<fieldset><legend>Text</legend>
<table>
${TEXT_FIELDS.map(row)}</table>
</fieldset>
<fieldset><legend>Choices</legend>
<table>
${CHOICES.map(row)}</table>
</fieldset>
<p><input type="hidden" name="unseen" value="a hidden field">
<button name="action" value="send">Send</button>
<input type="submit" name="action" value="Send as draft">
<input type="reset" value="Reset">
<button type="button">A button for scripts</button></p>
</form>`,
  })
}

type Row = readonly [label: string, control: Markup]

const TEXT_FIELDS: readonly Row[] = [
  ['Name', markup`<input name="name" placeholder="your name">`],
  ['Password', markup`<input type="password" name="password">`],
  ['E-mail', markup`<input type="email" name="email" value="reader@example.org">`],
  ['Web site', markup`<input type="url" name="site" value="https://example.org/">`],
  ['Telephone', markup`<input type="tel" name="telephone">`],
  ['Number', markup`<input type="number" name="number" value="8" min="1" max="64">`],
  ['Date', markup`<input type="date" name="date" value="1991-08-06">`],
  ['Not to be changed', markup`<input name="fixed" value="read only" readonly>`],
  ['Not to be used', markup`<input name="unused" value="disabled" disabled>`],
  ['Remarks', markup`<textarea name="remarks" rows="3" cols="40">Several lines\nmay stand here.</textarea>`],
]

const CHOICES: readonly Row[] = [
  [
    'Format',
    markup`<label><input type="radio" name="format" value="folio"> folio</label>
<label><input type="radio" name="format" value="quarto"> quarto</label>
<label><input type="radio" name="format" value="octavo" checked> octavo</label>`,
  ],
  [
    'Bound in',
    markup`<label><input type="checkbox" name="binding" value="cloth" checked> cloth</label>
<label><input type="checkbox" name="binding" value="leather"> leather</label>`,
  ],
  [
    'Paper',
    markup`<select name="paper">
<optgroup label="Smooth"><option>wove<option>coated</optgroup>
<optgroup label="Rough"><option selected>laid<option disabled>none</optgroup>
</select>`,
  ],
  [
    'Colours',
    markup`<select name="colour" multiple size="3"><option selected>red<option>green<option selected>blue</select>`,
  ],
  ['How loud, 0 to 10', markup`<input type="range" name="volume" min="0" max="10" value="3">`],
  ['Ink', markup`<input type="color" name="ink" value="#102030">`],
]

function row([label, control]: Row): Markup {
  return markup`<tr><th>${label}<td>${control}\n`
}

function echo(visit: Visit): Answer {
  const pairs = entries(visit)
  const isPost = visit.method === 'POST'
  const text = isPost ? Buffer.from(visit.body).toString('utf8') : visit.url.search.slice(1)
  const fields: Field[] = isPost ? [['Cache-Control', 'no-store']] : []
  return page(visit, {
    title: 'What the form sent',
    wire: isPost
      ? markup`The request had a body of ${visit.body.length} octets. Press <kbd>H</kbd> to see its head, and then <kbd>x</kbd> to see the body too.`
      : markup`The request had no body; the form is in its address. Press <kbd>H</kbd> to see it.`,
    body: markup`<table>
<tr><th>Field<th>Value
${pairs.map(([name, value]) => markup`<tr><td>${name}<td>${value}\n`)}</table>
${pairs.length === 0 ? markup`<p>Nothing was sent.</p>` : ''}
<p>Sent with ${visit.method}${isPost ? ` as ${get(visit.fields, 'content-type') ?? 'something unnamed'}` : ''}:</p>
<pre>\n${text}</pre>`,
    fields,
  })
}

export const FORMS: Theme = {
  title: 'Filling in',
  stops: [
    { path: '/forms', title: 'A form by GET', answer: byGet },
    { path: '/forms/post', title: 'A form by POST', answer: byPost },
  ],
  others: { '/forms/echo': echo },
}
