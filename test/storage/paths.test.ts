import { describe, expect, it } from 'vitest'
import { storagePaths } from '../../src/storage/paths.js'

describe('XDG folders', () => {
  it('are below the home folder when nothing else is said', () => {
    expect(storagePaths({}, '/home/me')).toEqual({
      configuration: '/home/me/.config/octavo',
      state: '/home/me/.local/state/octavo',
      cache: '/home/me/.cache/octavo',
    })
  })

  it('are where the variables say, if those are absolute', () => {
    const env = { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative', XDG_CACHE_HOME: '' }
    expect(storagePaths(env, '/h')).toEqual({
      configuration: '/c/octavo',
      state: '/h/.local/state/octavo',
      cache: '/h/.cache/octavo',
    })
  })
})
