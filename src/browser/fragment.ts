/**
 * Fragments: which line of a rendering a URL's fragment means. HTML, "find a potential indicated element".
 * https://html.spec.whatwg.org/#find-a-potential-indicated-element
 */
import type { Rendering } from '../layout/line.js'

/** Takes the fragment decoded and without its `#`; undefined when nothing there has that name. */
export function fragmentLine(rendering: Rendering, fragment: string): number | undefined {
  const line = rendering.anchors.get(fragment)
  if (line !== undefined) return line
  return fragment === '' || fragment.toLowerCase() === 'top' ? 0 : undefined
}
