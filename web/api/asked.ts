import type { Question, WorkOrder } from './contract.ts'

type Attribute = Question['attribute']
type Checked = WorkOrder['verification']['attribute']

const names: Readonly<Record<Checked, string>> = {
  manufacturer: 'manufacturer',
  model: 'model',
  softwareVersion: 'software version',
  firmwareVersion: 'firmware version',
  operatingSystem: 'operating system',
  serialNumber: 'serial number',
  option: 'option',
  assetTag: 'asset tag',
  lifecycle: 'lifecycle status',
}

export const attributeName = (attribute: Checked): string => names[attribute]

const why: Readonly<Record<Attribute, string>> = {
  manufacturer: 'The inventory names no manufacturer, and the names fit.',
  model: 'The model as written may be one that an advisory names, or another.',
  softwareVersion: 'Advisories go by versions; the inventory has none, or one that cannot be compared with theirs.',
  firmwareVersion:
    'Advisories go by firmware versions; the inventory has none, or one that cannot be compared with theirs.',
  operatingSystem: 'Advisories name operating systems, and the one in the inventory is missing or not exact enough.',
  serialNumber: 'Advisories name only some serial numbers, and the inventory has none of the device.',
  option: 'Advisories name only devices with it, and the inventory does not say.',
}

export const whyAsked = (attribute: Attribute): string => why[attribute]
