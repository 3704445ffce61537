import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'look-for-option',
  title: 'See whether the option is there',
  purpose: 'check',
  answers: ['option'],
  appliesTo: () => true,
  minutes: 8,
  skill: 'clinical engineer',
  tools: ['Phone with camera'],
  downtimeMinutes: 0,
  safety: [
    'Looking for the option must not interrupt a therapy: on a device in use, look at its outside only, or wait.',
  ],
  steps: [
    {
      title: 'Is it the device?',
      text: 'Compare asset tag and serial number with this work order. If another device stands there, say "unable to locate".',
    },
    {
      title: 'Look for the option',
      text: 'See whether the part is built in, or whether the service screen lists the option. A licence that is not switched on counts as there.',
    },
    {
      title: 'Leave the evidence',
      text: 'Say below whether the device has it; add a photo of the part, or of the screen with no patient name on it.',
    },
  ],
  rollback: 'Nothing was changed.',
  verification: 'Whether the option is there decides whether the advisory means this device.',
})
