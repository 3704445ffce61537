import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'keep-serving-when-flooded',
  title: 'Be ready for the device to stop answering',
  purpose: 'mitigation',
  appliesTo: (subject) => subject.isRemote && has('denial_of_service')(subject),
  minutes: 30,
  skill: 'network engineer',
  tools: ['Access to the switch that serves its port', 'The care area’s down-time procedure'],
  downtimeMinutes: 5,
  safety: ['The shift must know how to go on by hand, and where the spare stands, before anything is changed.'],
  steps: [
    {
      title: 'Limit what reaches it',
      text: 'On its switch port refuse broadcast storms and limit the rate of packets to what a week of observed traffic needs, times four. Refuse scanners.',
    },
    { title: 'Take it off the scanner’s list', text: 'Exclude the device’s address from active vulnerability scans.' },
    {
      title: 'Notice it',
      text: 'Let the monitoring of its server raise an alarm when the device has not reported for five minutes, to somebody who is there at night.',
    },
    {
      title: 'Rehearse',
      text: 'With the nurse in charge walk through: device silent, spare fetched, values charted by hand.',
    },
  ],
  rollback: 'Take the limits off the port.',
  verification: 'A note with the port’s limits, the name of the alarm and the date of the rehearsal.',
})
