import { readCpe } from '#standards/cpe/cpe.ts'

/** A scanner that is less sure than this has guessed: of its guess only the family is taken. 0–1. */
const sure = 0.8

/**
 * The operating system as the inventory writes it, of what a scanner says of it: the text, with the version of the CPE where
 * the text lacks it; the CPE's words where there is no text. `certainty` is the scanner's own, 0–1. Undefined where it names
 * several systems, one to a line, and none surely.
 */
export function systemText({
  text = '',
  cpe = '',
  certainty = 1,
}: {
  text?: string | undefined
  cpe?: string | undefined
  certainty?: number | undefined
}): string | undefined {
  const lines = new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter(Boolean),
  )
  const named = nameOf(cpe)
  if (certainty < sure || lines.size > 1) return named?.family ?? familyOf([...lines])
  const [said] = lines
  if (said === undefined) return named && [named.family, named.version].filter(Boolean).join(' ')
  return named?.version && !said.toLowerCase().includes(named.version.toLowerCase()) ? `${said} ${named.version}` : said
}

/** Words for what a CPE of an operating system names: `cpe:/o:microsoft:windows_10:1809` is Microsoft Windows 10, 1809. */
function nameOf(cpe: string): { family: string; version: string } | undefined {
  // Nessus writes what the name stands for behind it: `cpe:/o:linux:linux_kernel -> Linux Kernel`.
  const read = readCpe(cpe.replace(/\s*->.*$/s, ''))
  if (!read.ok || read.name.part !== 'o') return undefined
  const word = (value: unknown) => (typeof value === 'string' ? value.replace(/\\(.)/g, '$1').replaceAll('_', ' ') : '')
  const [vendor, product] = [word(read.name.vendor), word(read.name.product)]
  if (product === '') return undefined
  const update = word(read.name.update)
  const version = [word(read.name.version), /^sp\d/.test(update) ? update.toUpperCase() : ''].filter(Boolean).join(' ')
  const family = product.startsWith(vendor) ? product : `${vendor} ${product}`
  return { family: family.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).trim(), version }
}

const families = [
  'Windows',
  'Linux',
  'Mac OS',
  'macOS',
  'iOS',
  'Android',
  'FreeBSD',
  'VxWorks',
  'QNX',
  'Solaris',
  'AIX',
  'HP-UX',
  'VMware ESXi',
]

/** The family that every guess belongs to. */
function familyOf(guesses: readonly string[]): string | undefined {
  if (guesses.length === 0) return undefined
  return families.find((family) => guesses.every((guess) => new RegExp(`\\b${family}\\b`, 'i').test(guess)))
}
