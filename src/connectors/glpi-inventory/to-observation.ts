import { momentOf } from '#connectors/table/date-value.ts'
import { readIps, readMacs } from '#connectors/table/network-value.ts'
import { readValue } from '#connectors/table/read-value.ts'
import type { DeviceAttribute, DeviceClaims } from '#model/device.ts'
import type { Observation } from '#model/observation.ts'
import type { Interface, Inventory, NetworkDevice } from './payload.ts'

interface When {
  readonly now: Date
  /** For moments without an offset; the device's own counts first. */
  readonly timeZone: string
}

/** What an inventory says of its device; undefined where nothing tells which one it is. */
export function toObservation(inventory: Inventory, when: When): Observation | undefined {
  const { network_device: device } = inventory.content
  return device ? ofNetworkDevice(inventory, device, when) : ofComputer(inventory, when)
}

function ofComputer({ deviceId, itemType, tag, content }: Inventory, when: When): Observation | undefined {
  const { bios, hardware, operatingsystem: system, networks, softwares, virtualmachines: guests } = content
  const isVirtual = isVirtualMachine(hardware?.vmsystem)
  const isPhone = /^phone$/i.test(itemType ?? '')
  const physical = networks.filter((one) => whyNotOwn(one) === undefined)
  const operatingSystem = systemOf(toldOfSystem(content))
  const macs = unique(physical.flatMap((one) => macsOf(one)))
  const updates = /windows/i.test(operatingSystem ?? '')
    ? unique(softwares.flatMap(({ name }) => updateIn(name))).sort()
    : []
  const claims = claimed({
    // A phone's "asset tag" is how its system was signed.
    assetTag: isPhone ? undefined : known(bios?.assettag),
    serialNumber: known(bios?.ssn),
    manufacturer: known(bios?.smanufacturer) ?? known(bios?.mmanufacturer),
    model: known(bios?.smodel) ?? known(bios?.mmodel),
    deviceType: isVirtual ? 'Virtual machine' : isPhone ? 'Phone' : undefined,
    operatingSystem,
    hostname: system?.fqdn || hardware?.name,
  })
  const addresses = unique(networks.filter(isInUse).flatMap((one) => ipsOf([...one.ipaddress, ...one.ipaddress6])))
  const seenAt = momentOfLog(content.accesslog?.logdate, system?.timezone?.offset, when)
  const uuid = usableUuid(hardware?.uuid)
  const sourceKey = uuid ? `uuid:${uuid}` : deviceId && `agent:${deviceId}`
  if (!sourceKey) return undefined
  return {
    sourceKey,
    observedAt: seenAt ?? when.now.toISOString(),
    claims: {
      ...claims,
      ...(updates.length > 0 && { installedUpdates: updates }),
      ...(addresses.length > 0 && { ipAddresses: addresses }),
      ...(macs.length > 0 && { macAddresses: macs }),
      ...(seenAt && { lastSeenAt: seenAt }),
    },
    raw: said({
      deviceid: deviceId,
      itemtype: itemType,
      tag,
      agent: content.versionclient,
      uuid: hardware?.uuid,
      'system serial number': bios?.ssn,
      'system manufacturer': bios?.smanufacturer,
      'system model': bios?.smodel,
      'board manufacturer': bios?.mmanufacturer,
      'board model': bios?.mmodel,
      'asset tag': bios?.assettag,
      SKU: bios?.skunumber,
      BIOS: [bios?.bmanufacturer, bios?.bversion, bios?.bdate].filter(Boolean).join(' '),
      chassis: hardware?.chassis_type,
      'virtual system': isVirtual ? hardware?.vmsystem : undefined,
      kernel: [system?.kernel_name, system?.kernel_version].filter(Boolean).join(' '),
      'virtual machines on it': guests.map(({ name }) => name).join(', '),
      'interfaces not taken': networks
        .flatMap((one) => {
          const why = whyNotOwn(one)
          const mac = one.mac ?? one.macaddr
          return why && mac && !/^[0:]+$/.test(mac) ? [`${one.description ?? ''} ${mac} (${why})`.trim()] : []
        })
        .join(', '),
    }),
  }
}

/** Of what the old format says elsewhere the new one's place. */
function toldOfSystem({ operatingsystem: system, hardware }: Inventory['content']) {
  return {
    name: system?.full_name || hardware?.osname || system?.name || '',
    kernelName: system?.kernel_name ?? '',
    kernel: system?.kernel_version || hardware?.osversion || '',
    pack: system?.service_pack || hardware?.oscomments || '',
    version: system?.version ?? '',
    architecture: system?.arch ?? '',
  }
}

