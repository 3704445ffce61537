// Whose version does a statement speak of, where the device has several: its firmware, its software, a program on it?

import type { Configuration } from '#model/matching.ts'
import { isOwnSoftware, isUnknownText, labelledVersions, readVersionExpression } from '#standards/vers/vers.ts'
import type { IndexedProduct } from './match-index.ts'
import { letters } from './model-token.ts'
import { formsOf } from './product-name.ts'
import { versionBehind } from './said-elsewhere.ts'
import type { Statement } from './statement.ts'

/** `< 2.15 (firmware versions prior to 8.26.4)` says one thing twice; the column that the inventory fills settles it. */
export function saidBeside(
  statement: Statement,
  configuration: Configuration,
): { statement: Statement; configuration: Configuration } | undefined {
  const found = /^([^()]*\d[^()]*?)\s*\((?:or )?(firmware|software)(?: versions?)?:? ([^()]*\d[^()]*)\)\s*$/i.exec(
    statement.versionText,
  )
  if (!found) return undefined
  const [, outside = '', part = '', inside = ''] = found
  const isFirmware = part.toLowerCase() === 'firmware'
  const said = isFirmware ? configuration.firmwareVersion : configuration.softwareVersion
  const isSaid = said.trim() !== '' && !isUnknownText(said)
  // `< R02 (or software version 1.1.13166)`: the sign holds for both.
  const [sign = ''] = /^\s*(?:<=?|>=?|before|prior to|up to)(?=[\s\w])/i.exec(outside) ?? []
  const isBare = sign !== '' && /^\s*v?\d[\w.]*\s*$/i.test(inside)
  const versionText = isSaid ? `${isBare ? `${sign} ` : ''}${inside}` : outside
  return {
    statement: { ...statement, versionText, version: readVersionExpression(versionText) },
    configuration: isSaid
      ? { ...configuration, [isFirmware ? 'softwareVersion' : 'firmwareVersion']: '' }
      : configuration,
  }
}

/** `Firmware < 4.2.1; software not affected`: the other column says nothing. */
export function withoutUnaffected(
  statement: Statement,
  configuration: Configuration,
): { statement: Statement; configuration: Configuration } | undefined {
  if (!/affected|impacted/i.test(statement.versionText)) return undefined
  const [, versionText = '', part = ''] = unaffected.exec(statement.versionText) ?? []
  if (versionText === '') return undefined
  const left = /^s/i.test(part) ? { softwareVersion: '' } : /^f/i.test(part) ? { firmwareVersion: '' } : {}
  return {
    statement: { ...statement, versionText, version: readVersionExpression(versionText) },
    configuration: { ...configuration, ...left },
  }
}

