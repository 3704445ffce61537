import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'monitor-at-bedside',
  title: 'Keep alarms heard while monitors are worked on',
  purpose: 'mitigation',
  madeFor: ['patient_monitor', 'central_station', 'vital_signs'],
  appliesTo: () => true,
  minutes: 25,
  skill: 'clinical engineer',
  tools: ['Spare monitor', 'Patient simulator'],
  downtimeMinutes: 10,
  safety: [
    'A patient whose alarms the central station cannot hear has somebody at the bedside for as long as that lasts.',
    'One monitor of a room at a time, never two.',
  ],
  steps: [
    {
      title: 'Only their own network',
      text: 'Monitors and central station stand in a network of their own; nothing else is plugged into it. Unplug what does not belong there.',
    },
    {
      title: 'Passwords of the service menu',
      text: 'Change the menu passwords from the ones in the manual where the model lets you; note those that cannot be changed.',
    },
    {
      title: 'Alarm test',
      text: 'With the simulator set off a red alarm and a loss of signal: both are heard at the bedside and at the central station.',
    },
  ],
  rollback: 'Plug the monitor into its former port; repeat the alarm test.',
  verification: 'A note of the alarm test with date and time, and a photo of the port’s label.',
})
