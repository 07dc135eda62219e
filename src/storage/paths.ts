/**
 * Where things are kept (XDG Base Directory Specification): takes the environment, gives folders. Makes none.
 */
import { join } from 'node:path'

export interface StoragePaths {
  readonly configuration: string
  readonly state: string
  readonly cache: string
}

/** A variable that is no absolute path counts as unset, as the specification says. */
export function storagePaths(env: Readonly<Record<string, string | undefined>>, home: string): StoragePaths {
  const folder = (variable: string, fallback: string) => {
    const value = env[variable] ?? ''
    return join(value.startsWith('/') ? value : join(home, fallback), 'octavo')
  }
  return {
    configuration: folder('XDG_CONFIG_HOME', '.config'),
    state: folder('XDG_STATE_HOME', '.local/state'),
    cache: folder('XDG_CACHE_HOME', '.cache'),
  }
}
