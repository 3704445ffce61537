import type { JsonSchema } from './json-schema.ts'
import type { OpenApi, Operation } from './openapi.ts'

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The endpoints for people: one page that needs no script. `search` keeps those that say all of its words. */
export function docsPage(document: OpenApi, { search, origin }: { search: string; origin: string }): string {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  )
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = all.filter((entry) => words.every((word) => textOf(entry).includes(word)))
  const tags = document.tags.map(({ name }) => name).filter((tag) => shown.some(of(tag)))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Homeostat API</title>
<style>${css}</style>
</head>
<body>
<header>
<h1>Homeostat API <small>${html(document.info.version)}</small></h1>
<p>${html(document.info.description).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>
<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI ${document.openapi})</p>
<form role="search" action="/api/docs" method="get">
<label for="q">Search endpoints</label>
<input id="q" name="q" type="search" value="${html(search)}">
<button>Search</button>
</form>
<p role="status">${shown.length} of ${all.length} endpoints${words.length ? ` · <a href="/api/docs">show all</a>` : ''}</p>
</header>
<nav aria-label="Groups"><ul>${tags.map((tag) => `<li><a href="#${slug(tag)}">${html(tag)}</a> ${shown.filter(of(tag)).length}</li>`).join('')}</ul></nav>
<main>
${tags
  .map(
    (tag) =>
      `<section aria-labelledby="${slug(tag)}"><h2 id="${slug(tag)}">${html(tag)}</h2>${shown
        .filter(of(tag))
        .map((entry) => entryHtml(entry, origin))
        .join('')}</section>`,
  )
  .join('\n')}
${shown.length ? '' : '<p>No endpoint says these words.</p>'}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(schemaHtml).join('')}
</section>
</main>
</body>
</html>`
}

const of =
  (tag: string) =>
  ({ operation }: Entry) =>
    operation.tags[0] === tag

const textOf = ({ method, path, operation }: Entry) =>
  [method, path, operation.summary, operation.description, ...operation.tags, ...operation['x-permission']]
    .concat(operation.parameters.map(({ name }) => name))
    .join(' ')
    .toLowerCase()

function entryHtml(entry: Entry, origin: string): string {
  const { method, path, operation } = entry
  const { parameters, requestBody, responses } = operation
  const body = requestBody && Object.entries(requestBody.content)[0]
  const [status, answer] = Object.entries(responses)[0]!
  const content = answer.content && Object.entries(answer.content)[0]
  return `<details>
<summary><h3><span class="method ${method.toLowerCase()}">${method}</span> <code>${html(path).replaceAll('/', '/<wbr>')}</code></h3> <span>${html(operation.summary)}</span></summary>
<div id="${operation.operationId}">
${operation.description ? `<p>${html(operation.description)}</p>` : ''}
<p>Permission: ${operation['x-permission'].map((permission) => `<code>${permission}</code>`).join(' or ')}</p>
${parameters.length ? parametersHtml(parameters, operation.operationId) : ''}
${body ? `<h4>Body <small>${body[0]}</small></h4>${shapeHtml(body[1].schema)}` : ''}
<h4>Answer ${status} <small>${content ? content[0] : 'empty'}</small></h4>${content ? shapeHtml(content[1].schema) : ''}
<h4>Example</h4>
<pre tabindex="0" aria-label="Example of ${method} ${html(path)}"><code>${html(curl(entry, origin))}</code></pre>
</div></details>`
}

const parametersHtml = (parameters: Operation['parameters'], id: string) => `<table>
<caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th></tr></thead>
<tbody>${parameters
  .map(
    ({ name, in: place, required, schema, description }) =>
      `<tr id="${id}-${html(name)}"><th scope="row"><code>${html(name)}</code></th><td>${place}${required ? ', required' : ''}</td><td>${typeHtml(schema)}${description ? ` – ${html(description)}` : ''}</td></tr>`,
  )
  .join('')}</tbody></table>`

const schemaHtml = ([name, schema]: [string, JsonSchema]) =>
  `<details><summary><h3><code>${html(name)}</code></h3></summary><div id="schema-${name}">${shapeHtml(schema)}</div></details>`

function shapeHtml(schema: JsonSchema): string {
  if (!schema.properties) return `<p>${typeHtml(schema)}</p>`
  const required = (schema.required as string[] | undefined) ?? []
  return `<ul class="shape">${Object.entries(schema.properties as Record<string, JsonSchema>)
    .map(([name, inner]) => {
      const below = inner.properties ?? (inner.items as JsonSchema | undefined)?.properties
      const nested = below ? shapeHtml(inner.properties ? inner : (inner.items as JsonSchema)) : ''
      return `<li><code>${html(name)}</code>${required.includes(name) ? '' : ' <em>optional</em>'} ${typeHtml(inner)}${inner.description ? ` – ${html(String(inner.description))}` : ''}${nested}</li>`
    })
    .join('')}</ul>`
}

function typeHtml(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1)!
    return `<a href="#schema-${name}">${html(name)}</a>`
  }
  if (Array.isArray(schema.enum))
    return schema.enum.map((value) => `<code>${html(JSON.stringify(value))}</code>`).join(' | ')
  if ('const' in schema) return `<code>${html(JSON.stringify(schema.const))}</code>`
  const either = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (either) return either.map(typeHtml).join(' or ')
  // A list of so many, each of its own kind: `items` is false then.
  if (Array.isArray(schema.prefixItems))
    return `list of ${(schema.prefixItems as JsonSchema[]).map(typeHtml).join(' and ')}`
  if (schema.type === 'array') return `list of ${typeHtml((schema.items as JsonSchema | undefined) ?? {})}`
  if (schema.type === 'object' && schema.additionalProperties && typeof schema.additionalProperties === 'object')
    return `map of ${typeHtml(schema.additionalProperties as JsonSchema)}`
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'anything')
  const more = [
    schema.format,
    schema.minimum !== undefined && Number(schema.minimum) > Number.MIN_SAFE_INTEGER && `≥ ${schema.minimum}`,
    schema.maximum !== undefined && Number(schema.maximum) < Number.MAX_SAFE_INTEGER && `≤ ${schema.maximum}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean)
  return html(more.length ? `${type} (${more.join(', ')})` : type)
}

