/**
 * The command's first file. Runs the program that lies beside it, with the compiled code that the build left there
 * where it fits this Node; where it does not, V8 says so and compiles anew. Saves a third of the time to a page.
 */
import fs = require('node:fs')
import Module = require('node:module')
import path = require('node:path')
import vm = require('node:vm')

/** Set by the build in the copy of this file that makes the compiled code. */
declare const WARM_UP: boolean

const scripts = new Map<string, vm.Script>()
const modules = new Map<string, { exports: unknown }>()

function script(filename: string): vm.Script {
  const known = scripts.get(filename)
  if (known !== undefined) return known
  const cache = `${filename}.cache`
  const made = new vm.Script(Module.wrap(fs.readFileSync(filename, 'latin1')), {
    filename,
    ...(fs.existsSync(cache) && { cachedData: fs.readFileSync(cache) }),
  })
  scripts.set(filename, made)
  return made
}

/** What `require` gives in the program: its own parts from here, all else from Node. */
function load(name: string): unknown {
  if (!name.startsWith('./')) return require(name)
  const known = modules.get(name)
  if (known !== undefined) return known.exports
  const filename = path.join(__dirname, name)
  const module = { exports: {} }
  modules.set(name, module)
  const run = script(filename).runInThisContext() as (...scope: readonly unknown[]) => void
  run(module.exports, load, module, filename, path.dirname(filename))
  return module.exports
}

if (WARM_UP) {
  // each argument is a command line, as JSON; what it takes is compiled by running it
  for (const line of process.argv.slice(2)) {
    process.argv.splice(2, Infinity, ...(JSON.parse(line) as string[]))
    modules.clear()
    load('./main.js')
  }
  process.on('exit', () => {
    for (const [filename, made] of scripts) fs.writeFileSync(`${filename}.cache`, made.createCachedData())
  })
} else load('./main.js')
