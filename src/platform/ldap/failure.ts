import { AppError } from '#platform/errors.ts'
import type { Failure } from '#platform/http/failure.ts'
import type { LdapResult } from './answer.ts'

/** Result codes of RFC 4511, annex A. */
export const resultCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  inappropriateMatching: 18,
  noSuchObject: 32,
  invalidDNSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const

/** What Active Directory adds to `invalidCredentials`: a Windows error in hexadecimal, as in `data 52e` (MS-ERREF, 2.2). */
const whyRefused: Readonly<Record<string, string>> = {
  '525': 'it knows no such user',
  '52e': 'user name or password is wrong',
  '52f': 'restrictions of the account forbid it',
  '530': 'the account may not sign in at this time',
  '531': 'the account may not sign in from this machine',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '701': 'the account has expired',
  '773': 'the password must be changed first',
  '775': 'the account is locked',
}

/** Why an operation failed, in words. `place` is host and port; `base` what was searched. */
export function failureOfResult(result: LdapResult, place: string, base?: string): Failure {
  const { code, matchedDn, diagnostic, referrals } = result
  const said = diagnostic ? ` It says: ${diagnostic.slice(0, 300).trim()}` : ''
  const details = { resultCode: code }
  const fail = (kind: AppError['code'], sentence: string, worthRetrying = false): Failure => ({
    error: new AppError(kind, sentence, { details }),
    worthRetrying,
  })
  const where = base === undefined ? 'what is asked' : base === '' ? 'its own entry' : `"${base}"`

  switch (code) {
    case resultCodes.invalidCredentials: {
      const why = whyRefused[/\bdata ([0-9a-f]+)/i.exec(diagnostic)?.[1]?.toLowerCase() ?? '']
      return fail(
        'upstream_unauthorised',
        `${place} does not take these credentials (invalidCredentials${why ? `: ${why}` : ''}). Check user name and password in the source's settings, and the account in the directory.`,
      )
    }
    case resultCodes.inappropriateAuthentication:
    case resultCodes.insufficientAccessRights:
      return fail(
        'upstream_unauthorised',
        `${place} knows these credentials, but the account may not read ${where}. Give the account the right to read it.${said}`,
      )
    case resultCodes.strongerAuthRequired:
    case resultCodes.confidentialityRequired:
      return fail(
        'upstream_unauthorised',
        `${place} takes credentials over an encrypted connection only. Write the address as ldaps://.`,
      )
    case resultCodes.operationsError:
      if (/successful bind/i.test(diagnostic))
        return fail(
          'upstream_unauthorised',
          `${place} has not taken the credentials: it wants an account that may read. Check user name and password.`,
        )
      return fail(
        'upstream_failed',
        `${place} fails to answer (operationsError). The next run tries again.${said}`,
        true,
      )
    case resultCodes.busy:
      return fail('upstream_busy', `${place} is busy. The next run tries again.`, true)
    case resultCodes.unavailable:
      return fail(
        'upstream_failed',
        `${place} is going down or starting (unavailable). The next run tries again.`,
        true,
      )
    case resultCodes.timeLimitExceeded:
      return fail(
        'upstream_timeout',
        `${place} gave up the search after its own time limit. Narrow the base DN or the filter.`,
      )
    case resultCodes.sizeLimitExceeded:
    case resultCodes.adminLimitExceeded:
      return fail(
        'upstream_failed',
        `${place} gives no more entries than its limit, also page by page. Narrow the base DN or the filter, or raise the limit for this account.${said}`,
      )
    case resultCodes.referral: {
      const other = /^ldaps?:\/\/[^/]+/i.exec(referrals[0] ?? '')?.[0] ?? 'another server'
      return fail(
        'upstream_untrusted',
        `${place} does not hold ${where} and refers to ${other}, which is not followed. Correct the base DN, or make that server a source of its own.`,
      )
    }
    case resultCodes.noSuchObject:
      return fail(
        'upstream_failed',
        `${place} has no entry ${where} (noSuchObject), or hides it from this account.${matchedDn ? ` There is ${matchedDn}.` : ''} Check the base DN.`,
      )
    case resultCodes.invalidDNSyntax:
      return fail(
        'upstream_failed',
        `${place} does not understand ${where} as the name of an entry. Write the base DN as OU=Clinical,DC=hospital,DC=example.`,
      )
    case resultCodes.protocolError:
    case resultCodes.unavailableCriticalExtension:
    case resultCodes.unwillingToPerform:
    case resultCodes.inappropriateMatching:
      return fail(
        'upstream_failed',
        `${place} does not do what it is asked of ${where} (${nameOf(code)}). Check the filter in the settings.${said}`,
      )
    default:
      // `other` and what is not in the standard's list may pass.
      return fail(
        'upstream_failed',
        `${place} fails at ${where} (${nameOf(code)}). ${code >= 80 ? 'The next run tries again; look into its event log where it goes on.' : 'Check the settings.'}${said}`,
        code >= 80,
      )
  }
}

const nameOf = (code: number) =>
  Object.entries(resultCodes).find(([, one]) => one === code)?.[0] ?? `result code ${code}`
