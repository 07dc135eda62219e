/**
 * Accept-Language from the locale (RFC 9110 12.5.4): `de_AT.UTF-8` asks for `de-AT, de;q=0.9, en;q=0.5`.
 */

export function acceptLanguage(env: Readonly<Record<string, string | undefined>>): string {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  const found = /^([A-Za-z]{2,3})(?:[_-]([A-Za-z]{2}|\d{3}))?(?:[.@]|$)/.exec(locale ?? '')
  if (found === null) return 'en'
  const language = (found[1] ?? '').toLowerCase()
  const ranges =
    found[2] === undefined ? [language] : [`${language}-${found[2].toUpperCase()}`, `${language};q=0.9`]
  return (language === 'en' ? ranges : [...ranges, 'en;q=0.5']).join(', ')
}
