import type { GudidDevice, GudidStatus } from '#model/device-catalogue.ts'
import { attributeOf, XmlScanner } from '#standards/xml/xml-scanner.ts'

// GUDID's releases as XML, only the elements that are used: https://accessgudid.nlm.nih.gov/about-gudid. Full releases come in
// some two hundred files, updates in one; older releases have neither record key nor version.

export type Read =
  | { readonly entry: GudidDevice }
  /** `raw`: what was read of it, as JSON. */
  | { readonly wrong: string; readonly di: string; readonly raw: string }

/** Elements of a device that stand once. */
const single = new Set([
  'deviceRecordStatus',
  'publicVersionNumber',
  'publicVersionDate',
  'devicePublishDate',
  'deviceCommDistributionEndDate',
  'brandName',
  'versionModelNumber',
  'catalogNumber',
  'companyName',
  'deviceDescription',
])
/** Elements below a list of the device. */
const nested = new Set(['deviceId', 'deviceIdType', 'gmdnPTName', 'gmdnCode', 'implantable', 'productCode'])

/** Reads devices out of a release piece by piece. `push` gives those that are whole by then. */
export class ReleaseReader {
  readonly #decoder = new TextDecoder()
  readonly #scanner: XmlScanner
  #done: Read[] = []
  #device: Device | undefined
  #name = ''
  #text = ''

  constructor() {
    this.#scanner = new XmlScanner({
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (text) => {
        if (this.#name !== '') this.#text += text
      },
    })
  }

  /** Throws an XmlFault. */
  push(bytes: Uint8Array): Read[] {
    this.#scanner.push(this.#decoder.decode(bytes, { stream: true }))
    const done = this.#done
    this.#done = []
    return done
  }

  /** Throws an XmlFault where the file is cut off. */
  end(): void {
    this.#scanner.end()
  }

  #open(name: string, attributes: string) {
    if (name === 'device') this.#device = newDevice(attributeOf(attributes, 'deviceid') ?? '')
    else if (this.#device === undefined) return
    else if (name === 'identifier') this.#device.identifiers.push({ id: '', type: '' })
    else if (name === 'gmdn') this.#device.gmdn.push({ name: '', code: '', implantable: '' })
    if (single.has(name) || nested.has(name)) {
      this.#name = name
      this.#text = ''
    }
  }

  #close(name: string) {
    const device = this.#device
    if (device === undefined) return
    if (name === 'device') {
      this.#done.push(toEntry(device))
      this.#device = undefined
    }
    if (name !== this.#name) return
    const text = this.#text.replace(/\s+/g, ' ').trim()
    this.#name = ''
    if (single.has(name)) {
      device.said[name] ??= text
      return
    }
    const [identifier, gmdn] = [device.identifiers.at(-1), device.gmdn.at(-1)]
    if (name === 'deviceId' && identifier && identifier.type === '') identifier.id = text
    else if (name === 'deviceIdType' && identifier) identifier.type = text
    else if (name === 'productCode' && text !== '') device.productCodes.push(text)
    else if (gmdn && name === 'gmdnPTName') gmdn.name = text
    else if (gmdn && name === 'gmdnCode') gmdn.code = text
    else if (gmdn && name === 'implantable') gmdn.implantable = text
  }
}

interface Device {
  readonly id: string
  readonly said: Record<string, string>
  readonly identifiers: { id: string; type: string }[]
  readonly productCodes: string[]
  readonly gmdn: { name: string; code: string; implantable: string }[]
}

const newDevice = (id: string): Device => ({ id, said: {}, identifiers: [], productCodes: [], gmdn: [] })

const statuses: Readonly<Record<string, GudidStatus>> = {
  Published: 'published',
  Unpublished: 'unpublished',
  Deactivated: 'deactivated',
}

function toEntry({ id, said, identifiers, productCodes, gmdn }: Device): Read {
  const primary = identifiers.find(({ type }) => type === 'Primary')?.id || id
  const raw = JSON.stringify({ ...said, identifiers, productCodes }).slice(0, 2000)
  const wrong = (text: string): Read => ({ di: primary || 'a device', wrong: text, raw })
  if (primary === '') return wrong('it has no primary device identifier')
  if (primary.length > 50 || /[^\x21-\x7e]/.test(primary)) return wrong('its device identifier has what none has')
  const status = statuses[said.deviceRecordStatus ?? '']
  if (!status) return wrong(`its status "${said.deviceRecordStatus ?? ''}" is not known`)
  if (!said.companyName) return wrong('it has no company')
  const version = said.publicVersionNumber
  if (version && !/^\d{1,9}$/.test(version)) return wrong(`its version "${version}" is no number`)
  const days = [said.publicVersionDate, said.devicePublishDate, said.deviceCommDistributionEndDate].map(dayOf)
  if (days.includes(null)) return wrong('a date of it is none')
  const [versionOn, publishedOn, endedOn] = days
  return {
    entry: {
      ...{ di: primary, status },
      ...(version && { version: Number(version) }),
      ...(versionOn && { versionOn }),
      ...(publishedOn && { publishedOn }),
      ...{ company: said.companyName, brand: said.brandName ?? '', model: said.versionModelNumber ?? '' },
      ...(said.catalogNumber && { catalogNumber: said.catalogNumber }),
      ...(said.deviceDescription && { description: said.deviceDescription.slice(0, 2000) }),
      otherDis: [...new Set(identifiers.map((one) => one.id).filter((one) => one !== '' && one !== primary))].sort(),
      productCodes: [...new Set(productCodes)].sort(),
      gmdn: gmdn
        .filter(({ name }) => name !== '')
        .map(({ name, code, implantable }) => ({
          name,
          ...(code && { code }),
          ...(implantable && { isImplantable: /^true$/i.test(implantable) }),
        })),
      ...(endedOn && { endedOn }),
    },
  }
}

/** Undefined where none is said, null where it is no day. */
const dayOf = (text: string | undefined): string | undefined | null =>
  !text ? undefined : (/^(\d{4}-\d{2}-\d{2})(?:T|Z|[+-]|$)/.exec(text)?.[1] ?? null)
