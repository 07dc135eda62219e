/**
 * Whether a label of an internationalised host name may be shown in Unicode: only if it cannot be taken for another
 * name. Everything doubtful stays `xn--`; that is ugly for few and safe for all.
 * https://www.unicode.org/reports/tr39/#Restriction_Level_Detection (highly restrictive), and for single-script
 * look-alikes a list of our own.
 */

/** Scripts of names in living use that have no look-alikes of ASCII beyond those that `confusable` lists. */
const SCRIPTS = [
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao',
  'Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan',
]
  .join(' ')
  .split(' ')
  .map((script) => [script])

/** Scripts that belong together; Latin is among them because these languages mix it in. */
const TOGETHER = [
  ['Latin'],
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
]

/** Made for the first such name: reading these expressions takes longer than showing a page. */
function makeRules() {
  /** A label whose letters and marks are all of one script or one group; digits and hyphens go with any. */
  const single = [...SCRIPTS, ...TOGETHER].map(
    (scripts) =>
      new RegExp(
        `^(?:[0-9-]|(?=[\\p{L}\\p{M}\\p{Nd}])[${scripts.map((s) => `\\p{scx=${s}}`).join('')}])+$`,
        'u',
      ),
  )

  /** Names hold at least one letter beyond ASCII. (Ignorable letters and marks the URL parser has refused or mapped away.) */
  const named = /[^\p{ASCII}\P{L}]/u

  /**
   * Latin letters as living orthographies use them: ASCII, Latin-1, Latin Extended-A without kra and dotless i, horned
   * o and u, pinyin carons, Romanian commas, schwa, Latin Extended Additional. The rest of the script (phonetic letters, small
   * capitals, turned letters) is full of look-alikes.
   */
  const oddLatin =
    /(?![a-z\u00df-\u0130\u0132-\u0137\u0139-\u017f\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u0218-\u021b\u0259\u1e00-\u1eff])\p{sc=Latin}/u

  /** A mark on a letter of these scripts that has not composed with it: dots and strokes that hardly show. */
  const looseMark = /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]\p{M}/u

  /** Kana, and strokes of Han, that pass for a slash, a hyphen or an l unless they stand beside their like. */
  const strayStroke =
    /(?<![\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Han}])[\u30bd\u30ce\u30f3\u30fc\u30fd\u30fe\u4e00\u4e28\u4e36\u4e3f](?![\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Han}])/u

  /** Labels made of these letters alone can be read as Latin: script, and its letters that look like ASCII. */
  const confusable: readonly (readonly [script: RegExp, label: RegExp])[] = [
    [/\p{sc=Cyrillic}/u, /^[аеорсухѕіјһԁԛԝвгзклмнптьӏґѡүѵъыҽԍюԗ0-9-]+$/u],
    [/\p{sc=Greek}/u, /^[αγιικνορτυχωηϲρσϳβε0-9-]+$/u],
    [/\p{sc=Armenian}/u, /^[ագզէլհյոսւօց0-9-]+$/u],
    [/\p{sc=Hebrew}/u, /^[וחיןסװײ0-9-]+$/u],
    [/\p{sc=Georgian}/u, /^[იძხჽყეოხ0-9-]+$/u],
  ]

  return { single, named, oddLatin, looseMark, strayStroke, confusable }
}

let made: ReturnType<typeof makeRules> | undefined

/**
 * `label` as Unicode, lower case, as the URL parser has mapped it; `zone` is the top-level domain in Unicode. A label of
 * letters that look Latin may be shown in a zone whose own name shows that the script is meant (`.рф`).
 */
export function readableLabel(label: string, zone: string): boolean {
  const { single, named, oddLatin, looseMark, strayStroke, confusable: confusables } = (made ??= makeRules())
  if (!named.test(label)) return false
  if (!single.some((script) => script.test(label))) return false
  if (oddLatin.test(label) || looseMark.test(label) || strayStroke.test(label)) return false
  const confusable = confusables.find(([, letters]) => letters.test(label))
  return confusable === undefined || (confusable[0].test(zone) && !confusable[1].test(zone))
}
