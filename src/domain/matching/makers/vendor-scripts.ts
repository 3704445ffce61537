// Makers' names in other letters than Latin ones: Cyrillic and Greek are written in Latin letters; Japanese, Chinese and Korean
// names are looked up.

import { wordTable } from '#model/word-table.ts'
import { nativeNames } from './vendor-native-names.ts'
import { furtherNativeNames } from './vendor-native-names-further.ts'

const otherLetters =
  /[\u0370-\u03ff\u0400-\u04ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff9f\u32d1㈱]/

const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(
  'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i ї i є e ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz ќ k ѓ g ѕ dz'
    .split(' ')
    .flatMap((letter, at, all) => (at % 2 === 0 ? [[letter, all[at + 1]!.replace('-', '')]] : [])),
)

const greek: Readonly<Record<string, string>> = Object.fromEntries(
  'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ h ψ ps ω o'
    .split(' ')
    .flatMap((letter, at, all) => (at % 2 === 0 ? [[letter, all[at + 1]!]] : [])),
)

/** Cyrillic letters that look like Latin ones, in words of both: `Рhilips`. */
const alike: Readonly<Record<string, string>> = Object.fromEntries(
  [...'АВСЕНКМОРТХасеорхуіјѕ'].map((letter, at) => [letter, 'ABCEHKMOPTXaceopxyijs'[at]!]),
)

/** Legal forms, and words of the trade as Russian writes them. */
const cyrillicWords: Readonly<Record<string, string>> = wordTable({
  ...Object.fromEntries(
    'ооо оао зао пао ао ип нпо нпп нпф нпк нипк тоо тов чп фгуп тд гмбх инк лтд корп корпорейшн корпорация компани компания фирма завод концерн'
      .split(' ')
      .map((form) => [form, '']),
  ),
  медикал: 'medical',
  медикэл: 'medical',
  хелскеа: 'healthcare',
  хэлскеа: 'healthcare',
  хелскэр: 'healthcare',
  хелфкеа: 'healthcare',
  хэлфкеа: 'healthcare',
  системс: 'systems',
  системз: 'systems',
  диагностикс: 'diagnostics',
  диагностика: 'diagnostics',
  технолоджис: 'technologies',
  технолоджиз: 'technologies',
  саентифик: 'scientific',
  сайентифик: 'scientific',
  инструментс: 'instruments',
  электроникс: 'electronics',
  интернешнл: 'international',
  групп: 'group',
  груп: 'group',
})

/** What may stand before or behind a name: the legal form, the place. */
const legalForm =
  /株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱|股份有限公司|有限责任公司|有限公司|股份公司|公司|集团|集團|주식회사|유한회사|\(주\)|\(유\)/g
const place =
  /^(?:日本|中国|上海|深圳市?|北京|江苏|浙江|杭州|广州|广东|苏州|无锡|南京|武汉|山东|青岛|四川|成都|重庆|长春|天津|湖南|台湾|한국)|(?:ジャパン|日本|中国|香港|코리아|한국)$/
/** Words of the trade behind a name. */
const trade =
  /^(?:メディカル|メディコ|システムズ?|ヘルスケア|ヘルスサイエンス|ライフサイエンス|サイエンス|サイエンティフィック|エレクトロニクス|エンジニアリング|テクノロジーズ?|ソリューションズ?|ダイアグノスティックス|バイオ|デンタル|サージカル|メドテック|メディテック|マイクロシステムズ|エンドスコピー|ビジョン|コーポレーション|カンパニー|インターナショナル|ホールディングス|グループ|マーケティング|ジャパン|製作所|工業|産業|電子|電機|医療|医用|医科|機器|器械|科学|精機|光学|製薬|薬品|販売|商事|医疗|医疗器械|医用|设备|器械|系统|医学|生物|电子|电气|科技|科学仪器|技术|仪器|诊断|健康|影像|信息|软件|国际|贸易|制造|实业|工业|光学|智能|设备|精密|의료기?|의료기기|메디칼|메디컬|헬스케어|헬시니어스|전자|시스템즈?|코리아|사이언스|테크놀로지|바이오|電腦|电脑|電気|電器|電工|电工|醫療|醫療器材|醫學|生技|生醫|資訊|資訊科技|半導體|通信|通讯|通訊|网络|網路|数码|自动化|自動化|エレクトリック|ネットワークス?|オートメーション|コントロールズ?|네트웍스|오토메이션|일렉트릭|메디케어|메디컬시스템)+$/

