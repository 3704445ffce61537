import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'read-version-on-device',
  title: 'Read what is on the device',
  purpose: 'check',
  answers: ['softwareVersion', 'firmwareVersion', 'operatingSystem'],
  appliesTo: () => true,
  minutes: 10,
  skill: 'clinical engineer',
  tools: ['Phone with camera'],
  downtimeMinutes: 0,
  safety: ['Reading the version must not interrupt a therapy: on a device in use, wait or use the label.'],
  steps: [
    {
      title: 'Is it the device?',
      text: 'Compare asset tag and serial number with this work order. If another device stands there, say "unable to locate".',
    },
    {
      title: 'Read the software',
      text: 'Open the service or "about" screen. Read software version, firmware version and operating system exactly as they are written.',
    },
    {
      title: 'Leave the evidence',
      text: 'Enter the version below; add a photo of the screen with no patient name on it.',
    },
  ],
  rollback: 'Nothing was changed.',
  verification: 'The version that was read decides whether the advisory fits this device.',
})
