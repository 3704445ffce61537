// Who may do what, and who did what: the organisation, people, sessions, one-time links, the audit trail, notices.
// Tables: organisation, person, session, access_link, audit_entry, notification, saved_view.
export { ensureSetUpLink, inspectLink, type LinkPurpose, type Redemption, redeemLink } from './access-links.ts'
export { type AuditEntry, listAudit, type NewAuditEntry, recordAudit } from './audit.ts'
export {
  listNotifications,
  markNotificationsRead,
  type News,
  type Notification,
  notify,
  sendPendingMail,
} from './notifications.ts'
export { ensureOrganisation, hospitalDay, type Organisation, theOrganisation } from './organisation.ts'
export { longestPassword, shortestPassword } from './password.ts'
export {
  changePerson,
  getPerson,
  hasAdministrator,
  invitePerson,
  isOnePerson,
  letApprove,
  listAssignees,
  listHolders,
  listPeople,
  listPeopleOfRole,
  openResetLink,
  type Person,
  type PersonChange,
  rescuePerson,
} from './people.ts'
export { getSavedView, listSavedViews, removeView, saveView } from './saved-views.ts'
export { absoluteHours, findSession, openSession, type Session, signOut } from './sessions.ts'
export {
  checkMail,
  findMailer,
  getSettings,
  type MailSettings,
  type Settings,
  type SettingsChange,
  saveSettings,
} from './settings.ts'
export { changePassword, confirmPassword, signIn } from './sign-in.ts'
