import { z } from 'zod'
import {
  type ApiContext,
  defineApiConnector,
  directoryAddress,
  sharedSettings,
  systemSecret,
} from '#connectors/api-connector.ts'
import type { Collected } from '#connectors/connector.ts'
import { guidOf } from '#connectors/directory/directory-entry.ts'
import { type OwnAttribute, toObservation } from '#connectors/directory/to-observation.ts'
import { FieldLine, mappedFields } from '#connectors/records/field-lines.ts'
import { checkList, isWholeDue, type ListPage, readList } from '#connectors/records/read-list.ts'
import { AppError } from '#platform/errors.ts'
import { computerAttributes, type DomainController, entryOf, textIn } from './payload.ts'

const deletedSetting = 'Asks what was deleted'

const Settings = z.object({
  location: directoryAddress({
    description:
      'Of one domain controller: ldaps://dc1.hospital.example. With ldap:// the connection is encrypted by StartTLS.',
  }),
  user: z.string().trim().min(1, 'Fill in the user name.').max(500).meta({
    title: 'User name',
    description: 'Of an account that can only read: reader@hospital.example, HOSPITAL\\reader, or its whole name (DN).',
  }),
  password: systemSecret({ title: 'Password', description: 'Kept encrypted.' }).refine(
    (text) => (text ?? '') !== '',
    'Fill in the password.',
  ),
  baseDn: z.string().trim().max(1000).optional().meta({
    title: 'Base DN',
    description:
      'Where the computers are: OU=Clinical,DC=hospital,DC=example. Left empty it is the domain of the controller.',
  }),
  filter: z.string().trim().min(1).max(2000).default('(objectCategory=computer)').meta({
    title: 'Filter',
    description: 'Which entries are read, as LDAP writes it: (&(objectCategory=computer)(operatingSystem=Windows*)).',
  }),
  fields: z
    .array(
      FieldLine.superRefine((line, context) => {
        const [field] = mappedFields([line])
        if (!field) return
        if (field.meaning === 'sourceKey' || field.meaning === 'observedAt')
          context.addIssue({ code: 'custom', message: `"${field.meaning}" is told by the directory itself.` })
        if (!/^[a-z][a-z0-9-]*$/i.test(field.path))
          context.addIssue({ code: 'custom', message: `"${field.path}" is no name of an attribute.` })
        if (/pwd|passw|laps|keymaterial|recovery|credential|privatekey/i.test(field.path))
          context.addIssue({ code: 'custom', message: `"${field.path}" holds a password or a key and is not read.` })
      }),
    )
    .default([])
    .meta({
      title: 'Attributes of your own',
      description: 'One on each line, attribute = name in the directory: assetTag = extensionAttribute1.',
    }),
  readsDeleted: z.boolean().default(false).meta({
    title: deletedSetting,
    description:
      'In the container Deleted Objects, which the account then has to read. Else a whole reading tells what is missing.',
  }),
  wholeEveryDays: sharedSettings.wholeEveryDays,
})
type Settings = z.infer<typeof Settings>
type Context = ApiContext<Settings>

/** Where the next reading goes on from. */
const UsnCursor = z.object({
  /** Of which controller's database the number is: each counts its own. */
  database: z.string(),
  /** highestCommittedUSN before the reading began; null where the server tells none, and all is read each time. */
  usn: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
  /** ISO 8601 in UTC. */
  wholeAt: z.string(),
})

/** MaxPageSize of a domain controller, unless it was changed (MS-ADTS, 3.1.1.3.4.6): with less it gives less. */
const pageSize = 1000
/** GUID_DELETED_OBJECTS_CONTAINER_W bears this name in each domain (MS-ADTS, 6.1.1.4.2). */
const deletedContainer = 'CN=Deleted Objects'

/** Reads the computers that an Active Directory knows, from one domain controller. */
export const activeDirectoryLdap = defineApiConnector({
  id: 'active-directory-ldap',
  title: 'Active Directory (LDAP)',
  summary: 'Computers of an Active Directory, from a domain controller over LDAP: what changed since the last reading.',
  config: Settings,
  cursor: UsnCursor,
  everyHours: 6,
  timeoutMs: 60_000,
  speaks: 'ldap',
  account: ({ user, password }) => ({ user, password: password ?? '' }),

  async check(context) {
    const { config } = context
    const controller = await controllerOf(context)
    const base = baseOf(config, controller)
    const words = {
      what: `the computers below ${base}`,
      permission: 'the right to read them, as every account of the domain has it unless it was taken',
    }
    const search = searchOf(context, base, config.filter, 10)
    await checkList(context, words, () => nextPage(search), takerOf(config))
    if (config.readsDeleted) await checkDeleted(context, base)
  },

  async *collect(context, since) {
    const { config, now } = context
    // Before anything is read: what changes meanwhile is read again next time.
    const controller = await controllerOf(context)
    const { database, usn = null } = controller
    const base = baseOf(config, controller)
    const isWhole =
      !since ||
      since.usn === null ||
      usn === null ||
      since.database !== database ||
      // The controller counts backwards: it is another than it says.
      BigInt(since.usn) > BigInt(usn) ||
      isWholeDue(since.wholeAt, now(), config.wholeEveryDays)
    const from = isWhole ? undefined : String(BigInt(since.usn ?? 0) + 1n)
    const changed = from === undefined ? config.filter : `(&${config.filter}(uSNChanged>=${from}))`
    const search = searchOf(context, base, changed, pageSize)
    yield* readList(context, {
      first: 1,
      page: () => nextPage(search),
      take: takerOf(config),
      cursor: { database, usn, wholeAt: isWhole ? now().toISOString() : since.wholeAt },
      whole: isWhole,
      removed: from !== undefined && config.readsDeleted ? () => readDeleted(context, base, from) : undefined,
    })
  },
})

