import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'close-remote-access',
  title: 'Close the remote access that nobody uses',
  purpose: 'mitigation',
  appliesTo: (subject) => subject.isRemote && has('access_control')(subject),
  minutes: 30,
  skill: 'clinical engineer',
  tools: ['Service login', 'The vendor’s list of services that this model needs'],
  downtimeMinutes: 10,
  safety: [
    'Ask the vendor whether remote supervision of a therapy or of a cold chain runs over it before it is closed.',
  ],
  steps: [
    {
      title: 'What listens?',
      text: 'List the services that the device offers: remote desktop, telnet, FTP, web server, the vendor’s own. The service screen or the manual tells.',
    },
    { title: 'Close', text: 'Switch off each that neither care nor the service contract needs.' },
    {
      title: 'Put a door before the rest',
      text: 'Remote service comes through the hospital’s own gateway: opened on request, for a named person, and recorded.',
    },
    { title: 'Check', text: 'A connection to each closed service fails; the device still reports to its server.' },
  ],
  rollback: 'Switch the service on again; its former setting is in your note.',
  verification: 'A note of which services were closed, with a photo of the setting.',
})