function curl({ method, path, operation }: Entry, origin: string): string {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  const url = `${origin}${path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}${query.length ? `?${query.map(({ name }) => `${name}=…`).join('&')}` : ''}`
  const isPublic = operation['x-permission'].includes('public')
  const type = operation.requestBody && Object.keys(operation.requestBody.content)[0]
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "${url}"`,
    ...(isPublic ? [] : ['-b cookies.txt']),
    ...(operation.operationId === 'postSession' ? ['-c cookies.txt'] : []),
    ...(isPublic || method === 'GET' ? [] : ['-H "x-csrf-token: $CSRF"']),
    ...(type === 'application/json'
      ? [
          '-H "content-type: application/json"',
          `-d '${JSON.stringify(example(operation.requestBody!.content[type]!.schema))}'`,
        ]
      : []),
    ...(type === 'multipart/form-data' ? ['-F file=@FILE'] : []),
  ].join(' \\\n  ')
}

function example(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if ('const' in schema) return schema.const
  if (schema.properties) {
    const required = (schema.required as string[] | undefined) ?? []
    return Object.fromEntries(
      Object.entries(schema.properties as Record<string, JsonSchema>)
        .filter(([name]) => required.includes(name))
        .map(([name, inner]) => [name, example(inner)]),
    )
  }
  const either = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (either) return example(either[0]!)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return []
  if (type === 'object') return {}
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  return '…'
}

const slug = (tag: string) => `tag-${tag.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`

const html = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const css = `
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#4a5159;--paper:#fff;--line:#c9ced4;--wash:#f3f5f7;--link:#0b57a4}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#b3bac2;--paper:#15181c;--line:#3c434b;--wash:#1e2329;--link:#8fc0ff}}
*{box-sizing:border-box}
body{font:1rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;max-width:62rem;padding:1rem}
a{color:var(--link)}small{font-weight:400;color:var(--soft)}h1{font-size:1.6rem}h2{margin-top:2rem;text-transform:capitalize}
h3{display:inline;font-size:1rem;font-weight:600}h4{margin:.8rem 0 .2rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{background:var(--wash);border:1px solid var(--line);border-radius:.3rem;padding:.7rem;overflow-x:auto}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1rem;list-style:none;padding:0}
details{border:1px solid var(--line);border-radius:.4rem;margin:.4rem 0;padding:.5rem .8rem}
summary{cursor:pointer}summary>span{color:var(--soft);margin-left:.5rem}
.method{display:inline-block;min-width:4.2rem;font-weight:700;font-size:.85rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}
th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-top:1px solid var(--line);font-weight:400}
form{display:flex;gap:.5rem;flex-wrap:wrap;align-items:center}
input,button{font:inherit;color:inherit;background:var(--wash);border:1px solid var(--soft);border-radius:.3rem;padding:.35rem .6rem}
input{flex:1;min-width:12rem}:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.shape{padding-left:1.1rem;margin:.2rem 0}`
