// What a page costs before anything is done with it: read, decoded, parsed. Bundled like the program, then run on
// the same file.
import { readFileSync } from 'node:fs'
import { parse } from 'parse5'

const text = new TextDecoder().decode(readFileSync(process.argv[2]))
parse(text, { scriptingEnabled: false })
