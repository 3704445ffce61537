import type { CareSetting, Criticality } from '#model/device.ts'
import type { DeviceFunction } from '#model/device-function.ts'
import type { RiskBand } from '#model/risk.ts'

// Every number of the score, and nothing else. The manual shows them (docs/manual/risk.md, held to this file by a test).
// What is unknown stands with the worst that is plausible. Within a table, what is worse never weighs less.

/** From which score on, of 100. */
export const bands: readonly { readonly band: RiskBand; readonly from: number }[] = [
  { band: 'critical', from: 70 },
  { band: 'high', from: 45 },
  { band: 'medium', from: 20 },
  { band: 'low', from: 0 },
]

/** Likelihood of a flaw that anyone can use over the network, with nothing else known: of 10. */
export const exploitability = {
  worst: 6,
  reach: { network: 0.85, adjacent: 0.62, local: 0.55, physical: 0.2 },
  complexity: { low: 0.77, medium: 0.62, high: 0.44 },
  privileges: { none: 0.85, low: 0.62, high: 0.27 },
  interaction: { none: 0.85, required: 0.62 },
} as const

/** Added to the likelihood. EPSS: nothing at `from`, all at `to` and above, by the logarithm between. */
export const exploitProbability = { most: 2, from: 0.001, to: 0.5 } as const
export const knownExploited = { atLeast: 9, ransomware: 0.5, catalogueUnread: 1 } as const
export const publicExploit = 1
export const noExploitNeeded = 0.5

/** Factor on the likelihood; never below what a person with the device in hand can do. */
export const exposure = { disconnected: 0.2, isolated: 0.4, segmented: 0.9, open: 1, unknown: 1 } as const

/** Factor on the likelihood where the product agrees only in part: at no certainty, rising to 1 at `full`. */
export const certainty = { least: 0.7, full: 0.5 } as const

/** Share of the worst harm by what is lost. `partial` exists in CVSS 2.0 only. */
export const loss = { none: 0, low: 0.5, partial: 0.7, high: 1 } as const

/** Safety, of 10: a device that does another thing than it shows is worse than one that does nothing. */
export const safetyHarm = { integrity: 10, availability: 9 } as const
/** Care, of 10: a device that cannot be trusted is taken out of use as well. */
export const careHarm = { availability: 9, integrity: 6, ransomware: 1.5 } as const
/** Privacy, of 10: the loss of data never weighs as much as the loss of a life. */
export const privacyHarm = { confidentiality: 7, noEphi: 0.2 } as const

/** The publisher's own words say that people can be hurt. */
export const statedHarm = 9

/** Factors on safety and on care by what the device does. */
export const functions: Readonly<Record<DeviceFunction, { readonly safety: number; readonly care: number }>> = {
  ventilator: { safety: 1, care: 0.9 },
  anaesthesia: { safety: 1, care: 0.9 },
  circulatory_support: { safety: 1, care: 0.9 },
  defibrillator: { safety: 1, care: 0.9 },
  dialysis: { safety: 1, care: 0.9 },
  incubator: { safety: 1, care: 0.9 },
  infusion: { safety: 1, care: 0.9 },
  insulin_pump: { safety: 1, care: 0.8 },
  implant: { safety: 1, care: 0.8 },
  implant_programmer: { safety: 1, care: 0.7 },
  implant_monitor: { safety: 0.6, care: 0.5 },
  radiation_therapy: { safety: 1, care: 1 },
  surgical_robot: { safety: 1, care: 0.9 },
  energy_surgery: { safety: 0.85, care: 0.7 },
  device_server: { safety: 0.9, care: 1 },
  patient_monitor: { safety: 0.85, care: 0.85 },
  central_station: { safety: 0.85, care: 1 },
  vital_signs: { safety: 0.5, care: 0.5 },
  interventional_imaging: { safety: 0.75, care: 0.9 },
  imaging: { safety: 0.6, care: 0.9 },
  ultrasound: { safety: 0.5, care: 0.6 },
  image_system: { safety: 0.5, care: 1 },
  physiological_recorder: { safety: 0.5, care: 0.6 },
  endoscopy: { safety: 0.6, care: 0.7 },
  lab_analyser: { safety: 0.6, care: 0.9 },
  point_of_care: { safety: 0.7, care: 0.7 },
  medication_cabinet: { safety: 0.7, care: 0.9 },
  feeding_pump: { safety: 0.6, care: 0.5 },
  minor_therapy: { safety: 0.4, care: 0.4 },
  bed: { safety: 0.3, care: 0.3 },
  nurse_call: { safety: 0.6, care: 0.7 },
  pneumatic_tube: { safety: 0.4, care: 0.8 },
  steriliser: { safety: 0.4, care: 0.8 },
  power: { safety: 0.85, care: 1 },
  building: { safety: 0.5, care: 0.9 },
  network: { safety: 0.5, care: 1 },
  workstation: { safety: 0.3, care: 0.5 },
  server: { safety: 0.5, care: 0.9 },
  camera: { safety: 0.1, care: 0.1 },
  printer: { safety: 0.1, care: 0.2 },
  unknown: { safety: 1, care: 1 },
}

/** Factor on safety. */
export const criticality: Readonly<Record<Criticality, number>> = {
  life_sustaining: 1,
  high: 0.9,
  medium: 0.65,
  low: 0.35,
  unknown: 1,
}

/** Factors on safety and on care by where the device stands. */
export const careSettings: Readonly<Record<CareSetting, { readonly safety: number; readonly care: number }>> = {
  icu: { safety: 1, care: 1 },
  or: { safety: 1, care: 1 },
  emergency: { safety: 1, care: 1 },
  home: { safety: 0.9, care: 0.6 },
  ward: { safety: 0.85, care: 0.8 },
  imaging: { safety: 0.85, care: 0.9 },
  lab: { safety: 0.75, care: 0.9 },
  technical: { safety: 0.75, care: 0.9 },
  outpatient: { safety: 0.7, care: 0.6 },
  storage: { safety: 0.2, care: 0.1 },
  unknown: { safety: 1, care: 1 },
}

/** Where safety is this bad and lives hang on the device, the band is at least `high`, however unlikely. */
export const irreversibilityFloor = { safety: 9, band: 'high' } as const
