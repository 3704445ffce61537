import { remembering } from '#model/remember.ts'
import { anyLabel, isUnknownText } from '#standards/vers/vers.ts'

// An inventory without a column for it says the version in the description or behind the model: `s/w v9.0`, `SW-Stand 3,10`,
// `upgraded to 8.1.3`, `VB40A SP01`.

const label = `(?:${anyLabel}|build|bld|banner)`
const qualifiers = '(?:[\\s_-]*(?:sp|service pack|build|b|patch|hf|hotfix|r|u|upd|update)\\s*\\d+)*'
const number = `v?\\d[\\w.]*(?:\\(\\w+\\)[\\w.]*)?(?:,\\d+|-\\d[\\w.]*)?${qualifiers}`
const code = `[a-z]\\.\\d[\\w.]*|[a-z]{1,2}\\d\\d[a-z]?${qualifiers}(?![\\w-])`
const labelled = new RegExp(
  `(?<![\\p{L}\\d])(?:${label}(?![\\p{L}\\d])[\\s.:#=-]*(?:(?:${label}|is|of|at|no)(?![\\p{L}\\d])[\\s.:#=-]*){0,3}(${number}|${code})|(?:[sf]\\/?wv?|sv|vers?|rev|rel)(\\d+[.,]\\d[\\w.]*${qualifiers}))`,
  'giu',
)
/** `upgraded to 8.1.3`, `Update auf 8.1`: of two numbers at least, and none of a day. */
const brought =
  /(?<![\p{L}\d])(?:(?:up(?:grade|date)d?|aktualisier(?:t|ung)|hochgerüstet|actualizad[oa]|aggiornat[oa]|atualizad[oa]|bijgewerkt|mise? à (?:jour|niveau)) (?:to|auf|naar|till|en|vers|a|à|para|al|la|version|sw|fw|to version)?\s*|(?:running|currently(?: on| at)?|now(?: on| at)|läuft (?:mit|auf)) )(?:v(?:ersion|er\.?)?\s*)?(\d+\.\d+(?:\.\w+)*)(?![\w.]*\d{4})/giu
const letterVersion =
  /(?<![\p{L}\d])(?:(?:[Ss]oftware|SOFTWARE|SW)?(?:[Rr]ev(?:ision)?|REV(?:ISION)?)|[Rr]elease|RELEASE|[Vv]ersion|VERSION)\b[.\s:]*([A-Z])(?![\w.])/gu
const shortVersion = new RegExp(`(?<![a-z0-9.])v\\.?\\s?(\\d[\\w.]*(?:,\\d+)?${qualifiers})`, 'gi')
/** `VB40A`, `XA20A SP01`: nothing but a release of Siemens Healthineers is written so. */
const release = /(?<![\w-])([VX][A-Z]\d\d[A-Z](?:[\s_-]?(?:SP|HF)\d+)*)(?![\w-])/g
/** Of these, among them the viewers that eye devices send to, the version is not the device's. */
const ofAnother =
  /(?<![\p{L}\d])(?:hw|h\/w|hardware|pcb|board|bios|boot(?:loader)?|os|(?:windows|android|linux|ubuntu|debian|macos)[\s\d.]*|dicom|hl7|manual|document|ifu|protocol|driver|java|\.net|oracle|sql(?: server)?|tls|ssl|snmp|bluetooth|drawing|label|printer|drucker|imprimante|stampante|scanner|wlan|wi-?fi|(?:\p{L}+-)?(?:card|karte|carte|modul|module)|battery|akku|batterie|display|modem|heyex(?: \d)?|forum|imagenet(?: \d)?|synergy odm)[\s.:-]*$/iu

/** `version 2.5 or higher` is what is asked for, and no version of the device. */
const orLater =
  /^(?:\s?\+(?![\w.])|,? (?:or|and|oder|und|ou|et|o|y) (?:higher|later|newer|above|greater|up|höher|neuer|later)(?= (?:versions?|is|are|required|needed)(?![\p{L}])| ?$| ?[.,;)]))/iu

/** Versions that a text gives a label to; dates are read apart. */
export const versionsSaid = remembering(find)

function find(text: string): string[] {
  if (!/\d|rev|release|version/i.test(text)) return []
  const found = [labelled, shortVersion, letterVersion, brought, release]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .filter(({ index }) => !ofAnother.test(text.slice(Math.max(0, index - 20), index)))
    // A `VS-2112` is a model.
    .filter(([whole]) => !/^vs-\d/i.test(whole))
    .filter((one) => !orLater.test(text.slice(one.index + one[0].length)))
    .map((one) => (one[1] ?? one[2])!.replace(/[.,;]+$/, '').replace(/^(v?\d+),(?=\d+$)/i, '$1.'))
  return [...new Set(found)].filter((version) => !isUnknownText(version) && !/^(?:19|20)\d\d(?:-|$)/.test(version))
}
