import type { CareSetting, Criticality } from '#model/device.ts'

export const places: Readonly<Record<CareSetting, string>> = {
  icu: 'intensive care',
  or: 'an operating or recovery room',
  emergency: 'the emergency department',
  ward: 'a ward',
  imaging: 'imaging',
  lab: 'the laboratory',
  outpatient: 'an outpatient clinic',
  home: 'a patient’s home',
  storage: 'storage, a pool or the workshop',
  technical: 'a technical area',
  unknown: 'a place that is not known',
}

export const kinds: Readonly<Record<Criticality, string>> = {
  life_sustaining: 'a life-sustaining device',
  high: 'a device whose failure can do serious harm',
  medium: 'a device whose failure can do moderate harm',
  low: 'a device whose failure does little harm',
  unknown: 'a device of which it is not known how much harm it can do',
}

export const needs = { L: 'little', M: 'as much as most', H: 'much', X: 'left open' } as const
