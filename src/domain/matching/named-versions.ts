// Versions behind a name that is the product's own or its system's: `ES 1.5.2` of the Pyxis ES, `AXIS OS 10.4`, `IOS-XE 17.06.01`.

import type { DeviceName } from './device-name.ts'
import { versionOfOtherName } from './hardware-systems.ts'
import type { IndexedProduct } from './match-index.ts'
import { letters } from './model-token.ts'
import { formsOf } from './product-name.ts'

/** `10.4` of `AXIS OS 10.4`, where that is all of the product’s name. */
function behindName(text: string, product: IndexedProduct): string | undefined {
  const named = /^\s*(\D*[a-z])\s+(v?\d.*)$/i.exec(text)
  if (!named) return undefined
  return bearsName(letters(named[1]!), text, product) ||
    bearsName(letters(named[1]!.replace(/^\S+\s+/, '')), text, product)
    ? named[2]
    : undefined
}

/** The name of a system, or what is left of it without the maker before it. */
function bearsName(name: string, text: string, product: IndexedProduct): boolean {
  // `PAN-OS 10.2.8` of the `PAN-OS 10.2`, `DSM 7.1-42661` of the `DiskStation Manager (DSM) 7.1`.
  return (
    name === product.name.letters ||
    (name.length >= 3 &&
      letters(text) !== product.name.letters &&
      (name === product.name.letters.replace(/(?:v|version)?\d+$/, '') ||
        `${name}os` === product.name.letters ||
        product.name.readings.some(({ shortForms }) => shortForms.includes(name))))
  )
}

/** `ALEOS 4.16.2` where the advisory writes `ALEOS 4.9.8 and prior`: it counts by that system. */
function ofCountedSystem(text: string, versionText: string): string | undefined {
  const [, name = '', version] = /^\s*([A-Za-z][A-Za-z-]{2,})\s+(v?\d.*)$/.exec(text) ?? []
  return version &&
    !/^(?:windows|linux)$/i.test(name) &&
    new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i').test(versionText)
    ? text.trim()
    : undefined
}

/** `15.2(7)E4` of `Cisco IOS Software, C2960X Software, Version 15.2(7)E4, RELEASE SOFTWARE (fc2)`, where trains are counted. */
const ofCiscoSystem = (text: string, versionText: string): string | undefined =>
  /\d\(\d/.test(versionText)
    ? /^\s*(?:cisco )?(?:ios|nx-?os|asa|ftd)(?![a-z])(?:[^\d]|\d(?!\d?\.\d))*?(\d{1,2}\.\d+\([\w.]+\)[\w.]*)/i.exec(
        text,
      )?.[1]
    : undefined

/** `SonicOS 7.0`, `IOS-XE 17.06.01` of what the advisory calls `… Switches running IOS XE`: a system that the product's name holds. */
function ofNamedSystem(text: string, product: IndexedProduct, versionText: string): string | undefined {
  const [, name = '', version] =
    /^\s*([a-z][a-z/-]*(?: [a-z][a-z-]*){0,2})[\s:]+(v?\d+\.\d.*|\d{4} ?\(\d+\.\d.*\))$/i.exec(text) ?? []
  // `UPS 04.1` of the Smart-UPS, where the advisory writes `UPS 04.5 and prior`.
  const isCounted = versionText.toLowerCase().includes(name.toLowerCase())
  const isWhole = letters(text) === product.name.letters
  if (!version || isWhole || isCounted || generalSystem.test(name)) return undefined
  const wordsOf = (text: string) => text.toLowerCase().split(/[^a-z\d]+/)
  const own = wordsOf(product.name.text)
  const maker = wordsOf(product.vendor.text)
  const words = name
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => !/^(?:software|firmware|version|system|os)$/.test(word))
  const isOwn = words.some((word) => word.length > 2 && own.includes(word))
  return isOwn && words.every((word) => own.includes(word) || maker.includes(word)) ? version : undefined
}

/** `20200709` in the column of the system, where the advisory says `OS version before 20210218`. */
const ofSystemAsked = (text: string, versionText: string): string | undefined =>
  /^\s*(?:os|operating system) versions?\b/i.test(versionText) && /^\s*(?:os )?v?\d[\w.-]*\s*$/i.test(text)
    ? text.trim()
    : undefined

/** What runs on the devices of many makers counts for itself. */
const generalSystem =
  /\b(?:windows|linux|debian|ubuntu|centos|rhel|red|suse|android|ios|ipados|macos|qnx|vxworks|rtos)\b(?![ -]xe)/i

/** `ES 1.5.2` of the Pyxis ES: the product’s own words before its version. */
export function withoutName(text: string, product: IndexedProduct, versionText: string): string {
  const rest = behindName(text, product) ?? ofNamedSystem(text, product, versionText)
  if (rest !== undefined) return rest
  const [first, ...others] = text.trim().split(/\s+/)
  const form = first!.toLowerCase().replace(/[^a-z0-9]/g, '')
  // `VB30E HF06` of `syngo.plaza VB30E`, of which `< VB30E_HF07` is affected: there it is the version.
  const isVersion = /\d/.test(form) && versionText.toLowerCase().includes(form)
  const isOwn = /[a-z]{2}/.test(form) && !isVersion && others.length > 0 && formsOf(product.name).includes(form)
  if (!isOwn) return text
  // `ROX II 2.10`.
  return /^[ivx]+$/i.test(others[0]!) && others.length > 1 ? others.slice(1).join(' ') : others.join(' ')
}

/**
 * `IR302 V3.5.52` of the IR302, `NVR-B3801.20.10`: the device's own code, or what kind of box it is, before its version, where the
 * advisory does not count by it.
 */
export function withoutCode(text: string, { numbered }: DeviceName, versionText: string): string {
  const [, lead, version] =
    /^\s*((?:nvr|dvr|xvr|ipc)-(?=[a-z]{0,2}\d)|[a-z]{2,}-?\d{2,}[a-z]{0,2}\s+(?=v?\d+\.\d))(.*)$/i.exec(text) ?? []
  if (!lead || !version || versionText.toLowerCase().includes(lead.trim().toLowerCase())) return text
  return lead.endsWith('-') || numbered.has(letters(lead)) ? version : text
}

/** The version in the column of the operating system, where the product is that system or counts by it. */
export const versionOfSystem = (text: string, product: IndexedProduct, versionText: string): string | undefined =>
  behindName(text, product) ??
  ofCiscoSystem(text, versionText) ??
  ofCountedSystem(text, versionText) ??
  versionOfOtherName(text, product.name.text) ??
  ofNamedSystem(text, product, versionText) ??
  ofSystemAsked(text, versionText)
