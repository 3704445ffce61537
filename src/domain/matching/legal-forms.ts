// Legal forms of companies in all countries: what registers write before or behind a name and people leave out.

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Words of no other meaning, wherever they stand in a name. */
const anywhere = listed(`
  inc incorporated corp corporation co company ltd limited llc llp lp plc pllc ltee ulc
  gmbh ggmbh gesmbh mbh ag aktiengesellschaft kg kgaa se haftungsbeschrankt ohg ev gruppe firma fa mfg
  sa sas sasu sarl sarlu eurl groupe cie spa srl gruppo unipersonale sdad grupo ltda lda limitada eireli
  bv bvba nv sprl oy oyj ab aktiebolag publ as asa aps aktieselskab aksjeselskap osakeyhtio
  kk kabushiki kaisha kabushikigaisha pty pte pvt sdn bhd berhad tbk
  sp zoo zo kft zrt nyrt eood dooel jdoo jsc pjsc ojsc cjsc sirketi anonim
  intl holding holdings group the of subsidiary formerly
`)

/** Words of two or three letters, which are a legal form only where the name ends with them. */
const behind = listed(`
  uab sia ou ad ead ood doo dd sl slu sll sau sac saic saci sae sca snc scs scop gie gk pcl ug ek ekfm eu og keg gbr eg ehf hf ans ks ivs
  tmi ky ae epe sti bt kb hb wll fze fzco fzc fz est psc dac clg teoranta sc jsa vos cv ca cia too tov ooo oao zao pao
  nordic baltic baltics balkan dach gcc mena oceania anz europa
`)

/** The same where it begins with them: `UAB Zorblax`, `PT Zorblax`. */
const before = listed('uab sia ou vsi pt jsc ooo oao zao pao ao too tov')

/** Such as are told by their stops and blanks, or by several words. */
const written = new RegExp(
  [
    String.raw`\bsp(?:olka)?\.?\s?z\.?\s?o\.?\s?o\b\.?`,
    String.raw`\bspolka (?:akcyjna|komandytowa|jawna)\b`,
    String.raw`\bsp(?:\.\s?|\s)[kj]\b\.?`,
    String.raw`\b(?:spol\.?\s?)?s\.?\s?r\.?\s?o\b\.?`,
    String.raw`\bges(?:ellschaft)?\.?\s?m\.?\s?b\.?\s?h\b\.?`,
    String.raw`\bgesellschaft mit beschrankter haftung\b`,
    String.raw`\bkommanditgesellschaft(?: auf aktien)?\b`,
    String.raw`\bs\.?\s?a\.?\s?r\.?\s?l\b\.?`,
    String.raw`\bs\.?\s?de\s?r\.?\s?l\b\.?(?:\s?de\s?c\.?\s?v\b\.?)?`,
    String.raw`\bs\.?\s?a\.?(?:\s?[pb]\.?(?:\s?i\.?)?)?\s?de\s?c\.?\s?v\b\.?`,
    String.raw`(?<![a-z]\.)\bs\.\s?a\.(?:\s?[bcdeisu]\b\.?)*`,
    String.raw`^s\.?\s?c\.?\s(?=.*\bs\.?\s?r\.?\s?l\b)`,
    String.raw`\bs\.?\s?p\.?\s?a\b\.?`,
    String.raw`\bs\.?\s?r\.?\s?l\b\.?`,
    String.raw`\bsh\.?\s?p\.?\s?k\b\.?`,
    String.raw`\b[bn]\.\s?v\b\.?`,
    String.raw`\be\.\s?v\b\.?`,
    String.raw`\bsan(?:ayi)?\b\.?\s?(?:ve )?(?:dis )?tic(?:aret)?\b\.?`,
    String.raw`\b[aik]\/s\b`,
    String.raw`\bs\/a\b`,
    String.raw`\bfz-(?:llc|co|e)\b`,
    String.raw`\bltda\b\.?\s?-?\s?(?:me|epp)\b`,
    String.raw`\bpublic (?:limited )?company(?: limited)?\b`,
    String.raw`\bprivate (?:company )?limited\b`,
    String.raw`\bunlimited company\b`,
    String.raw`\bsocieta per azioni\b|\bsociete (?:anonyme|par actions simplifiee)\b|\bsociedad (?:anonima|limitada)\b`,
    String.raw`\b(?:naamloze|besloten) vennootschap\b`,
    String.raw`(?:\b(?:und|and|et|en|e|y)|&) (?:sohne|soehne|fils|figli|hijos|zonen|sons?|cie)\b\.?`,
    // Where in the world, behind a name.
    String.raw`(?<=\w\W{1,3})\b(?:north|south|latin|central|(?:north|south|east|west)ern)(?: and eastern)? (?:america|europe|asia|africa)\b`,
    String.raw`(?<=\w\W{1,3})\b(?:asia(?:[- ]pacific)?|middle[- ]east(?: (?:and|&) (?:north )?africa)?|pacific|d-a-ch)(?=\W*(?:$|[),]| (?:fz|ltd|pte|llc|inc|gmbh|limited)))`,
  ].join('|'),
  'g',
)

/** Of a text in lower case without accents. */
export const withoutWrittenForms = (plain: string): string => plain.replace(written, ' ')

export const legalFormWords: ReadonlySet<string> = anywhere

/** `Zorblax, UAB`: what stands behind the comma is no second name. */
export const isLegalFormAlone = (word: string): boolean => anywhere.has(word) || behind.has(word)

/** `forms` are those of any place in the name, and countries. Nothing is left of a name that is such words alone. */
export function withoutLegalForms(words: readonly string[], forms: ReadonlySet<string>): string[] {
  const rest = words.filter((word) => !forms.has(word))
  while (rest.length > 1 && behind.has(rest.at(-1)!)) rest.pop()
  if (rest.length > 1 && before.has(rest[0]!) && rest[1]!.length >= 4) rest.shift()
  return rest
}
