import type { SimulatedSystem } from '#bench/servers/rest-api.ts'

type SystemRecord = SimulatedSystem['records'][number]

const field = (value: string) => ({ display_value: value, value })
const number = (n: number) => String(n).padStart(4, '0')
const mac = (n: number) =>
  `00:1B:44:99:${Math.floor(n / 256)
    .toString(16)
    .padStart(2, '0')}:${(n % 256).toString(16).padStart(2, '0')}`.toUpperCase()

/** By connector: the n-th device, as its system tells it, changed or seen at that moment. */
export const systemRecords: Readonly<Record<string, (n: number, at: Date) => SystemRecord>> = {
  'active-directory-ldap': (n) => ({
    dn: `CN=PC-${n},OU=Ward,DC=hospital,DC=example`,
    objectClass: ['top', 'person', 'user', 'computer'],
    objectCategory: 'CN=Computer,CN=Schema,CN=Configuration,DC=hospital,DC=example',
    objectGUID: `7c9e6679-7425-40de-944b-e07fc1f9${number(n)}`,
    sAMAccountName: `PC-${n}$`,
    dNSHostName: `pc-${n}.hospital.example`,
    operatingSystem: 'Windows 10 Enterprise',
    uSNChanged: String(1000 + n),
  }),
  armis: (n, at) => ({
    id: 9000 + n,
    name: `inf4-${n}`,
    manufacturer: 'Example Medical',
    model: 'Infusor 4',
    macAddress: [mac(n)],
    lastSeen: at.toISOString(),
    customProperties: { 'Asset Tag': `BM-${number(n)}`, 'Serial No.': `SN-QK-${number(n)}` },
  }),
  'atlas-cmms': (n, at) => ({
    id: 100 + n,
    name: `Pump ${n}`,
    barCode: `BM-${number(n)}`,
    serialNumber: `SN-QK-${number(n)}`,
    manufacturer: 'Example Medical',
    model: 'Infusor 4',
    updatedAt: at.toISOString(),
  }),
  'cisco-ise': (n) => ({
    id: `e0000000-8f4f-11eb-b4a8-00000000${number(n)}`,
    name: mac(n),
    mac: mac(n),
    profileId: 'profile-pump',
    vendor: 'Example Medical',
    serialNumber: `SN-QK-${number(n)}`,
    customAttributes: { 'Asset.Tag': `BM-${number(n)}` },
  }),
  'claroty-xdome': (n, at) => ({
    uid: `00aa11bb-${number(n)}`,
    cmms_asset_tag: `BM-${number(n)}`,
    serial_number: `SN-QK-${number(n)}`,
    manufacturer: 'Example Medical',
    model: 'Infusor 4',
    mac_list: [mac(n)],
    last_seen_list: [at.toISOString()],
  }),
  'generic-rest': (n, at) => ({
    id: `d-${number(n)}`,
    asset: { tag: `BM-${number(n)}`, serial: `SN-QK-${number(n)}` },
    vendor: 'Example Medical',
    model: 'Infusor 4',
    last_seen: at.toISOString(),
    updated_at: at.toISOString(),
  }),
  nozomi: (n, at) => ({
    id: `5c0a8f3e-0000-4000-8000-00000000${number(n)}`,
    name: `inf4-${n}`,
    vendor: 'Example Medical',
    product_name: 'Infusor 4',
    serial_number: `SN-QK-${number(n)}`,
    type: 'medical_device',
    mac_address: [mac(n)],
    last_activity_time: at.getTime(),
    custom_fields: { asset_tag: `BM-${number(n)}` },
  }),
  servicenow: (n, at) => ({
    sys_id: field(`0000000000000000000000000000${number(n)}`),
    asset_tag: field(`BM-${number(n)}`),
    serial_number: field(`SN-QK-${number(n)}`),
    'model.manufacturer': field('Example Medical'),
    'model.name': field('Infusor 4'),
    sys_updated_on: field(at.toISOString().slice(0, 19).replace('T', ' ')),
  }),
  'snipe-it': (n, at) => ({
    id: 1 + n,
    asset_tag: `BM-${number(n)}`,
    serial: `SN-QK-${number(n)}`,
    model: { id: 1, name: 'Infusor 4' },
    manufacturer: { id: 1, name: 'Example Medical' },
    updated_at: { datetime: at.toISOString().slice(0, 19).replace('T', ' ') },
  }),
}
