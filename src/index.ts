/**
 * The library: what the command is made of, for other programs.
 */
import { homedir } from 'node:os'
import type { OpenedSession, SessionOptions } from './open.js'
import { openSession as open } from './open.js'

export { dump } from './dump.js'
export type { DumpOptions } from './dump.js'
export { failure, isFailure } from './failure.js'
export type { Failure, FailureKind } from './failure.js'
export { fetch } from './fetch/fetch.js'
export { get, getAll, getRequest } from './fetch/message.js'
export type { Exchange, Fetched, Field, Request, Response } from './fetch/message.js'
export type { Session } from './fetch/session.js'
export type { Document } from './html/document.js'
export type { Line, Link, PlacedTarget, Rendering, Span } from './layout/line.js'
export { load } from './load.js'
export type { LoadOptions, Page } from './load.js'
export type { OpenedSession, SessionOptions } from './open.js'
export { render } from './render.js'
export type { RenderOptions } from './render.js'

/** A session on the real world. Private unless told otherwise: a library does not touch the person's files. */
export function openSession(options: Partial<SessionOptions> = {}): OpenedSession {
  return open({ env: {}, home: homedir(), private: true, ...options })
}
