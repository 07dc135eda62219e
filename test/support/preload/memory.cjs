// Tells the most memory that the program had, in kilobytes, on descriptor 3.
'use strict'
const { writeSync } = require('node:fs')
process.on('exit', () => {
  try {
    writeSync(3, String(process.resourceUsage().maxRSS))
  } catch {
    // nobody wants to know
  }
})
