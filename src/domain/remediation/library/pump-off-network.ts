import { defineInstruction } from '#domain/remediation/instruction.ts'

export default defineInstruction({
  id: 'pump-off-network',
  title: 'Run the pump with a library that was checked by hand',
  purpose: 'mitigation',
  madeFor: ['infusion', 'insulin_pump', 'feeding_pump'],
  appliesTo: ({ isRemote }) => isRemote,
  minutes: 20,
  skill: 'clinical engineer',
  tools: [
    'Service tool for drug libraries',
    'The pharmacy’s release note of the present library',
    'Spare pump of the same model',
  ],
  downtimeMinutes: 15,
  safety: [
    'Never touch a pump that infuses. Exchange it at a change of syringe or bag, with the nurse, and check line and rate together.',
    'A pump off the network gets no new drug library: the pharmacy must know which pumps these are.',
  ],
  steps: [
    { title: 'Exchange', text: 'Put the spare in place with the nurse; take this pump to the workshop.' },
    {
      title: 'Off the network',
      text: 'Switch off the radio module in the maintenance menu, or take it out where the vendor says that the pump runs without it. Delete the stored network name and key.',
    },
    {
      title: 'Check the library',
      text: 'Compare library name, version and hard limits with the pharmacy’s release note; load it by cable where it differs.',
    },
    { title: 'Test', text: 'Run the flow and occlusion test of the service manual. Mark the pump: library by cable.' },
  ],
  rollback: 'Put the radio module in service again and load the present library over the network.',
  verification: 'A photo of the screen that shows the radio off and the library’s version.',
})
