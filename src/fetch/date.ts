/**
 * HTTP-date (RFC 9110 section 5.6.7): takes a field value, gives milliseconds since the epoch.
 */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const century = 100
const fiftyYears = 50

/** The three forms a recipient must read. Names may be in any case; everything else is to the letter. */
const forms: readonly RegExp[] = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  /^[a-z]{3}, (?<day>\d{2}) (?<month>[a-z]{3}) (?<year>\d{4}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) GMT$/i,
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  /^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) GMT$/i,
  // asctime: Sun Nov  6 08:49:37 1994
  /^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) (?<year>\d{4})$/i,
]

/** A two-digit year that seems more than fifty years ahead is the most recent past year with those digits. */
function fullYear(digits: string, now: number): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  const thisYear = new Date(now).getUTCFullYear()
  const guess = thisYear - (thisYear % century) + year
  return guess > thisYear + fiftyYears ? guess - century : guess
}

/** Milliseconds since the epoch, or undefined when the text is no HTTP-date. */
export function parseHttpDate(text: string, now: number): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text.trim())?.groups
    if (parts === undefined) continue
    const month = months.indexOf((parts['month'] ?? '').toLowerCase())
    const [day, h, m, s] = [parts['day'], parts['h'], parts['m'], parts['s']].map(Number) as [
      number,
      number,
      number,
      number,
    ]
    if (month < 0 || day < 1 || day > 31 || h > 23 || m > 59 || s > 60) return undefined
    return Date.UTC(fullYear(parts['year'] ?? '', now), month, day, h, m, s)
  }
  return undefined
}

/** IMF-fixdate, the one form that is sent. */
export function formatHttpDate(time: number): string {
  return new Date(time).toUTCString()
}
