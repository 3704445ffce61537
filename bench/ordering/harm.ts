import type { Criticality } from '#bench/hospital/catalogue.ts'
import type { PlaceKind } from '#bench/hospital/places.ts'
import type { Device } from '#bench/hospital/population.ts'
import { between, drawnOnce, normal, orderBetween } from './draws.ts'
import type { Flaw, Loss } from './flaws.ts'
import type { WorldSettings } from './settings.ts'

/** What one attack that reaches the device does, in the mean. */
export interface Harm {
  /** Statistical lives. */
  readonly lives: number
  /** Hours of a patient's care. */
  readonly careHours: number
  readonly records: number
  /** All three, at the hospital's own exchange. */
  readonly dollars: number
}

export const harms = ['dollars', 'lives', 'careHours', 'records'] as const

/** How much of the time a patient hangs on what stands there: least and most, drawn for each hospital. */
const inUse: Readonly<Record<PlaceKind, readonly [number, number]>> = {
  icu: [0.7, 0.95],
  nicu: [0.7, 0.95],
  or: [0.3, 0.7],
  emergency: [0.4, 0.9],
  ward: [0.3, 0.8],
  cath: [0.3, 0.7],
  imaging: [0.3, 0.7],
  lab: [0.4, 0.9],
  oncology: [0.3, 0.6],
  dialysis: [0.3, 0.7],
  outpatient: [0.2, 0.5],
  pharmacy: [0.5, 0.9],
  neuro: [0.2, 0.5],
  technical: [0.7, 1],
  storage: [0, 0.03],
  loaner: [0, 0.15],
}

/**
 * The worst that comes of its failure, in lives: ISO 14971's five words at the shares of a life of US DOT's scale of injuries
 * (catastrophic 1, critical 0.593, serious 0.105, minor 0.003); how often a model of such a criticality has which is assumed.
 */
const severities: Readonly<Record<Criticality, readonly (readonly [number, number])[]>> = {
  life_sustaining: [
    [1, 6],
    [0.593, 3],
    [0.105, 1],
  ],
  high: [
    [1, 2],
    [0.593, 3],
    [0.105, 4],
    [0.003, 1],
  ],
  medium: [
    [0.593, 1],
    [0.105, 5],
    [0.003, 10],
    [0.0003, 4],
  ],
  low: [
    [0.105, 1],
    [0.003, 14],
    [0.0003, 35],
  ],
}

/** The same for a seed, whatever is published: what the hospital is like and what its devices do when they are attacked. */
export function harmOf(seed: number, devices: readonly Device[], settings: WorldSettings) {
  const use = drawnOnce(seed, 'in use', (draw, kind) => between(draw, ...inUse[kind as PlaceKind]))
  const byId = new Map(devices.map(({ model }) => [model.id, model]))
  const ofModel = drawnOnce(seed, 'model', (draw, id) => {
    const model = byId.get(id)!
    const hurtByChange = orderBetween(draw, 0.01, 0.3)
    const shared = Math.sqrt(model.cost / 10_000)
    return {
      severity: draw.weighted(severities[model.criticality]),
      hurtByChange,
      hurtByStop: hurtByChange * orderBetween(draw, 0.03, 0.5),
      /** What many patients share costs more; a server serves a ward. */
      patientsAnHour: shared * 0.5 * Math.exp(normal(draw)),
      hoursDown: 24 * Math.exp(normal(draw)),
      records: model.phi ? 200 * (model.cost / 5_000) * Math.exp(normal(draw)) : draw.chance(0.1) ? 5 : 0,
    }
  })
  const ofHospital = drawnOnce(seed, 'hospital', (draw) => ({
    low: orderBetween(draw, 0.05, 0.5),
    life: orderBetween(draw, ...settings.lifeDollars),
    careHour: orderBetween(draw, ...settings.careHourDollars),
    record: orderBetween(draw, ...settings.recordDollars),
  }))('')
  const equals = new Map<string, number>()
  const standing = ({ model, place }: Device) => `${model.id}/${place.id}`
  for (const device of devices) equals.set(standing(device), (equals.get(standing(device)) ?? 0) + 1)

  const shareOf = (loss: Loss) => (loss === 'H' ? 1 : loss === 'L' ? ofHospital.low : 0)
  const [stop, steal, manipulate] = settings.intents

  return (device: Device, flaw: Flaw): Harm => {
    const model = ofModel(device.model.id)
    const used = use(device.place.kind)
    const [stopped, changed, read] = [flaw.availability, flaw.integrity, flaw.confidentiality].map(shareOf) as [
      number,
      number,
      number,
    ]
    const lives =
      used * model.severity * (manipulate * changed * model.hurtByChange + stop * stopped * model.hurtByStop)
    // Five of the same beside it halve what its loss costs.
    const missed = 1 / (1 + (equals.get(standing(device))! - 1) / 5)
    const out = Math.max(stop * stopped, (stop + manipulate) * 0.3 * changed)
    const careHours = used * out * missed * model.hoursDown * model.patientsAnHour
    const records = steal * read * 0.3 * model.records
    const { life, careHour, record } = ofHospital
    return { lives, careHours, records, dollars: lives * life + careHours * careHour + records * record }
  }
}

/** What share of attacks with the flaw gets to the device. */
export function reachOf(seed: number, settings: WorldSettings) {
  const zone = drawnOnce(seed, 'zone', (draw, name) =>
    name === 'flat' ? 1 : orderBetween(draw, settings.segmentLeast, settings.segmentMost),
  )
  const near = drawnOnce(seed, 'near', (draw) => ({
    adjacent: between(draw, 0.1, 0.5),
    local: between(draw, 0.03, 0.2),
    physical: orderBetween(draw, 0.003, 0.05),
  }))('')
  return ({ network }: Device, { reach }: Flaw): number => {
    if (reach === 'P') return near.physical
    // Service laptops and sticks get to what is on no network.
    if (!network) return reach === 'N' ? near.physical / 2 : near.physical
    const through = zone(network.zone)
    return reach === 'N' ? through : through * (reach === 'A' ? near.adjacent : near.local)
  }
}
