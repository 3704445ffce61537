import { addDays } from '#bench/hospital/population.ts'
import type { Random } from '#bench/hospital/random.ts'
import type { TrueDevice } from '#bench/identity/fleet.ts'
import { typedSerial } from '#bench/identity/serials.ts'
import type { Options } from '#bench/identity/settings.ts'
import { mergedNames } from '#bench/identity/spellings.ts'
import { nothingTold, placeKey, type Source, type Told, type Trap, type TrueRow } from '#bench/identity/told.ts'

/** The equipment list of the hospitals that came by merger: other words, another scheme of tags. */
export function mergedCmms({ today, rates }: Options): Source {
  return {
    name: 'merged-cmms',
    byHand: true,
    hasSerials: true,
    header: [
      'sys_id',
      'Asset Tag',
      'Serial Number',
      'Mfr',
      'Model Name',
      'Equip Type',
      'Facility',
      'Cost Center Name',
      'Location',
      'Life Cycle Status',
      'Installed',
      'Acquired',
      'PO',
      'Updated',
    ],
    tell(device) {
      const draw = device.random('merged-cmms')
      if (!holds(device, draw)) return []
      const rows = [row(device, draw, 0)]
      if (draw.chance(rates.duplicated)) rows.push(row(device, device.random('merged-cmms again'), 1, true))
      return rows
    },
  }

  function holds({ state, site }: TrueDevice, draw: Random): boolean {
    if (state === 'unknown') return false
    if (state === 'returned') return draw.chance(0.45)
    return draw.chance(site.scheme === 'merged' ? 0.96 : 0.1)
  }

  function row(device: TrueDevice, draw: Random, slot: number, again = false): TrueRow {
    const { site, purchase } = device
    const traps: Trap[] = again ? ['duplicate_row'] : []
    const names = mergedNames(device, draw, rates, traps)
    const serial = typedSerial(device, draw, rates, traps)
    const stale = device.earlier !== null && draw.chance(0.4)
    if (stale) traps.push('place_stale')
    const { place, room } = stale ? device.earlier : device.standing
    const told: Told = {
      ...nothingTold,
      ...names.told,
      serial: serial.said,
      tag: device.tag,
      site,
      place: placeKey(site, place),
      room,
      order: draw.chance(0.5) ? purchase.order : null,
      purchasedOn: draw.chance(0.5) ? purchase.on : null,
      inServiceOn: draw.chance(0.7) ? device.inServiceOn : null,
    }
    if (told.tag === null) traps.push('tag_missing')
    return {
      slot,
      device,
      traps: [...traps, ...device.traps],
      told,
      cells: [
        null,
        told.tag,
        serial.text,
        names.maker,
        names.model,
        device.model.category,
        `${site.name} Hospital`,
        `${place.costCentre} ${place.departments.at(-1)}`,
        `${place.building} / ${place.floor} / ${room}`,
        device.state === 'disposed' ? 'Retired' : draw.pick(['In Use', 'In Use', 'Operational']),
        told.inServiceOn,
        told.purchasedOn,
        told.order,
        addDays(today, -draw.whole(1, 300)),
      ],
    }
  }
}
