/**
 * What a body is to be called when it is saved: Content-Disposition (RFC 6266), else the end of the URL's path.
 */
import type { Response } from './message.js'
import { get } from './message.js'

/** Whether the server asks for the body to be saved and not shown. */
export async function isAttachment(response: Response): Promise<boolean> {
  return (await disposition(response))?.type === 'attachment'
}

/** A name without folders; whoever writes the file makes it safe for the file system. */
export async function downloadName(response: Response): Promise<string> {
  const given = (await disposition(response))?.parameters['filename']
  const name = lastSegment(given ?? '') || lastSegment(decoded(response.url.pathname))
  return name || response.url.hostname || 'download'
}

async function disposition(
  response: Response,
): Promise<
  { readonly type: string; readonly parameters: Readonly<Record<string, string | undefined>> } | undefined
> {
  const value = get(response.fields, 'Content-Disposition')
  if (value === undefined) return undefined
  const { parse } = await import('content-disposition')
  try {
    return parse(value)
  } catch {
    return undefined
  }
}

const lastSegment = (path: string): string => /[^/\\]*$/.exec(path)?.[0] ?? ''

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
