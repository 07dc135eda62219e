/**
 * Redirection (RFC 9110 section 15.4; Fetch, HTTP-redirect fetch): takes a request and its 3xx answer, gives the
 * request that follows.
 */
import { failure, isFailure, type Failure } from '../failure.js'
import { getAll, type Field, type Request, type Response } from './message.js'

const statuses = new Set([301, 302, 303, 307, 308])

/** Fields that speak of a body, gone when the body goes. */
const bodyFields = new Set([
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
  'origin',
])

/** Fields that one origin's caller meant for that origin alone. */
const credentialFields = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** What a page of the left scheme may be redirected to. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'http:': ['http:', 'https:'],
  'https:': ['http:', 'https:'],
  'about:': ['about:', 'http:', 'https:'],
}

export function isRedirect(response: Response): boolean {
  return statuses.has(response.status) && getAll(response.fields, 'location').length > 0
}

/** Octets that are UTF-8 are read so; others are percent-coded one by one, as they would stand in a URL. */
function octetsAsText(value: string): string {
  if (!/[^\x00-\x7f]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value.replace(/[^\x00-\x7f]/g, (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

/** The URL that Location names. Several Location fields that differ name none. */
function target(response: Response): URL | Failure {
  const values = [...new Set(getAll(response.fields, 'location').map((value) => value.trim()))]
  const text = octetsAsText(values[0] ?? '')
  if (values.length > 1) return failure('redirect', 'the answer redirects to several places at once')
  if (!URL.canParse(text, response.url.href)) {
    return failure('redirect', 'the answer redirects to what is no address')
  }
  const url = new URL(text, response.url)
  if (url.hash === '') url.hash = response.url.hash
  return url
}

/** The request that the redirect asks for; `request.url` has the fragment that was asked for. */
export function redirected(request: Request, response: Response): Request | Failure {
  const from = new URL(response.url)
  if (from.hash === '') from.hash = request.url.hash
  const url = target({ ...response, url: from })
  if (isFailure(url)) return url
  const known = allowed[from.protocol] ?? []
  const opened = ['file:', 'data:', 'about:'].includes(url.protocol)
  if (opened && !known.includes(url.protocol)) {
    return failure('redirect', `a page of the web may not lead to ${url.protocol} addresses by itself`)
  }
  const { body, ...bodiless } = request
  const method = methodAfter(response.status, request.method)
  const dropsBody = method !== request.method
  const foreign = url.origin !== from.origin
  const kept = ([name]: Field) =>
    !(dropsBody && bodyFields.has(name.toLowerCase())) &&
    !(foreign && credentialFields.has(name.toLowerCase()))
  const next: Request = { ...bodiless, method, url, fields: request.fields.filter(kept) }
  return dropsBody || body === undefined ? next : { ...next, body }
}

function methodAfter(status: number, method: string): string {
  if (status === 303 && method !== 'HEAD') return 'GET'
  if ((status === 301 || status === 302) && method === 'POST') return 'GET'
  return method
}
