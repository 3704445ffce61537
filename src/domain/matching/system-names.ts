import { NA } from '#standards/cpe/cpe.ts'
import type { BorneName } from '#standards/nvd/nvd.ts'
import { serverReleases, windowsReleases } from '#standards/windows/windows.ts'
import { borne, cpeNameOf } from './cpe-names.ts'

/** Names of an operating system in NVD's dictionary, and how well the text says them. */
export interface SystemNames {
  readonly names: readonly BorneName[]
  readonly probability: number
}

/**
 * Reads the text of an inventory: `Windows 10 Enterprise LTSC 2016 (1607) build 14393.5850`, `Win7 SP1 x64`, `Ubuntu 18.04
 * LTS`, `VxWorks 6.9`. Undefined where it names no system that NVD knows.
 */
export function readSystemNames(text: string): SystemNames | undefined {
  const plain = text
    .toLowerCase()
    .replace(/\((?:r|tm)\)|[®™]/g, ' ')
    .replace(/\b(?:microsoft|ms)\b/g, ' ')
    .replace(/[()[\],;:_/]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain === '') return undefined
  const read = readPlain(plain)
  if (!read || !saysTwoSystems(plain)) return read
  // `VxWorks 6.9, console: Windows 10`: what a program of the device runs on is not said.
  const names = read.names.map((one) => ({ ...one, asPlatform: 'unknown' as const }))
  return { ...read, names }
}

function readPlain(plain: string): SystemNames | undefined {
  if (/\bwin(?:dows)?\b|\bwin(?=\d|xp|ce\b)|\bw(?:es|2k)\b|\bposready\b/.test(plain)) return readWindows(plain)
  return readOther(plain)
}

const kinds = [
  /\bwin(?:dows)?\b|\bwin(?=\d|xp|ce\b)/,
  /\b(?:linux|ubuntu|debian|red ?hat|rhel|centos|fedora|sles|sled|suse|opensuse|alpine|yocto)\b/,
  /\bmac ?os(?: ?x)?\b|\bos ?x\b/,
  /\bvx ?works\b/,
  /\bqnx\b/,
  /\b(?:nucleus|freertos|threadx)\b/,
]

const saysTwoSystems = (plain: string): boolean => kinds.filter((kind) => kind.test(plain)).length > 1

// Windows ------------------------------------------------------------------------------------------------------------

/** NVD names `windows:-` as what a product runs on, and seldom as what is vulnerable. */
const anyWindows = borne({ part: 'o', vendor: 'microsoft', product: 'windows', version: '-' }, { asProduct: 'unknown' })

function readWindows(plain: string): SystemNames {
  const found = windowsNames(plain)
  return { names: [...found.names, anyWindows], probability: found.probability }
}

function windowsNames(plain: string): SystemNames {
  const mobile = /\b(mobile|phone)\b\s*(\d+(?:\.\d+)?)?/.exec(plain)
  if (mobile) return only({ product: `windows_${mobile[1]}`, version: mobile[2] })
  const compact = /\b(?:embedded ce|ce|embedded compact|compact)\b\s*(?:version |v)?(\d+(?:\.\d+)?|20\d\d)?/.exec(plain)
  if (compact) return only({ product: 'windows_ce', version: compact[1] })

  const build = readBuild(plain)
  const is64 = /\bx64\b|\b64[ -]?bit\b|\bamd64\b|\bx86-64\b/.test(plain)
  const is32 = !is64 && /\bx86\b|\b32[ -]?bit\b|\bx32\b/.test(plain)
  const hardware = is64 ? 'x64' : is32 ? 'x86' : /\barm64\b/.test(plain) ? 'arm64' : undefined
  const pack = /\b(?:sp|service pack) ?(\d)/.exec(plain)?.[1]

  const server = /\b(?:server\s+(?:[a-z]+\s+)*)?(2000|2003|2008|2012|2016|2019|2022|2025)\b(\s*r2\b)?/.exec(plain)
  const isServer = /\bserver\b/.test(plain) || (server !== null && !/\b(?:10|11|ltsc|ltsb|xp|7|8|8\.1)\b/.test(plain))
  if (isServer && server) return serverNames({ year: server[1]!, isR2: /\br2\b/.test(plain), pack, build, hardware })
  const channel = isServer ? /\b(1709|1803|1903|1909|2004|20h2|23h2)\b/.exec(plain)?.[1] : undefined
  if (channel)
    return all(
      [
        { product: 'windows_server_2016', version: channel },
        { product: `windows_server_${channel}`, version: '-' },
      ],
      hardware,
    )

  const client =
    /\bwin(?:dows)?\s*(?:(?:embedded|iot|standard|posready|enterprise|professional|pro|nt)\s+)*(xp|vista|8\.1|7|8|10|11|nt|98|95|me)\b/.exec(
      plain,
    )?.[1] ??
    (/\bposready\s*2009\b|\bstandard\s*2009\b|\bxpe\b/.test(plain) ? 'xp' : undefined) ??
    /\b(?:wes|posready)\s*(7|8)\b/.exec(plain)?.[1] ??
    build?.client
  if (client === '10' || client === '11') return currentNames(client, plain, build, hardware)
  if (client === 'nt') return only({ product: 'windows_nt', version: /\bnt ?(\d(?:\.\d)?)/.exec(plain)?.[1] ?? '4.0' })
  if (client === undefined) return { names: [], probability: 0.6 }
  // An embedded edition is the same system with a support of its own.
  const isEmbedded = /\bembedded\b|\bposready\b|\bwes\b|\bxpe\b/.test(plain)
  const isPosready = /\b2009\b/.test(plain) && client === 'xp'
  const said = pack ?? (isPosready ? '3' : build?.pack)
  const update = said === undefined ? undefined : said === '0' ? '-' : `sp${said}`
  const product = `windows_${client}`
  const base = build?.client === client ? build.base : baseOf[client]
  const names = all(
    [
      { product, version: '-', update },
      ...(base ? [{ product, version: `${base}.${build?.revision ?? 'x'}`, update }] : []),
    ],
    hardware,
  ).names
  return { names, probability: isEmbedded ? 0.75 : update === undefined && client !== '8.1' ? 0.8 : 0.9 }
}

