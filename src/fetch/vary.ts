/**
 * Calculating cache keys with the Vary field (RFC 9111 section 4.1): which of several stored variants answers a request.
 */
import { createHash } from 'node:crypto'
import { get, getAll, type Field } from './message.js'
import type { StoredResponse } from './session.js'

/** The part of a request that chooses a variant. */
interface Choosing {
  readonly fields: readonly Field[]
}

/** The names that Vary lists, lower-case. */
export function varyNames(fields: readonly Field[]): string[] {
  return getAll(fields, 'vary')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

/** Fields whose value is a secret: the cache keeps only a digest of it. */
const secret = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** A field's value as variants are told apart by it: white space about list members does not matter (section 4.1). */
function selectingValue(fields: readonly Field[], name: string): string | undefined {
  const value = get(fields, name)
    ?.split(',')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .join(', ')
  if (value === undefined || !secret.has(name)) return value
  return `sha256 ${createHash('sha256').update(value).digest('base64')}`
}

/**
 * The request's fields by which the answer was chosen. Authorization counts although Vary need not name it: what
 * one set of credentials was shown, another shall not be.
 */
export function varyFields(request: Choosing, responseFields: readonly Field[]): readonly Field[] {
  const names = new Set([...varyNames(responseFields), 'authorization'])
  return [...names].sort().flatMap((name): Field[] => {
    const value = selectingValue(request.fields, name)
    return value === undefined ? [] : [[name, value]]
  })
}

/** Names a variant: the same choice of fields gives the same name, so that a newer answer takes the older one's place. */
export function variantId(request: Choosing, responseFields: readonly Field[]): string {
  const chosen = [varyNames(responseFields).sort(), varyFields(request, responseFields)]
  return createHash('sha256').update(JSON.stringify(chosen)).digest('hex').slice(0, 16)
}

/** Section 4.1: the stored variants that answer the request, newest first. */
export function select(variants: readonly StoredResponse[], request: Choosing): readonly StoredResponse[] {
  const matches = (stored: StoredResponse) =>
    !varyNames(stored.fields).includes('*') &&
    JSON.stringify(varyFields(request, stored.fields)) === JSON.stringify(stored.varyFields)
  return variants.filter(matches).sort((a, b) => b.responseTime - a.responseTime)
}
