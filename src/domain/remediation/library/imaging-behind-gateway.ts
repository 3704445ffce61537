import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'imaging-behind-gateway',
  title: 'Let the imaging system speak DICOM and nothing else',
  purpose: 'mitigation',
  madeFor: ['imaging', 'interventional_imaging', 'ultrasound', 'image_system'],
  appliesTo: ({ isRemote }) => isRemote,
  minutes: 45,
  skill: 'network engineer',
  tools: ['List of its DICOM partners (AE title, address, port)', 'Access to the firewall'],
  downtimeMinutes: 15,
  safety: [
    'Finish or move the examinations of the hour; an emergency examination goes before this work.',
    'Agree with the radiographer how images leave the room if the archive cannot be reached.',
  ],
  steps: [
    {
      title: 'List the partners',
      text: 'Archive, worklist, printer, reading stations and the vendor’s service: AE title, address, port.',
    },
    {
      title: 'Permit these',
      text: 'Refuse everything else in both directions, the internet and mail above all. The console is not for browsing.',
    },
    { title: 'Media', text: 'Scan USB sticks and CDs at a separate station before they go into the console.' },
    { title: 'Test', text: 'Send a test image, fetch a worklist entry, print.' },
  ],
  rollback: 'Switch the rule to log only.',
  verification: 'The rule’s name, and the test image in the archive.',
})
