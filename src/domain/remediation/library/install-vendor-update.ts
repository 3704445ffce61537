import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'install-vendor-update',
  title: 'Install the version that the vendor has released',
  purpose: 'fix',
  appliesTo: () => true,
  minutes: 45,
  skill: 'clinical engineer',
  tools: [
    'The release from the vendor’s own portal, with its checksum',
    'Service cable or service tool for this model',
  ],
  downtimeMinutes: 30,
  safety: [
    'Ask the nurse in charge before you take the device away, and name the time at which it comes back.',
    'After the update the device goes through its own performance check before it returns to a patient.',
  ],
  steps: [
    {
      title: 'Check the release',
      text: 'The vendor has released this version for this exact model and hardware level, and the checksum of the file is the published one. A release that only the vendor may install is ordered as a service visit: put this work order on hold, waiting for the vendor.',
    },
    {
      title: 'Save what is on the device',
      text: 'Write down or export the configuration, alarm limits, drug library or protocols and licence keys. Read and note the software version before.',
    },
    {
      title: 'Install',
      text: 'Keep the device on mains power throughout. Follow the vendor’s installation notes to the last step; do not break off a running installation.',
    },
    {
      title: 'Restore and check',
      text: 'Restore configuration and libraries and compare them with what you saved. Run the self-test and the performance check of the service manual. Check the connection to the systems that it reports to.',
    },
    {
      title: 'Read the version',
      text: 'Read the software version from the device’s own screen and enter it below, as it is written there.',
    },
  ],
  rollback:
    'If the performance check fails, go back to the saved version where the vendor permits it; otherwise tag the device out of use and call the vendor.',
  verification: 'The version that the device shows after the update.',
})
