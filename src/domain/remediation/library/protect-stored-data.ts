import { defineInstruction, has } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'protect-stored-data',
  title: 'Leave as little as possible on the device',
  purpose: 'mitigation',
  appliesTo: has('stored_data'),
  minutes: 30,
  skill: 'clinical engineer',
  tools: ['Service login', 'The record retention rule of the care area'],
  downtimeMinutes: 10,
  safety: ['Make sure that each record has reached the archive before it is removed from the device.'],
  steps: [
    {
      title: 'What lies there?',
      text: 'List patient records, logs and exported files on the device and on media beside it. Note how many, never whose.',
    },
    {
      title: 'Send and remove',
      text: 'Send what is missing in the archive, let the owner of the records confirm, and then remove what is older than the rule says.',
    },
    {
      title: 'Shorten the time',
      text: 'Set automatic deletion to the shortest time that care permits; switch on encryption of the disk where the vendor supports it.',
    },
    {
      title: 'Keep it in its place',
      text: 'Lock the room or the cart, and mark the device: not to leave the house without its storage being wiped.',
    },
  ],
  rollback: 'Set the former retention time. Removed records are in the archive.',
  verification: 'A photo of the retention setting, and a note of how many records remain.',
})
