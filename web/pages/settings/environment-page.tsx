import { Checkbox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EnvironmentPreview, EnvironmentProfile, EnvironmentSetting } from '#web/api/contract.ts'
import {
  environmentPreviewQuery,
  environmentQuery,
  environmentVersionsQuery,
  saveEnvironment,
} from '#web/api/environment.ts'
import { humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { paths } from '#web/paths.ts'
import { Action } from '#web/ui/action.tsx'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Page } from '#web/ui/page.tsx'
import { ReasonForm } from '#web/ui/reason-form.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { Loaded, RowsSkeleton, sentenceOf } from '#web/ui/states.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './environment.module.css'

type Place = keyof EnvironmentProfile['settings']
type Kind = keyof EnvironmentProfile['criticalities']
type Requirement = EnvironmentProfile['noEphi']
type Damage = EnvironmentProfile['criticalities'][Kind]['CDP']

const requirements: Readonly<Record<Requirement, string>> = { L: 'Low', M: 'Medium', H: 'High', X: 'Undefined' }
const damages: Readonly<Record<Damage, string>> = {
  N: 'None',
  L: 'Low',
  LM: 'Low to medium',
  MH: 'Medium to high',
  H: 'High',
  ND: 'Undefined',
}

/** Which metrics of CVSS hold by the kind of place, and by how much harm a device can do. */
export function EnvironmentPage() {
  const may = useMay()
  const setting = useQuery(environmentQuery)
  const parent = may('settings:write') ? { title: 'Settings', href: paths.settings() } : undefined
  return (
    <Page
      title="CVSS by place"
      {...(parent && { parent })}
      lead="What the hospital adds to a published CVSS vector for its own devices. It makes the CVSS that stands beside the score of each finding, and orders nothing."
    >
      <Loaded query={setting}>{(data) => <Editor key={data.version} setting={data} />}</Loaded>
    </Page>
  )
}

function Editor({ setting }: { setting: EnvironmentSetting }) {
  const { profile: saved, shipped, version } = setting
  const may = useMay()
  const whyNot = may.whyNot('settings:write')
  const [profile, setProfile] = useState(saved)
  const isChanged = JSON.stringify(profile) !== JSON.stringify(saved)
  const [asked] = useDebouncedValue(profile, 350)
  const isAsked = isChanged && whyNot === null
  const preview = useQuery(environmentPreviewQuery(asked, isAsked))
  const faults = faultsOf(isAsked ? preview.data : undefined)
  const isWrong = Object.keys(faults).length > 0
  const save = useChange((reason: string) => saveEnvironment({ profile, reason, seen: version }), {
    done: ({ version: now }) => `Version ${now} holds.`,
  })
  const setPlace = (place: Place, patch: Partial<EnvironmentProfile['settings'][Place]>) =>
    setProfile((before) => ({
      ...before,
      settings: { ...before.settings, [place]: { ...before.settings[place], ...patch } },
    }))
  const setKind = (kind: Kind, patch: Partial<EnvironmentProfile['criticalities'][Kind]>) =>
    setProfile((before) => ({
      ...before,
      criticalities: { ...before.criticalities, [kind]: { ...before.criticalities[kind], ...patch } },
    }))
  return (
    <>
      <Remark title={version === 0 ? 'As it ships' : `Version ${version} holds`}>
        {version === 0 ? (
          'Nobody has changed it here. The values are a proposal; what they mean is FIRST’s.'
        ) : (
          <>
            {setting.savedBy} saved it <Moment at={setting.savedAt} />: “{setting.reason}”
          </>
        )}
      </Remark>
      <fieldset className={classes.whole} disabled={whyNot !== null} aria-label="CVSS by place">
        <Section title="By place" aside="what is not known has the worst of each column">
          <PlaceTable profile={profile} faults={faults} onChange={setPlace} />
        </Section>
        <Section title="By how much harm the device can do" aside="of place and device the worse counts">
          <KindTable profile={profile} faults={faults} onChange={setKind} />
        </Section>
        <Section title="Devices without patients’ data">
          <p className={classes.alone}>Confidentiality (CR) of a device that is known to hold none</p>
          <div className={classes.alone}>
            <Choice
              label="Confidentiality of devices without patients’ data"
              value={profile.noEphi}
              options={requirements}
              onChange={(noEphi) => setProfile((before) => ({ ...before, noEphi }))}
            />
          </div>
        </Section>
      </fieldset>
      {whyNot === null && (
        <Section
          title="What would change"
          actions={
            <Action
              variant="default"
              disabledReason={JSON.stringify(profile) === JSON.stringify(shipped) ? 'It is as it ships.' : null}
              onClick={() => setProfile(shipped)}
            >
              As it ships
            </Action>
          }
        >
          <div aria-live="polite" aria-busy={isAsked && (asked !== profile || preview.isPlaceholderData)}>
            {!isChanged ? (
              <p className="quiet">Change a value, and it stands here before you save.</p>
            ) : preview.error ? (
              <p role="alert">{sentenceOf(preview.error)}</p>
            ) : !preview.data ? (
              <RowsSkeleton rows={2} height={28} />
            ) : isWrong ? (
              <p>The profile contradicts itself; it says so beside the values.</p>
            ) : (
              <Examples preview={preview.data} />
            )}
          </div>
          <ReasonForm
            submit="Save"
            label="Why?"
            missing="Say why."
            change={save}
            disabledReason={
              !isChanged
                ? 'Nothing is changed.'
                : asked !== profile
                  ? 'It is being checked.'
                  : isWrong
                    ? 'Mend what is wrong first; it says so beside it.'
                    : null
            }
          />
        </Section>
      )}
      <Versions />
    </>
  )
}

