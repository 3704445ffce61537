import { useQuery } from '@tanstack/react-query'
import type { Permission, Session } from '#web/api/contract.ts'
import { sessionQuery } from '#web/api/session.ts'
import type { Role } from '#web/api/words.ts'

/** Who is signed in. Only pages behind the sign-in use it, so there is always somebody. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  return (
    data ?? {
      person: null,
      permissions: [],
      csrfToken: '',
      organisation: { name: '', timeZone: 'UTC' },
      needsSetUp: false,
    }
  )
}

const needed: Partial<Record<Permission, Role[]>> = {
  'device:write': ['analyst', 'manager'],
  'finding:decide': ['analyst', 'manager'],
  'finding:publish': ['manager'],
  'work-order:write': ['analyst', 'manager'],
  'work-order:perform': ['technician', 'manager'],
  'work-order:accept': ['manager'],
  'source:write': ['manager'],
  'source:run': ['analyst', 'manager'],
  'person:read': ['manager'],
  'person:write': ['administrator'],
  'audit:read': ['manager'],
  'settings:write': ['administrator'],
}

const roleNames = (permission: Permission) => {
  const roles = new Set([...(needed[permission] ?? []), 'administrator'])
  return [...roles].join(' or ')
}

export interface May {
  (permission: Permission): boolean
  /** Why not; null where it is allowed. */
  whyNot: (permission: Permission) => string | null
}

/** The one place for "may I": buttons stay, and say why they are off. */
export function useMay(): May {
  const session = useSession()
  const has = (permission: Permission) => session.permissions.includes(permission)
  return Object.assign(has, {
    whyNot: (permission: Permission) =>
      has(permission)
        ? null
        : permission === 'finding:approve'
          ? 'You may not approve decisions: no role brings that. An administrator can let you, by name.'
          : `This needs the role ${roleNames(permission)}; yours is ${session.person?.role ?? 'not known'}. An administrator can change it.`,
  })
}
