import { z } from 'zod'

export const Role = z.enum(['viewer', 'technician', 'analyst', 'manager', 'administrator'])
export type Role = z.infer<typeof Role>

/** `noun:verb`. Every route names one. `finding:approve` comes with no role: a person is given it by name. */
export const Permission = z.enum([
  'public',
  'self',
  'device:read',
  'device:write',
  'advisory:read',
  'finding:read',
  'finding:decide',
  'finding:approve',
  'finding:publish',
  'work-order:read',
  'work-order:write',
  'work-order:perform',
  'work-order:accept',
  'source:read',
  'source:write',
  'source:run',
  'person:read',
  'person:write',
  'audit:read',
  'settings:write',
])
export type Permission = z.infer<typeof Permission>

const viewer: Permission[] = [
  'public',
  'self',
  'device:read',
  'advisory:read',
  'finding:read',
  'work-order:read',
  'source:read',
]
const technician: Permission[] = [...viewer, 'work-order:perform']
const analyst: Permission[] = [...viewer, 'device:write', 'finding:decide', 'work-order:write', 'source:run']
const manager: Permission[] = [
  ...analyst,
  'work-order:perform',
  'work-order:accept',
  'finding:publish',
  'source:write',
  'person:read',
  'audit:read',
]

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  technician,
  analyst,
  manager,
  administrator: Permission.options.filter((one) => one !== 'finding:approve'),
}

export type OrganisationId = string

/** Who does something: a person, or a part of the system by name. */
export interface Actor {
  readonly organisationId: OrganisationId
  readonly personId: string | null
  readonly name: string
}
