import { describe, expect, it } from 'vitest'
import { modesOff, modesOn } from '../../src/terminal/modes.js'

/** Every DEC private mode that a string sets or resets. */
function privateModes(text: string, final: 'h' | 'l'): string[] {
  return [...text.matchAll(/\x1b\[\?(\d+)([hl])/g)].filter((m) => m[2] === final).map((m) => m[1] ?? '')
}

describe('the modes', () => {
  it('that are set are reset, and the other way round', () => {
    const changed = [
      ...privateModes(modesOn, 'h').map((m) => `${m}h`),
      ...privateModes(modesOn, 'l').map((m) => `${m}l`),
    ]
    expect(changed.length).toBeGreaterThan(5)
    for (const mode of changed) {
      const opposite = mode.endsWith('h') ? 'l' : 'h'
      expect(privateModes(modesOff, opposite)).toContain(mode.slice(0, -1))
    }
  })

  it('of keyboard and title are pushed once and popped once', () => {
    expect(modesOn.split('\x1b[>1u')).toHaveLength(2)
    expect(modesOff.split('\x1b[<u')).toHaveLength(2)
    expect(modesOn.split('\x1b[22;2t')).toHaveLength(2)
    expect(modesOff.split('\x1b[23;2t')).toHaveLength(2)
  })

  it('end on the screen on which they began', () => {
    expect(modesOff.indexOf('\x1b[<u')).toBeLessThan(modesOff.indexOf('\x1b[?1049l'))
    expect(modesOn.indexOf('\x1b[>1u')).toBeGreaterThan(modesOn.indexOf('\x1b[?1049h'))
  })

  it('end without a scroll region, style, link or held update', () => {
    for (const sequence of ['\x1b[r', '\x1b[m', '\x1b]8;;\x1b\\', '\x1b[?2026l', '\x1b[?25h']) {
      expect(modesOff).toContain(sequence)
    }
  })
})
