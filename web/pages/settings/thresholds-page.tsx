import { NumberInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Thresholds } from '#web/api/contract.ts'
import { findingFacetsQuery } from '#web/api/findings.ts'
import { setThresholds, thresholdsQuery } from '#web/api/thresholds.ts'
import { humanise, tiers } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { ThresholdPreview } from './threshold-preview.tsx'
import classes from './thresholds.module.css'

type Tier = (typeof tiers)[number]
/** In percent, as it is typed; empty where there is none. */
type Typed = Record<Tier, { affectedFrom: number | ''; lookFrom: number | '' }>

export function ThresholdsPage() {
  const may = useMay()
  const thresholds = useQuery(thresholdsQuery)
  const parent = may('settings:write') ? { title: 'Settings', href: paths.settings() } : undefined
  return (
    <Page
      narrow
      title="When a match counts"
      {...(parent && { parent })}
      lead="How sure it has to be that a device is affected before the hospital acts, by how much harm the device can do. It is about matches of which nobody can tell; what is known to be affected always counts."
    >
      <Loaded query={thresholds}>
        {(data) => (
          <>
            <SetAsideNow />
            {!data.isCatalogueRead && (
              <Remark tone="warn" title="Nothing is set aside yet">
                The list of what attackers use (KEV) was not read, and what they may use is always looked at. Read it
                under <AppLink href={paths.sources()}>Sources</AppLink>.
              </Remark>
            )}
            <ThresholdFields key={JSON.stringify(data.thresholds)} saved={data.thresholds} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** What is left out of the lists, and where it can be read. */
function SetAsideNow() {
  const { data } = useQuery(findingFacetsQuery({ open: 'any', countsAs: 'set_aside' }))
  if (!data || data.total === 0) return null
  return (
    <p className={classes.now}>
      <AppLink href={paths.findings({ open: 'any', countsAs: 'set_aside' })}>
        {formatCount(data.total)} {data.total === 1 ? 'finding is' : 'findings are'} set aside now
      </AppLink>
    </p>
  )
}

function ThresholdFields({ saved }: { saved: Thresholds }) {
  const may = useMay()
  const whyNot = may.whyNot('settings:write')
  const [typed, setTyped] = useState<Typed>(() => toTyped(saved))
  const [reason, setReason] = useState('')
  const wanted = toThresholds(typed)
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(saved)
  const wrong = wrongIn(wanted)
  const save = useChange(setThresholds, { done: 'The thresholds hold, for every finding.' })
  const edit = (tier: Tier, patch: Partial<Typed[Tier]>) =>
    setTyped((before) => ({ ...before, [tier]: { ...before[tier], ...patch } }))
  return (
    <Form
      submit="Save"
      isSending={save.isPending}
      error={save.error}
      disabledReason={
        whyNot ??
        (!isChanged
          ? 'Nothing is changed.'
          : wrong.size > 0
            ? 'One threshold contradicts another; it says so beside it.'
            : reason.trim() === ''
              ? 'Say why.'
              : null)
      }
      onSubmit={() => save.mutate({ thresholds: wanted, reason: reason.trim() })}
    >
      <Section title="Thresholds" aside="an unknown criticality counts as life-sustaining">
        <div className={classes.tiers}>
          {tiers.map((tier) => (
            <fieldset key={tier} className={classes.tier} disabled={whyNot !== null}>
              <legend>{humanise(tier)}</legend>
              <NumberInput
                label="Affected from"
                placeholder="Never"
                suffix=" %"
                min={5}
                max={100}
                allowDecimal={false}
                allowNegative={false}
                value={typed[tier].affectedFrom}
                error={wrong.get(`${tier} affectedFrom`)}
                onChange={(value) => edit(tier, { affectedFrom: typeof value === 'number' ? value : '' })}
              />
              <NumberInput
                label="Set aside below"
                placeholder="Never"
                suffix=" %"
                min={0}
                max={50}
                allowDecimal={false}
                allowNegative={false}
                value={typed[tier].lookFrom}
                error={wrong.get(`${tier} lookFrom`)}
                onChange={(value) => edit(tier, { lookFrom: typeof value === 'number' ? value : '' })}
              />
              <Scale {...wanted[tier]} />
            </fieldset>
          ))}
        </div>
        <ul className={classes.rules}>
          <li>What counts as affected is worked on; what does not is asked about first.</li>
          <li>
            Only a name that agrees in part sets a finding aside. A version, a model or a maker that is missing on
            record never does, and neither does anything that attackers are known to use, or that NVD, OSV or Microsoft
            alone say.
          </li>
        </ul>
      </Section>
      {!whyNot && (
        <>
          <ThresholdPreview wanted={isChanged && wrong.size === 0 ? wanted : null} isWrong={wrong.size > 0} />
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

/** From 0 to 100 %: set aside, to look at, affected. The sentence says the same. */
function Scale({ affectedFrom, lookFrom }: Thresholds[Tier]) {
  const from = affectedFrom === null ? 100 : percentOf(affectedFrom)
  const below = percentOf(lookFrom)
  const parts = [
    ...(below > 0 ? [`below ${below} % set aside`] : []),
    ...(from > below ? [`${below > 0 || affectedFrom !== null ? `${below}–${from} %` : 'all'} to look at`] : []),
    ...(affectedFrom === null ? [] : [`from ${from} % affected`]),
  ]
  return (
    <div className={classes.scale}>
      <div className={classes.bar} aria-hidden>
        <span className={classes.aside} style={{ width: `${Math.min(below, from)}%` }} />
        <span className={classes.look} style={{ width: `${Math.max(0, from - below)}%` }} />
        <span className={classes.affected} style={{ width: `${100 - from}%` }} />
      </div>
      <p>{parts.join(', ')}</p>
    </div>
  )
}

const percentOf = (share: number) => Math.round(share * 100)

const toTyped = (thresholds: Thresholds): Typed =>
  Object.fromEntries(
    tiers.map((tier) => {
      const { affectedFrom, lookFrom } = thresholds[tier]
      return [
        tier,
        {
          affectedFrom: affectedFrom === null ? '' : percentOf(affectedFrom),
          lookFrom: lookFrom === 0 ? '' : percentOf(lookFrom),
        },
      ]
    }),
  ) as Typed

const toThresholds = (typed: Typed): Thresholds =>
  Object.fromEntries(
    tiers.map((tier) => {
      const { affectedFrom, lookFrom } = typed[tier]
      return [
        tier,
        {
          affectedFrom: affectedFrom === '' ? null : affectedFrom / 100,
          lookFrom: lookFrom === '' ? 0 : lookFrom / 100,
        },
      ]
    }),
  ) as Thresholds

/** What the server would refuse, beside the field that is to be changed. */
function wrongIn(wanted: Thresholds): ReadonlyMap<string, string> {
  const wrong = new Map<string, string>()
  for (const [at, tier] of tiers.entries()) {
    const { affectedFrom, lookFrom } = wanted[tier]
    if (affectedFrom !== null && (affectedFrom < 0.05 || affectedFrom > 1))
      wrong.set(`${tier} affectedFrom`, 'From 5 to 100 %, or empty')
    if (lookFrom > 0.5) wrong.set(`${tier} lookFrom`, 'At most 50 %')
    else if (affectedFrom !== null && lookFrom > affectedFrom)
      wrong.set(`${tier} lookFrom`, 'What counts as affected cannot be set aside')
    const above = tiers[at - 1]
    if (above === undefined) continue
    const name = humanise(above).toLowerCase()
    if ((wanted[above].affectedFrom ?? 2) > (affectedFrom ?? 2))
      wrong.set(`${tier} affectedFrom`, `Not lower than that of “${name}”`)
    if (wanted[above].lookFrom > lookFrom) wrong.set(`${tier} lookFrom`, `Not lower than that of “${name}”`)
  }
  return wrong
}
