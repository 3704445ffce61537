import { z } from 'zod'
import { XmlScanner } from '#standards/xml/xml-scanner.ts'

// What GLPI agents write (and FusionInventory and OCS agents before them), only the fields that are read: the JSON of
// https://github.com/glpi-project/inventory_format, and the older XML, which has the same names in capitals.

const Text = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value).trim())
  .optional()
  .catch(undefined)

/** An element of XML that stands alone is no list. */
const asList = (value: unknown) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])
const list = <Item extends z.ZodType>(item: Item) => z.preprocess(asList, z.array(item.catch({} as never)))
const texts = z
  .preprocess(asList, z.array(Text))
  .transform((all) => all.filter((one) => one !== undefined && one !== ''))

/** A part of another shape than it should have says nothing; the rest does. */
const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined)

const Bios = part({
  assettag: Text,
  bdate: Text,
  bmanufacturer: Text,
  bversion: Text,
  mmanufacturer: Text,
  mmodel: Text,
  skunumber: Text,
  smanufacturer: Text,
  smodel: Text,
  ssn: Text,
})

const Hardware = part({
  chassis_type: Text,
  name: Text,
  uuid: Text,
  vmsystem: Text,
  osname: Text,
  osversion: Text,
  oscomments: Text,
})

const OperatingSystem = part({
  arch: Text,
  fqdn: Text,
  full_name: Text,
  kernel_name: Text,
  kernel_version: Text,
  name: Text,
  service_pack: Text,
  version: Text,
  timezone: part({ offset: Text }),
})

/** A network interface of a computer. */
const Interface = z.object({
  description: Text,
  driver: Text,
  ipaddress: texts,
  ipaddress6: texts,
  mac: Text,
  macaddr: Text,
  pnpdeviceid: Text,
  status: Text,
  type: Text,
  virtualdev: Text,
})
export type Interface = z.infer<typeof Interface>

/** What a device told by SNMP, or what was found of it on the network. */
const NetworkDevice = part({
  firmware: Text,
  ips: z.preprocess((value) => (isObject(value) ? value.ip : value), texts),
  ip: Text,
  location: Text,
  mac: Text,
  manufacturer: Text,
  model: Text,
  name: Text,
  snmphostname: Text,
  dnshostname: Text,
  netbiosname: Text,
  serial: Text,
  type: Text,
  description: Text,
})
export type NetworkDevice = NonNullable<z.infer<typeof NetworkDevice>>

const Content = z.object({
  accesslog: part({ logdate: Text }),
  bios: Bios,
  firmwares: list(z.object({ name: Text, version: Text, type: Text })),
  hardware: Hardware,
  network_components: list(z.object({ type: Text, model: Text, serial: Text })),
  network_device: NetworkDevice,
  networks: list(Interface),
  operatingsystem: OperatingSystem,
  softwares: list(z.object({ name: Text })),
  versionclient: Text,
  virtualmachines: list(z.object({ name: Text, vmtype: Text })),
})
type Content = z.infer<typeof Content>

/** One device of an inventory. */
export interface Inventory {
  /** The agent's own name for itself. */
  readonly deviceId: string | undefined
  /** `Computer`, `Phone`, `NetworkEquipment`, `Printer` …, as far as it is said. */
  readonly itemType: string | undefined
  /** What the person who set up the agent calls its place or group. */
  readonly tag: string | undefined
  readonly content: Content
}

/** What a file holds: inventories, a part of one (the agent sends only what changed), or neither. */
export type InventoryFile =
  | { readonly kind: 'whole'; readonly inventories: readonly Inventory[]; readonly errors: readonly string[] }
  | { readonly kind: 'partial' }
  | { readonly kind: 'other' }

const Document = z.object({
  deviceid: Text,
  itemtype: Text,
  tag: Text,
  partial: Text,
  action: Text,
  query: Text,
  content: z.record(z.string(), z.unknown()),
})

/** Reads a document of either format, as `JSON.parse` or `readXml` gives it. */
export function readInventory(document: unknown): InventoryFile {
  const read = Document.safeParse(document)
  if (!read.success) return { kind: 'other' }
  const { deviceid: deviceId, itemtype: itemType, tag, partial, action, query, content } = read.data
  if (!/^(?:snmp|net)?(?:inventory|discovery|query)$/i.test(action ?? query ?? 'inventory')) return { kind: 'other' }
  if (/^(?:true|1)$/i.test(partial ?? '')) return { kind: 'partial' }

  if (content.device === undefined) {
    const inventory = { deviceId, itemType, tag, content: Content.parse(content) }
    const { bios, hardware, network_device, networks, operatingsystem } = inventory.content
    const saysAnything = bios ?? hardware ?? network_device ?? operatingsystem ?? networks[0]
    return saysAnything ? { kind: 'whole', inventories: [inventory], errors: [] } : { kind: 'other' }
  }
  const inventories: Inventory[] = []
  const errors: string[] = []
  for (const device of asList(content.device)) {
    if (!isObject(device)) continue
    if (device.error !== undefined) {
      errors.push(isObject(device.error) && typeof device.error.message === 'string' ? device.error.message : '')
      continue
    }
    const told = { ...device, network_device: isObject(device.info) ? device.info : device }
    inventories.push({ deviceId: undefined, itemType, tag, content: Content.parse(told) })
  }
  return { kind: 'whole', inventories, errors }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Element = { [name: string]: Element | string | (Element | string)[] }

/**
 * The XML of an agent as the object that its JSON would be: names in small letters, what stands several times as a list.
 * Throws an XmlFault.
 */
export function readXml(text: string): unknown {
  const root: Element = Object.create(null)
  const open: { name: string; element: Element; text: string }[] = [{ name: '', element: root, text: '' }]
  const scanner = new XmlScanner({
    open(name) {
      open.push({ name: name.toLowerCase(), element: Object.create(null), text: '' })
    },
    text(piece) {
      open.at(-1)!.text += piece
    },
    close() {
      const { name, element, text } = open.pop()!
      const value = Object.keys(element).length > 0 ? element : text.trim()
      const outer = open.at(-1)!.element
      const before = outer[name]
      if (before === undefined) outer[name] = value
      else if (Array.isArray(before)) before.push(value)
      else outer[name] = [before, value]
    },
  })
  scanner.push(text)
  scanner.end()
  return root.request
}
