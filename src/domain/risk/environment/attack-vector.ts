import { defineRule } from './rule.ts'

export const attackVector = defineRule({
  id: 'attack-vector',
  title: 'Whether the network leads to it',
  metrics: '3.x, 4.0: MAV',
  source:
    'CVSS 3.1 and 4.0, clause 4.2, modified base metrics: only what the environment is known to have changed (FIRST)',
  url: 'https://www.first.org/cvss/v3-1/specification-document',
  sentence:
    'A flaw that is used over the network counts as one of the neighbourhood (MAV:A, for radio and service cables) where the inventory says that the device is off the network, and no address of it is on record. The name of a zone is no proof, however it is called.',

  assess({ version, traits, device: { networkConnected, zone }, known: { hasAddress } }) {
    if (version === '2.0' || traits.reach !== 'network') return []
    const left = (text: string) => [{ metric: 'MAV', value: null, text, source: 'inventory', asOf: null }]
    if (networkConnected === false)
      return hasAddress
        ? left('The attack vector stays: it is said to be off the network, and has an address on record')
        : [
            {
              metric: 'MAV',
              value: 'A',
              text: 'It is not on the network and has no address: who uses the flaw has to be near',
              source: 'inventory',
              asOf: null,
            },
          ]
    if (networkConnected === null) return left('The attack vector stays: whether it is on the network is not known')
    return left(
      zone.trim() === ''
        ? 'The attack vector stays: it is on the network'
        : `The attack vector stays: it is on the network, and the name of zone “${zone.trim()}” proves nothing`,
    )
  },
})
