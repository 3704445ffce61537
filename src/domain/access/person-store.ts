import { sql } from 'kysely'
import type { Role } from '#model/access.ts'
import type { Db } from '#platform/db/database.ts'

export interface PersonRow {
  id: string
  email: string
  name: string
  role: Role
  approves: boolean
  password_hash: string | null
  locked_until: string | null
  disabled_at: string | null
  created_at: string
  last_seen_at: string | null
  sort_name: string
}

const columns = sql`
  id, email, name, role, approves, password_hash, case when locked_until > now() then locked_until end as locked_until,
  disabled_at, created_at, last_seen_at, lower(name) as sort_name`

export async function find(db: Db, organisationId: string, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select ${columns} from person where organisation_id = ${organisationId} and id = ${id}`.execute(db)
  return rows[0]
}

export async function findByEmail(db: Db, organisationId: string, email: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select ${columns} from person
    where organisation_id = ${organisationId} and lower(email) = lower(${email})`.execute(db)
  return rows[0]
}

export async function list(
  db: Db,
  organisationId: string,
  after: readonly [string, string] | null,
  limit: number,
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select ${columns} from person
    where organisation_id = ${organisationId}
      ${after ? sql`and (lower(name), id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by lower(name), id limit ${limit}`.execute(db)
  return rows
}

export async function listOfRoles(
  db: Db,
  organisationId: string,
  roles: readonly Role[],
): Promise<{ id: string; name: string; role: Role }[]> {
  const { rows } = await sql<{ id: string; name: string; role: Role }>`
    select id, name, role from person
    where organisation_id = ${organisationId} and role = any(${roles}) and disabled_at is null
    order by lower(name), id`.execute(db)
  return rows
}

/** Those to whom `finding:approve` was given. */
export async function listApprovers(
  db: Db,
  organisationId: string,
): Promise<{ id: string; name: string; role: Role }[]> {
  const { rows } = await sql<{ id: string; name: string; role: Role }>`
    select id, name, role from person
    where organisation_id = ${organisationId} and approves and disabled_at is null
    order by lower(name), id`.execute(db)
  return rows
}

/** How many people there are that are not disabled. */
export async function countPeople(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from person where organisation_id = ${organisationId} and disabled_at is null`.execute(db)
  return rows[0]!.count
}

export async function insert(
  db: Db,
  row: {
    organisationId: string
    id: string
    email: string
    name: string
    role: Role
    approves: boolean
    passwordHash: string | null
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into person (organisation_id, id, email, name, role, approves, password_hash)
    values (${row.organisationId}, ${row.id}, ${row.email}, ${row.name}, ${row.role}, ${row.approves}, ${row.passwordHash})
    on conflict do nothing`.execute(db)
  return numAffectedRows === 1n
}

export async function update(
  db: Db,
  organisationId: string,
  id: string,
  change: { name: string; role: Role; approves: boolean; disabled: boolean; unlock: boolean },
): Promise<void> {
  await sql`
    update person set name = ${change.name}, role = ${change.role}, approves = ${change.approves},
      disabled_at = case when ${change.disabled}::boolean then coalesce(disabled_at, now()) end,
      failed_attempts = case when ${change.unlock}::boolean then 0 else failed_attempts end,
      locked_until = case when ${change.unlock}::boolean then null else locked_until end
    where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}

/** A new password also unlocks. */
export async function setPassword(db: Db, organisationId: string, id: string, passwordHash: string): Promise<void> {
  await sql`
    update person set password_hash = ${passwordHash}, failed_attempts = 0, locked_until = null
    where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}

export async function setName(db: Db, organisationId: string, id: string, name: string): Promise<void> {
  await sql`update person set name = ${name} where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}

/** Administrators who can sign in. */
export async function countAdministrators(db: Db, organisationId: string, except: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from person
    where organisation_id = ${organisationId} and role = 'administrator' and disabled_at is null
      and password_hash is not null ${except === null ? sql`` : sql`and id <> ${except}`}`.execute(db)
  return rows[0]!.count
}

export interface AttemptRow {
  id: string
  email: string
  name: string
  role: Role
  password_hash: string | null
  disabled_at: string | null
  failed_attempts: number
  locked_until: string | null
}

/**
 * Counts an attempt as failed before the password is looked at, so that many at once cannot outrun the count.
 * Absent where there is no such account or it is locked. After a quiet day the count begins anew.
 */
export async function beginAttempt(
  db: Db,
  organisationId: string,
  email: string,
  lock: { after: number; seconds: number; atMost: number },
): Promise<AttemptRow | undefined> {
  const { rows } = await sql<AttemptRow>`
    with counted as (
      select id, case when locked_until < now() - interval '1 day' then 1 else failed_attempts + 1 end as failed
      from person where organisation_id = ${organisationId} and lower(email) = lower(${email}) for update)
    update person p set failed_attempts = c.failed,
      locked_until = case when c.failed >= ${lock.after}::int
        then now() + make_interval(secs => least(${lock.seconds}::int * power(2, least(c.failed - ${lock.after}::int, 20)), ${lock.atMost}::int))
      end
    from counted c
    where p.organisation_id = ${organisationId} and p.id = c.id and (p.locked_until is null or p.locked_until <= now())
    returning p.id, p.email, p.name, p.role, p.password_hash, p.disabled_at, p.failed_attempts, p.locked_until`.execute(
    db,
  )
  return rows[0]
}

export async function clearAttempts(db: Db, organisationId: string, id: string): Promise<void> {
  await sql`
    update person set failed_attempts = 0, locked_until = null
    where organisation_id = ${organisationId} and id = ${id}`.execute(db)
}