const unaffected =
  /^([^;(]*\d[^;(]*?)\s*[;,(]\s*(?:the |its |all )?(software|firmware|hardware|[sf]\/?w|hw|app|application)(?: versions?)?(?: is| are)? (?:not (?:affected|impacted)|unaffected)\)?\.?\s*$/i

/**
 * `APEX software prior to 5.6.1.4`, `NMC3 <= 1.4.0`: the version behind that name, wherever the inventory says it; for what is
 * called software or firmware, else what stands alone in its column.
 */
export function ofComponent(
  statement: Statement,
  configuration: Configuration,
): { statement: Statement; configuration: Configuration } | undefined {
  const { component } = statement.version
  // `All BIOS versions < V25.02.08`: what the inventory says of the BIOS counts before its columns.
  const part = component === undefined ? /^(?:all )?(bios|uefi|bmc)\b/i.exec(statement.versionText)?.[1] : undefined
  const ofPart = part && versionBehind(part, configuration.description)?.version
  if (part && ofPart)
    return {
      statement: { ...statement, versionText: statement.versionText.replace(part, '') },
      configuration: { ...configuration, softwareVersion: '', firmwareVersion: ofPart, description: '' },
    }
  if (component === undefined) return undefined
  const { softwareVersion, firmwareVersion, description, model } = configuration
  const name = component.replace(/\b(?:software|firmware|versions?|application|app)\b/gi, ' ').trim()
  const behind = [softwareVersion, firmwareVersion, description, model].flatMap(
    (text) => versionBehind(name, text)?.version ?? [],
  )[0]
  const alone = /\b(?:software|application|app)\b/i.test(component)
    ? softwareVersion
    : /\bfirmware\b/i.test(component)
      ? firmwareVersion
      : ''
  const said = behind ?? (/^\s*v?\.?\s*\d[\w.-]*\s*$/i.test(alone) ? alone : undefined)
  if (said === undefined) return undefined
  return {
    statement: { ...statement, version: { ...statement.version, component: undefined } },
    configuration: { ...configuration, softwareVersion: said, firmwareVersion: '', description: '' },
  }
}

/**
 * `EzDent-i 3.4.9 and earlier` of an X-ray unit: the version behind that name, wherever the inventory says it, else what stands in
 * the column of software; the unit's firmware is another thing. Undefined where the name is the product's own.
 */
export function ofProgram(
  product: IndexedProduct,
  statement: Statement,
  configuration: Configuration,
): { statement: Statement; configuration: Configuration } | undefined {
  const { program, ...version } = statement.version
  if (program === undefined || isOwnSoftware(program)) return undefined
  const name = program.replace(/[\s-]+(?:software|firmware|versions?|[sf]\/?w)$/i, '').trim()
  const own = formsOf(product.name)
  const isOwn = name
    .split(/\s+/)
    .map(letters)
    .every((word) => own.includes(word) || product.name.letters.includes(word))
  if (isOwn) return undefined
  const { softwareVersion, firmwareVersion, operatingSystem, description, model } = configuration
  const said = [softwareVersion, firmwareVersion, operatingSystem, description, model]
    // `HiOS-2S-08.5.00`: between the two stands for which boxes it is.
    .map((text) => text.replace(/^\s*([a-z]{3,})-\d?[a-z]{1,2}-(?=\d)/i, '$1 '))
    // `JUNOS 18.4R3` of the `Junos OS`.
    .flatMap((text) => (versionBehind(name, text) ?? versionBehind(name.replace(/ OS$/, ''), text))?.version ?? [])
    .find((version) => /\.\d|[a-z]\d/i.test(version))
  const open = { ...statement, version }
  // `AXIS OS`, `PAN-OS`, `AOS-CX`, `FortiOS`, `FutureSmart`: what a maker calls the firmware of his devices.
  if (said === undefined && isOwnSystem.test(name) && firmwareVersion.trim() !== '' && !isUnknownText(firmwareVersion))
    return { statement: open, configuration: { ...configuration, softwareVersion: '' } }
  if (said !== undefined)
    return {
      statement: open,
      configuration: { ...configuration, softwareVersion: said, firmwareVersion: '', description: '' },
    }
  if (/\b(?:firmware|fw)$/i.test(program)) return undefined
  return { statement: open, configuration: { ...configuration, firmwareVersion: '' } }
}

const isOwnSystem =
  /(?:^|[\sA-Za-z-])OS(?:[ -](?:CX|XE|XR|Switch|S|\d+))?$|^(?:HP )?FutureSmart$|^(?:Junos(?: OS)?(?: Evolved)?|Fireware|ROX(?: II)?|ZLD|DSM|QTS|QuTS hero|ONTAP|RUT|TiMOS)$/

/** `WLAN Card 3.0`, `Bluetooth-Modul 5.0`: all that the column says is the version of a part. */
const ofPartAlone =
  /^\s*(?:[\p{L}\d/-]+\s+){0,2}[\p{L}-]*?((?<![\p{L}])(?:card|board|adapter|dongle|antenna|charger|carte|karte|tarjeta|scheda|wlan|wi-?fi|bluetooth|rfid|battery|akku|batterie|printer|drucker|scanner|display|keyboard|modem|nic|docking)(?![\p{L}])|(?:modul|module|karte|leser|drucker|adapter))(?:\s+(?:fw|firmware|sw|software|version|ver\.?|rev\.?))*[\s:=]+v?\d[\w.]*\s*$/iu

/** Unless the advisory speaks of such a part itself. */
function isOfPartAlone(text: string, { versionText, product }: Statement): boolean {
  const part = /[a-z]{3}/i.test(text) ? ofPartAlone.exec(text)?.[1] : undefined
  return part !== undefined && !`${product.name} ${versionText}`.toLowerCase().includes(part.toLowerCase())
}

export interface Stated {
  readonly label: string
  readonly text: string
}

/** What the columns of versions say, that first of which the advisory speaks; what it surely does not speak of is left out. */
export function versionsStated(statement: Statement, configuration: Configuration): Stated[] {
  const { versionText, speaksOfFirmware } = statement
  const { firmwareVersion, softwareVersion } = configuration
  const stated = [
    ...labelledVersions(firmwareVersion).map((one) => ({ of: 'firmware', ...one })),
    ...labelledVersions(softwareVersion).map((one) => ({ of: 'software', ...one })),
  ]
    .filter(({ text }) => text.trim() !== '' && !isUnknownText(text) && !isOfPartAlone(text, statement))
    .map(({ of, text }) => ({ label: `${of} version`, text }))
  const isNamed = /\b(?:firmware|fw)\b/i.test(versionText) ? 'firmware version' : 'software version'
  const saysOne = /\b(?:firmware|fw)\b/i.test(versionText) !== /\b(?:software|sw)\b/i.test(versionText)
  const ofOne = saysOne ? stated.filter(({ label }) => label === isNamed) : []
  if (ofOne.length > 0) return ofOne
  const first = speaksOfFirmware ? 'firmware version' : 'software version'
  return stated.toSorted((a, b) => Number(b.label === first) - Number(a.label === first))
}
