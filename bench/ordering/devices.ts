import { models } from '#bench/hospital/catalogue.ts'
import { cmmsHeader, createCmms } from '#bench/hospital/cmms.ts'
import { createMdsp, mdspHeader } from '#bench/hospital/mdsp.ts'
import { type Device, population } from '#bench/hospital/population.ts'
import { random } from '#bench/hospital/random.ts'
import type { Row } from '#bench/hospital/telling.ts'
import { classify } from '#domain/inventory/inventory.ts'
import type { RiskDevice } from '#domain/risk/risk.ts'
import type { WorldSettings } from './settings.ts'

/** A device as it is, and as the hospital's CMMS and platform tell of it. */
export interface Told {
  readonly device: Device
  readonly known: RiskDevice
  /** The version that the sources let one believe; null where none says. */
  readonly version: string | null
}

const zones = [...new Set(models.flatMap(({ network }) => (network ? [network.zone] : []))), 'flat'] as const
const riskClasses = ['LIFE SUPPORT', 'HIGH', 'MEDIUM', 'LOW']

/** Every device that is in use or may be again; the CMMS before the platform, but for zone and version. */
export function tellDevices(seed: number, today: string, settings: WorldSettings): Told[] {
  const cmms = createCmms(today)
  const mdsp = createMdsp(today)
  const told: Told[] = []
  for (const device of population({ seed, devices: settings.devices, today })) {
    const own = (row: Row) => row.deviceId === device.id && !row.traps.includes('duplicate_row')
    const inRegister = [...cmms.tell(device)].find(own)
    const onNetwork = [...mdsp.tell(device)].find(own)
    if (device.lifecycle === 'retired' || (!inRegister && !onNetwork)) continue
    told.push({
      device,
      version: onNetwork?.version ?? inRegister?.version ?? null,
      known: knownOf(seed, device, inRegister, onNetwork, settings),
    })
  }
  return told
}

function knownOf(
  seed: number,
  device: Device,
  inRegister: Row | undefined,
  onNetwork: Row | undefined,
  settings: WorldSettings,
): RiskDevice {
  const draw = random(seed, `${device.number}/told`)
  const [zoneGone, zoneWrong, areaGone, classGone, classWrong] = [
    draw.chance(settings.zoneMissing),
    draw.chance(settings.zoneWrong),
    draw.chance(settings.careAreaMissing),
    draw.chance(settings.criticalityMissing),
    draw.chance(settings.criticalityWrong),
  ]
  const cmms = (name: string) => textIn(inRegister, cmmsHeader, name)
  const mdsp = (name: string) => textIn(onNetwork, mdspHeader, name)
  const place = (name: string) => (areaGone ? null : cmms(name))
  const description = cmms('Description') ?? mdsp('Device Type')
  const manufacturer = cmms('Manufacturer') ?? mdsp('Manufacturer')
  const model = cmms('Model') ?? mdsp('Model')
  const setting = classify({
    description,
    manufacturer,
    model,
    department: place('Department'),
    room: place('Room'),
    building: place('Building'),
    site: place('Campus') ?? mdsp('Site'),
    lifecycle: device.lifecycle === 'stored' ? 'stored' : null,
    riskClass: classGone ? null : classWrong ? draw.pick(riskClasses) : cmms('Risk Class'),
  })
  const flag = (...said: readonly (string | null)[]) => {
    const one = said.find((text) => text !== null)
    return one === undefined ? null : /^y/i.test(one!)
  }
  return {
    ...setting,
    zone: zoneGone ? '' : zoneWrong && onNetwork ? draw.pick(zones) : (mdsp('Network Zone') ?? ''),
    // What the platform saw is on the network, whatever the register says.
    networkConnected: onNetwork ? true : flag(cmms('Network Connected')),
    storesPhi: flag(cmms('Stores ePHI'), mdsp('PHI')),
    manufacturer: manufacturer ?? '',
    model: model ?? '',
    description: description ?? '',
  }
}

function textIn(row: Row | undefined, header: readonly string[], name: string): string | null {
  const cell = row?.cells[header.indexOf(name)]
  return cell === null || cell === undefined || cell === '' ? null : String(cell)
}