const latinNames = new Map<string, string>()
const cyrillicNames = new Map<string, string>()
for (const [latin, names] of [...Object.entries(nativeNames), ...Object.entries(furtherNativeNames)])
  for (const name of names.split(' '))
    (/^\p{Script=Cyrillic}/u.test(name) ? cyrillicNames : latinNames).set(name, latin)

/** A maker's name as Latin letters write it; what cannot be written so stays as it is. */
export function inLatinLetters(text: string): string {
  if (!otherLetters.test(text)) return text
  return fromCyrillic(
    text
      .normalize('NFKC')
      .replace(legalForm, ' ')
      .replace(
        /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af](?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s·=&]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])?/g,
        fromEast,
      ),
  )
    .replace(/[\u0370-\u03ff]{3,}/g, fromGreek)
    .replace(/^[\s/]+|[\s/]+$/g, '')
    .replace(/\s+/g, ' ')
}

/** Whether the name was written in letters that sound otherwise in Latin ones. */
export const isTransliterated = (text: string): boolean => /[\u0400-\u04ff]|[\u0370-\u03ff]{3}/.test(text)

function fromEast(run: string): string {
  const whole = knownFromEast(run)
  if (whole !== undefined) return whole
  // `フィリップス・レスピロニクス`: two names.
  const parts = run.split(/[\s・·=&]+/).map(knownFromEast)
  return parts.some((part) => part === undefined) ? run : parts.join(' ')
}

function knownFromEast(run: string): string | undefined {
  const name = run.replace(/[\s・·=&]/g, '')
  if (trade.test(name)) return ' '
  const placeless = name.replace(place, '').replace(place, '')
  for (const said of new Set([name, placeless])) {
    const known = latinNames.get(said)
    if (known) return ` / ${known} / `
    for (let length = said.length - 1; length >= 2; length--) {
      const shorter = latinNames.get(said.slice(0, length))
      if (shorter && trade.test(said.slice(length))) return ` / ${shorter} / `
    }
  }
  return undefined
}

function fromCyrillic(text: string): string {
  if (!/[\u0400-\u04ff]/.test(text)) return text
  const words = text
    .replace(/[\p{Script=Cyrillic}\p{Script=Latin}]+/gu, (word) =>
      /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word)
        ? word.replace(/\p{Script=Cyrillic}/gu, (letter) => alike[letter] ?? letter)
        : word,
    )
    .split(/([^\p{L}\d]+)/u)
  const said: string[] = []
  for (let at = 0; at < words.length; at += 2) {
    const known = [3, 2, 1].find((length) => cyrillicNames.has(phraseAt(words, at, length)))
    const word = words[at]!.toLowerCase()
    if (known) {
      said.push(cyrillicNames.get(phraseAt(words, at, known))!, words[at + 2 * known - 1] ?? '')
      at += 2 * (known - 1)
    } else said.push(cyrillicWords[word] ?? inLetters(words[at]!, cyrillic), words[at + 1] ?? '')
  }
  return said.join('')
}

/** That many words from there, joined by hyphens, as the names are listed. */
const phraseAt = (words: readonly string[], at: number, length: number): string =>
  words
    .slice(at, at + 2 * length)
    .filter((_, index) => index % 2 === 0)
    .join('-')
    .toLowerCase()

const fromGreek = (word: string): string =>
  inLetters(
    word
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/ου/gi, 'u'),
    greek,
  )

const inLetters = (word: string, letters: Readonly<Record<string, string>>): string =>
  [...word].map((letter) => letters[letter.toLowerCase()] ?? letter).join('')

/** How a name sounds, as far as Cyrillic and Greek keep it: `Filips` and Philips, `Baksters` and `Baxter` have one. */
export const soundOf = (key: string): string =>
  key
    .replace(/schw|sch/g, 'sh')
    .replace(/sh(?=[tp])/g, 's')
    .replace(/tsch|tch/g, 'ch')
    .replace(/dzh/g, 'j')
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/kh/g, 'h')
    .replace(/ts|tz/g, 'z')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ck|c(?!h)|q/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/w/g, 'v')
    .replace(/ie|ei|ey|y/g, 'i')
    .replace(/([a-z])\1/g, '$1')
