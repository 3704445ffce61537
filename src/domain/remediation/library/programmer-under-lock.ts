import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'programmer-under-lock',
  title: 'Keep the programmer of implants under lock',
  purpose: 'mitigation',
  madeFor: ['implant_programmer'],
  appliesTo: () => true,
  minutes: 20,
  skill: 'clinical engineer',
  tools: ['Lockable cabinet', 'The vendor’s contact for software updates'],
  downtimeMinutes: 15,
  safety: [
    'Another programmer of the same make must be at hand for an emergency before this one is taken away.',
    'Do not touch the radiofrequency settings: they belong to therapy.',
  ],
  steps: [
    {
      title: 'Off the network',
      text: 'Unplug the network cable and switch Wi-Fi off. Updates come from the vendor’s own people or media, not over the network.',
    },
    {
      title: 'Nothing else on it',
      text: 'Check that no other software and no unknown USB stick is in use on the programmer.',
    },
    { title: 'Lock it', text: 'It stands in a locked cabinet when nobody uses it; who takes it, signs.' },
    {
      title: 'Ask for the update',
      text: 'Ask the vendor whether this programmer’s software is the present one, and note the answer with its date.',
    },
  ],
  rollback: 'Plug the cable in again.',
  verification: 'A photo of the programmer in its cabinet with the cable unplugged, and the vendor’s answer.',
})
