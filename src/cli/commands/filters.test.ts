import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { cpeFilter, cvssFilter, type Filter, filtered, ssvcFilter, versionFilter } from './filters.ts'

async function answers(filter: Filter, ...lines: string[]): Promise<unknown[]> {
  return (await printed(filter, lines.join('\n'))).map((line) => JSON.parse(line))
}

/** The text goes in byte by byte, so that no character or line stands in one piece. */
async function printed(filter: Filter, text: string, encoding: BufferEncoding = 'utf8'): Promise<string[]> {
  const said: string[] = []
  const bytes = Array.from(Buffer.from(text, encoding), (byte) => Buffer.from([byte]))
  for await (const line of filtered(Readable.from(bytes), filter)) said.push(line)
  return said
}

test('a vector a line is answered in order, and what is none says why', async () => {
  expect(
    await answers(
      cvssFilter,
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P',
      '',
      'AV:N',
      'AV:N/AC:L/Au:N/C:P/I:P/A:P',
    ),
  ).toEqual([
    {
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P',
      version: '3.1',
      baseScore: 9.8,
      temporalScore: 9.3,
      score: 9.3,
      severity: 'critical',
    },
    { vector: '', error: 'There is no vector.' },
    { vector: 'AV:N', error: 'CVSS 2.0 needs AC, Au, C, I, A.' },
    { vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', version: '2.0', baseScore: 7.5, score: 7.5, severity: 'high' },
  ])
})

test('two names are related, whichever way they are bound, and what else the object has is kept', async () => {
  const target = 'cpe:2.3:a:adobe:reader:9.3.2:-:-:*:*:*:*:*'
  expect(
    await answers(
      cpeFilter,
      JSON.stringify({ id: 7, source: 'cpe:/a:adobe:reader', target }),
      JSON.stringify({ source: 'wfn:[vendor="adobe",product="*er",update=NA]', target }),
      JSON.stringify({ source: 'wfn:[vendor=adobe]', target }),
      JSON.stringify({ source: 'adobe reader', target }),
      '{"source":',
      '[]',
    ),
  ).toEqual([
    { id: 7, source: 'cpe:/a:adobe:reader', target, relation: 'superset' },
    { source: 'wfn:[vendor="adobe",product="*er",update=NA]', target, relation: 'superset' },
    {
      source: 'wfn:[vendor=adobe]',
      target,
      error: 'The source is no CPE name: vendor is adobe; a value stands in quotation marks, or is ANY or NA.',
    },
    {
      source: 'adobe reader',
      target,
      error: 'The source is no CPE name: a CPE name begins with cpe:2.3:, cpe:/ or wfn:[.',
    },
    { error: 'This line is not JSON; it must be an object with "source" and "target".' },
    { error: 'It must be an object with "source" and "target", each a text.' },
  ])
})

test('a table decides by its points, and says what they leave open', async () => {
  const table = 'cisa:DT_CO:2.0.3'
  const points = { Exploitation: 'active', Automatable: 'no', 'Technical Impact': 'total' }
  const asked = [
    { table, points },
    { id: 7, table, points: { ...points, 'Mission and Well-Being Impact': 'high' } },
    {
      table: 'cisa:DT_BOD2604:1.0.0',
      points: { 'in kev': 'yes', 'publicly exposed': 'yes', automatable: 'no', 'technical impact': 'total' },
    },
    { table, points: { utility: 'efficient' } },
    { table: 'mine', points: {} },
  ]

  expect(await answers(ssvcFilter, ...asked.map((line) => JSON.stringify(line)), '{"table":1}')).toEqual([
    { ...asked[0], outcomes: ['track', 'attend', 'act'], missing: ['mission and well-being impact'] },
    { ...asked[1], outcome: 'act' },
    { ...asked[2], outcome: '3 days & forensic investigation' },
    { ...asked[3], error: 'CISA Coordinator does not ask for "utility".' },
    {
      ...asked[4],
      error:
        'There is no table "mine"; there are cisa:DT_CO:2.0.3, ssvc:DT_DP:1.0.0, ssvc:DT_HI:1.0.0, cisa:DT_BOD2604:1.0.0.',
    },
    { table: 1, error: 'It must be an object with "table", and "points" as an object, each a text.' },
  ])
})

test('a version is in a range or not, before another or after it, or nobody can tell', async () => {
  const asked = [
    { version: '4.3.7', range: 'vers:all/<V4.3.8' },
    { version: '4.3.8', range: 'vers:all/<V4.3.8' },
    { version: 'K', range: '<= 9.19' },
    { a: '1.2', b: '1.2.0.0' },
    { a: '9.9', b: '9.12' },
    { a: 'R2 SP1', b: 'R2' },
    { a: 'K', b: '3.1' },
    { a: 'SEE NOTES', b: '3.1' },
  ]
  const said = [
    { in: 'yes' },
    { in: 'no' },
    { in: 'unknown' },
    { order: 0 },
    { order: -1 },
    { order: 1 },
    { order: null },
    { order: null },
  ]
  expect(await answers(versionFilter, ...asked.map((one) => JSON.stringify(one)))).toEqual(
    asked.map((one, at) => ({ ...one, ...said[at] })),
  )
})

const starAlone = 'The range is no vers: the * stands for all versions, alone and without another constraint.'

test('a named scheme orders as its ecosystem does, in the range or beside it', async () => {
  const asked = [
    { version: '1.10.0', range: 'vers:npm/>=1.9.0|<2.0.0' },
    { version: '1.0.0-rc.1', range: 'vers:semver/<1.0.0' },
    { version: '1.0~rc1-1', range: '<< 1.0-1', scheme: 'deb' },
    { version: '1.0~rc1-1', range: '< 1.0-1', scheme: 'deb' },
    { version: '2.3.5', range: '2.3.6 and below', scheme: 'maven' },
    { version: '2.3', range: 'vers:siemens/<2.4' },
    { version: '2.3', range: '<2.4', scheme: 'siemens' },
    { version: '2.3', range: 'vers:none/*' },
    { a: '1.0', b: '1.0.0', scheme: 'deb' },
    { a: '1.0', b: '1.0.0', scheme: 'pypi' },
    { a: '1.0', b: '1.0.0', scheme: 'generic' },
    { a: '1.0rc1', b: '1.0', scheme: 'pypi' },
    { a: 'K', b: '1.0', scheme: 'npm' },
    { a: '1', b: '2', scheme: 'siemens' },
    { range: 'vers:PyPI/<3.0|>=1.0|!=1.2' },
    { range: 'vers:npm/>=2.0|<1.0' },
    { version: '1', range: 'vers:npm/1', scheme: 'pypi' },
    { version: '1', range: 'vers:generic/*|<2' },
    { version: '1', range: 'vers:npm/<2|*', scheme: 'npm' },
    { range: 'vers:generic/<2|*' },
  ]
  const said = [
    { in: 'yes' },
    { in: 'yes' },
    { in: 'yes' },
    { in: 'yes' },
    { in: 'yes' },
    { in: 'unknown' },
    { in: 'unknown' },
    { in: 'no' },
    { order: -1 },
    { order: 0 },
    { order: 0 },
    { order: -1 },
    { order: null },
    { order: null },
    { canonical: 'vers:pypi/>=1.0|!=1.2|<3.0' },
    { error: 'The range is no vers: >=2.0 and <1.0 leave nothing between them.' },
    { error: 'The range is of another scheme than pypi.' },
    { in: 'unknown', error: starAlone },
    { in: 'unknown', error: starAlone },
    { error: starAlone },
  ]
  expect(await answers(versionFilter, ...asked.map((one) => JSON.stringify(one)))).toEqual(
    asked.map((one, at) => ({ ...one, ...said[at] })),
  )
  expect(await answers(versionFilter, '{"range":"vers:npm/1","version":1}')).toMatchObject([
    { error: expect.stringContaining('each a text') },
  ])
})

test('only LF ends a line, with or without CR, and each line has one answer', async () => {
  const odd = 'left\u2028right\u2029\u0085'
  const text = [
    `{"id":"${odd}","version":"1","range":"<2"}\r\n`,
    '{"version":"1",\r"range":"<2"}\n',
    '\n',
    '{"version":"3","range":"<2"}',
  ]
  const lines = await printed(versionFilter, text.join(''))

  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { id: odd, version: '1', range: '<2', in: 'yes' },
    { version: '1', range: '<2', in: 'yes' },
    { error: expect.stringContaining('not JSON') },
    { version: '3', range: '<2', in: 'no' },
  ])
  const vectors = 'AV:N/AC:L/Au:N/C:P/I:P/A:P\u2028AV:N\rAV:N\n'
  expect(await printed(cvssFilter, vectors)).toHaveLength(1)
  expect(await printed(cvssFilter, `${vectors}\n`)).toHaveLength(2)
  expect(await printed(cvssFilter, '')).toEqual([])
})

