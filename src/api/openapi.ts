import { z } from 'zod'
import * as access from '#model/access.ts'
import * as advisory from '#model/advisory.ts'
import * as device from '#model/device.ts'
import * as finding from '#model/finding.ts'
import * as matching from '#model/matching.ts'
import * as risk from '#model/risk.ts'
import * as workOrder from '#model/work-order.ts'
import type { JsonSchema } from './json-schema.ts'
import { Problem } from './problem.ts'
import type { AnyRoute, UploadBody } from './route.ts'
import { csrfHeader, sessionCookie } from './session.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

type Content = Record<string, { schema: JsonSchema }>

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly 'x-permission': readonly string[]
  readonly security: readonly Record<string, readonly string[]>[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { required: true; content: Content }
  readonly responses: Record<string, { description: string; content?: Content }>
}

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  readonly servers: readonly { url: string }[]
  readonly tags: readonly { name: string }[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}

/** The OpenAPI 3.1 document of the routes. */
export function openApi(routes: readonly AnyRoute[], version: string): OpenApi {
  nameTheModel()
  const components = new Components()
  const failure = {
    description: 'What went wrong, in one form for all',
    content: { 'application/problem+json': { schema: components.refer(Problem, 'output') } },
  }
  const paths: OpenApi['paths'] = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    paths[route.path]![route.method.toLowerCase()] = {
      operationId: operationId(route),
      summary: route.summary,
      ...(route.description ? { description: route.description } : {}),
      tags: [route.tag],
      'x-permission': route.permission,
      security: security(route),
      parameters: [
        ...parameters(components.refer(route.params ?? z.object({}), 'input'), 'path'),
        ...parameters(components.refer(route.query ?? z.object({}), 'input'), 'query'),
      ],
      ...(route.body ? { requestBody: { required: true, content: bodyContent(route.body, components) } } : {}),
      responses: { ...success(route, components), default: failure },
    }
  }
  return components.settle({
    openapi: '3.1.0' as const,
    info: {
      title: 'Homeostat',
      version,
      description: `Sign in with POST /api/v1/session; the cookie ${sessionCookie} then stands for you. Every change needs the header ${csrfHeader} with the csrfToken of GET /api/v1/session. Lists come in pages: pass \`next\` as \`cursor\`.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        csrf: { type: 'apiKey', in: 'header', name: csrfHeader },
      },
    },
  })
}

/** `POST /api/v1/devices/{device}/observations` → `postDevicesByDeviceObservations`. */
export const operationId = ({ method, path }: Pick<AnyRoute, 'method' | 'path'>) =>
  method.toLowerCase() +
  path
    .replace('/api/v1', '')
    .split(/[/.-]/)
    .map((part) => (part.startsWith('{') ? `By${upper(part.slice(1).replace('}', ''))}` : upper(part)))
    .join('')
const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function security({ method, permission }: AnyRoute): Operation['security'] {
  if (permission.includes('public')) return []
  return [method === 'GET' ? { session: [] } : { session: [], csrf: [] }]
}

function parameters(schema: JsonSchema, place: 'path' | 'query'): Parameter[] {
  const required = (schema.required as string[] | undefined) ?? []
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, { description, ...rest }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description ? { description: String(description) } : {}),
      schema: rest,
    }),
  )
}

function bodyContent(body: z.ZodType | UploadBody, components: Components): Content {
  if (body instanceof z.ZodType) return { 'application/json': { schema: components.refer(body, 'input') } }
  const fields = components.refer(body.fields, 'input')
  return {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          ...(fields.properties as JsonSchema),
          file: {
            type: 'string',
            contentMediaType: 'application/octet-stream',
            description: `At most ${body.maxBytes} bytes; after the other fields`,
          },
        },
        required: [...((fields.required as string[] | undefined) ?? []), 'file'],
      },
    },
  }
}

function success({ response, status, summary }: AnyRoute, components: Components): Operation['responses'] {
  if (response instanceof z.ZodType)
    return {
      [status ?? 200]: {
        description: summary,
        content: { 'application/json': { schema: components.refer(response, 'output') } },
      },
    }
  if (response.kind === 'empty') return { 204: { description: 'Done' } }
  return {
    [status ?? 200]: {
      description: response.description,
      content: { [response.mediaType]: { schema: { type: 'string' } } },
    },
  }
}

type Direction = 'input' | 'output'

/** Named schemas, once each. Where what goes in differs from what comes out (a default), the former is `…Input`. */
class Components {
  readonly #found = new Map<string, Partial<Record<Direction, JsonSchema>>>()

  /** The schema, its references marked with the direction; `settle` gives them their names. */
  refer(schema: z.ZodType, direction: Direction): JsonSchema {
    const text = JSON.stringify(open(z.toJSONSchema(schema, { io: direction }))).replaceAll(
      '"#/$defs/',
      `"#/components/schemas/${direction}:`,
    )
    const { $schema: _, $defs = {}, ...root } = JSON.parse(text) as JsonSchema
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
      const { id: __, ...bare } = definition
      this.#found.set(name, { ...this.#found.get(name), [direction]: bare })
    }
    return root
  }

  settle<T>(document: T): T & { components: { schemas: Record<string, JsonSchema> } } {
    const apart = this.#apart()
    const named = <V>(value: V): V =>
      JSON.parse(
        JSON.stringify(value).replace(/#\/components\/schemas\/(input|output):(\w+)/g, (_, direction, name) => {
          return `#/components/schemas/${name}${direction === 'input' && apart.has(name) ? 'Input' : ''}`
        }),
      )
    const schemas = [...this.#found].flatMap(([name, { input, output }]): [string, JsonSchema][] => [
      [name, named(output ?? input!)],
      ...(apart.has(name) ? [[`${name}Input`, named(input!)] as [string, JsonSchema]] : []),
    ])
    const sorted = Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1)))
    const settled = named(document) as T & { components: object }
    return { ...settled, components: { ...settled.components, schemas: sorted } }
  }

  /** Names whose two directions differ, in themselves or in what they refer to. */
  #apart(): Set<string> {
    const apart = new Set<string>()
    const both = [...this.#found].flatMap(([name, { input, output }]) =>
      input && output ? [{ name, input: JSON.stringify(input), output: JSON.stringify(output) }] : [],
    )
    for (let before = -1; before !== apart.size; ) {
      before = apart.size
      for (const { name, input, output } of both)
        if (
          input.replaceAll('schemas/input:', 'schemas/output:') !== output ||
          [...input.matchAll(/schemas\/input:(\w+)/g)].some((match) => apart.has(match[1]!))
        )
          apart.add(name)
    }
    return apart
  }
}

/** Outputs may gain fields, and what a route takes is said by its parser: no `additionalProperties: false`. */
function open(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(open)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, open(value)]),
  )
}

const words: Record<string, unknown>[] = [access, advisory, device, finding, matching, risk, workOrder]

/** The model's schemas appear under the names that they have in the code. */
function nameTheModel() {
  for (const [name, schema] of words.flatMap((file) => Object.entries(file)))
    if (schema instanceof z.ZodType && !z.globalRegistry.get(schema)?.id)
      z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id: name })
}
