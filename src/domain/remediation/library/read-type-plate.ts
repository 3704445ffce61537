import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'read-type-plate',
  title: 'Read the type plate',
  purpose: 'check',
  answers: ['manufacturer', 'model', 'serialNumber'],
  appliesTo: () => true,
  minutes: 6,
  skill: 'clinical engineer',
  tools: ['Phone with camera', 'Torch'],
  downtimeMinutes: 0,
  safety: ['Do not turn or move a device in use to reach its type plate: wait, or read it when it is free.'],
  steps: [
    {
      title: 'Is it the device?',
      text: 'Compare asset tag and serial number with this work order. If another device stands there, say "unable to locate".',
    },
    {
      title: 'Read the plate',
      text: 'The type plate is on the back or the underside. Read what is asked for exactly as it is printed: the manufacturer, the model with every letter and number behind the name, or the serial number (SN).',
    },
    {
      title: 'Leave the evidence',
      text: 'Enter what this work order asks for below; add a photo of the plate.',
    },
  ],
  rollback: 'Nothing was changed.',
  verification: 'What stands on the plate decides whether the advisory means this device.',
})