const baseOf: Readonly<Record<string, string>> = { '7': '6.1.7601', '8': '6.2.9200', '8.1': '6.3.9600' }

/** Windows 10 and 11: one product with releases as versions until 2022, one product for each release since. */
function currentNames(
  client: '10' | '11',
  plain: string,
  build: Build | undefined,
  hardware: string | undefined,
): SystemNames {
  const long = /\b(?:ltsc|ltsb)\D{0,12}(20\d\d)\b|\b(20\d\d)\D{0,12}(?:ltsc|ltsb)\b/.exec(plain)
  const year = long?.[1] ?? long?.[2]
  const said = /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-5]h[12])\b/.exec(plain)?.[1]
  const release =
    windowsReleases.find((one) => one.client === client && one.build === build?.number) ??
    windowsReleases.find((one) => one.client === client && one.release === said) ??
    windowsReleases.find((one) => one.client === client && year !== undefined && one.longTerm === year)
  const product = `windows_${client}`
  if (!release) return oneOfReleases(client, plain, hardware)
  const version = `10.0.${release.build}.${build?.number === release.build ? (build.revision ?? 'x') : 'x'}`
  const own = `${product}_${release.release}`
  const { names } = all(
    [
      { product, version: release.release },
      { product, version },
      { product: own, version: '-' },
      { product: own, version },
      // NVD's `windows_10:-` is the one of 2015.
      ...(release.release === '1507' ? [{ product, version: '-' }] : []),
    ],
    hardware,
  )
  // As what a program runs on it may be that, or any.
  const any = borne(
    { part: 'o', vendor: 'microsoft', product, version: '-' },
    { asProduct: 'no', asPlatform: 'unknown' },
  )
  return { names: release.release === '1507' ? names : [...names, any], probability: build ? 0.95 : 0.9 }
}

/** Which release it is nobody says; an edition that is supported for long is one of a few. */
function oneOfReleases(client: '10' | '11', plain: string, hardware: string | undefined): SystemNames {
  const product = `windows_${client}`
  const isLong = /\blts[bc]\b/.test(plain)
  const possible = windowsReleases.filter(
    (one) =>
      one.client === client &&
      // LTSB became LTSC with that of 2019.
      (!isLong || (one.longTerm !== undefined && one.longTerm >= '2019' === /\bltsc\b/.test(plain))),
  )
  const releases = possible.flatMap(({ release, build }) => [
    ...(isLong
      ? [
          { product, version: release },
          { product, version: `10.0.${build}.x` },
        ]
      : []),
    { product: `${product}_${release}` },
  ])
  const doubtful = all(releases, hardware).names.map(
    (one) => ({ ...one, asProduct: 'unknown', asPlatform: 'unknown' }) as const,
  )
  return { names: [...(isLong ? [] : all([{ product }], hardware).names), ...doubtful], probability: 0.5 }
}

