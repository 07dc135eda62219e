/**
 * Forms (HTML 4.10): what a control holds, the entry list, and the request a submission is. The document is never
 * changed: what was typed comes in as `values`, and what is absent there is what the page says.
 */
import type { Failure } from '../failure.js'
import { failure, isFailure } from '../failure.js'
import type { Request } from '../fetch/message.js'
import { getRequest } from '../fetch/message.js'
import { resolve } from '../url/reference.js'
import type { Document, Element, Node } from './document.js'
import { attribute, children, descendants, isElement, textContent } from './document.js'
import { collapse } from './parse.js'

/** What a person acts on. `text` covers all one-line fields. */
export type ControlKind =
  'text' | 'password' | 'textarea' | 'checkbox' | 'radio' | 'select' | 'file' | 'submit' | 'reset' | 'button'

/** What was typed or chosen: text, the chosen option's index, or whether a box is ticked. */
export type ControlValue = string | number | boolean

/** By control element; absent means what the page says. */
export type Values = ReadonlyMap<Element, ControlValue>

/** https://html.spec.whatwg.org/multipage/input.html#attr-input-type */
const INPUT_KINDS = new Map<string, ControlKind | 'hidden'>(
  Object.entries({
    hidden: 'hidden',
    password: 'password',
    checkbox: 'checkbox',
    radio: 'radio',
    file: 'file',
    submit: 'submit',
    image: 'submit',
    reset: 'reset',
    button: 'button',
  }),
)

/** The kind of control an element is; undefined for elements that are none, or hidden ones. */
export function controlKind(element: Element): ControlKind | undefined {
  const type = attribute(element, 'type')?.trim().toLowerCase() ?? ''
  switch (element.tagName) {
    case 'input': {
      const kind = INPUT_KINDS.get(type) ?? 'text'
      return kind === 'hidden' ? undefined : kind
    }
    case 'button':
      return type === 'reset' || type === 'button' ? type : 'submit'
    case 'select':
      return 'select'
    case 'textarea':
      return 'textarea'
    default:
      return undefined
  }
}

export interface Option {
  readonly element: Element
  readonly text: string
  readonly value: string
  readonly disabled: boolean
}

/** A select's options in order, those in groups included. */
export function controlOptions(select: Element): readonly Option[] {
  const options: Option[] = []
  for (const node of descendants(select)) {
    if (!isElement(node) || node.tagName !== 'option') continue
    const text = collapse(attribute(node, 'label') || textContent(node))
    const group = node.parentNode !== null && isElement(node.parentNode) ? node.parentNode : undefined
    const disabled =
      has(node, 'disabled') || (group !== undefined && group.tagName === 'optgroup' && has(group, 'disabled'))
    options.push({
      element: node,
      text,
      value: attribute(node, 'value') ?? collapse(textContent(node)),
      disabled,
    })
  }
  return options
}

/** What a control holds now: text for fields, an option's index for selects (-1: none), a boolean for boxes. */
export function controlValue(
  control: { readonly kind: ControlKind; readonly element: Element },
  values: Values,
): ControlValue {
  const { kind, element } = control
  const set = values.get(element)
  if (set !== undefined) return set
  switch (kind) {
    case 'checkbox':
    case 'radio':
      return has(element, 'checked')
    case 'select':
      return selectedIndex(element)
    case 'textarea':
      return textContent(element).replace(/\r\n?/g, '\n')
    case 'text':
    case 'password':
      return (attribute(element, 'value') ?? '').replace(/[\r\n]/g, '')
    default:
      return attribute(element, 'value') ?? ''
  }
}

/** https://html.spec.whatwg.org/multipage/form-elements.html#selectedness-setting-algorithm */
function selectedIndex(select: Element): number {
  const options = controlOptions(select)
  const chosen = options.findLastIndex((o) => has(o.element, 'selected'))
  const isListBox = has(select, 'multiple') || Number.parseInt(attribute(select, 'size') ?? '', 10) > 1
  if (chosen >= 0 || isListBox) return chosen
  return options.findIndex((o) => !o.disabled)
}

