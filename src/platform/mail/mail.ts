import type { Transporter } from 'nodemailer'
import { AppError } from '#platform/errors.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends one mail, or throws an AppError that says what to mend. */
export interface Mailer {
  send(mail: Mail): Promise<void>
}

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  readonly from: string
  /** TLS from the first byte on (port 465). Without it TLS is used where the server offers it. */
  readonly secure: boolean
  readonly user: string | null
  readonly password: string | null
}

const timeoutMs = 15_000

/** Hands mail to the hospital's SMTP server. A password is only ever sent over TLS, or to this machine. */
export function smtpMailer(settings: SmtpSettings): Mailer {
  const { host, port, secure, user, password, from } = settings
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.')
  let transport: Promise<Transporter> | undefined
  // Loaded with the first mail: most commands send none.
  const open = async () =>
    (await import('nodemailer')).createTransport({
      host,
      port,
      secure,
      requireTLS: !secure && user !== null && !isHere,
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  return {
    async send({ to, subject, text }) {
      try {
        transport ??= open()
        await (await transport).sendMail({ from, to, subject: subject.replace(/[\r\n]+/g, ' '), text })
      } catch (error) {
        throw toAppError(error as Error & { code?: string; response?: string }, `${host}:${port}`)
      }
    },
  }
}

function toAppError(error: Error & { code?: string; response?: string }, server: string): AppError {
  const said = error.response ?? error.message
  if (error.code === 'EAUTH')
    return new AppError(
      'upstream_unauthorised',
      `The mail server ${server} refuses the user or password. Mend them in the settings. It says: ${said}`,
      { cause: error },
    )
  if (error.code === 'ETIMEDOUT')
    return new AppError(
      'upstream_timeout',
      `The mail server ${server} does not answer. Check host, port and firewall.`,
      {
        cause: error,
      },
    )
  if (error.code === 'EENVELOPE')
    return new AppError('upstream_failed', `The mail server ${server} refuses the address. It says: ${said}`, {
      cause: error,
      details: { envelope: true },
    })
  return new AppError('upstream_failed', `The mail could not be handed to ${server}: ${said}`, { cause: error })
}
