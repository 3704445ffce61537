import { TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { PlaceRule, PlacePreview as Preview } from '#web/api/contract.ts'
import { type PlaceChange, placePreviewQuery, type StatedPlace, setPlaces, undoPlace } from '#web/api/places.ts'
import { AliasEditor } from '#web/components/alias-editor.tsx'
import classes from '#web/components/aliases.module.css'
import { ChangePreview } from '#web/components/change-preview.tsx'
import { TakeBackDialog } from '#web/components/take-back-dialog.tsx'
import { formatCount } from '#web/ui/app-link.tsx'

export type PlaceKind = PlaceRule['kind']

const kinds = [
  { value: 'site', label: 'The site is another name of …' },
  { value: 'site_apart', label: 'The site is one of its own' },
  { value: 'care_area', label: 'The care area is another name of …' },
  { value: 'care_area_apart', label: 'The care area is one of its own' },
] as const

export interface PlaceDraft {
  readonly kind: PlaceKind
  readonly site: string
  readonly name: string
  readonly meant: string
}

function toRule(draft: PlaceDraft): StatedPlace | null {
  const [site, name, meant] = [draft.site.trim(), draft.name.trim(), draft.meant.trim()]
  if (name === '') return null
  switch (draft.kind) {
    case 'site':
      return meant === '' ? null : { kind: 'site', name, meant }
    case 'site_apart':
      return { kind: 'site_apart', name }
    case 'care_area':
      return meant === '' ? null : { kind: 'care_area', site, name, meant }
    case 'care_area_apart':
      return { kind: 'care_area_apart', site, name }
  }
}

/** Says which place a text of the inventory is, with what that would change. */
export function EditPlaceDialog({ draft: given, onClose }: { draft: PlaceDraft; onClose: () => void }) {
  const [draft, setDraft] = useState(given)
  const rule = toRule(draft)
  const change = useMemo(() => {
    const stated = toRule(draft)
    return stated && { add: [stated], undo: [] }
  }, [draft])
  const isArea = draft.kind === 'care_area' || draft.kind === 'care_area_apart'
  const isApart = draft.kind === 'site_apart' || draft.kind === 'care_area_apart'
  const word = isArea ? 'Care area' : 'Site'
  return (
    <AliasEditor
      title="Say which place it is"
      kinds={kinds}
      kind={draft.kind}
      onKind={(kind) => setDraft({ ...draft, kind })}
      rule={rule}
      set={setPlaces}
      done="The alias holds, for every list and question."
      preview={<PlacePreview change={change} />}
      onClose={onClose}
    >
      {isArea && (
        <TextInput
          label="At the site"
          description="Empty for devices that state none"
          value={draft.site}
          onChange={(event) => setDraft({ ...draft, site: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={`${word}, as the inventory writes it`}
        description={
          isApart
            ? 'Written exactly so; other spellings stay joined'
            : isArea
              ? 'Case and signs make no difference'
              : 'Case, signs and the word campus make no difference'
        }
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      {!isApart && (
        <TextInput
          label={isArea ? 'Is the care area' : 'Is the site'}
          value={draft.meant}
          onChange={(event) => setDraft({ ...draft, meant: event.currentTarget.value })}
        />
      )}
    </AliasEditor>
  )
}

/** Takes an alias back, with what that would change. */
export function UndoPlaceDialog({ rule, onClose }: { rule: PlaceRule; onClose: () => void }) {
  const change = useMemo(() => ({ add: [], undo: [rule.id] }), [rule.id])
  return (
    <TakeBackDialog
      name={rule.name}
      takeBack={(reason) => undoPlace(rule.id, reason)}
      done="The alias is taken back. Places stand as before it."
      onClose={onClose}
    >
      <PlacePreview change={change} />
    </TakeBackDialog>
  )
}

function PlacePreview({ change }: { change: PlaceChange | null }) {
  return (
    <ChangePreview change={change} queryOf={placePreviewQuery}>
      {(changes) =>
        changes.devices === 0 ? (
          <p>No device stands elsewhere by it. It will hold for devices that come.</p>
        ) : (
          <Changes changes={changes} />
        )
      }
    </ChangePreview>
  )
}

type Place = Preview['groups'][number]['before']
export const placeInWords = ({ site, careArea }: Place) => [careArea || 'no care area', site || 'no site'].join(', ')

function Changes({ changes }: { changes: Preview }) {
  const { devices, sites, places, decisions, groups } = changes
  return (
    <>
      <p>
        <strong>
          {formatCount(devices)} {devices === 1 ? 'device' : 'devices'}
        </strong>{' '}
        would stand under another name. Sites: {formatCount(sites.before)} → {formatCount(sites.after)}; care areas:{' '}
        {formatCount(places.before)} → {formatCount(places.after)}.{' '}
        {decisions > 0 &&
          `${formatCount(decisions)} ${decisions === 1 ? 'decision that rests on a site is' : 'decisions that rest on a site are'} judged anew.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard */}
      <ul className={classes.changes} tabIndex={0} aria-label="Places that would change">
        {groups.map((group) => (
          <li key={[group.site, group.careArea].join('\n')}>
            <strong>{placeInWords(group)}</strong>, {formatCount(group.devices)}{' '}
            {group.devices === 1 ? 'device' : 'devices'}
            <div className={classes.sub}>
              {placeInWords(group.before)} → {placeInWords(group.after)}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
