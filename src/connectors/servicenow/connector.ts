import { z } from 'zod'
import {
  type ApiContext,
  basicAuthorization,
  defineApiConnector,
  pathBelow,
  readToken,
  sharedSettings,
  systemAddress,
  systemSecret,
} from '#connectors/api-connector.ts'
import { FieldLine, mappedFields } from '#connectors/records/field-lines.ts'
import { ChangesCursor, checkList, type ListPage, readingOf, readList } from '#connectors/records/read-list.ts'
import { recordTaker, type TakeRecord } from '#connectors/records/record-reader.ts'
import { AppError } from '#platform/errors.ts'
import { cellOf, fieldsOf } from './fields.ts'
import { DeletedAnswer, TableAnswer, TableRecord } from './payload.ts'

const Settings = z
  .object({
    location: systemAddress({ description: 'Of the instance: https://hospital.service-now.com' }),
    table: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9_]*$/, 'Write the name of a table as ServiceNow does: alm_asset.')
      .default('alm_asset')
      .meta({
        title: 'Table',
        description: 'alm_asset, cmdb_ci or one that extends them; with Nuvolo x_nuvo_eam_clinical_devices.',
      }),
    filter: z
      .string()
      .trim()
      .max(2000)
      .refine((text) => !/\^NQ|\bORDERBY/i.test(text), 'Leave out ^NQ and ORDERBY: they would change the whole query.')
      .optional()
      .meta({
        title: 'Filter',
        description: 'An encoded query, as a list’s filter gives it: model_category.name=Medical device.',
      }),
    auth: z
      .enum(['basic', 'oauth2'])
      .default('basic')
      .meta({
        title: 'Signs in with',
        optionTitles: { basic: 'User name and password', oauth2: 'OAuth 2.0 client credentials' },
      }),
    user: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({
        title: 'User name',
        description: 'Of an account that can only read the table.',
        shownWhen: { auth: ['basic'] },
      }),
    password: systemSecret({ title: 'Password', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['basic'] },
    }),
    clientId: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({
        title: 'Client ID',
        description: 'Of the application registry.',
        shownWhen: { auth: ['oauth2'] },
      }),
    clientSecret: systemSecret({ title: 'Client secret', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['oauth2'] },
    }),
    fields: z.array(FieldLine).default([]).meta({
      title: 'Fields of your own',
      description:
        'One on each line, attribute = field: softwareVersion = u_software_version. Those of alm_asset and cmdb_ci are known.',
    }),
    readsDeleted: z.boolean().default(false).meta({
      title: 'Asks what was deleted',
      description: 'In sys_audit_delete, which the account then has to read. Else a whole reading tells it.',
    }),
    wholeEveryDays: sharedSettings.wholeEveryDays,
    viaProxy: sharedSettings.viaProxy,
  })
  .superRefine(({ auth, user, password, clientId, clientSecret }, context) => {
    const given = auth === 'basic' ? user && password : clientId && clientSecret
    if (given) return
    const message = auth === 'basic' ? 'Fill in user name and password.' : 'Fill in client ID and client secret.'
    context.addIssue({ code: 'custom', path: [auth === 'basic' ? 'user' : 'clientId'], message })
  })
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

const pageSize = 1000

/** Reads assets or configuration items of ServiceNow, and of what is built on it, over the Table API. */
export const servicenow = defineApiConnector({
  id: 'servicenow',
  title: 'ServiceNow, Nuvolo',
  summary:
    'Assets or configuration items from ServiceNow’s Table API: alm_asset, cmdb_ci, or Nuvolo’s clinical devices.',
  config: Settings,
  cursor: ChangesCursor,
  everyHours: 6,
  role: 'register',
  timeoutMs: 120_000,

  headers: ({ auth, user, password }): Record<string, string> =>
    auth === 'basic' ? { authorization: basicAuthorization(user ?? '', password ?? '') } : {},
  signIn: ({ location, auth, clientId, clientSecret }) =>
    auth === 'oauth2'
      ? {
          path: pathBelow(location, '/oauth_token.do'),
          form: { grant_type: 'client_credentials', client_id: clientId ?? '', client_secret: clientSecret ?? '' },
          read: readToken,
        }
      : undefined,

  async check(context) {
    const words = {
      what: `the table ${context.config.table}`,
      permission: 'a role that can read it, such as asset or itil',
    }
    await checkList(context, words, () => readPage(context, 0, undefined, 10), takerOf(context.config))
  },

  async *collect(context, since) {
    const reading = readingOf(since, context.now(), context.config.wholeEveryDays)
    const { changedSince } = reading
    yield* readList(context, {
      first: 0,
      page: (offset: number) => readPage(context, offset, changedSince),
      take: takerOf(context.config),
      cursor: reading.cursor,
      whole: changedSince === undefined,
      removed: changedSince && context.config.readsDeleted ? () => readDeleted(context, changedSince) : undefined,
    })
  },
})

