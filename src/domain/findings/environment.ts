import { z } from 'zod'
import { hospitalDay, recordAudit } from '#domain/access/access.ts'
import { listInForce } from '#domain/intelligence/intelligence.ts'
import { lockInventory } from '#domain/inventory/inventory.ts'
import {
  faultsOfProfile,
  type KnownOfFinding,
  scoreInEnvironment,
  scoreInterval,
  shippedProfile,
  unreportedIn,
} from '#domain/risk/risk.ts'
import type { Actor, OrganisationId } from '#model/access.ts'
import {
  type EnvironmentPreview,
  EnvironmentProfile,
  type EnvironmentScore,
  type EnvironmentSetting,
  type EnvironmentVersion,
} from '#model/environment.ts'
import type { ScoreInterval } from '#model/risk.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { storableJsonText } from '#platform/db/json-rows.ts'
import { AppError } from '#platform/errors.ts'
import { canonicalJson } from '#platform/id.ts'
import { decodeCursor, type PageOf, pageOf } from '#platform/paging.ts'
import * as store from './environment-store.ts'
import { devicesNamed, type FindingPlace, inputsAt, type PlacedInput } from './finding-input-store.ts'
import { listedKeys } from './finding-list-store.ts'
import { type ScoredInput, scoredInputs } from './ranking.ts'

// The hospital's metrics of CVSS by place and criticality, and what stands beside the score of a finding: CVSS as it is on the
// device, and how far the score may move. Both are made when they are read: they order nothing.

async function profileInForce(db: Db, organisationId: OrganisationId): Promise<EnvironmentVersion> {
  const [newest] = await store.profileRows(db, organisationId, null, 1)
  return newest ? inOrder(newest) : { version: 0, profile: shippedProfile, savedAt: null, savedBy: null, reason: null }
}

/** The database keeps no order of the places. */
const inOrder = (row: store.ProfileRow): EnvironmentVersion => ({
  ...row,
  profile: EnvironmentProfile.parse(row.profile),
})

export const environmentSetting = async (db: Db, organisationId: OrganisationId): Promise<EnvironmentSetting> => ({
  ...(await profileInForce(db, organisationId)),
  shipped: shippedProfile,
})

/** Those that were saved, the newest first. */
export async function environmentVersions(
  db: Db,
  organisationId: OrganisationId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PageOf<EnvironmentVersion>> {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.number()]))[0]
  const rows = await store.profileRows(db, organisationId, before, limit + 1)
  return pageOf(rows, limit, (row) => [row.version], inOrder)
}

/** Puts a profile in force; the same again writes nothing. `seen` is the version that the person had before them. */
export async function saveEnvironment(
  tx: Tx,
  actor: Actor,
  { profile, reason, seen }: { profile: EnvironmentProfile; reason: string; seen: number },
): Promise<EnvironmentSetting> {
  const { organisationId } = actor
  assertSound(profile)
  await lockInventory(tx, organisationId)
  const present = await profileInForce(tx, organisationId)
  const content = canonicalJson(profile)
  if (canonicalJson(present.profile) === content) return await environmentSetting(tx, organisationId)
  if (present.version !== seen)
    throw new AppError(
      'conflict',
      `${present.savedBy} has changed the profile since you opened it. Load the page again, and make your changes in what stands there now.`,
    )
  const version = present.version + 1
  await store.insertProfile(tx, organisationId, {
    version,
    content: storableJsonText(content),
    savedBy: actor.name,
    reason,
  })
  await recordAudit(tx, actor, {
    action: 'environment.saved',
    subjectKind: 'organisation',
    subjectId: organisationId,
    reason,
    detail: { version, before: present.profile, after: profile },
  })
  return await environmentSetting(tx, organisationId)
}

function assertSound(profile: EnvironmentProfile): void {
  const faults = faultsOfProfile(profile)
  if (faults.size === 0) return
  const fields = Object.fromEntries([...faults].map(([path, sentence]) => [`profile.${path}`, sentence]))
  throw new AppError('bad_request', [...faults.values()][0]!, { details: { fields } })
}

/** The worst open findings are looked at. */
const mostLooked = 300
const mostExamples = 12

