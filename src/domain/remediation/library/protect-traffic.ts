import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'protect-traffic',
  title: 'Keep strangers from reading or changing its traffic',
  purpose: 'mitigation',
  appliesTo: has('cleartext'),
  minutes: 40,
  skill: 'network engineer',
  tools: ['The vendor’s network guide', 'Access to the wireless controller or the switch'],
  downtimeMinutes: 10,
  safety: [
    'Somebody at the device watches that values still arrive; keep paper charting ready for the minutes of the change.',
  ],
  steps: [
    {
      title: 'Use what the device can',
      text: 'Where the device offers TLS, WPA2-Enterprise or a signed protocol, switch it on at both ends with the hospital’s certificates.',
    },
    {
      title: 'Wrap what it cannot',
      text: 'Where it offers none, carry its traffic in a segment of its own to a gateway beside its server, and encrypt from there. Nothing but the device and its gateway in that segment.',
    },
    {
      title: 'Radio',
      text: 'For a device on Wi-Fi or its own radio: own network name, no shared key with other devices, transmit only where the vendor permits it to be switched off otherwise.',
    },
    { title: 'Look', text: 'Record a minute of its traffic outside the segment: no readable value may be in it.' },
  ],
  rollback: 'Put the device back into its former network and switch the encryption off at both ends.',
  verification: 'A note of what was switched on, and that a recording outside the segment shows nothing readable.',
})