interface ServerText {
  readonly year: string
  readonly isR2: boolean
  readonly pack: string | undefined
  readonly build: Build | undefined
  readonly hardware: string | undefined
}

function serverNames({ year, isR2, pack, build, hardware }: ServerText): SystemNames {
  const release = serverReleases[isR2 ? `${year} r2` : year]
  const said = pack ?? (build && release?.build === build.number ? build.pack : undefined)
  const update = said === undefined ? undefined : said === '0' ? '-' : `sp${said}`
  const version = isR2 ? 'r2' : '-'
  const revision = build && build.number === release?.build ? (build.revision ?? 'x') : 'x'
  // From 2008 R2 on there is no 32-bit server.
  const machine = hardware ?? (isR2 || Number(year) >= 2012 ? 'x64' : undefined)
  const products =
    year === '2003'
      ? ['windows_server_2003', 'windows_2003_server']
      : year === '2000'
        ? ['windows_2000']
        : [`windows_server_${year}`]
  const named = products.flatMap((product) => [
    { product, version, update },
    // Until 2010 the edition stood where the update does.
    ...(isR2 && year === '2008' ? [{ product, version: '-', update: 'r2' }] : []),
    ...(release ? [{ product, version: `${release.base}.${revision}` }] : []),
  ])
  return { ...all(named, machine), probability: update === undefined && Number(year) < 2012 ? 0.8 : 0.9 }
}

interface Build {
  readonly number: number
  readonly revision: string | undefined
  readonly base: string
  readonly client: string | undefined
  readonly pack: string | undefined
}

/** `10.0.19045.3803`, `build 14393`, `6.1.7601`; four digits alone are more often a year. */
function readBuild(plain: string): Build | undefined {
  for (const [, kernel, digits, revision] of plain.matchAll(
    /(?<![\d.])(?:(10\.0|6\.[0-3]|5\.[0-2])\.)?(\d{4,5})(?:\.(\d{1,5}))?(?![\d.]*\d)/g,
  )) {
    const number = Number(digits)
    const known = oldBuilds[number]
    const isSaid = kernel !== undefined || new RegExp(`\\bbuild\\s*(?:no\\.?|number)?\\s*${digits}\\b`).test(plain)
    if (known && isSaid) return { number, revision, ...known }
    const release = windowsReleases.find((one) => one.build === number)
    if (release && digits!.length === 5)
      return { number, revision, base: `10.0.${number}`, client: release.client, pack: undefined }
  }
  return undefined
}

const oldBuilds: Readonly<Record<number, { base: string; client: string; pack: string | undefined }>> = {
  2600: { base: '5.1.2600', client: 'xp', pack: undefined },
  6000: { base: '6.0.6000', client: 'vista', pack: '0' },
  6001: { base: '6.0.6001', client: 'vista', pack: '1' },
  6002: { base: '6.0.6002', client: 'vista', pack: '2' },
  7600: { base: '6.1.7600', client: '7', pack: '0' },
  7601: { base: '6.1.7601', client: '7', pack: '1' },
  9200: { base: '6.2.9200', client: '8', pack: undefined },
  9600: { base: '6.3.9600', client: '8.1', pack: undefined },
}

type WindowsName = { readonly product: string; readonly version?: string; readonly update?: string }

const only = (name: WindowsName): SystemNames => ({
  ...all([name], undefined),
  probability: name.version === undefined ? 0.6 : 0.85,
})

/** NVD says the hardware in `target_hw`, and until 2010 in `edition`. */
function all(names: readonly WindowsName[], hardware: string | undefined): SystemNames {
  const editions = hardware === 'x86' ? [undefined, 'x86', 'x32'] : [undefined, hardware]
  return {
    names: names.flatMap((name) =>
      [...new Set(editions)].map((edition) =>
        borne({ part: 'o', vendor: 'microsoft', ...name, edition, target_hw: hardware }),
      ),
    ),
    probability: 0.9,
  }
}

// others -------------------------------------------------------------------------------------------------------------

/** NVD names the bare kernel as what a product runs on; which kernel a distribution has is not said by its own version. */
const anyLinux = borne({ part: 'o', vendor: 'linux', product: 'linux_kernel', version: '-' }, { asProduct: 'unknown' })
const anyMac = ['macos', 'mac_os_x', 'mac_os'].map((product) =>
  borne({ part: 'o', vendor: 'apple', product, version: '-' }, { asProduct: 'unknown' }),
)

