// Types of device that are carried, pushed or worn from place to place: they are silent for longer where nothing better is known.

const kinds = [
  'infusion|syringe pump|feeding pump|\\mpump|perfusor|infusomat',
  'ventilator|respirator|cpap|bipap|anesthesia|anaesthesia',
  'ultrasound|echograph|doppler',
  'electrocardiograph|\\mecg|\\mekg|defibrillator|\\maed\\M|holter',
  'vital signs|patient monitor|telemetry|oximeter|thermometer|glucose|glucometer|spirometer|bladder scan',
  'portable|mobile|handheld|hand-held|wearable|transport|cart|trolley|wheelchair|stretcher|\\mbed\\M|incubator|warmer',
  'tablet|smartphone|laptop|notebook|scanner, bar|barcode',
  'infusionspumpe|spritzenpumpe|beatmung|ultraschall|defibrillator|patientenmonitor|pompe|ventilateur|moniteur',
]

/** For PostgreSQL's `~*`, on type and description. */
export const portablePattern = kinds.join('|')

/** Days of usual silence where nothing was learnt yet: of what moves about, and of what stands. */
export const usualDays = { portable: 15, stationary: 5 } as const

/** From how many devices with gaps between sightings a rhythm is believed. */
export const leastDevices = { model: 5, type: 10, kind: 20 } as const
