/** Releases of Windows 10 and 11 with their builds, from Microsoft's release information. */
export interface WindowsRelease {
  readonly client: '10' | '11'
  readonly release: string
  readonly build: number
  /** The year in the name of the edition that is supported for long: LTSB until 2016, LTSC since. */
  readonly longTerm?: string
}

export const windowsReleases: readonly WindowsRelease[] = [
  { client: '10', release: '1507', build: 10240, longTerm: '2015' },
  { client: '10', release: '1511', build: 10586 },
  { client: '10', release: '1607', build: 14393, longTerm: '2016' },
  { client: '10', release: '1703', build: 15063 },
  { client: '10', release: '1709', build: 16299 },
  { client: '10', release: '1803', build: 17134 },
  { client: '10', release: '1809', build: 17763, longTerm: '2019' },
  { client: '10', release: '1903', build: 18362 },
  { client: '10', release: '1909', build: 18363 },
  { client: '10', release: '2004', build: 19041 },
  { client: '10', release: '20h2', build: 19042 },
  { client: '10', release: '21h1', build: 19043 },
  { client: '10', release: '21h2', build: 19044, longTerm: '2021' },
  { client: '10', release: '22h2', build: 19045 },
  { client: '11', release: '21h2', build: 22000 },
  { client: '11', release: '22h2', build: 22621 },
  { client: '11', release: '23h2', build: 22631 },
  { client: '11', release: '24h2', build: 26100, longTerm: '2024' },
  { client: '11', release: '25h2', build: 26200 },
]

/** Builds of the servers, with the version that they call themselves. */
export const serverReleases: Readonly<Record<string, { readonly build: number; readonly base: string }>> = {
  '2008': { build: 6003, base: '6.0.6003' },
  '2008 r2': { build: 7601, base: '6.1.7601' },
  '2012': { build: 9200, base: '6.2.9200' },
  '2012 r2': { build: 9600, base: '6.3.9600' },
  '2016': { build: 14393, base: '10.0.14393' },
  '2019': { build: 17763, base: '10.0.17763' },
  '2022': { build: 20348, base: '10.0.20348' },
  '2025': { build: 26100, base: '10.0.26100' },
}

/** Servers that came twice a year, and those that Microsoft names as editions, by what they are called after. */
export const serverChannelBuilds: Readonly<Record<string, number>> = {
  '1709': 16299,
  '1803': 17134,
  '1903': 18362,
  '1909': 18363,
  '2004': 19041,
  '20h2': 19042,
  '23h2': 25398,
}