interface Reader {
  readonly says: RegExp
  /** `version` is what the pattern's first group holds. */
  names(version: string, plain: string): readonly BorneName[]
  readonly isLinux?: boolean
}

const os = (vendor: string, product: string, version?: string, more: { update?: string; sw_edition?: string } = {}) =>
  borne({ part: 'o', vendor, product, version, ...more })
const app = (vendor: string, product: string, version?: string) => borne({ part: 'a', vendor, product, version })
const doubtful = (name: BorneName): BorneName => ({ ...name, asProduct: 'unknown' })
const major = (version: string) => /^\d+/.exec(version)?.[0] ?? ''
const isLongTerm = (version: string) => Number(major(version)) % 2 === 0 && /^\d+\.04/.test(version)
const debianNames = [
  'buzz',
  'rex',
  'bo',
  'hamm',
  'slink',
  'potato',
  'woody',
  'sarge',
  'etch',
  'lenny',
  'squeeze',
].concat(['wheezy', 'jessie', 'stretch', 'buster', 'bullseye', 'bookworm', 'trixie'])
const debianNumbers: Readonly<Record<string, number>> = Object.fromEntries(
  debianNames.slice(debianNames.indexOf('sarge') + 1).map((name, at) => [name, at + 4]),
)

const readers: readonly Reader[] = [
  {
    says: /\bubuntu\b\D*(\d+\.\d+)?/,
    isLinux: true,
    // A release is named with and without its support: `18.04::lts`, `12.04::-`.
    names: (version) =>
      isLongTerm(version)
        ? ['lts', '-'].map((sw_edition) => os('canonical', 'ubuntu_linux', version, { sw_edition }))
        : [os('canonical', 'ubuntu_linux', version)],
  },
  {
    says: /\bdebian\b[^\d]*(\d+(?:\.\d+)*)?/,
    isLinux: true,
    names(version, plain) {
      const name = Object.keys(debianNumbers).find((one) => plain.includes(one))
      const release = version === '' ? (name ? String(debianNumbers[name]) : '') : major(version)
      return [os('debian', 'debian_linux', release && `${release}.0`)]
    },
  },
  {
    says: /\b(?:red ?hat|rhel)\b\D*(\d+(?:\.\d+)?)?/,
    isLinux: true,
    names: (version) => [
      ...redHat(version),
      ...['enterprise_linux_server', 'enterprise_linux_workstation', 'enterprise_linux_desktop'].map((product) =>
        doubtful(os('redhat', product, version && `${major(version)}.0`)),
      ),
    ],
  },
  {
    says: /\bcentos\b\D*(\d+(?:\.\d+)?)?/,
    isLinux: true,
    // It is built of Red Hat's sources.
    names: (version) => [
      os('centos', 'centos', version),
      ...(version === '' ? [] : [os('centos', 'centos', major(version)), ...redHat(version).map(doubtful)]),
    ],
  },
  {
    says: /\boracle (?:enterprise )?linux\b\D*(\d+(?:\.\d+)?)?/,
    isLinux: true,
    names: (version) => [
      os('oracle', 'linux', version && major(version), { update: '-' }),
      os('oracle', 'linux', version),
    ],
  },
  { says: /\bfedora\b\D*(\d+)?/, isLinux: true, names: (version) => [os('fedoraproject', 'fedora', version)] },
  {
    says: /\b(?:sles|sled|suse linux enterprise)\b\D*(\d+)?/,
    isLinux: true,
    names(version, plain) {
      const pack = /\bsp ?(\d)/.exec(plain)?.[1]
      const product = /\bdesktop\b|\bsled\b/.test(plain) ? 'linux_enterprise_desktop' : 'linux_enterprise_server'
      return ['suse', 'novell'].map((vendor) =>
        os(vendor, product, version, { update: pack ? `sp${pack}` : undefined }),
      )
    },
  },
  {
    says: /\bopensuse\b\D*(\d+(?:\.\d+)?)?/,
    isLinux: true,
    names: (version, plain) => [os('opensuse', /\bleap\b|^(?:15|42)\b/.test(plain) ? 'leap' : 'opensuse', version)],
  },
  {
    says: /\balpine\b\D*(\d+(?:\.\d+)*)?/,
    isLinux: true,
    names: (version) => [os('alpinelinux', 'alpine_linux', version)],
  },
  {
    says: /\bwind ?river linux\b\D*(\d+(?:\.\d+)*)?/,
    isLinux: true,
    names: (version) => [os('windriver', 'linux', version)],
  },
  { says: /\bandroid\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('google', 'android', version)] },
  { says: /\bchrome ?os\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('google', 'chrome_os', version)] },
  { says: /\btizen\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('linux', 'tizen', version)] },
  { says: /\b(?:vxworks|vx works)\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('windriver', 'vxworks', version)] },
  {
    says: /\bqnx\b\D*(\d+(?:\.\d+)*)?/,
    names: (version) => [
      os('blackberry', 'qnx_neutrino_rtos', version),
      app('blackberry', 'qnx_software_development_platform', version),
      app('qnx', 'rtos', version),
      app('qnx', 'neutrino_rtos', version),
    ],
  },
  { says: /\bintegrity\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('ghs', 'integrity_rtos', version)] },
  {
    says: /\bnucleus\b\D*(\d+(?:\.\d+)*)?/,
    names: (version) => [os('siemens', 'nucleus_rtos', version), app('siemens', 'nucleus_net', version)],
  },
  {
    says: /\bfreertos\b\D*(\d+(?:\.\d+)*)?/,
    names: (version) => [os('amazon', 'freertos', version), app('amazon', 'freertos', version)],
  },
  {
    says: /\b(?:mac ?os ?x|os ?x|mac ?os)\b\D*(\d+(?:\.\d+)*)?/,
    names: (version) => [
      os('apple', 'macos', version),
      ...(version === '' || /^10\b/.test(version) ? [os('apple', 'mac_os_x', version)] : []),
      ...anyMac,
    ],
  },
  { says: /\bipados\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('apple', 'ipados', version)] },
  { says: /\bcisco ios[ -]xe\b\D*(\d+\.[\w.()]+)?/, names: (version) => [os('cisco', 'ios_xe', version)] },
  { says: /\bcisco ios\b\D*(\d+\.[\w.()]+)?/, names: (version) => [os('cisco', 'ios', version)] },
  { says: /\b(?:apple )?ios\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('apple', 'iphone_os', version)] },
  { says: /\bfreebsd\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('freebsd', 'freebsd', version)] },
  {
    says: /\b(?:solaris|sunos)\b\D*(\d+(?:\.\d+)*)?/,
    names: (version) => ['oracle', 'sun'].map((vendor) => os(vendor, 'solaris', version)),
  },
  { says: /\besxi?\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('vmware', 'esxi', version)] },
  { says: /\baix\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('ibm', 'aix', version)] },
  { says: /\bhp-?ux\b\D*(\d+(?:\.\d+)*)?/, names: (version) => [os('hp', 'hp-ux', version)] },
]