/**
 * The form an element belongs to: named by its `form` attribute, else the one that was open where it began, else the
 * nearest around it. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-owner
 */
export function formOf(document: Document, element: Element): Element | undefined {
  const id = attribute(element, 'form')
  if (id !== undefined) {
    for (const node of descendants(document.root)) {
      if (isElement(node) && node.tagName === 'form' && attribute(node, 'id') === id) return node
    }
    return undefined
  }
  const owner = document.formOwners?.get(element)
  if (owner !== undefined) return owner
  for (const around of ancestors(element)) if (around.tagName === 'form') return around
  return undefined
}

/** Radio buttons of the same group, the given one included. */
export function radioGroup(document: Document, radio: Element): readonly Element[] {
  const name = attribute(radio, 'name') ?? ''
  if (name === '') return [radio]
  const form = formOf(document, radio)
  const group: Element[] = []
  for (const node of descendants(document.root)) {
    if (!isElement(node) || controlKind(node) !== 'radio' || attribute(node, 'name') !== name) continue
    if (formOf(document, node) === form) group.push(node)
  }
  return group
}

/** All submittable elements of a form, in document order. */
export function formControls(document: Document, form: Element): readonly Element[] {
  const controls: Element[] = []
  for (const node of descendants(document.root)) {
    if (!isElement(node)) continue
    if (!['input', 'button', 'select', 'textarea'].includes(node.tagName)) continue
    if (formOf(document, node) === form) controls.push(node)
  }
  return controls
}

/** A file that nobody chose is a value, too: an empty file without a name. */
type Entry = readonly [name: string, value: string, isFile?: true]

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set */
export function entryList(
  document: Document,
  form: Element,
  submitter: Element | undefined,
  values: Values,
): readonly Entry[] {
  const entries: Entry[] = []
  const controls = formControls(document, form)
  const chosen = chosenRadios(controls, values)
  for (const element of controls) {
    if (isDisabled(element)) continue
    const kind = controlKind(element)
    const name = attribute(element, 'name') ?? ''
    const isImage = attribute(element, 'type')?.toLowerCase() === 'image'
    if (kind === 'submit' && isImage && element === submitter) {
      const prefix = name === '' ? '' : `${name}.`
      entries.push([`${prefix}x`, '0'], [`${prefix}y`, '0'])
      continue
    }
    if (name === '') continue
    if (kind === undefined) {
      // a hidden field; `_charset_` asks for the encoding's name
      entries.push([name, name === '_charset_' ? 'UTF-8' : (attribute(element, 'value') ?? '')])
      continue
    }
    const value = controlValue({ kind, element }, values)
    switch (kind) {
      case 'submit':
        if (element === submitter) entries.push([name, attribute(element, 'value') ?? ''])
        break
      case 'reset':
      case 'button':
        break
      case 'checkbox':
      case 'radio':
        if (value === true && (kind === 'checkbox' || chosen.get(name) === element))
          entries.push([name, attribute(element, 'value') ?? 'on'])
        break
      case 'select':
        entries.push(...selectEntries(element, name, value, values.has(element)))
        break
      case 'file':
        entries.push([name, '', true])
        break
      default:
        entries.push([name, String(value)])
    }
  }
  return entries.map(([name, value, ...kind]) => [crlf(name), crlf(value), ...kind])
}

/** By group; where a page ticks several of one group, the last counts. */
function chosenRadios(controls: readonly Element[], values: Values): ReadonlyMap<string, Element> {
  const chosen = new Map<string, Element>()
  for (const element of controls) {
    const isTicked =
      controlKind(element) === 'radio' && controlValue({ kind: 'radio', element }, values) === true
    if (isTicked) chosen.set(attribute(element, 'name') ?? '', element)
  }
  return chosen
}