/** By path: `settings.unknown.AR`. */
const faultsOf = (preview: EnvironmentPreview | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((preview?.faults ?? []).map(({ path, sentence }) => [path, sentence]))

function PlaceTable({
  profile,
  faults,
  onChange,
}: {
  profile: EnvironmentProfile
  faults: Readonly<Record<string, string>>
  onChange: (place: Place, patch: Partial<EnvironmentProfile['settings'][Place]>) => void
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Metrics by place">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Confidentiality (CR)</th>
            <th scope="col">Integrity (IR)</th>
            <th scope="col">Availability (AR)</th>
            <th scope="col">People can be hurt</th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(profile.settings) as Place[]).map((place) => (
            <tr key={place}>
              <th scope="row">{humanise(place)}</th>
              {(['CR', 'IR', 'AR'] as const).map((metric) => (
                <td key={metric}>
                  <Choice
                    label={`${metric} in ${humanise(place)}`}
                    value={profile.settings[place][metric]}
                    options={requirements}
                    fault={faults[`settings.${place}.${metric}`]}
                    onChange={(value) => onChange(place, { [metric]: value })}
                  />
                </td>
              ))}
              <td>
                <Checkbox
                  aria-label={`People can be hurt in ${humanise(place)}`}
                  checked={profile.settings[place].safety}
                  error={faults[`settings.${place}.safety`]}
                  onChange={(event) => onChange(place, { safety: event.currentTarget.checked })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const asPlace = 'as the place'

function KindTable({
  profile,
  faults,
  onChange,
}: {
  profile: EnvironmentProfile
  faults: Readonly<Record<string, string>>
  onChange: (kind: Kind, patch: Partial<EnvironmentProfile['criticalities'][Kind]>) => void
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Metrics by criticality">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Criticality</th>
            <th scope="col">Integrity at least</th>
            <th scope="col">Availability at least</th>
            <th scope="col">People can be hurt</th>
            <th scope="col">Collateral damage (CVSS 2.0)</th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(profile.criticalities) as Kind[]).map((kind) => {
            const row = profile.criticalities[kind]
            return (
              <tr key={kind}>
                <th scope="row">{humanise(kind)}</th>
                {(['IR', 'AR'] as const).map((metric) => (
                  <td key={metric}>
                    <Choice
                      label={`${metric} at least, ${humanise(kind)}`}
                      value={row[metric] ?? asPlace}
                      options={{ [asPlace]: 'As the place', ...requirements }}
                      fault={faults[`criticalities.${kind}.${metric}`]}
                      onChange={(value) => onChange(kind, { [metric]: value === asPlace ? null : value })}
                    />
                  </td>
                ))}
                <td>
                  <Checkbox
                    aria-label={`People can be hurt, ${humanise(kind)}`}
                    checked={row.safety}
                    error={faults[`criticalities.${kind}.safety`]}
                    onChange={(event) => onChange(kind, { safety: event.currentTarget.checked })}
                  />
                </td>
                <td>
                  <Choice
                    label={`Collateral damage, ${humanise(kind)}`}
                    value={row.CDP}
                    options={damages}
                    fault={faults[`criticalities.${kind}.CDP`]}
                    onChange={(CDP) => onChange(kind, { CDP })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Choice<Value extends string>({
  label,
  value,
  options,
  fault,
  onChange,
}: {
  label: string
  value: Value
  options: Readonly<Record<Value, string>>
  fault?: string | undefined
  onChange: (value: Value) => void
}) {
  return (
    <>
      <select
        className={classes.choice}
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {(Object.keys(options) as Value[]).map((one) => (
          <option key={one} value={one}>
            {options[one]}
          </option>
        ))}
      </select>
      {fault && <span className={classes.fault}>{fault}</span>}
    </>
  )
}

function Examples({ preview: { looked, higher, lower, examples } }: { preview: EnvironmentPreview }) {
  if (looked === 0) return <p>No finding with a CVSS vector is open. It will hold for those that come.</p>
  return (
    <>
      <p className={classes.sum}>
        Of the {formatCount(looked)} worst open findings <strong>{formatCount(higher)}</strong> would have a higher CVSS
        here, and <strong>{formatCount(lower)}</strong> a lower one.
      </p>
      <ul className={classes.examples}>
        {examples.map((one) => (
          <li key={`${one.deviceId} ${one.vulnerabilityId}`}>
            <AppLink href={paths.finding(one.deviceId, one.vulnerabilityId)}>
              {one.vulnerabilityId} on {one.deviceName}
            </AppLink>
            , {humanise(one.careSetting)}, criticality {humanise(one.criticality).toLowerCase()}:{' '}
            <strong className="number">
              {one.before.score.toFixed(1)} → {one.after.score.toFixed(1)}
            </strong>{' '}
            {one.before.severity !== one.after.severity && (
              <>
                ({humanise(one.before.severity).toLowerCase()} → {humanise(one.after.severity).toLowerCase()})
              </>
            )}
            <span className={`${classes.vector} mono`}>{one.after.vector}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Versions() {
  const versions = useQuery(environmentVersionsQuery)
  if (!versions.data || versions.data.items.length === 0) return null
  return (
    <Section title="Versions" aside="the newest first">
      <ul className={classes.examples}>
        {versions.data.items.map((one) => (
          <li key={one.version}>
            <strong>Version {one.version}</strong>, {one.savedBy}, <Moment at={one.savedAt} />: “{one.reason}”
          </li>
        ))}
      </ul>
    </Section>
  )
}