/** `Microsoft Windows 10 Pro 22H2 (10.0.19045) x64`, as the readings of Windows take it; others as they call themselves. */
function systemOf(told: ReturnType<typeof toldOfSystem>): string | undefined {
  const name = told.name
    .replace(/\((?:r|tm)\)|[®™]/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (name === '') return undefined
  if (!/windows/i.test(name) && told.kernelName !== 'MSWin32') {
    const number = /\d[\d.]*/.exec(told.version)?.[0]
    return number === undefined || name.includes(number) ? name : `${name} ${told.version}`
  }
  const release = told.version !== '' && /^\w{4,5}$/.test(told.version) ? told.version : ''
  const kernel = /^\d+\.\d+\.\d+(?:\.\d+)?/.exec(told.kernel)?.[0]
  return [
    /windows/i.test(name) ? name : `Windows ${name}`,
    /service pack \d/i.exec(told.pack)?.[0] ?? '',
    name.includes(release) ? '' : release,
    kernel ? `(${kernel})` : '',
    architectureOf(told.architecture),
  ]
    .filter(Boolean)
    .join(' ')
}

function architectureOf(text: string): string {
  if (/arm/i.test(text)) return /64/.test(text) ? 'ARM64' : ''
  if (/64/.test(text)) return 'x64'
  return /32|86/.test(text) ? 'x86' : ''
}

const updateIn = (name: string | undefined): string[] => {
  const number = /(?<!\w)KB\s?(\d{6,7})(?!\d)/i.exec(name ?? '')?.[1]
  return number ? [`KB${number}`] : []
}

function ofNetworkDevice(inventory: Inventory, device: NetworkDevice, when: When): Observation | undefined {
  const { deviceId, itemType, tag, content } = inventory
  const kind = device.type ?? itemType ?? ''
  const macs = readMacs(device.mac ?? '') ?? []
  const addresses = ipsOf([...device.ips, ...(device.ip ? [device.ip] : [])])
  const firmware = device.firmware || content.firmwares.find(({ type }) => !type || type === 'device')?.version
  const claims = claimed({
    serialNumber: known(device.serial),
    manufacturer: known(device.manufacturer),
    model: known(device.model),
    deviceType: deviceTypes.find(([pattern]) => pattern.test(kind))?.[1],
    firmwareVersion: firmware,
    hostname: hostnameIn(device.name, device.dnshostname, device.snmphostname, device.netbiosname),
  })
  // Who wrote it down is the program that asked, not the device: its key is the device's own.
  const sourceKey = claims.serialNumber
    ? `serial:${(claims.manufacturer ?? '').toLowerCase()}:${claims.serialNumber}`
    : macs[0]
      ? `mac:${macs[0]}`
      : deviceId && `device:${deviceId}`
  if (!sourceKey) return undefined
  const seenAt = momentOfLog(content.accesslog?.logdate, undefined, when)
  return {
    sourceKey,
    observedAt: seenAt ?? when.now.toISOString(),
    claims: {
      ...claims,
      ...(addresses.length > 0 && { ipAddresses: addresses }),
      ...(macs.length > 0 && { macAddresses: macs }),
      networkConnected: true,
      ...(seenAt && { lastSeenAt: seenAt }),
    },
    raw: said({
      deviceid: deviceId,
      itemtype: itemType,
      tag,
      agent: content.versionclient,
      type: device.type,
      name: device.name,
      manufacturer: device.manufacturer,
      model: device.model,
      'serial number': device.serial,
      firmware,
      location: device.location,
      description: device.description,
      'chassis in the stack': content.network_components
        .filter(({ type, serial }) => type === 'chassis' && serial)
        .map(({ model, serial }) => [model, serial].filter(Boolean).join(' '))
        .join(', '),
    }),
  }
}

const deviceTypes: readonly (readonly [RegExp, string])[] = [
  [/^(?:networking|networkequipment)$/i, 'Network equipment'],
  [/^printer$/i, 'Printer'],
  [/^storage$/i, 'Storage'],
  [/^power$/i, 'Power supply'],
  [/^phone$/i, 'Phone'],
  [/^video$/i, 'Video equipment'],
  [/^computer$/i, 'Computer'],
]

const hostnameIn = (...names: readonly (string | undefined)[]) =>
  names.find((name) => name !== undefined && /^[\w.-]{1,253}$/.test(name) && !/^[\d.]+$/.test(name))

/**
 * What makers of boards leave in place of a number or a name (SMBIOS), and what no text of another list of fillers has.
 * One of them on a thousand devices would make them one.
 */
const filler =
  /^(?:to be filled.*|default string|(?:system|base ?board|chassis|board) (?:serial|asset|manufacturer|product|version).*|serial ?(?:number|no|num)?|asset[ -]?(?:tag|1234567890).*|no asset.*|manufacturer\d*|product name|o\.?e\.?m\.?|oem[_ ].*|standard|all series|type\d.*|sku|not (?:specified|applicable|available|defined|set).*|invalid|empty|none|0?1?2?34?567(?:89)?0?|0?123456789(?:0|abcdef)?|x+|\.+|[-_ ]+|chassis.*|uninitialized|unset)$/i

const known = (text: string | undefined) => (text === undefined || filler.test(text.trim()) ? undefined : text)

/** Values as those of any table are read: what says nothing is left out. */
function claimed(values: Readonly<Partial<Record<DeviceAttribute, string | undefined>>>): DeviceClaims {
  const claims: Record<string, unknown> = {}
  for (const [attribute, text] of Object.entries(values)) {
    if (!text) continue
    const reading = readValue(attribute as DeviceAttribute, text, {
      header: attribute,
      dateOrder: null,
      timeZone: 'UTC',
    })
    if (reading && 'value' in reading) claims[attribute] = reading.value
  }
  return claims as DeviceClaims
}

const isVirtualMachine = (system: string | undefined) =>
  system !== undefined && system !== '' && !/^(?:physical|unknown|none)$/i.test(system)

/** Why the address of an interface does not tell the device; undefined where it does. */
function whyNotOwn(one: Interface): string | undefined {
  if (/^(?:true|1|yes)$/i.test(one.virtualdev ?? '')) return 'virtual'
  if (/^(?:loopback|bridge|bonding|aggregate|alias|dialup|tunnel|vpn|ppp)$/i.test(one.type ?? '')) return 'virtual'
  const name = `${one.description ?? ''} ${one.driver ?? ''}`
  if (
    /\b(?:docker|veth|virbr|vmnet|vnet|br-|tun\d|tap\d|tap-|wg\d|virtual|vethernet|hyper-v|vpn|loopback|wan miniport|teredo|npcap|pseudo)/i.test(
      name,
    )
  )
    return 'virtual'
  // A docking station or an adapter: today on this device, tomorrow on that.
  if (/^usb[\\/]/i.test(one.pnpdeviceid ?? '') || /\busb\b|\bdock(?:ing)?\b/i.test(name)) return 'USB'
  return /^bluetooth$/i.test(one.type ?? '') || /\bbluetooth\b/i.test(name) ? 'Bluetooth' : undefined
}

const isInUse = (one: Interface) => whyNotOwn(one) !== 'virtual' && !/^down$/i.test(one.status ?? '')

const macsOf = ({ mac, macaddr }: Interface) => readMacs(mac ?? macaddr ?? '') ?? []

/** Those by which others reach the device: none that it gave itself. */
const ipsOf = (texts: readonly (string | undefined)[]) =>
  unique(texts.flatMap((text) => readIps(text ?? '') ?? [])).filter((ip) => !/^(?:169\.254\.|fe[89ab])/i.test(ip))

/** `2026-02-05 14:19:54` by the clock of the device, whose offset is told as `+0200`. */
function momentOfLog(
  text: string | undefined,
  offset: string | undefined,
  { now, timeZone }: When,
): string | undefined {
  const [, on, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})/.exec(text ?? '') ?? []
  if (!on || !time || Number.isNaN(Date.parse(`${on}T${time}Z`))) return undefined
  const told = /^([+-]\d{2}):?(\d{2})$/.exec(offset ?? '')
  const moment = told
    ? new Date(`${on}T${time}${told[1]}:${told[2]}`).toISOString().replace('.000', '')
    : momentOf(on, time, timeZone)
  // A clock that is ahead tells nothing.
  return Date.parse(moment) > now.getTime() + 86_400_000 ? undefined : moment
}

/** Of the board (SMBIOS); some makers give all boards the same. */
function usableUuid(text: string | undefined): string | undefined {
  const uuid = (text ?? '').toLowerCase()
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) return undefined
  return new Set(uuid.replaceAll('-', '')).size < 5 || fillerUuids.has(uuid) ? undefined : uuid
}

const fillerUuids = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '03020100-0504-0706-0809-0a0b0c0d0e0f',
])

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

const said = (raw: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(raw).flatMap(([name, text]) => (text ? [[name, text.slice(0, 4000)]] : [])))
