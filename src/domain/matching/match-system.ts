import type { Component } from '#model/component.ts'
import type { Because } from '#model/finding.ts'
import type { Configuration, Match } from '#model/matching.ts'
import { contains } from '#standards/vers/vers.ts'
import { insideEvidence } from './inside.ts'
import { judge } from './judge.ts'
import { readVendor } from './makers/vendor.ts'
import { vendorsAgree } from './makers/vendor-agreement.ts'
import type { IndexedProduct } from './match-index.ts'
import { hasSmb1ByDefault, type OperatingSystem, readOperatingSystem } from './operating-system.ts'
import type { Asked } from './option-condition.ts'
import type { Aliases } from './own-aliases.ts'
import type { Statement } from './statement.ts'
import { toBecause, type VersionEvidence } from './version-answer.ts'

/** Operating systems are matched by the device’s own field: who made the device does not matter, unless a maker says "ours on Windows XP". */
export function matchSystem(
  matches: Match[],
  product: IndexedProduct,
  own: OperatingSystem,
  configuration: Configuration,
  aliases: Aliases | undefined,
  components: readonly Component[] = [],
): void {
  const wanted = product.operatingSystem!
  let vendor: Because | undefined
  if (!product.isNamedByOwnMaker) {
    const agreement = vendorsAgree(readVendor(configuration.manufacturer, aliases), product.vendor)
    if (!agreement) return
    vendor = { part: 'vendor', outcome: 'agrees', text: agreement.text }
  }
  // `QNX OS for Medical 1.1` counts otherwise than the `QNX SDP 6.5`.
  if (
    ['medical', 'safety'].some(
      (line) => wanted.text.toLowerCase().includes(line) !== own.text.toLowerCase().includes(line),
    )
  )
    return
  if (wanted.edition !== '' && own.edition !== '' && wanted.edition !== own.edition) return

  const isKnown = wanted.edition === '' || own.edition !== ''
  const text = `operating system "${own.text.trim()}"`
  const because: Because[] = [
    ...(vendor ? [vendor] : []),
    isKnown
      ? { part: 'operating_system', outcome: 'agrees', text: `${text} is ${product.name.text}` }
      : {
          part: 'operating_system',
          outcome: 'unknown',
          text: `${text} may be ${product.name.text}`,
          asks: 'operatingSystem',
        },
  ]
  for (const statement of product.statements) {
    let version = compareSystemVersion(statement, own)
    const condition = `${product.name.text} ${statement.versionText}`
    if (/smb\s*v?\s*1/i.test(condition) && version.answer !== 'no') {
      version = hasSmb1ByDefault(own)
        ? {
            answer: 'yes',
            isMissing: false,
            because: toBecause('yes', `SMBv1 is on in ${own.text.trim()} unless somebody switched it off`),
          }
        : { answer: 'unknown', isMissing: true, because: toBecause('unknown', 'whether SMBv1 is on is not known') }
    } else if (product.name.condition && version.answer === 'yes') {
      version = {
        answer: 'unknown',
        isMissing: true,
        because: toBecause('unknown', `only: ${product.name.condition.text}`),
      }
    }
    const inside =
      statement.inside && insideEvidence(statement.inside, statement.version, version, configuration, components)
    judge(matches, statement, {
      isSure: isKnown,
      probability: isKnown ? 0.95 : 0.4,
      version: inside?.version ?? version,
      because: [...because, ...(inside?.because ?? [])],
      clears: inside?.clears,
    })
  }
}

function compareSystemVersion(statement: Statement, own: OperatingSystem): VersionEvidence {
  const { version, versionText } = statement
  if (version.reading === 'all' || version.reading === 'none') {
    // An operating system without a stated version is meant as it stands in the name.
    return { answer: 'yes', isMissing: false, because: toBecause('yes', 'all versions are named') }
  }
  const listed = readOperatingSystem(`windows ${versionText}`)
  if (
    own.family === 'windows' &&
    listed &&
    listed.edition !== '' &&
    version.alternatives.every((one) => one.kind === 'exact')
  ) {
    const names = versionText
      .split(/\||,| and /)
      .map((name) => readOperatingSystem(`windows ${name.replace(/windows/i, '')}`)?.edition)
    const isListed = names.includes(own.edition)
    const answer = isListed ? 'yes' : own.edition === '' ? 'unknown' : 'no'
    return {
      answer,
      isMissing: false,
      because: toBecause(answer, `"${own.text.trim()}" is ${isListed ? '' : 'not '}among "${versionText.trim()}"`),
    }
  }
  // `10.0.17763.0 before 10.0.17763.5830` counts builds.
  const said = own.build !== undefined && /\b\d+\.\d+\.[12]\d{4}\b/.test(versionText) ? own.build : own.version
  const { answer, because } = contains(version, said)
  const asked: Asked =
    answer === 'unknown' && version.reading === 'alternatives' && !version.condition ? { asks: 'operatingSystem' } : {}
  return { answer, isMissing: said === '', because: { ...toBecause(answer, because), ...asked } }
}
