// Words that stand before a version and say that it is one, as labels, manuals and inventories write them in English, German,
// French, Spanish, Italian, Portuguese, Dutch, Polish, the Nordic languages, Chinese, Japanese and Korean. Sources of patterns, to be
// read without case.

const version =
  'versions?(?:stand|nummer)?|vers|ver|vs|versi[oó]n|versione|vers[aã]o|versie|versjon|versio|wersja|verze|版本号?|バージョン|버전'
const software =
  'software|softw|soft|s\\/?w|logiciel|programma|programm|program|prog|programa|application|applicatie|applikation|app|programvara|programvaru|programvare|mjukvara|ohjelmisto|oprogramowani[ea]|软件|軟體|軟件|ソフト(?:ウェア)?|소프트웨어'
const firmware = 'firmware|firmw|f\\/?w|micrologiciel|固件|韌體|ファーム(?:ウェア)?|펌웨어'
const release = 'releases?|rel|revisi[oó]n|r[eé]vision|revisione|revis[aã]o|rev|frn'
const state = 'stand|ausgabe|level|niveau|nivel'

/** `SW`, `Firmware-Version`, `Softwarestand`, `version logicielle`, `versión de software`. */
export const softwareLabel = `(?:${software})(?:[ .-]?(?:${version}|${release}|${state}))?`
export const firmwareLabel = `(?:${firmware})(?:[ .-]?(?:${version}|${release}|${state}))?`
export const plainLabel = `(?:(?:ger[äa]te|system|programm)?-?(?:${version})|${release})(?: (?:de |du |del |della |do )?(?:${software}|${firmware}|logicielle?))?`

/** Any of these; the longest first, for `version de software` is one label. */
export const anyLabel = `(?:${plainLabel}|${softwareLabel}|${firmwareLabel})`

const leading = new RegExp(
  `^\\s*(?:(?:${anyLabel}|main|base|basis|system|suite|host|core|installed|current|running|nr|no|n[°º]|is|stand|image)(?![\\p{L}])[\\s.:=#_-]*){1,5}(?=(?:[vr]\\.? ?)?\\d|[a-z]{1,2}\\.?\\d|build ?\\d)`,
  'iu',
)

/** `3.30` of `SW-Stand 3.30`, `versión de software: 3.30`, `FW:3.30`. */
export const withoutLabels = (text: string): string => text.replace(leading, '')
