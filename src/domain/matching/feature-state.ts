// `with the Web UI feature enabled` in an advisory, `Web UI off` in an inventory: whether a feature is on.

import type { Configuration } from '#model/matching.ts'
import { joined, rawTokens } from './model-token.ts'
import { plainText } from './plain-text.ts'
import type { ProductName } from './product-name.ts'

type Condition = NonNullable<ProductName['condition']>

const asked =
  /\b(?:with|when|where|if|and)\s+(?:the\s+)?((?:[a-z0-9./-]+\s+){1,4}?)(?:(?:feature|function|functionality|service|mode|interface)\s+)?(?:is\s+|are\s+)?(?:enabled|activated|(?:turned|switched) on)\b/

/** The words of the feature that must be on; none where the condition asks for no such. */
const featureAskedFor = (condition: string): readonly string[] =>
  asked.exec(plainText(condition))?.[1]?.trim().split(/\s+/) ?? []

const off =
  'off|disabled|inactive|deactivated|unused|not (?:enabled|active|activated|used|in use|running)|(?:turned|switched) off|aus|ausgeschaltet|abgeschaltet|deaktiviert|inaktiv|nicht (?:aktiv|aktiviert|genutzt)|desactivee?|desactivad[oa]|deshabilitad[oa]|desativad[oa]|disattivat[oa]|disabilitat[oa]|uitgeschakeld|uit'
const on =
  'on|enabled|active|activated|used|in use|running|(?:turned|switched) on|an|ein|eingeschaltet|aktiv|aktiviert|genutzt|activee?|activad[oa]|habilitad[oa]|ativad[oa]|attiv[oa]|attivat[oa]|abilitat[oa]|ingeschakeld|aan'

/** Undefined where the text does not say. */
function isFeatureOn(feature: readonly string[], text: string): boolean | undefined {
  const plain = plainText(text)
  const name = `(?<![a-z0-9])${feature.map(escaped).join('[ /-]?')}(?![a-z0-9])`
  if (!new RegExp(name).test(plain)) return undefined
  const behind = (states: string) =>
    new RegExp(
      `${name}(?:[ :=,-]+(?:feature|function|service|interface|server|is|was|are|ist|est|esta|e))*[ :=-]+(?:${states})(?![a-z0-9])`,
    )
  const before = (states: string) => new RegExp(`(?<![a-z0-9])(?:${states})[ :]+(?:the )?${name}`)
  if (behind(off).test(plain) || before(`${off}|no|without|w/o|kein|keine|ohne|sans|sin|senza|zonder`).test(plain))
    return false
  return behind(on).test(plain) || before('enabled|active|activated|with|mit|avec|con|met').test(plain)
    ? true
    : undefined
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

export function isSwitchedOff(condition: Condition | undefined, configuration: Configuration): boolean {
  const feature = condition ? featureAskedFor(condition.text) : []
  return feature.length > 0 && isFeatureOn(feature, textsOf(configuration)) === false
}

/** `running Cisco IOS XE Software with the Web UI feature enabled`: the feature is on, and all else is said as well. */
export function hasFeatureOn({ text, forms }: Condition, configuration: Configuration): boolean {
  const feature = featureAskedFor(text)
  const texts = textsOf(configuration)
  if (feature.length === 0 || isFeatureOn(feature, texts) !== true) return false
  const said = new Set(rawTokens(plainText(texts)).flatMap((token) => [joined(token), ...token.split('-')]))
  return forms.filter((form) => !feature.includes(form) && !isGeneral.test(form)).every((form) => said.has(form))
}

/** `Cisco IOS XE` is as often `IOS XE`. */
const isGeneral = /^(?:cisco|microsoft|apple|google|os|software|firmware|operating|systems?|versions?|applications?)$/

const textsOf = ({ description, softwareVersion, firmwareVersion, operatingSystem, model }: Configuration): string =>
  `${description}; ${softwareVersion}; ${firmwareVersion}; ${operatingSystem}; ${model}`
