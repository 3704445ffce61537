import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'ups-management-card',
  title: 'Take the power supply’s management off open networks',
  purpose: 'mitigation',
  madeFor: ['power'],
  appliesTo: () => true,
  minutes: 30,
  skill: 'network engineer',
  tools: ['Access to the management card', 'List of what the supply feeds'],
  downtimeMinutes: 0,
  safety: [
    'Know what hangs on it before you touch it: a life-sustaining device on this supply gets another feed first.',
    'Never switch the output. Work on the management card only.',
  ],
  steps: [
    {
      title: 'Only from the management network',
      text: 'Move the card into the management network; no way in from the internet or from a cloud service that nobody ordered.',
    },
    {
      title: 'Close what is not needed',
      text: 'Switch off the cloud connection, telnet, FTP and SNMP version 1; change the password from the default.',
    },
    { title: 'Watch it', text: 'Send its alarms to the engineers on call, and test one.' },
  ],
  rollback: 'Plug the card into its former port with its former settings, which you noted.',
  verification: 'A photo of the card’s network settings and a note of the alarm test.',
})