test('a byte order mark at the beginning is no part of the first line', async () => {
  const asked = {
    cpe: [cpeFilter, { source: 'cpe:/a:v:p', target: 'cpe:/a:v:p' }, { relation: 'equal' }],
    version: [versionFilter, { version: '1', range: '<2' }, { in: 'yes' }],
    ssvc: [
      ssvcFilter,
      { table: 'cisa:DT_CO:2.0.3', points: { exploitation: 'nonsense' } },
      { error: expect.anything() },
    ],
  } as const
  for (const [filter, line, answer] of Object.values(asked))
    expect(await answers(filter, `\uFEFF${JSON.stringify(line)}`)).toEqual([{ ...line, ...answer }])
  expect(await answers(cvssFilter, '\uFEFFAV:N')).toEqual([
    { vector: 'AV:N', error: 'CVSS 2.0 needs AC, Au, C, I, A.' },
  ])
})

test('what else an object has is kept digit by digit', async () => {
  const line =
    '{"version":"1","range":"<2","id":9007199254740993,"deep":[{"n":-12345678901234567890.50,"e":1e400,"z":-0}],"t":"9"'
  expect(await printed(versionFilter, `${line}}`)).toEqual([`${line},"in":"yes"}\n`])
  expect(await answers(versionFilter, '9007199254740993', 'null', '{"version":9,"range":"<2"}')).toEqual([
    { error: expect.any(String) },
    { error: expect.any(String) },
    { version: 9, range: '<2', error: expect.any(String) },
  ])
})

