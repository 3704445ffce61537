import { z } from 'zod'
import { sharedSettings, systemAddress, systemSecret } from '#connectors/api-connector.ts'
import { FieldLine } from '#connectors/records/field-lines.ts'

const text = (words: { title: string; description: string; shownWhen?: Record<string, readonly string[]> }) =>
  z.string().trim().max(500).optional().meta(words)

/** The settings of the form, in its order. */
export const RestSettings = z
  .object({
    location: systemAddress({
      title: 'Address of the list',
      description:
        'With its path, and with a filter where there is one: https://mdsp.hospital.example/api/v2/devices?type=medical',
    }),
    records: text({
      title: 'Path to the records',
      description: 'Where the list stands in the answer: data.items. Empty where the answer is the list.',
    }),
    fields: z.array(FieldLine).min(1).meta({
      title: 'Fields',
      description:
        'One on each line, attribute = path: assetTag = asset.tag, macAddresses = interfaces[].mac. sourceKey is what the system itself calls the device; observedAt when it saw it.',
    }),
    auth: z
      .enum(['none', 'basic', 'bearer', 'header', 'oauth2'])
      .default('bearer')
      .meta({
        title: 'Signs in with',
        optionTitles: {
          none: 'Nothing',
          basic: 'User name and password',
          bearer: 'Bearer token',
          header: 'Key in a header',
          oauth2: 'OAuth 2.0 client credentials',
        },
      }),
    user: text({
      title: 'User name',
      description: 'Of an account that can only read.',
      shownWhen: { auth: ['basic'] },
    }),
    password: systemSecret({ title: 'Password', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['basic'] },
    }),
    token: systemSecret({ title: 'Token or key', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['bearer', 'header'] },
    }),
    header: text({ title: 'Header', description: 'Its name: X-API-Key.', shownWhen: { auth: ['header'] } }),
    tokenPath: text({
      title: 'Path of tokens',
      description: 'At the same address, where a token is had: /oauth/token.',
      shownWhen: { auth: ['oauth2'] },
    }),
    clientId: text({ title: 'Client ID', description: 'As the system gave it.', shownWhen: { auth: ['oauth2'] } }),
    clientSecret: systemSecret({ title: 'Client secret', description: 'Kept encrypted.' }).meta({
      shownWhen: { auth: ['oauth2'] },
    }),
    scope: text({ title: 'Scope', description: 'Where the system wants one.', shownWhen: { auth: ['oauth2'] } }),
    paging: z
      .enum(['none', 'page', 'offset', 'cursor', 'link'])
      .default('none')
      .meta({
        title: 'Comes in pages by',
        description: 'How the list goes on where it is too long for one answer.',
        optionTitles: {
          none: 'All at once',
          page: 'Page number',
          offset: 'Offset: how many to leave out',
          cursor: 'Cursor: a value of the answer',
          link: 'Link header of the answer',
        },
      }),
    pageParameter: text({
      title: 'Parameter of the page',
      description: 'Of the query: page, offset, cursor. Empty for that name.',
      shownWhen: { paging: ['page', 'offset', 'cursor'] },
    }),
    firstPage: z
      .int()
      .min(0)
      .max(1)
      .default(1)
      .meta({
        title: 'First page',
        description: 'Its number: 0 or 1.',
        shownWhen: { paging: ['page'] },
      }),
    sizeParameter: text({
      title: 'Parameter of the page’s size',
      description: 'Of the query: limit. Empty where there is none.',
      shownWhen: { paging: ['page', 'offset', 'cursor', 'link'] },
    }),
    pageSize: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .meta({
        title: 'Records in a page',
        description: 'As many as the system allows.',
        shownWhen: { paging: ['page', 'offset', 'cursor', 'link'] },
      }),
    nextCursor: text({
      title: 'Path to the next cursor',
      description: 'In the answer: meta.next_cursor. The last page has none.',
      shownWhen: { paging: ['cursor'] },
    }),
    total: text({
      title: 'Path to the total',
      description: 'In the answer, how many records there are: meta.total. Empty where it does not say.',
    }),
    changedSinceParameter: text({
      title: 'Parameter of changes',
      description:
        'Of the query, for what changed since a moment: updated_since. Empty where the system cannot tell; then all is read each time.',
    }),
    dateOrder: z
      .enum(['dmy', 'mdy', 'ymd'])
      .nullable()
      .default(null)
      .meta({
        title: 'Order of dates',
        description: 'Of dates such as 03/04/2025, where the system writes them so.',
        optionTitles: { dmy: 'Day, month, year', mdy: 'Month, day, year', ymd: 'Year, month, day' },
      }),
    timeZone: sharedSettings.timeZone,
    wholeEveryDays: sharedSettings.wholeEveryDays,
    viaProxy: sharedSettings.viaProxy,
  })
  .superRefine((settings, context) => {
    const need = (name: keyof typeof settings, what: string) => {
      if (!settings[name]) context.addIssue({ code: 'custom', path: [name], message: `Fill in ${what}.` })
    }
    if (settings.auth === 'basic') {
      need('user', 'the user name')
      need('password', 'the password')
    }
    if (settings.auth === 'bearer' || settings.auth === 'header') need('token', 'the token or key')
    if (settings.auth === 'header' && !/^[A-Za-z0-9-]+$/.test(settings.header ?? ''))
      context.addIssue({
        code: 'custom',
        path: ['header'],
        message: 'Fill in the name of the header, such as X-API-Key.',
      })
    if (settings.auth === 'oauth2') {
      need('tokenPath', 'the path where tokens are had')
      need('clientId', 'the client ID')
      need('clientSecret', 'the client secret')
    }
    if (settings.paging === 'cursor') need('nextCursor', 'the path to the next cursor')
    if (settings.fields.every((written) => written.trim() === ''))
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: 'Name at least one field, such as assetTag = tag.',
      })
  })
export type RestSettings = z.infer<typeof RestSettings>
