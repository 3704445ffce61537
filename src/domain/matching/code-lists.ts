// Codes that an advisory writes as a pattern of its own: `R04/08/16(EN)CPU`, `FX5U-xMy/z x=32,64, y=T,R, z=ES,DS`.

/** Codes; of more than these nobody means each. */
const most = 64
/** Characters; what is longer is prose. */
const longest = 400

/** The name with each of the codes written out, set apart by slashes. */
export const withCodesWrittenOut = (name: string): string =>
  name.length <= longest && /\d\/\d|[xyz] ?= ?[A-Z\d]/.test(name) ? withPlacesFilled(withSharedEnds(name)) : name

/** `R00/01/02CPU` and `R04/08(EN)CPU`: the letters behind the last number stand behind each, those in brackets or not. */
const withSharedEnds = (name: string): string =>
  name.replace(
    /(?<![\w/-])([A-Z]{1,4}-?)(\d{1,3}(?:\/\d{1,3})+)(?:\(([A-Z]{1,3})\))?([A-Z]{3,8})(?![\w/])/g,
    (_, head: string, numbers: string, between: string | undefined, end: string) =>
      ['', ...(between ? [between] : [])]
        .flatMap((middle) => numbers.split('/').map((number) => `${head}${number}${middle}${end}`))
        .join('/'),
  )

/** `x=32,64, y=T,R`: what a small letter of the code stands for. */
const place = /[\s,;(]*\b([xyz]) ?= ?([A-Z\d]+(?:(?:, ?| or |\/)[A-Z\d]+(?! ?=))*)\)?/g

function withPlacesFilled(name: string): string {
  const places = new Map([...name.matchAll(place)].map(([, letter, values]) => [letter!, values!.split(/, ?| or |\//)]))
  if (places.size === 0) return name
  const open = /(?<![\w/-])[A-Z][A-Z\d-]*[xyz](?:[A-Z\d/-]*[xyz])*[A-Z\d]*(?![\w/])/
  return name.replace(place, ' ').replace(open, (code) => {
    let codes = ['']
    for (const character of code.replaceAll('/', ''))
      codes = codes
        .flatMap((begun) => (places.get(character) ?? [character]).map((value) => begun + value))
        .slice(0, most)
    return codes.join('/')
  })
}