const redHat = (version: string): BorneName[] => [
  os('redhat', 'enterprise_linux', version),
  // NVD's 7.0 is every 7.
  ...(version === '' ? [] : [os('redhat', 'enterprise_linux', `${major(version)}.0`)]),
]

function readOther(plain: string): SystemNames | undefined {
  const kernel = /\b(?:linux(?: kernel)?|kernel)\s*(?:version |v)?(\d+\.\d+(?:\.\d+)*)/.exec(plain)?.[1]
  for (const { says, names, isLinux } of readers) {
    const found = says.exec(plain)
    if (!found) continue
    const version = found[1] ?? ''
    const own = names(version, plain)
    // A distribution mends its kernel without raising its number.
    const core = isLinux && kernel && kernel !== version ? [doubtful(os('linux', 'linux_kernel', kernel))] : []
    return {
      names: [...own, ...asPlatforms(own), ...core, ...(isLinux ? [anyLinux] : [])],
      probability: version === '' ? 0.5 : 0.85,
    }
  }
  if (kernel) return { names: [os('linux', 'linux_kernel', kernel), anyLinux], probability: 0.85 }
  if (/\blinux\b/.test(plain)) return { names: [anyLinux], probability: 0.5 }
  return undefined
}

/** What runs on a system is said to run on `android:-`, which is no version of it. */
function asPlatforms(names: readonly BorneName[]): BorneName[] {
  const systems = names.filter(({ name }) => name.part === 'o')
  const said = new Set(systems.filter(({ name }) => name.version === NA).map(({ name }) => name.product))
  const unsaid = systems.filter(({ name }) => !said.has(name.product))
  const byProduct = new Map(unsaid.map((one) => [`${String(one.name.vendor)}:${String(one.name.product)}`, one.name]))
  return [...byProduct.values()].map(
    ({ part, vendor, product }): BorneName => ({
      name: { ...cpeNameOf({ version: '-' }), part, vendor, product },
      asProduct: 'no',
      asPlatform: 'yes',
    }),
  )
}
