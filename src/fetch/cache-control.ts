/**
 * Cache-Control (RFC 9111 section 5.2): takes fields, gives the directives with their arguments.
 */
import { getAll, type Field } from './message.js'

/** Lower-case names; every occurrence's argument in order, undefined where there was none. */
export type Directives = ReadonlyMap<string, readonly (string | undefined)[]>

/** token [ "=" ( token / quoted-string ) ], as section 5.2 writes it: no space around the sign. */
const directive = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s",]*)))?$/s

/** Octets up to the next comma that no quoted-string holds. */
const member = /(?:"(?:[^"\\]|\\.)*"?|[^",])+/gs

export function parseCacheControl(fields: readonly Field[]): Directives {
  const found = new Map<string, (string | undefined)[]>()
  for (const value of getAll(fields, 'cache-control')) {
    for (const [text] of value.matchAll(member)) {
      const match = directive.exec(text.trim())
      if (match === null) continue
      const name = (match[1] ?? '').toLowerCase()
      const argument = match[2]?.replace(/\\(.)/gs, '$1') ?? match[3]
      const earlier = found.get(name)
      if (earlier === undefined) found.set(name, [argument])
      else earlier.push(argument)
    }
  }
  return found
}

/** 2^31: what a delta-seconds too large to hold counts as (section 1.2.2). */
export const greatestSeconds = 2147483648

/**
 * The delta-seconds of a directive; undefined when it is absent. An argument that is no number, or occurrences that
 * disagree, give 0 in an answer: section 4.2.1 wants such freshness information taken as stale.
 */
export function seconds(directives: Directives, name: string): number | undefined {
  const occurrences = directives.get(name)
  if (occurrences === undefined) return undefined
  const numbers = occurrences.map((text) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : 0))
  return Math.min(greatestSeconds, ...numbers)
}
