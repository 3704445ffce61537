import { notifications } from '@mantine/notifications'
import { sentenceOf } from './states.tsx'

/** A short line that goes away by itself: what was just done. */
export const tell = (message: string) => notifications.show({ message, autoClose: 6000, withBorder: true })

export const tellFailure = (error: unknown) =>
  notifications.show({ message: sentenceOf(error), color: 'red.9', autoClose: 12_000, withBorder: true })
