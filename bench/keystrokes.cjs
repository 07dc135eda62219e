// Preloaded into the browser in a terminal: notes when input comes and when writes are done, and at the end puts it
// all in the file named in BENCH_REPORT, as JSON: [what, milliseconds, octets][].
const { writeFileSync } = require('node:fs')
const { ReadStream, WriteStream } = require('node:tty')

const events = []
const { push } = ReadStream.prototype
const { write } = WriteStream.prototype

ReadStream.prototype.push = function (chunk, encoding) {
  events.push(['input', performance.now(), chunk?.length ?? 0])
  return push.call(this, chunk, encoding)
}
WriteStream.prototype.write = function (...args) {
  const done = write.apply(this, args)
  events.push(['write', performance.now(), Buffer.byteLength(args[0])])
  return done
}
process.on('exit', () => writeFileSync(process.env.BENCH_REPORT, JSON.stringify(events)))
