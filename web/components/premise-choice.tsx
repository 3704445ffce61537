import { Checkbox, TextInput } from '@mantine/core'
import type { DecisionPreview, Premise } from '#web/api/contract.ts'
import { premiseKey } from '#web/api/decisions.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import classes from './premise-choice.module.css'

type Offered = DecisionPreview['premises']

/** What the person made of the premises that were offered: kept or struck, and a range instead of versions. */
export interface PremiseChoices {
  readonly kept: Readonly<Record<string, boolean>>
  readonly range: string
}
export const asProposed: PremiseChoices = { kept: {}, range: '' }

const isKept = (choices: PremiseChoices, { premise, isProposed }: Offered[number]) =>
  choices.kept[premiseKey(premise)] ?? isProposed

export function chosenPremises(offered: Offered, choices: PremiseChoices): Premise[] {
  const range = choices.range.trim()
  return offered
    .filter((one) => isKept(choices, one))
    .map(({ premise }) =>
      premise.kind === 'versions' && range ? { kind: 'version_range', attribute: premise.attribute, range } : premise,
    )
}

/** Each premise in words, to be kept or struck. */
export function PremiseChoice({
  offered,
  choices,
  onChange,
}: {
  offered: Offered
  choices: PremiseChoices
  onChange: (choices: PremiseChoices) => void
}) {
  return (
    <fieldset className={classes.premises}>
      <legend>In force as long as</legend>
      <p className={classes.hint}>
        Each is checked whenever something changes, also on what comes later. Where one breaks the finding opens again
        and says which.
      </p>
      {offered.length === 0 ? (
        <p className={classes.hint}>Nothing is known that it could rest on.</p>
      ) : (
        <ul className={classes.rows}>
          {offered.map((one) => {
            const key = premiseKey(one.premise)
            const kept = isKept(choices, one)
            return (
              <li key={key}>
                <Checkbox
                  label={one.words}
                  checked={kept}
                  onChange={(event) =>
                    onChange({ ...choices, kept: { ...choices.kept, [key]: event.currentTarget.checked } })
                  }
                />
                {one.premise.kind === 'versions' && kept && (
                  <TextInput
                    className={classes.range}
                    size="xs"
                    label="Or within a range"
                    placeholder="< 9.2, or vers:semver/>=9.0|<9.2"
                    value={choices.range}
                    onChange={(event) => onChange({ ...choices, range: event.currentTarget.value })}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
    </fieldset>
  )
}

const devicesOf = (count: number) => `${formatCount(count)} ${count === 1 ? 'device' : 'devices'}`

/** What the decision would come to now. */
export function DecisionCounts({ preview, isOfOne }: { preview: DecisionPreview; isOfOne: boolean }) {
  const { devices, findings, not } = preview
  const left = not.reduce((sum, one) => sum + one.devices, 0)
  return (
    <div className={`${classes.preview} ${devices === 0 ? classes.nothing : ''}`} role="status">
      <p>
        {devices === 0
          ? 'It would be in force on nothing.'
          : isOfOne
            ? 'It is in force now: every premise holds.'
            : `Covers ${devicesOf(devices)} now, with ${formatCount(findings)} ${findings === 1 ? 'finding' : 'findings'}${left > 0 ? `. Left out of the same model: ${formatCount(left)}` : '.'}`}
      </p>
      {not.length > 0 && (
        <ul>
          {not.slice(0, 5).map((one) => (
            <li key={one.text}>
              {isOfOne ? one.text : `${devicesOf(one.devices)}: ${one.text}`}
              {one.outcome === 'unknown' && ' (stays open and asks)'}
            </li>
          ))}
          {not.length > 5 && <li>and {formatCount(not.length - 5)} more reasons</li>}
        </ul>
      )}
    </div>
  )
}
