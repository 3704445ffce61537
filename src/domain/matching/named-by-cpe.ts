import type { Configuration } from '#model/matching.ts'
import { attributes, type CpeName } from '#standards/cpe/cpe.ts'
import { unquoted } from '#standards/nvd/nvd.ts'
import { readVersionExpression } from '#standards/vers/vers.ts'
import type { NameAgreement } from './agreement/rule.ts'
import type { Candidate } from './candidates.ts'
import type { DeviceName } from './device-name.ts'
import { modelKeys } from './exact-names.ts'
import type { MatchIndex } from './match-index.ts'
import type { Aliases } from './own-aliases.ts'
import type { Statement } from './statement.ts'
import { compareVersion } from './version-evidence.ts'

export interface NamedByCpe {
  readonly candidate: Candidate
  readonly statement: Statement
  readonly name: NameAgreement
  readonly isAllVersions: false
  readonly leftOpen?: string
}

/**
 * Statements whose CPE name is that of the device's make and model, by the statement. A version in the name takes the place of
 * the one beside it; where the device has another, the name is not the device's, and clears nothing.
 */
export function namedByCpe(
  index: MatchIndex,
  configuration: Configuration,
  aliases: Aliases | undefined,
  device: DeviceName,
): Map<Statement, NamedByCpe> {
  const found = new Map<Statement, NamedByCpe>()
  const { byModel } = index.exactNames
  if (byModel.size === 0) return found
  for (const named of new Set(modelKeys(configuration, aliases).flatMap((key) => byModel.get(key) ?? []))) {
    const { product, name: cpe, text } = named
    const said = typeof cpe.version === 'string' ? unquoted(cpe.version).replaceAll('*', 'x') : ''
    const statement: Statement =
      said === ''
        ? named.statement
        : { ...named.statement, version: readVersionExpression(said), versionText: said, models: [] }
    if (said !== '' && compareVersion(product, statement, configuration, device).answer === 'no') continue
    const open = openAttributes(cpe)
    const shown = (configuration.model || configuration.modelNumber).trim()
    found.set(named.statement, {
      ...{ statement, isAllVersions: false },
      candidate: {
        product,
        vendor: { how: 'same', text: `"${configuration.manufacturer.trim()}" is "${unquoted(cpe.vendor)}"` },
        name: { how: 'sure', probability: 0.98, text: '' },
      },
      name: { how: 'sure', probability: 0.98, text: `model "${shown}" is ${text}` },
      ...(open !== '' && { leftOpen: `whether it is "${open}", as ${text} says, is not known` }),
    })
  }
  return found
}

/** Update, edition and the like: an inventory has no column for them. */
const openAttributes = (cpe: CpeName): string =>
  attributes
    .slice(attributes.indexOf('update'))
    .map((attribute) => unquoted(cpe[attribute]))
    .filter((value) => value !== '' && !/^\*+$/.test(value))
    .join(' ')
