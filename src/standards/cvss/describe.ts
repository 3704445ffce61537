import { type FlawTraits, type Loss, parseCvss, readTraits } from './cvss.ts'

/** How the flaw is used: "over the network, by anyone". */
export function describeUse({
  reach,
  privileges,
  interaction,
  complexity,
}: Pick<FlawTraits, 'reach' | 'privileges' | 'interaction' | 'complexity'>): string {
  const help = interaction === 'required' ? ', a user must help' : ''
  const conditions = complexity === 'high' ? ', only under special conditions' : ''
  return `${reaches[reach]}, ${rights[privileges]}${help}${conditions}`
}

/** What a vector says, in a sentence; null where it cannot be read. */
export function describeVector(vector: string): string | null {
  const parsed = parseCvss(vector)
  if (!parsed.ok) return null
  const traits = readTraits(parsed.cvss)
  const { confidentiality, integrity, availability } = traits
  const lost = [read[confidentiality], changed[integrity], stopped[availability]].filter((text) => text !== '')
  const hurts = traits.hurtsPeople ? '; people can be hurt' : ''
  const use = describeUse(traits)
  return `${use[0]!.toUpperCase()}${use.slice(1)}: ${lost.length > 0 ? lost.join(', ') : 'nothing is lost'}${hurts}.`
}

const reaches: Readonly<Record<FlawTraits['reach'], string>> = {
  network: 'over the network',
  adjacent: 'from the same network segment or radio range',
  local: 'from the device itself',
  physical: 'with the device in hand',
}
const rights: Readonly<Record<FlawTraits['privileges'], string>> = {
  none: 'by anyone',
  low: 'with a user’s rights',
  high: 'with an administrator’s rights',
}
const read: Readonly<Record<Loss, string>> = {
  none: '',
  low: 'some data can be read',
  partial: 'a part of the data can be read',
  high: 'all data can be read',
}
const changed: Readonly<Record<Loss, string>> = {
  none: '',
  low: 'something can be changed',
  partial: 'a part can be changed',
  high: 'everything can be changed',
}
const stopped: Readonly<Record<Loss, string>> = {
  none: '',
  low: 'it can be slowed down',
  partial: 'it can be stopped in part',
  high: 'it can be stopped',
}