async function controllerOf({ directory }: Context): Promise<DomainController> {
  const server = await directory.server()
  const settings = textIn(server, 'dsServiceName')
  const usn = textIn(server, 'highestCommittedUSN')
  return {
    database: (settings && (await invocationOf(directory, settings))) || settings || directory.origin,
    usn: usn && /^\d{1,20}$/.test(usn) ? usn : undefined,
    domain: textIn(server, 'defaultNamingContext'),
  }
}

/** Undefined where the account may not see it. */
async function invocationOf(directory: Context['directory'], settings: string): Promise<string | undefined> {
  const asked = { base: settings, scope: 'base', filter: '(objectClass=*)', attributes: ['invocationId'] } as const
  try {
    const { entries } = await directory.search(asked).next()
    const octets = entries[0]?.attributes.get('invocationid')?.[0]
    return octets && guidOf(octets)
  } catch (error) {
    if (error instanceof AppError && isHidden(error)) return undefined
    throw error
  }
}

/** noSuchObject, insufficientAccessRights (RFC 4511, annex A): what an account may not see is not there. */
const isHidden = ({ details }: AppError) => details?.resultCode === 32 || details?.resultCode === 50

function baseOf({ baseDn }: Settings, { domain }: DomainController): string {
  const base = baseDn || domain
  if (base) return base
  throw new AppError(
    'bad_request',
    'The server does not say which domain is its own. Write the base DN in the settings: DC=hospital,DC=example.',
  )
}

const searchOf = ({ directory, config }: Context, base: string, filter: string, size: number) =>
  directory.search({
    base,
    scope: 'sub',
    filter,
    attributes: [...new Set([...computerAttributes, ...mappedFields(config.fields).map(({ path }) => path)])],
    pageSize: size,
  })

type Search = ReturnType<typeof searchOf>

async function nextPage(search: Search): Promise<ListPage<number>> {
  const { entries, isLast } = await search.next()
  return { records: entries, next: isLast ? undefined : 1 }
}

const takerOf = ({ fields }: Settings) => {
  const own = mappedFields(fields) as readonly OwnAttribute[]
  return (record: unknown, _position: string, now: Date): readonly Collected[] => {
    const entry = entryOf(record as Parameters<typeof entryOf>[0])
    if (!entry.attributes.get('objectguid')?.[0])
      return [
        {
          kind: 'skipped',
          skipped: {
            position: entry.position,
            code: 'unreadable',
            reason:
              'The entry has no objectGUID, which every entry of an Active Directory has. Check that the account may read it; the rest was read.',
          },
        },
      ]
    const told = toObservation(entry, { timeZone: 'UTC', dateOrder: 'ymd', now }, own)
    if ('other' in told) return []
    if ('skipped' in told) return [{ kind: 'skipped', skipped: told.skipped }]
    return [{ kind: 'observation', observation: told.observation, position: entry.position }]
  }
}

const deletedBelow = (base: string) =>
  `${deletedContainer},${base.slice(Math.max(0, base.search(/(?:^|,)\s*DC=/i))).replace(/^,\s*/, '')}`

/** Whether the account may see the container: to those who may not it is not there. */
async function checkDeleted({ directory }: Context, base: string): Promise<void> {
  const container = deletedBelow(base)
  const asked = {
    base: container,
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: ['name'],
    showsDeleted: true,
  } as const
  const entries = await directory
    .search(asked)
    .next()
    .then(
      (page) => page.entries,
      (error: unknown) => {
        if (error instanceof AppError && isHidden(error)) return []
        throw error
      },
    )
  if (entries.length > 0) return
  throw new AppError(
    'upstream_unauthorised',
    `The account may not read "${container}". Give it the rights to list and read it (dsacls), or turn off "${deletedSetting}": a whole reading tells what is missing.`,
  )
}

/** Keys of computers that were deleted since: what is left of them keeps class and GUID (MS-ADTS, 3.1.1.5.5.1). */
async function readDeleted({ directory }: Context, base: string, from: string): Promise<readonly string[]> {
  const search = directory.search({
    base: deletedBelow(base),
    scope: 'sub',
    filter: `(&(isDeleted=TRUE)(objectClass=computer)(uSNChanged>=${from}))`,
    attributes: ['objectGUID'],
    showsDeleted: true,
    pageSize,
  })
  const keys: string[] = []
  for (;;) {
    const { entries, isLast } = await search.next()
    for (const { attributes } of entries) {
      const guid = guidOf(attributes.get('objectguid')?.[0] ?? Buffer.alloc(0))
      if (guid) keys.push(`guid:${guid}`)
    }
    if (isLast) return keys
  }
}
