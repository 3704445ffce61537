import { Button, Select, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { TrustTable } from '#web/api/contract.ts'
import { setTrust, type TrustChange, trustPreviewQuery, trustQuery } from '#web/api/trust.ts'
import { attributeTitle, humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { claimText } from '#web/components/claim-field.tsx'
import { lasting } from '#web/components/confidence-mark.tsx'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { useIsPhone } from '#web/ui/paged-table.tsx'
import { useSearchState } from '#web/ui/search-state.ts'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded, RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './trust.module.css'

type Attribute = TrustTable['attributes'][number]
type Source = TrustTable['sources'][number]
/** By source and attribute what was typed; empty goes back to the start. */
type Typed = Readonly<Record<string, string>>
const keyOf = (source: Source, { attribute }: Attribute) => `${source.id} ${attribute}`

/** Which source is believed on which attribute. */
export function TrustPage() {
  const may = useMay()
  const table = useQuery(trustQuery)
  const parent = may('settings:write') ? { title: 'Settings', href: paths.settings() } : undefined
  return (
    <Page
      title="Who is believed"
      {...(parent && { parent })}
      lead="How far each source is believed on each attribute, from 0, not at all, to 100. Where two differ, the one stands that is believed more, as far as its word is not outdated."
    >
      <Loaded query={table}>
        {(data) =>
          data.sources.length === 0 ? (
            <Empty title="No source yet">
              Nothing tells of devices so far. <AppLink href={paths.importFile()}>Import a file</AppLink>
            </Empty>
          ) : (
            <Matrix key={JSON.stringify(data.sources)} table={data} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Matrix({ table }: { table: TrustTable }) {
  const may = useMay()
  const isPhone = useIsPhone()
  const { search, setSearch } = useSearchState<{ source?: string }>()
  const whyNot = may.whyNot('settings:write')
  const [typed, setTyped] = useState<Typed>({})
  const [reason, setReason] = useState('')
  const changes = useMemo(() => changesIn(table, typed), [table, typed])
  const isWrong = Object.values(typed).some((text) => text !== '' && !/^(?:100|\d{1,2})$/.test(text))
  const save = useChange(setTrust, {
    done: 'Saved. The devices concerned are decided anew; the runs of the sources tell how far.',
    onDone: () => setTyped({}),
  })
  // On a phone one source at a time.
  const chosen = table.sources.find(({ id }) => id === search.source)
  const shown = chosen ? [chosen] : isPhone ? table.sources.slice(0, 1) : table.sources
  const setOf = (sources: readonly Source[]) =>
    sources.flatMap((source) =>
      table.attributes.filter(({ attribute }) => source.attributes[attribute].isSet).map((one) => keyOf(source, one)),
    )
  const reset = setOf(shown)
  return (
    <Form
      submit="Save"
      isSending={save.isPending}
      error={save.error}
      disabledReason={
        whyNot ??
        (isWrong
          ? 'One number is none from 0 to 100.'
          : changes.length === 0
            ? 'Nothing is changed.'
            : reason.trim() === ''
              ? 'Say why.'
              : null)
      }
      onSubmit={() => save.mutate({ changes: [...changes], reason: reason.trim() })}
    >
      <Section
        title="Trust by attribute and source"
        aside="a number in bold was set here; an empty field goes back to the start"
        actions={
          <>
            <Select
              size="xs"
              aria-label="Sources shown"
              value={chosen?.id ?? (isPhone ? (shown[0]?.id ?? '') : '')}
              data={[
                ...(isPhone ? [] : [{ value: '', label: 'All sources' }]),
                ...table.sources.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              allowDeselect={false}
              onChange={(source) => setSearch({ source: source || undefined })}
            />
            <Button
              variant="default"
              size="compact-md"
              disabled={whyNot !== null || reset.length === 0}
              onClick={() =>
                setTyped((before) => ({ ...before, ...Object.fromEntries(reset.map((key) => [key, ''])) }))
              }
            >
              All as they start
            </Button>
          </>
        }
        flush
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keyboard */}
        <section className={classes.scroll} tabIndex={0} aria-label="Trust by attribute and source">
          <table className={classes.matrix}>
            <thead>
              <tr>
                <th scope="col">Attribute</th>
                {shown.map((source) => (
                  <th scope="col" key={source.id} title={source.why}>
                    <AppLink href={paths.source(source.id)}>{source.name}</AppLink>
                    <div className={classes.trade}>
                      {source.trade}, {source.trust}
                    </div>
                  </th>
                ))}
                <th scope="col">Half as sure after</th>
              </tr>
            </thead>
            {[...Map.groupBy(table.attributes, ({ group }) => group)].map(([group, attributes]) => (
              <tbody key={group}>
                <tr>
                  <th scope="rowgroup" colSpan={shown.length + 2} className={classes.group}>
                    {humanise(group)}
                  </th>
                </tr>
                {attributes.map((attribute) => (
                  <tr key={attribute.attribute}>
                    <th scope="row">{attribute.title}</th>
                    {shown.map((source) => (
                      <td key={source.id}>
                        <Cell
                          source={source}
                          attribute={attribute}
                          isLocked={whyNot !== null}
                          value={typed[keyOf(source, attribute)]}
                          onChange={(text) => setTyped((before) => ({ ...before, [keyOf(source, attribute)]: text }))}
                        />
                      </td>
                    ))}
                    <td className={classes.nature} title={attribute.why}>
                      {lasting(attribute.halfLifeDays)}{' '}
                      <span className="quiet">({attribute.nature.toLowerCase()})</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </section>
      </Section>
      <Section title="How it is decided">
        <ul className={classes.rules}>
          <li>
            A claim weighs its trust, halved each time that the attribute’s time in the last column passes. The heavier
            one stands; time alone never changes who stands.
          </li>
          <li>
            What was read off the device comes before what a register says, for versions, systems, addresses and host
            names.
          </li>
          <li>
            A person’s word comes before all that was said earlier, and before registers until something reads it.
          </li>
          <li>What only one source says stands, however little that source is believed.</li>
        </ul>
      </Section>
      {!whyNot && (
        <>
          <Preview changes={isWrong ? [] : changes} />
          <Textarea
            label="Why?"
            description="It stands in the audit trail."
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
    </Form>
  )
}

function Cell({
  source,
  attribute,
  isLocked,
  value,
  onChange,
}: {
  source: Source
  attribute: Attribute
  isLocked: boolean
  value: string | undefined
  onChange: (text: string) => void
}) {
  const { trust, starting, isSet } = source.attributes[attribute.attribute]
  const shown = value ?? String(trust)
  const isOwn = value === undefined ? isSet : value !== '' && value !== String(starting)
  return (
    <input
      type="number"
      min={0}
      max={100}
      inputMode="numeric"
      className={[classes.cell, isOwn && classes.own, value !== undefined && value !== String(trust) && classes.changed]
        .filter(Boolean)
        .join(' ')}
      aria-label={`${attribute.title}, ${source.name}`}
      title={`Starts with ${starting}`}
      placeholder={String(starting)}
      disabled={isLocked}
      value={shown}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** What is otherwise than it is saved. */
function changesIn(table: TrustTable, typed: Typed): readonly TrustChange[] {
  return table.sources.flatMap((source) =>
    table.attributes.flatMap((attribute) => {
      const text = typed[keyOf(source, attribute)]
      const { trust, isSet } = source.attributes[attribute.attribute]
      if (text === undefined || (text !== '' && Number(text) === trust) || (text === '' && !isSet)) return []
      return [{ sourceId: source.id, attribute: attribute.attribute, trust: text === '' ? null : Number(text) }]
    }),
  )
}

/** Of how many devices a value would be another, worked out while it is typed. */
function Preview({ changes }: { changes: readonly TrustChange[] }) {
  const [asked] = useDebouncedValue(changes, 350)
  const preview = useQuery(trustPreviewQuery(asked))
  const data = asked.length === 0 ? undefined : preview.data
  return (
    <section className={classes.preview} aria-labelledby="what-would-change" aria-live="polite">
      <h2 id="what-would-change">What would change</h2>
      {changes.length === 0 ? (
        <p className="quiet">Change a number, and it stands here before you save.</p>
      ) : preview.error ? (
        <p role="alert">{sentenceOf(preview.error)}</p>
      ) : !data ? (
        <RowsSkeleton rows={2} height={28} />
      ) : (
        <>
          <p>
            {data.devices === 0 ? (
              'No device would get another value.'
            ) : (
              <>
                <strong>
                  {formatCount(data.devices)} {data.devices === 1 ? 'device' : 'devices'}
                </strong>{' '}
                would get another value:{' '}
                {data.byAttribute.map(({ title, devices }) => `${title} of ${formatCount(devices)}`).join(', ')}.
              </>
            )}{' '}
            {data.isCapped && (
              <span className="quiet">
                The first {formatCount(data.looked)} devices were looked at; there are more.
              </span>
            )}
          </p>
          {data.examples.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard
            <ul className={classes.examples} tabIndex={0} aria-label="Examples">
              {data.examples.map(({ device, attribute, before, after }) => (
                <li key={`${device.id} ${attribute}`}>
                  <AppLink href={paths.device(device.id)}>{device.name}</AppLink>, {attributeTitle(attribute)}:{' '}
                  {claimText(attribute, before) || 'none'} → <strong>{claimText(attribute, after) || 'none'}</strong>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  )
}
