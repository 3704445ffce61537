import type { Criticality } from '#model/device.ts'
import { type DeviceFunction, deviceFunctionOf } from '#model/device-function.ts'

/** What kind of flaw it is, as far as its mitigation depends on that; from its CWE and CVSS vector. */
export type FindingClass =
  | 'credentials'
  | 'access_control'
  | 'cleartext'
  | 'stored_data'
  | 'code_execution'
  | 'denial_of_service'
  | 'physical'
  | 'other'

export interface Flaw {
  readonly vulnerabilityId: string
  readonly title: string
  readonly cwe: string | null
  /** The CVSS vector published for it; empty where there is none. */
  readonly vector: string
}

/** What a work order is drafted for: one device, and the flaws that one advisory states of it. */
export interface WorkSubject {
  readonly manufacturer: string
  readonly model: string
  readonly deviceType: string
  readonly operatingSystem: string
  readonly criticality: Criticality
  readonly function: DeviceFunction
  readonly flaws: readonly Flaw[]
  readonly classes: ReadonlySet<FindingClass>
  /** True where an attacker on the network can reach it: CVSS attack vector network or adjacent, or not stated. */
  readonly isRemote: boolean
}

const classes: readonly [FindingClass, readonly number[]][] = [
  ['credentials', [255, 256, 257, 259, 260, 321, 521, 522, 640, 798, 1188, 1391, 1392, 1393]],
  ['cleartext', [295, 297, 300, 311, 319, 322, 325, 326, 327, 328, 345, 347, 353, 523, 924]],
  ['stored_data', [200, 312, 313, 316, 359, 532, 538, 552, 921]],
  [
    'access_control',
    [
      264, 269, 276, 284, 285, 287, 288, 290, 294, 302, 303, 304, 305, 306, 307, 346, 384, 602, 603, 613, 639, 732, 862,
      863, 1390,
    ],
  ],
  [
    'code_execution',
    [
      74, 77, 78, 79, 88, 89, 91, 94, 95, 119, 120, 121, 122, 123, 125, 131, 190, 191, 193, 415, 416, 426, 427, 428,
      434, 494, 502, 611, 787, 822, 824, 843, 917, 1104, 1395,
    ],
  ],
  ['denial_of_service', [20, 248, 369, 399, 400, 401, 404, 476, 617, 674, 730, 754, 755, 770, 772, 835]],
]

export function classOf(flaw: Flaw): FindingClass {
  if (attackVector(flaw.vector) === 'P') return 'physical'
  const cwe = Number(/\d+/.exec(flaw.cwe ?? '')?.[0] ?? 0)
  return classes.find(([, numbers]) => numbers.includes(cwe))?.[0] ?? 'other'
}

export function subjectOf(
  device: Pick<WorkSubject, 'manufacturer' | 'model' | 'deviceType' | 'operatingSystem' | 'criticality'>,
  flaws: readonly Flaw[],
): WorkSubject {
  const vectors = flaws.map(({ vector }) => attackVector(vector))
  return {
    ...device,
    function: deviceFunctionOf(device.deviceType, `${device.manufacturer} ${device.model}`),
    flaws,
    classes: new Set(flaws.map(classOf)),
    isRemote: vectors.some((vector) => vector === undefined || vector === 'N' || vector === 'A'),
  }
}

/** AV of CVSS 2.0 to 4.0. */
const attackVector = (vector: string): string | undefined => /(?:^|\/)AV:([NALP])/.exec(vector)?.[1]
