import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'lock-service-ports',
  title: 'Lock what a hand can reach',
  purpose: 'mitigation',
  appliesTo: (subject) => !subject.isRemote || has('physical')(subject),
  minutes: 20,
  skill: 'clinical engineer',
  tools: ['Port locks or numbered seals', 'Phone with camera'],
  downtimeMinutes: 0,
  safety: ['Never lock a port that care needs: nurse call, patient cable, defibrillator synchronisation.'],
  steps: [
    {
      title: 'Find the ports',
      text: 'USB, serial, card and network ports and the cover of the case. Mark which of them care or charging needs.',
    },
    {
      title: 'Lock or seal',
      text: 'Put a lock on each port that nobody needs, a numbered seal on the case; switch off start from USB in the settings where the vendor permits it.',
    },
    {
      title: 'Mind the place',
      text: 'A device in a corridor or an unlocked store moves into a place where somebody sees it.',
    },
    { title: 'Leave the evidence', text: 'Photograph locks and seals with their numbers.' },
  ],
  rollback: 'Take the locks off; the keys hang in the workshop.',
  verification: 'A photo of each lock and seal.',
})
