/**
 * How form controls look: text that says what can be done and what they hold. Spaces inside are no-break, so that a
 * control stays in one piece.
 */
import type { Element } from '../html/document.js'
import { attribute } from '../html/document.js'
import { collapse } from '../html/parse.js'
import type { ControlKind, ControlValue } from '../html/form.js'
import { controlOptions } from '../html/form.js'
import { safeText } from './text.js'
import { cellWidth, clusters } from './width.js'

const NO_BREAK = '\u00a0'
const LABELS: Readonly<Record<string, string>> = { submit: 'Submit', reset: 'Reset', button: 'Button' }

/** A field narrower than this says nothing. */
const NARROWEST = 4

/** The lines a control is drawn as; all but text areas have one. `room`: cells that a field may take if it can. */
export function controlLines(
  kind: ControlKind,
  element: Element,
  value: ControlValue,
  { room = Infinity }: { readonly room?: number } = {},
): readonly string[] {
  const widest = Math.max(NARROWEST, room - '[]'.length)
  const lines = draw(kind, element, value, widest)
  return lines.map((line) => safeText(line).replace(/[ \t]/g, NO_BREAK))
}

function draw(kind: ControlKind, element: Element, value: ControlValue, widest: number): readonly string[] {
  switch (kind) {
    case 'checkbox':
      return [value === true ? '[x]' : '[ ]']
    case 'radio':
      return [value === true ? '(*)' : '( )']
    case 'select': {
      const options = controlOptions(element)
      return [`[${options[Number(value)]?.text ?? ''} ▾]`]
    }
    case 'file':
      return [value === '' ? '[choose a file]' : `[${String(value)}]`]
    case 'textarea': {
      const lines = String(value).replace(/\n$/, '').split('\n')
      const columns = Math.max(size(element, 'cols', 40), ...lines.map((line) => cellWidth(line)))
      return lines.map((line) => `[${field(line, Math.min(columns, 120, widest))}]`)
    }
    case 'password':
      return [
        `[${field('*'.repeat([...String(value)].length), Math.min(size(element, 'size', 20), widest))}]`,
      ]
    case 'text': {
      const text = String(value) === '' ? collapse(attribute(element, 'placeholder') ?? '') : String(value)
      return [`[${field(text, Math.min(size(element, 'size', 20), widest))}]`]
    }
    case 'submit':
    case 'reset':
    case 'button': {
      const label = attribute(element, 'value') ?? attribute(element, 'alt') ?? ''
      return [`[ ${collapse(label) || (LABELS[kind] ?? kind)} ]`]
    }
  }
}

function size(element: Element, name: string, fallback: number): number {
  const given = Number.parseInt(attribute(element, name) ?? '', 10)
  return given > 0 ? Math.min(given, 60) : fallback
}

/** The text cut or filled up to so many cells. */
function field(text: string, columns: number): string {
  let shown = ''
  let used = 0
  for (const cluster of clusters(safeText(text))) {
    if (used + cluster.width > columns) break
    shown += cluster.text
    used += cluster.width
  }
  return shown + '_'.repeat(columns - used)
}
