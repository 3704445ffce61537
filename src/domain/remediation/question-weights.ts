/**
 * A technician's minutes on the way; the look itself takes the minutes of the instruction that answers the question. Stated
 * in docs/manual/work.md.
 */
export const wayMinutes = {
  /** To a care area, and to find one's way in it. */
  careArea: 10,
  /** To each room in it. */
  room: 2,
} as const
