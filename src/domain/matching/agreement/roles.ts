// Roles: server, client, gateway, viewer. Which of a system the device is, and which the advisory speaks of.

import { kindsOfBrand } from '#domain/matching/brand-kinds.ts'
import {
  accessoryRoles,
  describingRoles,
  lineWords,
  memberRoles,
  partRoles,
  softwareRoles,
} from '#domain/matching/model-words.ts'
import { rivalSystem } from '#domain/matching/parted-names.ts'
import type { ProductName } from '#domain/matching/product-name.ts'
import { wordTable } from '#model/word-table.ts'
import type { NameComparison } from './name-comparison.ts'
import { agrees, agreesLoosely, another, perhaps, type Rule, type RuleGroup } from './rule.ts'

/** `Siveillance Video DLNA Server` is no `Siveillance Video Mobile Server`: which server it is stands before the word. */
const anotherOfRole: Rule = ({ found, device, used, firstUsed }) => {
  const isOther = found.some(({ group, forms }, at) => {
    const which = found[at - 1]
    if (group.kind !== 'role' || forms.length === 0 || !which || which.forms.length > 0 || at < 2) return false
    const place = Math.max(...forms.flatMap((form) => device.forms.get(form) ?? []))
    const own = device.modelTokens[place - 1]
    return own?.kind === 'word' && !used.has(place - 1) && place - 1 > firstUsed && own.form.length >= 3
  })
  return isOther ? another : undefined
}

/** An app for Android is not the one for iOS. */
const anotherSystem: Rule = ({ missingRoles, device }) =>
  missingRoles.some(({ group }) => rivalSystem(group.forms[0]!, device)) ? another : undefined

/** `MXview One Central Manager` is no `MXview One`: it stands above many of them. */
const aboveMany: Rule = ({ isIdentified, device, used, firstUsed, product }) => {
  if (isIdentified || /central|manage/i.test(product.text)) return undefined
  const isAbove = device.modelTokens.some(
    ({ form }, at) =>
      at > firstUsed &&
      !used.has(at) &&
      /^(?:central|centrali[sz]ed|fleet|global)$/.test(form) &&
      /^(?:manager|management|console|controller|server)$/.test(device.modelTokens[at + 1]?.form ?? ''),
  )
  return isAbove ? another : undefined
}

/** Where people work with a system is not the server of it: `Building Operation WorkStation`. */
const workstationForServer: Rule = ({ missingRoles, device, used }) =>
  missingRoles.some(({ group }) => /^servers?$/.test(group.forms[0]!)) &&
  device.modelTokens.some(({ form }, at) => /^(?:workstations?|wkstn|ws)$/.test(form) && !used.has(at))
    ? another
    : undefined

/** It says something else in the place of the role. */
const otherForRole: Rule = ({ isIdentified, extraRoles, extra, extraDescriptors }) =>
  !isIdentified && (extraRoles.length > 0 || extra.length > 0 || extraDescriptors.length > 0) ? another : undefined

/** The `victor Client` of a desktop is not surely the `victor Web Client`. */
const narrowerRole: Rule = (names) => {
  const { isIdentified, found, missingRoles } = names
  const lastRole = found.findLastIndex(({ group, forms }) => group.kind === 'role' && forms.length > 0)
  if (isIdentified || lastRole < 0) return undefined
  const isNarrower = missingRoles.some(
    (one) => found.indexOf(one) < lastRole || one.group.forms.some((form) => /^(?:android|ios)$/.test(form)),
  )
  return isNarrower ? unsaidRole(names) : undefined
}

/** `MedDream` for `MedDream PACS`: the brand alone, where it is not that of a line. */
const brandWithoutRole: Rule = (names) => {
  const { isIdentified, reading, matched, missingRoles, found, product, device } = names
  if (isIdentified || missingRoles.length !== 1) return undefined
  // A transmitter is described as `telemetry` too: it is no `ApexPro Telemetry Server`.
  const isDescribed = found.some(
    ({ group, forms }) => group.kind === 'role' && forms.length > 0 && !forms.some((form) => device.numbered.has(form)),
  )
  if (isDescribed) return undefined
  if (!reading.isBranded || matched.some(({ forms }) => lineWords.has(forms[0]!))) return undefined
  const [{ group }] = missingRoles as [(typeof missingRoles)[number]]
  // `PrismaSeT Active - Wireless Panel Server`: what stands behind the dash is a part of it.
  if (new RegExp(`\\s[-–]\\s.*\\b${group.forms[0]}\\b`, 'i').test(product.text)) return undefined
  const isPart = group.forms.some((form) => partRoles.has(form))
  const isSaidInFull = found.filter((one) => one.forms.length > 0 && one.group.kind !== 'kind').length >= 2
  return !isPart || isSaidInFull ? agrees(names, 0.85) : undefined
}

