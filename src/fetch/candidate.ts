/**
 * Constructing answers from caches (RFC 9111 section 4): asks the store and the rules what may serve a request.
 */
import { cacheKey, conditionalFields, evaluate, isConditional, type CacheRequest } from './cache.js'
import type { Request } from './message.js'
import type { Session, StoredResponse } from './session.js'
import { select } from './vary.js'

/** A stored answer that may serve, and why; without one, why not. */
export interface Candidate {
  readonly use: 'fresh' | 'validate' | 'miss'
  readonly reason?: string
  readonly stored?: StoredResponse
  readonly body?: Uint8Array
}

/** RFC 9111 section 4: what the cache has for this request. The body is read at once: without it there is no answer. */
export async function findCandidate(
  wanted: CacheRequest,
  request: Request,
  session: Session,
): Promise<Candidate> {
  const { cacheMode, method } = request
  const readable = method === 'GET' || method === 'HEAD'
  if (!readable || cacheMode === 'no-store' || cacheMode === 'reload' || isConditional(wanted.fields)) {
    return { use: 'miss' }
  }
  const key = cacheKey(wanted)
  const [stored] = select(await session.cache.lookup(key), wanted)
  if (stored === undefined) return { use: 'miss' }
  const { use, reason } = judged(stored, wanted, request, session.now())
  if (use === 'miss') return { use, reason }
  const body = await session.cache.read(key, stored.id)
  return body === undefined ? { use: 'miss' } : { use, reason, stored, body }
}

/** The rules of freshness, and what the person asked for beyond them. */
function judged(stored: StoredResponse, wanted: CacheRequest, request: Request, now: number) {
  const evaluation = evaluate(stored, wanted, now)
  if (request.cacheMode === 'only-if-cached') {
    return { use: 'fresh' as const, reason: `${evaluation.reason}; the network was not to be asked` }
  }
  if (request.cacheMode !== 'no-cache' || evaluation.use !== 'fresh') return evaluation
  const use = conditionalFields(stored).length > 0 ? ('validate' as const) : ('miss' as const)
  return { use, reason: `${evaluation.reason}, but a reload asks again` }
}
