import type { RecallRow } from '#web/api/contract.ts'

export const topicWords: Readonly<Record<RecallRow['topic'], string>> = {
  security: 'Security',
  software: 'Software',
  other: 'Other',
}