const roleLeftOut: Rule = (names) => (names.isIdentified ? undefined : unsaidRole(names))

const unsaidRole = (names: NameComparison) =>
  perhaps(names, 0.4, `the advisory speaks of the ${names.missingRoles.map(({ group }) => group.forms[0]).join(', ')}`)

/** What stands for a role within a code. */
const shortRoles: Readonly<Record<string, string>> = wordTable({
  gateway: 'gw',
  server: '(?:srv|svr)',
  controller: '(?:ctl|ctrl|ctr)',
  recorder: '(?:nvr|dvr|rec)',
  receiver: '(?:rx|rcv)',
  transmitter: '(?:tx|xmt)',
})

/** Roles that the device adds. `Zeta KVM transmitter ACR1000A-T` is no accessory of the `ACR1000A-T`. */
function rolesBehind({ isIdentified, extraRoles, device, firstUsed, codeAt, product }: NameComparison) {
  if (!isIdentified) return extraRoles
  return extraRoles.filter((token) => {
    // The `GW` of an `NFN-GW-EM-3` says that it is a gateway.
    const short = shortRoles[token.form]
    if (short && new RegExp(`(?<![a-z])${short}(?![a-z])`, 'i').test(product.text)) return false
    const at = device.modelTokens.indexOf(token)
    return at > firstUsed && (accessoryRoles.has(token.form) || at > codeAt)
  })
}

/** `RadCentre RIS Client`, `IDS7 PACS`: what kind of software it is, and where it runs. A PACS is no RIS, and no viewer of one. */
const saysSoftware = (form: string, { text }: ProductName): boolean =>
  softwareRoles.has(form) &&
  !(form === 'ris' && kindsOfBrand(text).includes('pacs')) &&
  !(form === 'pacs' && /viewer/i.test(text))

/** The brand is long, or there is more than it: what role it has only describes it. */
const describingRole: Rule = (names) => {
  const { missingRoles, matched, reading, isIdentified, product } = names
  const behind = rolesBehind(names)
  if (behind.length === 0 || missingRoles.length > 0) return undefined
  const isNamed =
    matched.length > 1 ||
    (reading.isBranded && matched.some(({ forms }) => forms.some((form) => form.length >= 6 && !lineWords.has(form))))
  const areDescribing =
    (isNamed && behind.every(({ form }) => describingRoles.has(form))) ||
    ((isNamed || isIdentified) && behind.every(({ form }) => saysSoftware(form, product)))
  return areDescribing ? agreesLoosely(names, 0.75) : undefined
}

/** `COPRA6 Client` for the `COPRA6 Server`. */
const otherRole: Rule = (names) => {
  const [wanted] = names.missingRoles
  const [own] = rolesBehind(names)
  return names.isIdentified && wanted && own
    ? perhaps(names, 0.4, `the inventory speaks of the ${own.form}, the advisory of the ${wanted.group.forms[0]}`)
    : undefined
}

/** `460 Series Gateway` for the `460 Series`: what the members of a family are. */
const memberRole: Rule = (names) => {
  const { reading, extra, missingRoles } = names
  const behind = rolesBehind(names)
  const areMembers = reading.isFamily && extra.length === 0 && behind.every(({ form }) => memberRoles.has(form))
  return behind.length > 0 && areMembers && missingRoles.length === 0 ? agreesLoosely(names, 0.75) : undefined
}

const addedRole: Rule = (names) => {
  const { missingRoles, found, extraRoles } = names
  return rolesBehind(names).length > 0 && missingRoles.length === 0 && !found.some(({ group }) => group.kind === 'role')
    ? perhaps(names, 0.5, `the inventory speaks of the ${extraRoles.map(({ form }) => form).join(', ')}`)
    : undefined
}

export const rolesOfOneKind: RuleGroup = { rules: [anotherOfRole, aboveMany] }

export const missingRoles: RuleGroup = {
  applies: (names) => names.missingRoles.length > 0,
  rules: [anotherSystem, workstationForServer, otherForRole, narrowerRole, brandWithoutRole, roleLeftOut],
}

export const addedRoles: RuleGroup = {
  applies: ({ extraRoles }) => extraRoles.length > 0,
  rules: [describingRole, otherRole, memberRole, addedRole],
}