test('a scheme that is null is as one that is not there', async () => {
  const asked = [
    [{ version: '1', range: '<2', scheme: null }, { in: 'yes' }],
    [{ a: '1', b: '2', scheme: null }, { order: -1 }],
    [{ range: 'vers:pypi/<3.0|>=1.0', scheme: null }, { canonical: 'vers:pypi/>=1.0|<3.0' }],
  ]
  expect(await answers(versionFilter, ...asked.map(([line]) => JSON.stringify(line)))).toEqual(
    asked.map(([line, said]) => ({ ...line, ...said })),
  )
})

test('a file of Windows PowerShell has a line for each line', async () => {
  const two = '\uFEFF{"version":"3.6","range":"< 4","ward":"Süd"}\r\n{"version":"4","range":"< 4"}\r\n'

  const said = (await printed(versionFilter, two, 'utf16le')).map((line) => JSON.parse(line))
  expect(said).toEqual([
    { version: '3.6', range: '< 4', ward: 'Süd', in: 'yes' },
    { version: '4', range: '< 4', in: 'no' },
  ])
  expect(await printed(versionFilter, '{')).toHaveLength(1)
})

test('bytes that are no UTF-8 are an error, and not echoed as if they had been read', async () => {
  const good = '{"version":"1","range":"<2","ward":"Ä"}'
  const lines = [
    Buffer.from(good),
    Buffer.from(good, 'latin1'),
    Buffer.from('{"version":"1","range":"<2","ward":"\uFFFD"}'),
  ]
  const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  const said = await printed(versionFilter, text.toString('latin1'), 'latin1')

  expect(said.map((line) => JSON.parse(line))).toEqual([
    { version: '1', range: '<2', ward: 'Ä', in: 'yes' },
    { error: 'This line is no UTF-8: save the file as UTF-8.' },
    { version: '1', range: '<2', ward: '\uFFFD', in: 'yes' },
  ])
  expect(await printed(cvssFilter, '\xff', 'latin1')).toEqual([expect.stringContaining('no UTF-8')])
})

test('a field of the line that is called as an answer is not taken for one', async () => {
  expect(
    await answers(
      versionFilter,
      '{"version":"1","range":"<2","error":"theirs","order":7,"id":3}',
      '{"version":1,"in":"yes","error":"theirs"}',
    ),
  ).toEqual([
    { version: '1', range: '<2', id: 3, in: 'yes' },
    { version: 1, error: expect.stringContaining('each a text') },
  ])
})

test('a line is answered as soon as it is whole, however many bytes it has', async () => {
  const input = new PassThrough()
  const said = filtered(input, cvssFilter)
  for (const vector of ['AV:N', 'AV:NA', 'AV']) {
    input.write(`${vector}\n`)
    expect(JSON.parse((await said.next()).value)).toMatchObject({ vector })
  }
})
