import type { Configuration } from '#model/matching.ts'
import { contains, isCutShort } from '#standards/vers/vers.ts'
import type { IndexedProduct } from './match-index.ts'
import { letters } from './model-token.ts'
import { formsOf } from './product-name.ts'
import { datesSaid, editionSaid, readDay, versionBehind } from './said-elsewhere.ts'
import type { Statement } from './statement.ts'
import { settled, type VersionEvidence } from './version-answer.ts'

/**
 * What the version’s own fields do not say in the advisory’s terms: an edition, a day before which the software is affected, or
 * the product announcing itself with its version.
 */
export function settleElsewhere(
  { name }: IndexedProduct,
  { version, versionText }: Statement,
  { model, description, softwareVersion, firmwareVersion }: Configuration,
  hasVersion: boolean,
): VersionEvidence | undefined {
  const edition = editionSaid(versionText)
  const ownEdition = edition && editionSaid(`${model} ${description}`)
  if (ownEdition)
    return settled(
      ownEdition === edition ? 'yes' : 'no',
      `edition ${ownEdition} is ${ownEdition === edition ? '' : 'not '}"${versionText.trim()}"`,
    )

  const bounds = version.alternatives.flatMap((one) => (one.kind === 'range' ? [one.lower, one.upper] : []))
  if (bounds.some((bound) => bound?.version.scheme === 'date') && version.condition === undefined) {
    const own = [softwareVersion, firmwareVersion].flatMap(
      (text) =>
        readDay(text.replace(/^[a-z/.: ]*?(?=\d)/i, '')) ??
        readDay(text.trim()) ??
        datesSaid(text.replace(/\([^()]*\)/g, '')).map(({ date }) => date),
    )
    const said = datesSaid(description)
    const day = own[0] ?? (said.find(({ of }) => of === 'software') ?? said.find(({ of }) => of === 'unknown'))?.date
    const { answer } = day ? contains(version, day) : { answer: 'unknown' as const }
    if (day && answer !== 'unknown')
      return settled(answer, `software of ${day} is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`)
  }

  // `DICOM Viewer 2024.3` in the description, `DLNA Server 2019R1` as the model: the version stands behind the whole name.
  const whole = name.text.replace(/\([^()]*\)/g, ' ').trim()
  for (const full of /[a-z]{2}/i.test(whole) ? new Set([whole, whole.replace(/\s+v?\d[\d.]*$/i, '')]) : []) {
    const own = `${softwareVersion} ; ${firmwareVersion} ; ${description}`
    const behind = versionBehind(full, own) ?? (hasVersion || full !== whole ? undefined : versionBehind(full, model))
    const { answer } = behind ? contains(version, behind.version) : { answer: 'unknown' as const }
    const isSaid = /[.v]\d/i.test(behind?.version ?? '') || behind?.isAnnounced === true
    if (behind && isCutShort(version, behind.version)) continue
    if (
      behind &&
      version.condition === undefined &&
      (answer === 'yes' || (answer === 'no' && isSaid && letters(full).length >= 8))
    )
      return settled(
        answer,
        `"${full} ${behind.version}" is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`,
      )
  }

  if (!hasVersion || /[a-z].*\d|\//i.test(`${softwareVersion} ${firmwareVersion}`)) {
    // A number behind a brand may be anything; only a server’s own way of writing it clears the device.
    for (const word of formsOf(name).filter((form) => /^[a-z]{6,}$/.test(form))) {
      const behind = versionBehind(word, `${softwareVersion} ${firmwareVersion} ${description}`)
      const { answer } = behind ? contains(version, behind.version) : { answer: 'unknown' as const }
      if (behind && (answer === 'yes' || (answer === 'no' && behind.isAnnounced)) && version.condition === undefined)
        return settled(
          answer,
          `"${word} ${behind.version}" is ${answer === 'yes' ? 'within' : 'outside'} "${versionText.trim()}"`,
        )
    }
  }
  return undefined
}

/** `Version A, Firmware A.03.09, Part #: …` describes a part; one of the things said of it is another on the device. */
export function otherPart(
  versionText: string,
  { firmwareVersion, description }: Configuration,
): VersionEvidence | undefined {
  const wanted = /^version ([a-z]),\s*firmware ([\w.]+)/i.exec(versionText.trim())
  if (!wanted) return undefined
  const letter = /\bversion ([a-z])\b/i.exec(description)?.[1]
  if (letter && letter.toUpperCase() !== wanted[1]!.toUpperCase())
    return settled('no', `version ${letter} is not "${versionText.trim()}"`)
  if (contains(wanted[2]!, firmwareVersion).answer !== 'no') return undefined
  return settled('no', `firmware version ${firmwareVersion.trim()} is not that of "${versionText.trim()}"`)
}
