// `Android 11 with security patch level before June 5, 2023`: a system, and the day of its patches, which handhelds and tablets show.

import type { Configuration } from '#model/matching.ts'
import { remembering } from '#model/remember.ts'
import { contains, readVersionExpression, type VersionExpression, withIsoDays } from '#standards/vers/vers.ts'
import { readOperatingSystem } from './operating-system.ts'

const level = /\b(?:security )?patch(?:es)?(?: levels?| dates?| of| dated)?\b[\s:]*/i
const asked = new RegExp(
  `^(.*?)[\\s,(]*\\b(?:with|and|at|on)?\\s*(?:an? |the )?${level.source}((?:before|prior to|earlier than|older than|below|up to|through|until|<=?)\\s*.*\\d{4}.*?)\\)?\\s*$`,
  'i',
)

interface PatchLevel {
  readonly system: string
  readonly days: VersionExpression
}

/** Undefined where the text asks for no patch level by its day. */
const readPatchLevel: (text: string) => PatchLevel | undefined = remembering((text) => {
  if (!/patch/i.test(text)) return undefined
  const [, system = '', range = ''] = asked.exec(withIsoDays(text.trim())) ?? []
  const days = readVersionExpression(range)
  const areDays = days.alternatives.every(
    (one) => one.kind === 'range' && [one.lower, one.upper].every((bound) => !bound || bound.version.scheme === 'date'),
  )
  return days.reading === 'alternatives' && areDays && days.condition === undefined
    ? { system: system.trim(), days }
    : undefined
})

const stated = new RegExp(`${level.source}(\\d{4}-\\d\\d(?:-\\d\\d)?)`, 'i')

/** Undefined where no patch level is asked for. */
export function settlePatchLevel(
  text: string,
  { operatingSystem, softwareVersion, firmwareVersion, description }: Configuration,
): 'yes' | 'no' | 'unknown' | undefined {
  const wanted = readPatchLevel(text)
  if (!wanted) return undefined
  const system = readOperatingSystem(wanted.system)
  const own = readOperatingSystem(operatingSystem)
  if (system && own && system.family !== own.family) return 'no'
  const release = system && system.version !== '' && own?.version ? isRelease(system.version, own.version) : 'yes'
  if (release === 'no') return 'no'
  const day = [operatingSystem, softwareVersion, firmwareVersion, description].flatMap(
    (one) => stated.exec(withIsoDays(one))?.[1] ?? [],
  )[0]
  const answer = day === undefined ? 'unknown' : contains(wanted.days, day).answer
  if (answer !== 'yes') return answer
  return system && !own ? 'unknown' : release
}

/** `11` of `Android 11, patch December 2022`. */
const isRelease = (wanted: string, own: string): 'yes' | 'no' | 'unknown' =>
  contains(wanted, own.replace(/[\s,].*$/, '')).answer
