import { expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonSchema } from './json-schema.ts'
import { type OpenApi, openApi } from './openapi.ts'
import { file, route, upload } from './route.ts'
import { routes } from './routes.ts'

const common = { tag: 'test', summary: 'A route of the test', permission: 'device:read' } as const
const Site = z.object({ name: z.string(), beds: z.int().default(0) }).meta({ id: 'TestSite' })
const Pump = z
  .object({
    id: z.uuid(),
    site: Site,
    get parts() {
      return z.array(Pump)
    },
  })
  .meta({ id: 'TestPump' })

test('a schema whose default makes in and out differ has a name for each, and so has what refers to it', () => {
  const { components, paths } = openApi(
    [
      route({
        ...common,
        method: 'PUT',
        path: '/api/v1/pumps',
        body: z.object({ pump: Pump }),
        response: Pump,
        handle: ({ body }) => body.pump,
      }),
    ],
    '1',
  )

  expect(components.schemas.TestSite).toMatchObject({ required: ['name', 'beds'] })
  expect(components.schemas.TestSiteInput).toMatchObject({ required: ['name'] })
  expect(components.schemas.TestPumpInput).toMatchObject({
    properties: {
      site: { $ref: '#/components/schemas/TestSiteInput' },
      parts: { items: { $ref: '#/components/schemas/TestPumpInput' } },
    },
  })
  expect(paths['/api/v1/pumps']!.put!.responses[200]!.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/TestPump' } },
  })
})

test('an operation says its permission, its parameters, its file and its answer', () => {
  const { paths } = openApi(
    [
      route({
        ...common,
        method: 'POST',
        path: '/api/v1/pumps/{pump}/notes',
        permission: ['work-order:perform', 'work-order:write'],
        params: z.object({ pump: z.uuid() }),
        query: z.object({ draft: z.boolean().optional().meta({ description: 'Not sent yet' }) }),
        body: upload({ maxBytes: 7, fields: z.object({ kind: z.string() }) }),
        response: file('text/csv', 'All notes'),
        handle: () => ({ content: '' }),
      }),
    ],
    '1',
  )

  expect(paths['/api/v1/pumps/{pump}/notes']!.post).toEqual({
    operationId: 'postPumpsByPumpNotes',
    summary: 'A route of the test',
    tags: ['test'],
    'x-permission': ['work-order:perform', 'work-order:write'],
    security: [{ session: [], csrf: [] }],
    parameters: [
      { name: 'pump', in: 'path', required: true, schema: expect.objectContaining({ format: 'uuid' }) },
      { name: 'draft', in: 'query', required: false, description: 'Not sent yet', schema: { type: 'boolean' } },
    ],
    requestBody: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: { kind: { type: 'string' }, file: expect.objectContaining({ type: 'string' }) },
            required: ['kind', 'file'],
          },
        },
      },
    },
    responses: {
      200: { description: 'All notes', content: { 'text/csv': { schema: { type: 'string' } } } },
      default: expect.objectContaining({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    },
  })
})

const document = openApi(routes, '1')
const operations = (of: OpenApi) =>
  Object.entries(of.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )

test('every endpoint stands in the document once, under an id of its own', () => {
  const ids = operations(document).map(({ operation }) => operation.operationId)

  expect(ids.length).toBe(routes.length)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([])
})

test('parameters of a path are those that the path names, and tags and permissions are declared', () => {
  const tags = document.tags.map(({ name }) => name)
  for (const { path, operation } of operations(document)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(
      declared.map(({ name }) => name),
      path,
    ).toEqual(named)
    expect(new Set(operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size).toBe(
      operation.parameters.length,
    )
    expect(tags).toEqual(expect.arrayContaining([...operation.tags]))
    expect(operation['x-permission'].length, path).toBeGreaterThan(0)
    expect(Object.values(operation.responses).every(({ description }) => description.length > 0)).toBe(true)
    for (const security of operation.security)
      expect(Object.keys(document.components.securitySchemes)).toEqual(expect.arrayContaining(Object.keys(security)))
  }
})

// JSON Schema 2020-12 as zod writes it; another keyword would be a mistake of ours.
const keywords = new Set(
  '$ref type properties required items prefixItems additionalProperties propertyNames enum const anyOf oneOf allOf not default description title examples deprecated readOnly format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems contentMediaType contentEncoding'.split(
    ' ',
  ),
)
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

function* schemasIn(schema: JsonSchema): Iterable<JsonSchema> {
  yield schema
  for (const key of ['items', 'additionalProperties', 'propertyNames', 'not'])
    if (schema[key] && typeof schema[key] === 'object') yield* schemasIn(schema[key] as JsonSchema)
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'])
    for (const inner of (schema[key] ?? []) as JsonSchema[]) yield* schemasIn(inner)
  for (const inner of Object.values((schema.properties ?? {}) as Record<string, JsonSchema>)) yield* schemasIn(inner)
}

test('every schema uses the words of JSON Schema, and every reference leads somewhere', () => {
  const contents = operations(document).flatMap(({ operation }) => [
    ...operation.parameters.map(({ schema }) => schema),
    ...[operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
      Object.values(part?.content ?? {}).map(({ schema }) => schema),
    ),
  ])
  const all = [...contents, ...Object.values(document.components.schemas)].flatMap((schema) => [...schemasIn(schema)])
  const unknown = all.flatMap((schema) => Object.keys(schema)).filter((key) => !keywords.has(key))
  const nowhere = all
    .map(({ $ref }) => $ref)
    .filter((ref) => ref && !document.components.schemas[String(ref).replace('#/components/schemas/', '')])
  const untyped = all.flatMap(({ type }) => type ?? []).filter((type) => !types.includes(String(type)))

  expect(all.length).toBeGreaterThan(50)
  expect([...new Set(unknown)]).toEqual([])
  expect(nowhere).toEqual([])
  expect(untyped).toEqual([])
})