function selectEntries(select: Element, name: string, value: ControlValue, changed: boolean): Entry[] {
  const options = controlOptions(select)
  const chosen =
    has(select, 'multiple') && !changed
      ? options.filter((o) => has(o.element, 'selected'))
      : [options[Number(value)]]
  return chosen.filter((o) => o !== undefined && !o.disabled).map((o) => [name, o?.value ?? ''])
}

const crlf = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n')

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#concept-fe-disabled */
function isDisabled(element: Element): boolean {
  if (has(element, 'disabled')) return true
  let below: Node = element
  for (const around of ancestors(element)) {
    if (around.tagName === 'fieldset' && has(around, 'disabled') && below !== firstLegend(around)) return true
    below = around
  }
  return false
}

function firstLegend(fieldset: Element): Element | undefined {
  return children(fieldset).find((node): node is Element => isElement(node) && node.tagName === 'legend')
}

/** The elements around one, from the inside out. */
function* ancestors(element: Element): Generator<Element> {
  for (let at = element.parentNode; at !== null && isElement(at); at = at.parentNode) yield at
}

/**
 * The request that submitting a form makes, https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm
 * A control outside any form, or a form that cannot be sent as it asks, is a Failure.
 */
export function submission(
  form: Element | undefined,
  submitter: Element | undefined,
  values: Values,
  document: Document,
): Request | Failure {
  if (form === undefined) return failure('address', 'this control belongs to no form')
  const from = (name: string): string | undefined =>
    (submitter && attribute(submitter, `form${name}`)) ?? attribute(form, name)
  const method = from('method')?.trim().toLowerCase() ?? 'get'
  if (method === 'dialog') return failure('address', 'this form only closes a dialog, which takes a script')
  const action = from('action') ?? ''
  const url = action === '' ? new URL(document.url) : resolve(action, document.baseUrl)
  if (isFailure(url)) return url
  url.hash = ''
  const entries = entryList(document, form, submitter, values)
  if (method !== 'post') {
    // https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#submit-mutate-action
    if (url.protocol !== 'data:' && url.protocol !== 'about:') url.search = urlencoded(entries)
    return getRequest(url, { initiator: document.url })
  }
  const encoded = encodeBody(from('enctype')?.trim().toLowerCase() ?? '', entries)
  return getRequest(url, {
    method: 'POST',
    initiator: document.url,
    fields: [['Content-Type', encoded.type]],
    body: new TextEncoder().encode(encoded.text),
  })
}

const NO_FILE = '; filename=""\r\nContent-Type: application/octet-stream'

function encodeBody(
  enctype: string,
  entries: readonly Entry[],
): { readonly type: string; readonly text: string } {
  switch (enctype) {
    case 'text/plain':
      return { type: 'text/plain', text: entries.map(([n, v]) => `${n}=${v}\r\n`).join('') }
    case 'multipart/form-data': {
      // any boundary that stands in no entry will do, so that the same form gives the same octets
      let boundary = 'octavo-form-boundary'
      while (entries.some(([n, v]) => n.includes(boundary) || v.includes(boundary))) boundary += '-x'
      const name = (n: string) => n.replace(/["\r\n]/g, (c) => encodeURIComponent(c))
      const parts = entries.map(
        ([n, v, isFile]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${name(n)}"${isFile ? NO_FILE : ''}\r\n\r\n${v}\r\n`,
      )
      return {
        type: `multipart/form-data; boundary=${boundary}`,
        text: `${parts.join('')}--${boundary}--\r\n`,
      }
    }
    default:
      return { type: 'application/x-www-form-urlencoded', text: urlencoded(entries) }
  }
}

/** https://url.spec.whatwg.org/#concept-urlencoded-serializer */
function urlencoded(entries: readonly Entry[]): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of entries) parameters.append(name, value)
  return parameters.toString()
}

function has(element: Element, name: string): boolean {
  return attribute(element, name) !== undefined
}
