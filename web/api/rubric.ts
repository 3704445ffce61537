import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import type { RubricAnswers, Sent } from './contract.ts'

export interface RubricSubject {
  vulnerability: string
  manufacturer: string
  model: string
}

const addressed = ({ vulnerability }: RubricSubject) => ({ params: { vulnerability } })
const named = ({ manufacturer, model }: RubricSubject) => ({ manufacturer, model })

export const rubricQuery = (subject: RubricSubject) =>
  queryOptions({
    queryKey: ['rubric', subject],
    queryFn: ({ signal }) =>
      call('GET /vulnerabilities/{vulnerability}/rubric', { ...addressed(subject), query: named(subject) }, signal),
  })

export const rubricPreviewQuery = (subject: RubricSubject, answers: RubricAnswers, isAsked: boolean) =>
  queryOptions({
    queryKey: ['rubric', 'preview', subject, answers],
    queryFn: ({ signal }) =>
      call(
        'POST /vulnerabilities/{vulnerability}/rubric/preview',
        { ...addressed(subject), body: { ...named(subject), answers } },
        signal,
      ),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  })

type Unnamed<Body> = Omit<Body, 'manufacturer' | 'model'>

export const saveRubric = (
  subject: RubricSubject,
  body: Unnamed<Sent<'PUT /vulnerabilities/{vulnerability}/rubric'>>,
) =>
  call('PUT /vulnerabilities/{vulnerability}/rubric', { ...addressed(subject), body: { ...named(subject), ...body } })

export const adoptRubric = (
  subject: RubricSubject,
  body: Unnamed<Sent<'POST /vulnerabilities/{vulnerability}/rubric/adopt'>>,
) =>
  call('POST /vulnerabilities/{vulnerability}/rubric/adopt', {
    ...addressed(subject),
    body: { ...named(subject), ...body },
  })

export const withdrawRubric = (subject: RubricSubject, reason: string) =>
  call('POST /vulnerabilities/{vulnerability}/rubric/withdraw', {
    ...addressed(subject),
    body: { ...named(subject), reason },
  })
