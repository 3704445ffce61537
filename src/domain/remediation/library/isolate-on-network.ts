import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'isolate-on-network',
  title: 'Leave the device only the connections that care needs',
  purpose: 'mitigation',
  appliesTo: (subject) =>
    subject.isRemote && has('code_execution', 'access_control', 'credentials', 'denial_of_service', 'other')(subject),
  minutes: 40,
  skill: 'network engineer',
  tools: ['List of the systems that this model talks to', 'Access to the switch or firewall that serves its port'],
  downtimeMinutes: 10,
  safety: [
    'Agree the time with the care area: alarms and results may not travel while the rule is changed.',
    'Somebody stands at the device while the rule is switched on and sees that it still reports.',
  ],
  steps: [
    {
      title: 'Learn what it needs',
      text: 'From the vendor’s network guide and a week of observed traffic, list each connection that care needs: server, port, direction.',
    },
    {
      title: 'Write the rule',
      text: 'Put the device into its own segment, or give its port an access list: permit what is on the list, refuse and log the rest. No way in from office networks, guests or the internet.',
    },
    {
      title: 'Switch it on',
      text: 'First log only, for a day; then refuse. With somebody at the device, check alarm, result and order in both directions.',
    },
    {
      title: 'Show that it holds',
      text: 'From a port of the office network try to reach the device; note that it fails. Leave the rule’s name and the result as a note.',
    },
  ],
  rollback: 'Switch the rule back to log only; the device works as before within a minute.',
  verification: 'The rule’s name, and a refused connection from outside the list.',
})
