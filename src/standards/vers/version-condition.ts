// What a text says of a version besides its number, and which a version alone does not settle: `with wireless option`, `on Windows 7`.

const conditionWords =
  /(?:^|[\s,;])((?:only|if|when|where|with|without|w\/o?|using|running|on|for|unless|except|excluding|including affected|in (?:default|non-default|conjunction)|installed|installations|distributed|manufactured|shipped|possibly|deployed|deployments|that|aka|model|of|based on|all microsoft|and (?!including|below|prior|earlier|older|lower|previous|before|under|later|newer|above|higher|greater|onward|after|subsequent|versions?\b|all\b)[a-z]{4,}\b)(?:\s|$).*)$/is
const harmlessNote =
  /^(?:(?:\w+ )?(?:build|bn|bld)\b|all builds|global|worldwide|former|previous|also (?:known|sold|marketed|distributed)|(?:sold|marketed|distributed) as|a\.?k\.?a|end[- ]of[- ]|eol|eos|discontinued|obsolete|no longer|unsupported versions?$|all (?:minor|patch|sub)|latest|current|integrated|incl(?:udes|uding|\.)? (?!affected)|(?:and |for )?all (?:editions|patches|models|variants|platforms|configurations|regions|languages|hardware)|released|replaced by|these products are sold|versions? removed|only affected by cve|cve-|fixed|patched|see |(?:19|20)\d\d(?: ?r\d)?(?: sp ?\d)?$|lts$|ga$)/i

/** Takes the words out of the text that restrict it, and those in brackets that only explain. */
export function takeCondition(text: string): { rest: string; condition?: string } {
  const conditions: string[] = []
  let rest = text
  rest = rest.replace(/\(([^()]*)\)/g, (whole, inside: string, at: number) => {
    const note = inside.trim()
    if (/^(?:including|excluding|inclusive|exclusive)$/i.test(note)) return whole
    // `15.2(6)E2a` and `5.7.4 (96)`: a number in brackets is part of the version; `(R4.10)` alone is the version.
    if (/[<>=]\s*$/.test(text.slice(0, at))) return inside
    if (/^\d{1,4}$/.test(note) || (/^\d\w{0,4}$/.test(note) && /\d$/.test(rest.slice(0, at))) || at === 0) return whole
    // `2.1 SP3 (2.1.670)` says the same version in another way.
    if (/^[vr]?\d[\w.]*$/i.test(note)) return ' '
    // `<= 2023.3 (Build 9342)` ends there; `2.0.0 (build 9.2.1)` only says it more closely.
    if (/[<>]/.test(text) && /^(?:build|bld|bn)\.?\s*\d[\d.]*$/i.test(note)) return ` ${note}`
    if (/^(?:build|bld|bn)\.?\s*\d{2,}$/i.test(note)) return ` ${note}`
    if (!harmlessNote.test(note)) conditions.push(note)
    return ' '
  })
  const words = conditionWords.exec(rest)
  if (words && !/^with(?:in)? versions?\b/i.test(words[1]!)) {
    conditions.push(words[1]!.trim())
    rest = rest.slice(0, words.index)
  }
  return { rest: rest.trim(), condition: conditions.length > 0 ? conditions.join('; ') : undefined }
}