/** What another profile makes of the worst open findings; nothing is written. */
export async function previewEnvironment(
  db: Db,
  organisationId: OrganisationId,
  profile: EnvironmentProfile,
  now = new Date(),
): Promise<EnvironmentPreview> {
  const faults = [...faultsOfProfile(profile)].map(([path, sentence]) => ({ path, sentence }))
  if (faults.length > 0) return { faults, looked: 0, higher: 0, lower: 0, examples: [] }
  const present = await profileInForce(db, organisationId)
  const keys = await listedKeys(db, organisationId, {
    filter: { open: 'true' },
    sort: 'risk',
    after: null,
    limit: mostLooked,
    now,
  })
  const inputs = new Map((await scoredAt(db, organisationId, keys)).map((one) => [placeKey(one.row), one]))
  const known = await knownOf(db, organisationId, keys, now)
  const both = keys.flatMap((key) => {
    const one = inputs.get(placeKey(key))
    if (!one) return []
    const of = (wanted: EnvironmentVersion) => environmentOf(one, known(key.device_id, one), wanted)
    const [before, after] = [of(present), of({ ...present, profile })]
    return before && after ? [{ key, row: one.row, before, after }] : []
  })
  const moved = both.filter(({ before, after }) => before.vector !== after.vector)
  const distinct = new Map(
    moved
      .toSorted((a, b) => Math.abs(b.after.score - b.before.score) - Math.abs(a.after.score - a.before.score))
      .map(
        (one) =>
          [[one.before.vector, one.after.vector, one.row.care_setting, one.row.criticality].join(' '), one] as const,
      )
      .reverse(),
  )
  const shown = [...distinct.values()].reverse().slice(0, mostExamples)
  const devices = await devicesNamed(
    db,
    organisationId,
    shown.map(({ key }) => key.device_id),
  )
  return {
    faults,
    looked: both.length,
    higher: both.filter(({ before, after }) => after.score > before.score).length,
    lower: both.filter(({ before, after }) => after.score < before.score).length,
    examples: shown.map(({ key, row, before, after }) => ({
      deviceId: key.device_id,
      deviceName: devices.get(key.device_id)?.name ?? '',
      vulnerabilityId: key.vulnerability_id,
      careSetting: row.care_setting,
      criticality: row.criticality,
      before: narrow(before),
      after: narrow(after),
    })),
  }
}

const narrow = ({ vector, score, severity }: EnvironmentScore) => ({ vector, score, severity })

/** What stands beside the score of an open finding. */
export async function besideScore(
  db: Db,
  organisationId: OrganisationId,
  key: FindingPlace & { readonly device_id: string },
  now = new Date(),
): Promise<{ environmental: EnvironmentScore | null; interval: ScoreInterval | null }> {
  const [one] = await scoredAt(db, organisationId, [key])
  if (!one) return { environmental: null, interval: null }
  const known = await knownOf(db, organisationId, [key], now)
  return {
    environmental: environmentOf(one, known(key.device_id, one), await profileInForce(db, organisationId)),
    interval: scoreInterval(one.input),
  }
}

const scoredAt = async (db: Db, organisationId: OrganisationId, places: readonly FindingPlace[]) =>
  await scoredInputs(db, organisationId, await inputsAt(db, organisationId, places))

const placeKey = (one: FindingPlace) => `${one.configuration_id} ${one.context_id} ${one.vulnerability_id}`

const environmentOf = (
  { input }: ScoredInput<PlacedInput>,
  known: KnownOfFinding,
  { profile, version }: EnvironmentVersion,
): EnvironmentScore | null => scoreInEnvironment({ device: input.device, flaw: input.flaw, known, profile, version })

async function knownOf(
  db: Db,
  organisationId: OrganisationId,
  keys: readonly { device_id: string; vulnerability_id: string }[],
  now: Date,
) {
  const devices = await devicesNamed(
    db,
    organisationId,
    keys.map((key) => key.device_id),
  )
  const today = await hospitalDay(db, organisationId, now)
  const catalogueDay = (await listInForce(db, 'kev'))?.day ?? null
  return (deviceId: string, { facts }: ScoredInput<PlacedInput>): KnownOfFinding => ({
    hasAddress: devices.get(deviceId)?.hasAddress ?? false,
    unreported: unreportedIn(facts.assessments),
    catalogueDay,
    today,
  })
}
