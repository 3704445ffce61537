import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'change-credentials',
  title: 'Change the passwords that strangers may know',
  purpose: 'mitigation',
  appliesTo: has('credentials'),
  minutes: 25,
  skill: 'clinical engineer',
  tools: ['Service login', 'The hospital’s password vault'],
  downtimeMinutes: 5,
  safety: [
    'Nobody who treats a patient may be locked out: change service and administration accounts, not the emergency access.',
    'Tell the shift before you change an account that they use.',
  ],
  steps: [
    {
      title: 'Which accounts are there?',
      text: 'List the accounts that the manual and the advisory name: service, administration, remote access, database. Mark those whose password the vendor has built in.',
    },
    {
      title: 'Change what can be changed',
      text: 'Give each account that takes one a password of its own for this device, from the vault. Close accounts that nobody needs.',
    },
    {
      title: 'What cannot be changed',
      text: 'A built-in password that cannot be changed is as good as public: lock the service port, switch off remote login where the device lets you, and ask the network team to refuse the remote port.',
    },
    { title: 'Check', text: 'Log in once with the new password and once, without success, with the old one.' },
  ],
  rollback: 'The old passwords are in the vault, under the device’s asset tag, until this order is verified.',
  verification: 'A note of which accounts were changed or closed; never the passwords.',
})