function takerOf({ fields: own }: Settings): TakeRecord {
  const fields = fieldsOf(mappedFields(own))
  const seen = mappedFields(own).find(({ meaning }) => meaning === 'observedAt')?.path ?? 'sys_updated_on'
  return recordTaker<TableRecord>({
    payload: TableRecord,
    fields,
    cells: (record) =>
      Object.fromEntries(Object.entries(fields).map(([name, meaning]) => [name, cellOf(record, name, meaning)])),
    observedAt: (record) => record[seen]?.value,
    keyPath: 'sys_id.value',
    // What is stored is in UTC, whatever the account's own time zone is.
    timeZone: 'UTC',
    dateOrder: 'ymd',
  })
}

/** Rows by sys_id, so that the order stays while they are read. */
async function readPage(
  { http, config }: Context,
  offset: number,
  changedSince: Date | undefined,
  limit = pageSize,
): Promise<ListPage<number>> {
  const fields = fieldsOf(mappedFields(config.fields))
  const seen = mappedFields(config.fields).filter(({ meaning }) => meaning === 'observedAt')
  const names = new Set([...Object.keys(fields), 'sys_id', 'sys_updated_on', ...seen.map(({ path }) => path)])
  const conditions = [
    changedSince && `sys_updated_on>=${momentText(changedSince)}`,
    config.filter,
    'ORDERBYsys_id',
  ].filter(Boolean)
  const query = new URLSearchParams({
    sysparm_query: conditions.join('^'),
    sysparm_display_value: 'all',
    sysparm_exclude_reference_link: 'true',
    sysparm_fields: [...names].join(','),
    sysparm_limit: String(limit),
    sysparm_offset: String(offset),
  })
  const path = pathBelow(config.location, `/api/now/table/${config.table}`)
  const { data, total } = await http.getPage(`${path}?${query}`, TableAnswer)
  refuseStopped(data, config.table)
  // Rows that the account may not see are counted, and missing in the page.
  const next = offset + limit
  const hasMore = total === undefined ? data.result.length > 0 : next < total
  return { records: data.result, next: hasMore ? next : undefined, total }
}

/** A request that takes longer than a quota rule allows ends in the middle of its rows, and is answered with status 200. */
function refuseStopped({ error }: z.infer<typeof TableAnswer>, table: string) {
  if (!error) return
  throw new AppError(
    'upstream_timeout',
    `ServiceNow stopped the answer of ${table} before its end: ${(error.message || 'no reason is given').slice(0, 200)}. The next run tries again. Where it goes on, narrow the filter, or ask for more time in the transaction quota rules of REST.`,
  )
}

/** Keys of what was deleted since, from the table and those that extend it. */
async function readDeleted({ http, config }: Context, since: Date): Promise<readonly string[]> {
  const family = /^(alm_|cmdb_ci)/.exec(config.table)?.[1]
  const tables = family ? `tablenameSTARTSWITH${family}` : `tablename=${config.table}`
  const keys: string[] = []
  for (let offset = 0; ; offset += pageSize) {
    const query = new URLSearchParams({
      sysparm_query: `sys_created_on>=${momentText(since)}^${tables}^ORDERBYsys_id`,
      sysparm_fields: 'documentkey',
      sysparm_limit: String(pageSize),
      sysparm_offset: String(offset),
    })
    const path = pathBelow(config.location, '/api/now/table/sys_audit_delete')
    const { data, total } = await http.getPage(`${path}?${query}`, DeletedAnswer)
    refuseStopped(data, 'sys_audit_delete')
    keys.push(...data.result.map(({ documentkey }) => documentkey))
    if (data.result.length === 0 || (total !== undefined && offset + pageSize >= total)) return keys
  }
}

/** `2026-01-30 22:00:00`. */
const momentText = (moment: Date) => moment.toISOString().slice(0, 19).replace('T', ' ')
