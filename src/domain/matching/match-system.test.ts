import { expect, test } from 'vitest'
import { answerTo } from '#tests/match-quality/judge.ts'

const answer = (version: string, os: string) =>
  answerTo(['Microsoft', 'Windows Server 2019', version], { maker: 'Dell', model: 'PowerEdge R640', os })

test('the build of a Windows is compared where the advisory counts builds', () => {
  const builds = '10.0.17763.0 before 10.0.17763.5830'

  expect(answer(builds, 'Windows Server 2019 (OS build 17763.4974)')).toBe('affected')
  expect(answer(builds, 'Windows Server 2019 10.0.17763.5829')).toBe('affected')
  expect(answer(builds, 'Windows Server 2019 (OS build 17763.5830)')).toBe('not_affected')
  expect(answer(builds, 'Windows Server 2019')).toBe('cannot_tell')
})
