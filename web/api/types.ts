// Generated from the OpenAPI document by tools/generate-openapi.ts. Do not edit.

export type AuditEntry = {
  id: string
  at: string
  actorName: string
  action: string
  subjectKind: string
  subjectId: string
  reason: string | null
  detail: unknown
}

export type Health = {
  ok: boolean
  version: string
  database: 'up' | 'down'
  worker: 'up' | 'down'
}

export type Notification = {
  id: string
  at: string
  kind: string
  title: string
  body: string
  path: string | null
  readAt: string | null
}

export type Permission =
  | 'public'
  | 'self'
  | 'device:read'
  | 'device:write'
  | 'advisory:read'
  | 'finding:read'
  | 'finding:decide'
  | 'work-order:read'
  | 'work-order:write'
  | 'work-order:perform'
  | 'work-order:accept'
  | 'source:read'
  | 'source:write'
  | 'source:run'
  | 'person:read'
  | 'person:write'
  | 'audit:read'
  | 'settings:write'

export type Person = {
  id: string
  email: string
  name: string
  role: Role
  lockedUntil: string | null
  disabledAt: string | null
  createdAt: string
  lastSeenAt: string | null
}

export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  details?: Record<string, unknown>
}

export type Role = 'viewer' | 'technician' | 'analyst' | 'manager' | 'administrator'

export type SavedView = {
  id: string
  page: string
  name: string
  query: string
}

export type Session = {
  person: Person | null
  permissions: Permission[]
  csrfToken: string
  organisation: {
    name: string
    timeZone: string
  }
  needsSetUp: boolean
}

export type Settings = {
  organisationName: string
  timeZone: string
  publicUrl: string | null
  currency: string
  mail: {
    host: string
    port: number
    from: string
    secure: boolean
    user: string | null
    hasPassword: boolean
  } | null
}

/** By method and path below /api/v1. `undefined` where there is nothing to send or read. */
export interface Operations {
  /** Say who is signed in and what they may do */
  'GET /session': {
    params: undefined
    query: undefined
    body: undefined
    response: Session
  }
  /** Sign in */
  'POST /session': {
    params: undefined
    query: undefined
    body: {
      email: string
      password: string
    }
    response: Session
  }
  /** Sign out */
  'DELETE /session': {
    params: undefined
    query: undefined
    body: undefined
    response: undefined
  }
  /** Change the own password */
  'PUT /session/password': {
    params: undefined
    query: undefined
    body: {
      current: string
      /** 12 to 256 characters */
      next: string
    }
    response: Session
  }
  /** Say what a one-time link is for */
  'POST /access-links/inspect': {
    params: undefined
    query: undefined
    body: {
      token: string
    }
    response: {
      purpose: 'set_up' | 'invite' | 'reset'
      email: string | null
      name: string | null
    }
  }
  /** Use a one-time link: set a password and sign in */
  'POST /access-links/redeem': {
    params: undefined
    query: undefined
    body: {
      token: string
      /** 12 to 256 characters */
      password: string
      name?: string
      email?: string
      organisationName?: string
      /** IANA name, such as America/Chicago */
      timeZone?: string
    }
    response: Session
  }
  /** List people, by name */
  'GET /people': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Person[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** Invite a person */
  'POST /people': {
    params: undefined
    query: undefined
    body: {
      email: string
      name: string
      role: Role
    }
    response: {
      person: Person
      link: string
      mailed: boolean
    }
  }
  /** Change a person’s name or role, disable, enable or unlock them */
  'PATCH /people/{person}': {
    params: {
      person: string
    }
    query: undefined
    body: {
      name?: string
      role?: Role
      disabled?: boolean
      unlock?: boolean
    }
    response: Person
  }
  /** Make a link with which a person sets a new password */
  'POST /people/{person}/reset-link': {
    params: {
      person: string
    }
    query: undefined
    body: undefined
    response: {
      link: string
    }
  }
  /** List who work can be given to */
  'GET /assignees': {
    params: undefined
    query: undefined
    body: undefined
    response: {
      id: string
      name: string
      role: Role
    }[]
  }
  /** List who did what, newest first */
  'GET /audit': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
      subjectKind?: string
      subjectId?: string
      /** Id of the person who did it */
      actor?: string
    }
    body: undefined
    response: {
      items: AuditEntry[]
      /** Cursor of the next page */
      next: string | null
    }
  }
  /** List the own notices, newest first */
  'GET /notifications': {
    params: undefined
    query: {
      cursor?: string
      limit?: number
    }
    body: undefined
    response: {
      items: Notification[]
      /** Cursor of the next page */
      next: string | null
      unread: number
    }
  }
  /** Mark own notices as read */
  'POST /notifications/read': {
    params: undefined
    query: undefined
    body: {
      ids: string[] | 'all'
    }
    response: undefined
  }
  /** List the own saved views */
  'GET /saved-views': {
    params: undefined
    query: {
      page?: string
    }
    body: undefined
    response: SavedView[]
  }
  /** Save a page’s filters under a name */
  'POST /saved-views': {
    params: undefined
    query: undefined
    body: {
      page: string
      name: string
      query: string
    }
    response: SavedView[]
  }
  /** Forget a saved view */
  'DELETE /saved-views/{view}': {
    params: {
      view: string
    }
    query: undefined
    body: undefined
    response: undefined
  }
  /** Show the organisation’s settings */
  'GET /settings': {
    params: undefined
    query: undefined
    body: undefined
    response: Settings
  }
  /** Save the organisation’s settings */
  'PUT /settings': {
    params: undefined
    query: undefined
    body: {
      organisationName: string
      /** IANA name, such as America/Chicago */
      timeZone: string
      publicUrl: string | null
      currency: string
      mail: {
        host: string
        port: number
        from: string
        secure: boolean
        user: string | null
        /** Absent keeps the stored one for the same host; null forgets it */
        password?: string | null
      } | null
    }
    response: Settings
  }
  /** Send a mail to oneself to try the saved mail settings */
  'POST /settings/mail/check': {
    params: undefined
    query: undefined
    body: undefined
    response: undefined
  }
  /** Say whether the server, its database and its worker are up */
  'GET /health': {
    params: undefined
    query: undefined
    body: undefined
    response: Health
  }
}
