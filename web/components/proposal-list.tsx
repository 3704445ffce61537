import { Group } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Action } from '#web/ui/action.tsx'
import { CountLink, formatCount } from '#web/ui/app-link.tsx'
import { useFocusOfLeaving } from '#web/ui/focus.ts'
import { LinkAction } from '#web/ui/link-action.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, PlainTable, RowLink } from '#web/ui/table.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { useMay } from './access.ts'
import classes from './aliases.module.css'

/** What a text of the inventory may be, in the words of the list. */
export interface Proposal {
  readonly name: string
  /** What kind of text it is, where the list has several. */
  readonly about?: string | undefined
  readonly meant: string
  readonly devices: number
  readonly devicesHref: string
  readonly evidence: string
  /** The editor, open on it. */
  readonly edit: string
}

/** Whom or what texts may mean; nothing is taken for true before somebody says so. */
export function ProposalList<Row>({
  title,
  query,
  rowKey,
  read,
  refuse,
  empty,
}: {
  title: string
  query: UseQueryResult<Row[]>
  rowKey: (row: Row) => string
  read: (row: Row) => Proposal
  refuse: (row: Row) => Promise<unknown>
  empty: ReactNode
}) {
  useFocusOfLeaving(query.dataUpdatedAt)
  const whyNot = useMay().whyNot('finding:decide')
  const refusing = useChange(refuse, {
    done: (_, row) => `${read(row).name} is not proposed as ${read(row).meant} again.`,
  })
  const answersTo = (row: Row) => {
    const { name, meant, edit } = read(row)
    return (
      <Group gap="xs" wrap="nowrap">
        <LinkAction
          href={edit}
          variant="default"
          size="compact-sm"
          aria-label={`See what changes if ${name} is ${meant}`}
        >
          See what changes
        </LinkAction>
        <Action
          variant="default"
          size="compact-sm"
          disabledReason={whyNot}
          aria-label={`Refuse that ${name} is ${meant}`}
          onClick={() => refusing.mutate(row)}
        >
          Refuse
        </Action>
      </Group>
    )
  }
  const evidenceOf = (row: Row) => <div className={classes.sub}>{read(row).evidence}</div>
  const columns: Column<Row>[] = [
    {
      id: 'name',
      title: 'As the inventory writes it',
      width: 11,
      grow: true,
      render: (row) => (
        <>
          <RowLink href={read(row).edit}>{read(row).name}</RowLink>
          {read(row).about && <div className={classes.sub}>{read(row).about}</div>}
        </>
      ),
    },
    { id: 'meant', title: 'May be', width: 10, render: (row) => read(row).meant },
    {
      id: 'devices',
      title: 'Devices',
      width: 6,
      align: 'end',
      render: (row) => {
        const { name, devices, devicesHref } = read(row)
        return <CountLink href={devicesHref} count={devices} of={`devices of ${name}`} />
      },
    },
    { id: 'why', title: 'What speaks for it', width: 13, grow: true, render: evidenceOf },
    { id: 'answer', title: 'Accept or refuse', isTitleHidden: true, width: 17, align: 'end', render: answersTo },
  ]
  return (
    <Section title={title} aside={query.data?.length ? 'nothing changes until you say so' : undefined} flush>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            empty
          ) : (
            <PlainTable
              label="Proposals"
              columns={columns}
              rows={rows}
              rowKey={rowKey}
              rowHref={(row) => read(row).edit}
              card={(row) => {
                const { name, about, meant, devices, edit } = read(row)
                return (
                  <>
                    <RowLink href={edit}>{name}</RowLink> may be <strong>{meant}</strong>, {about && `${about}, `}
                    {formatCount(devices)} {devices === 1 ? 'device' : 'devices'}
                    {evidenceOf(row)}
                    <div className={classes.cardAction}>{answersTo(row)}</div>
                  </>
                )
              }}
            />
          )
        }
      </Loaded>
    </Section>
  )
}
