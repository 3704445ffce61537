import { slashed } from '#bench/hospital/cmms.ts'
import { addDays } from '#bench/hospital/population.ts'
import { typedSerial } from '#bench/identity/serials.ts'
import type { Options } from '#bench/identity/settings.ts'
import { typedNames } from '#bench/identity/spellings.ts'
import { nothingTold, placeKey, type Source, type Told, type Trap } from '#bench/identity/told.ts'

/** What finance bought: one line for each device, with the cost centre that paid. */
export function purchasing({ rates }: Options): Source {
  return {
    name: 'purchasing',
    byHand: true,
    hasSerials: true,
    header: [
      'Line ID',
      'PO Number',
      'Make',
      'Item Description',
      'Serial No',
      'Unit Price',
      'Order Date',
      'Received',
      'Facility',
      'Cost Center',
    ],
    tell(device) {
      const draw = device.random('purchasing')
      const { state, traps: befell, site, purchase, mainframes } = device
      const exchanged = befell.includes('warranty_exchange') && state !== 'returned'
      if (state === 'unknown' || exchanged || !draw.chance(mainframes.length > 0 ? 0.6 : 0.75)) return []
      const traps: Trap[] = []
      const names = typedNames(device, draw, rates, traps)
      const serial = typedSerial(device, draw, rates, traps)
      const told: Told = {
        ...nothingTold,
        ...names.told,
        serial: serial.said,
        site,
        place: placeKey(site, purchase.place),
        order: purchase.order,
        purchasedOn: purchase.on,
        price: purchase.price,
      }
      return [
        {
          slot: 0,
          device,
          traps: [...traps, ...befell],
          told,
          cells: [
            null,
            purchase.order,
            names.maker,
            names.model,
            serial.text,
            purchase.price,
            slashed(purchase.on),
            slashed(addDays(purchase.on, draw.whole(5, 13))),
            `${site.name} Hospital`,
            purchase.place.costCentre,
          ],
        },
      ]
    },
  }
}
