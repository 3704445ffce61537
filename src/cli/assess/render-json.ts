import type { Assessment } from '#domain/assess/assess.ts'

/** The assessment as it is; its form is described in `domain/assess/assessment.ts`. */
export const renderJson = (assessment: Assessment): string => `${JSON.stringify(assessment, null, 2)}\n`
