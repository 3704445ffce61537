import { expect, test } from 'vitest'
import { z } from 'zod'
import { docsPage } from './docs-page.ts'
import { openApi } from './openapi.ts'
import { route } from './route.ts'

const document = openApi(
  [
    route({
      method: 'PUT',
      path: '/api/v1/pumps/{pump}',
      tag: 'pumps',
      summary: 'Save a <pump>',
      permission: 'device:write',
      params: z.object({ pump: z.uuid() }),
      body: z.object({ name: z.string(), site: z.string().optional() }),
      response: z.object({ saved: z.boolean(), sides: z.tuple([z.number(), z.string()]) }),
      handle: () => ({ saved: true, sides: [1, 'a'] as [number, string] }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/wards',
      tag: 'wards',
      summary: 'List wards',
      permission: 'device:read',
      query: z.object({ site: z.string().optional() }),
      response: z.array(z.object({ name: z.string() })),
      handle: () => [],
    }),
  ],
  '1.2.3',
)
const page = (search: string) => docsPage(document, { search, origin: 'https://homeostat.test' })

test('an endpoint shows its permission, its fields and a command to try it', () => {
  const html = page('')

  expect(html).toContain('<code>device:write</code>')
  expect(html).toContain('<code>site</code> <em>optional</em>')
  expect(html).toContain('<code>sides</code> list of number and string')
  expect(html).toContain('curl -X PUT &#34;https://homeostat.test/api/v1/pumps/$PUMP&#34;')
  expect(html).toContain('-d &#39;{&#34;name&#34;:&#34;…&#34;}&#39;')
})

test('a search keeps the endpoints that say all of its words', () => {
  expect(page('site list')).toContain('1 of 2 endpoints')
  expect(page('site list')).not.toContain('Save a')
  expect(page('nothing like it')).toContain('No endpoint says these words.')
})

test('nothing that is shown can become markup', () => {
  const html = page('"><script>alert(1)</script>')

  expect(html).not.toContain('<script')
  expect(html).not.toContain('<pump>')
})
