import { exposure as weights } from '#domain/risk/weights.ts'
import { exploitabilityOf, worstNeeds } from './cvss-exploitability.ts'
import { defineRule } from './rule.ts'

export const networkExposure = defineRule({
  id: 'network-exposure',
  title: 'Whether an attacker reaches the device',
  reads: 'device',
  axes: ['likelihood'],
  source: 'SSVC, decision point System Exposure (CERT/CC); zones as in IEC 62443-3-2',
  url: 'https://certcc.github.io/SSVC/reference/decision_points/system_exposure/',
  sentence:
    'A device off the network, or in a zone that by its name is apart, is reached by fewer; never by less than a person with the device in hand. A zone that is not known, or whose name tells nothing, protects from nothing.',

  assess({ cvss, device }) {
    const [kind, text] = placeOf(device.networkConnected, device.zone)
    const notBelow = exploitabilityOf({ ...(cvss?.traits ?? worstNeeds), reach: 'physical' })
    return { axis: 'likelihood', change: { times: weights[kind], notBelow }, text, source: 'inventory', asOf: null }
  },
})

function placeOf(networkConnected: boolean | null, zone: string): readonly [keyof typeof weights, string] {
  if (networkConnected === false) return ['disconnected', 'Not connected to the network']
  const kind = readZone(zone)
  const connected = networkConnected === null ? 'Whether it is on the network is not known' : 'On the network'
  if (kind === 'unknown')
    return [
      'unknown',
      zone.trim() === ''
        ? `${connected}; its zone is not known, it counts as open`
        : `${connected}; zone “${zone.trim()}” does not say how far it is apart, it counts as open`,
    ]
  return [kind, `${connected}; zone “${zone.trim()}” ${zones[kind]}`]
}

const zones = {
  isolated: 'is cut off',
  segmented: 'is a segment for one purpose',
  open: 'is open to many devices',
} as const

/** What the name of a zone tells; the more open word decides. */
export function readZone(zone: string): keyof typeof zones | 'unknown' {
  const known = read.get(zone)
  if (known) return known
  const text = zone.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const kind =
    /flat|guest|visitor|gast\b|invite|dmz|internet|public|office|corporate|corp\b|user|default|campus|buro|any\b/.test(
      text,
    )
      ? 'open'
      : /isolat|quarantin|air.?gap|stand.?alone|offline|abgeschottet/.test(text)
        ? 'isolated'
        : /infusion|monitor|imaging|radiolog|modalit|medical|medizin|clinical|klinisch|clinique|clinico|biomed|iomt|lab\b|labor|pharma|device|facilit|building|bms\b|telemetr|icu\b|surg|dialy|anesth|pacs/.test(
              text,
            )
          ? 'segmented'
          : 'unknown'
  // A hospital has some hundred zones; a source that names each device's own fills no memory.
  if (read.size < 10_000) read.set(zone, kind)
  return kind
}

const read = new Map<string, keyof typeof zones | 'unknown'>()
