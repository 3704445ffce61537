import type { Configuration } from '#model/matching.ts'
import type { DeviceName } from './device-name.ts'
import { datesSaid, readDay } from './said-elsewhere.ts'
import { settled, type VersionEvidence } from './version-answer.ts'

const shipped = /\bshipped (?:between |from )?(.+?) ?(?:through|and|to|until|(?<=\d{4})-(?!\d\d(?!\d))) ?([^);]+)/i

/** `with wireless option (shipped between 26-June-2017 through 07-August 2018)`: option and day are asked for. */
export function settleDated(
  condition: string,
  configuration: Configuration,
  device: DeviceName,
): VersionEvidence | undefined {
  const found = shipped.exec(condition)
  if (!found) return undefined
  const { description } = configuration
  const option =
    condition
      .replace(shipped, ' ')
      .toLowerCase()
      .match(/[a-z]{4,}/g)
      ?.filter((word) => !/^(?:with|option|options|installed|enabled)$/.test(word)) ?? []
  if (option.some((word) => device.denied.has(word)))
    return settled('no', `the device is without "${option.join(' ')}"`)
  const [from, until] = [boundary(found[1]!, '00'), boundary(found[2]!, '99')]
  const day = datesSaid(description).find(({ of }) => of === 'making')?.date
  if (!from || !until || !day) return undefined
  if (`${day}-99` < from || `${day}-00`.slice(0, 10) > until)
    return settled('no', `made on ${day}, which is outside "${condition.trim()}"`)
  const same: Readonly<Record<string, readonly string[]>> = { wireless: ['wlan', 'wifi', 'wi-fi'] }
  const hasOption = option.every((word) => [word, ...(same[word] ?? [])].some((form) => device.forms.has(form)))
  return hasOption &&
    day.length > 4 &&
    `${day}-00`.slice(0, 10) >= from.slice(0, 7) &&
    `${day}-99`.slice(0, 10) <= `${until}-99`
    ? settled('yes', `${option.join(' ')} and ${day} are what "${condition.trim()}" asks for`)
    : undefined
}

/** A day, a month or a year, filled up to the first or the last day of it. */
function boundary(text: string, day: '00' | '99'): string | undefined {
  const plain = text.trim()
  if (/^(?:19|20)\d\d$/.test(plain)) return `${plain}-${day}-${day}`
  const read = readDay(plain.replace(/\s+/g, ' '))
  return read && (read.length === 7 ? `${read}-${day}` : read)
}
