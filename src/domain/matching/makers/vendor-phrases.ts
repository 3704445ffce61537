// What an inventory writes about a maker around its name: who owns it, what it was called, who sells it, whether it still is.

/** `Manufacturer: Zorblax`, `Hersteller Zorblax`. What may be a name itself is a label only before a colon. */
const label =
  /^(?:(?:manufacturer|mfr|hersteller|fabrikat|fabr|fabricante?|produttore|messrs|www)\b[.:= ]+|(?:make|maker|mfg|brand|vendor|supplier|oem|marke|marque|marca|merk|fabrikant|firma|proizvoditel|producent|tillverkare)\s?[:=]\s?)(?=\w)/

/** `Zorblax (discontinued)`, `Zorblax - legacy`, `Zorblax?`, `zorblax.com`. */
const remark =
  /\((?:(?:discontinued|obsolete|defunct|legacy|retired|eo[ls]|end of (?:life|support)|oem|tb[cd]|verify|unverified|unconfirmed|unknown|assumed|new|old|alt|neu|\?|\d{4})[ ,;]?)+\)|\([a-z]\)|(?:,| -|\/) ?(?:discontinued|obsolete|defunct|legacy|retired|eol|unknown)$|[?*]+$|\.(?:com|net|io)\b(?:\/\S*)?|\b(?:in|since|seit|depuis) (?:19|20)\d\d\b/g

/** `Zorblax, San Diego, CA 92121`, as the text has it. */
const americanPlace =
  /(?<=\w.*),\s*(?:\p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+){0,2},? )?(?:A[KLRZ]|CO(?= \d)|C[AT]|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?: \d{5}(?:-\d{4})?)?(?:,? USA?)?$/u

/** In lower case, without what is no part of a name. */
export const withoutRemarks = (plain: string): string =>
  plain
    .replace(/\[([^\]]*)\]/g, '($1)')
    .replace(label, '')
    .replace(remark, ' ')
    .trim()

export const withoutAmericanPlace = (text: string): string => text.replace(americanPlace, '')

/** What is said of one company and another: `a subsidiary of`, `formerly`, `vormals`. */
const relations = [
  `(?:now |today )?(?:an? |the |una |ein |eine |een )?(?:wholly[- ]owned )?(?:affiliate|subsidiary|division|brand|member|unit|business unit|business|company|part|product line|trade ?name|trading name|trade ?mark|label) (?:of|from)(?: the)?`,
  `(?:now |was |since )?(?:owned|acquired|bought|taken over|made|manufactured|mfd|produced|built|powered|operated|distributed|supplied|sold|serviced|marketed|offered|rebranded) by`,
  String.raw`(?:formerly|previously|also|now|originally) known as|formerly|previously|originally|doing business as|trading as|merged (?:with|into)|dba|d\.b\.a\.?|aka|fka|nka|[dafn]\/[bk]\/a|t\/a|oem (?:of|for)`,
  String.raw`vormals|vorm\.?|ehemals|ehem\.?|fruher|frueher|gehort zu|gehoert zu|(?:ein )?(?:unternehmen|teil|mitglied|tochter|tochterunternehmen|marke|geschaftsbereich) (?:der|von)|eine? (?:tochter|marke) (?:der|von)`,
  String.raw`anciennement|filiale (?:de|du)|(?:une )?(?:societe|marque) (?:de|du)|groupe|gruppo|grupo|(?:una )?(?:societa|marca) (?:del|di|de)|anteriormente|voorheen|onderdeel van|tidigare|tidl\.?|tidligere|dawniej`,
  String.raw`c\/o`,
]

/** Short words that say so only behind a sign, or between two names. */
const between = String.raw`(?<=[(,;/-]\s?)(?:was|ex|now|nu|ora|gia|antes|ahora|jetzt|heute|nun|ex-)\s|\s(?:now|ex|jetzt|heute)[\s-]`

/** `part of`, `formerly`, `/`: both sides are makers that the writer means. */
const said = new RegExp(
  String.raw`(?:^|[\s(,;])(?:${relations.join('|')})(?=[\s(:])|${between}|\s?[/|]\s?|(?:\(|, | - )an? `,
)

/** What stands between two companies: `Welch Allyn, a Hillrom company`, `Zorblax vormals Quuxmed`. */
const connected = new RegExp(
  String.raw`(?:^|\b)(?:${relations.join('|')})(?=[\s(:])\s?:?|${between}|\s*[,;/()|]\s*|\s+and\s+|\s+&\s+|\s+-\s+`,
)

/** Does the text tell of two companies how they belong together? */
export const saysRelation = (plain: string): boolean => said.test(plain)

export const sidesOf = (plain: string): string[] => plain.split(connected)
