/**
 * A real nginx that serves a folder on loopback: started on a free port with a configuration and folders of its own,
 * as whoever runs the tests. Its log says which connection carried which request.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface LogLine {
  /** nginx's number for the connection, and how many requests it has carried */
  readonly connection: number
  readonly requests: number
  readonly status: number
  /** such as `GET / HTTP/1.1` */
  readonly request: string
}

export interface Nginx {
  /** `http://127.0.0.1:1234/` */
  readonly url: string
  /** the requests answered so far */
  readonly log: () => readonly LogLine[]
  readonly close: () => Promise<void>
}

/** nginx's path; undefined where there is none. Servers are not always on a person's PATH. */
export const nginxCommand = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(
  (command) => spawnSync(command, ['-v']).error === undefined,
)

/** Tries to find a port that nobody takes before nginx does. */
const TRIES = 5

export async function startNginx(root: string): Promise<Nginx> {
  const prefix = mkdtempSync(join(tmpdir(), 'octavo-nginx-'))
  for (let tries = 1; ; tries++) {
    const port = await freePort()
    writeFileSync(join(prefix, 'nginx.conf'), configuration({ root, port, prefix }))
    const server = spawn(nginxCommand ?? 'nginx', ['-p', prefix, '-c', 'nginx.conf', '-e', 'error.log'], {
      stdio: 'ignore',
    })
    const ended = once(server, 'exit')
    if (await answers(port, server)) return running({ server, ended, prefix, port })
    if (tries === TRIES) throw new Error(`nginx does not start: ${read(join(prefix, 'error.log'))}`)
  }
}

interface Running {
  readonly server: ChildProcess
  readonly ended: Promise<unknown>
  readonly prefix: string
  readonly port: number
}

function running({ server, ended, prefix, port }: Running): Nginx {
  return {
    url: `http://127.0.0.1:${port}/`,
    log: () =>
      read(join(prefix, 'access.log'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [connection = '', requests = '', status = '', ...request] = line.split(' ')
          return {
            connection: Number(connection),
            requests: Number(requests),
            status: Number(status),
            request: request.join(' '),
          }
        }),
    close: async () => {
      server.kill('SIGTERM')
      await ended
      rmSync(prefix, { recursive: true, force: true })
    },
  }
}

/**
 * One process, which ends with the test. Types as nginx's own table has them and no charset, so that what a page says of
 * itself counts, as it does for a file.
 */
function configuration({ root, port, prefix }: { root: string; port: number; prefix: string }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
master_process off;
pid nginx.pid;
events { worker_connections 256; }
http {
  types { text/html html htm; text/plain txt; text/css css; image/png png; }
  default_type application/octet-stream;
  log_format connections '$connection $connection_requests $status $request';
  access_log access.log connections;
  ${temporary.map((name) => `${name}_temp_path ${prefix}/${name};`).join('\n  ')}
  gzip on;
  gzip_vary on;
  server {
    listen 127.0.0.1:${port};
    root "${root}";
    autoindex on;
  }
}
`
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Asks until somebody takes the connection; false when the server has ended. */
async function answers(port: number, server: ChildProcess): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isTaken = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isTaken) return true
  }
  return false
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
