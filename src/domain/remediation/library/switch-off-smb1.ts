import { defineInstruction, has, runsWindows } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'switch-off-smb1',
  title: 'Switch off version 1 of Windows file sharing',
  purpose: 'mitigation',
  appliesTo: (subject) =>
    runsWindows(subject) &&
    (has('code_execution')(subject) || subject.flaws.some(({ title }) => /\bsmb|eternalblue|wannacry/i.test(title))),
  minutes: 35,
  skill: 'clinical engineer',
  tools: ['Service login of the device’s Windows', 'The vendor’s consent to the change, in writing'],
  downtimeMinutes: 20,
  safety: [
    'Only with the vendor’s consent: an imaging system may move its images over this very protocol.',
    'Finish or move the examinations of the day first; the system restarts.',
  ],
  steps: [
    {
      title: 'See who uses it',
      text: 'List the open shares and sessions. If images or worklists travel over SMB 1, stop here: put the order on hold for the vendor, and block ports 139 and 445 at the network instead.',
    },
    {
      title: 'Switch it off',
      text: 'Switch off the SMB 1 server and client in Windows’ features or registry, as the vendor describes. Restart.',
    },
    {
      title: 'Block the ports',
      text: 'In Windows’ firewall or at the switch refuse ports 139 and 445 from everywhere but the systems that need them.',
    },
    { title: 'Check the work', text: 'Send a test image to the archive and fetch a worklist entry.' },
  ],
  rollback: 'Switch the feature on again and restart; remove the two port rules.',
  verification: 'A note that SMB 1 is off and that ports 139 and 445 are refused, with a photo of the setting.',
})
