import { type DestinationStream, pino } from 'pino'

/** What a part may say while it works. Secrets never go in. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }

/** Lines of JSON on stderr, or where `destination` says. What is named like a secret is masked wherever it stands. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      redact: {
        paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
        censor: '…',
      },
    },
    destination ?? pino.destination(2),
  )
