// Who may do what, and who did what: the organisation, people, sessions, one-time links, the audit trail, notices.
// Tables: organisation, person, session, access_link, audit_entry, notification, saved_view.
export { ensureOrganisation, type Organisation, theOrganisation } from './organisation.ts'
export { absoluteHours, endSession, findSession, openSession, type Session } from './sessions.ts'
