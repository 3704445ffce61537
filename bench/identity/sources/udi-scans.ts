import { models } from '#bench/hospital/catalogue.ts'
import { makers } from '#bench/hospital/makers.ts'
import { addDays } from '#bench/hospital/population.ts'
import type { Options } from '#bench/identity/settings.ts'
import { nothingTold, placeKey, type Source, type Told } from '#bench/identity/told.ts'

/** Barcodes that people scanned on a round: GS1 strings, with what GUDID says of the identifier. */
export function udiScans({ today }: Options): Source {
  return {
    name: 'udi-scans',
    byHand: false,
    hasSerials: true,
    header: ['Scan ID', 'UDI', 'Company', 'Brand Name', 'Scanned At', 'Hospital', 'Room', 'Scanned By'],
    tell(device) {
      const draw = device.random('udi-scans')
      const there = device.goneOn === null && device.state !== 'unknown'
      const { model, site, standing, serial } = device
      if (!there || model.informationTechnology || !draw.chance(0.4)) return []
      const di = deviceIdentifier(model.id)
      const ago = draw.whole(0, 20)
      const known = draw.chance(0.8)
      const told: Told = {
        ...nothingTold,
        model: model.id,
        maker: model.maker,
        serial: { kind: 'clear', text: serial },
        site,
        place: placeKey(site, standing.place),
        isPlaceByRoom: true,
        room: standing.room,
      }
      return [
        {
          slot: 0,
          device,
          traps: device.traps,
          told,
          cells: [
            null,
            draw.chance(0.5) ? `(01)${di}(21)${serial}` : `01${di}21${serial}`,
            known ? makers[model.maker].name : null,
            known ? model.name : null,
            `${addDays(today, -ago)} ${String(draw.whole(7, 18)).padStart(2, '0')}:${draw.fill('2#')}`,
            site.name,
            standing.room,
            draw.pick(['R. Alvarez', 'T. Nguyen', 'K. Osei', 'M. Brandt']),
          ],
        },
      ]
    },
  }
}

/** An invented GTIN-14 of a model with its check digit (GS1 General Specifications 7.9.1). */
function deviceIdentifier(modelId: string): string {
  const body = `0099${String(models.findIndex(({ id }) => id === modelId) + 1).padStart(9, '0')}`
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
