// Preloaded into a measured process: at its end it says the most memory it held, in kilobytes, to the file named in
// BENCH_REPORT.
const { writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.BENCH_REPORT, String(process.resourceUsage().maxRSS)))
