// Which maker's operating system a box of that maker runs: advisories name `PAN-OS`, inventories the `PA-850`.

const systems: readonly (readonly [maker: RegExp, model: RegExp, names: readonly string[]])[] = [
  [/palo\s?alto/i, /^pa-?\s?\d{3}/i, ['PAN-OS']],
  [/fortinet/i, /forti\s?(?:gate|wifi)|^f(?:gt?|wf)-?\s?\d/i, ['FortiOS']],
  [/fortinet/i, /forti\s?switch/i, ['FortiSwitch', 'FortiSwitchOS']],
  [/fortinet/i, /forti\s?ap/i, ['FortiAP']],
  [/juniper/i, /^(?:srx|mx|ex|qfx|ptx|acx|nfx)-?\s?\d/i, ['Junos OS', 'Junos']],
  [/sonic\s?wall/i, /^(?:tz|nsa|nssp|supermassive)/i, ['SonicOS']],
  [/sophos/i, /^xgs?\s?\d/i, ['Sophos Firewall', 'SFOS']],
  [/check\s?point/i, /^(?:quantum|\d{4,5} appliance)/i, ['Gaia']],
  [/zyxel/i, /^(?:usg|atp|vpn)/i, ['ZLD']],
  [/cisco/i, /\bcatalyst\s?9\d{3}|^(?:c9\d{3}|isr\s?4\d{3}|asr\s?1\d{3})/i, ['IOS XE']],
  [/cisco/i, /\bcatalyst\s?(?:29|35|36|37)\d\d|^ws-c(?:29|35|36|37)\d\d/i, ['IOS']],
  [/cisco/i, /\bnexus\b|^n[3579]k-/i, ['NX-OS']],
  [/cisco/i, /^asa\s?-?55\d\d/i, ['Adaptive Security Appliance', 'ASA Software']],
  [/arista/i, /^(?:dcs-)?7\d{3}/i, ['EOS']],
  [/extreme/i, /^x\d{3}/i, ['EXOS', 'ExtremeXOS']],
  [/mikrotik/i, /^(?:rb|ccr|crs|hap|hex)/i, ['RouterOS']],
  [/ubiquiti/i, /edge\s?(?:router|switch)/i, ['EdgeOS']],
  [/sierra wireless|semtech/i, /airlink|^(?:rv|mp|gx|lx|es)-?\s?\d{2,3}/i, ['ALEOS']],
  [/qnap/i, /^(?:ts|tvs|tds)-/i, ['QTS']],
  [/qnap/i, /^(?:tes|ts-h)/i, ['QuTS hero']],
  [/qnap/i, /^(?:viostor )?(?:vs-|nvp-)/i, ['QVR']],
  [/synology/i, /^(?:ds|rs|fs|sa)\d|(?:disk|rack)station/i, ['DiskStation Manager', 'DSM']],
  [/netapp/i, /^(?:fas|aff|asa)\b/i, ['ONTAP', 'Clustered Data ONTAP']],
  [/axis/i, /^(?:axis )?[mpq]\d{4}/i, ['AXIS OS']],
  [/siemens|ruggedcom/i, /^(?:ruggedcom )?(?:rx1[45]\d\d|mx5000)/i, ['RUGGEDCOM ROX II', 'ROX II']],
  [/siemens|ruggedcom/i, /^(?:ruggedcom )?(?:rs(?:g|t)?|m|i8)\d{3,4}/i, ['RUGGEDCOM ROS', 'ROS']],
]

/** What may run there, beside Windows or another image of the same maker. */
const oneOfSeveral: readonly (readonly [maker: RegExp, model: RegExp, name: string])[] = [
  [/^(?:hp|hewlett)(?![a-z])/i, /^(?:hp )?(?:elite )?m?t\d{2,3}(?![\w-])/i, 'ThinPro'],
  [/dell|wyse/i, /^(?:dell )?(?:wyse \w?\d{4}|(?:optiplex|latitude) \d{4} thin client)/i, 'ThinOS'],
  [/kunbus/i, /^rev(?:olution )?pi (?:connect|core|flat|compact)/i, 'Revolution Pi OS'],
  [/beckhoff/i, /^c[x6]-?\d{4}/i, 'TwinCAT/BSD'],
  [/siemens/i, /^(?:simatic )?ipc ?\d{3}/i, 'SIMATIC Industrial OS'],
]

/** The system that the box may run; none where the inventory says what it runs. */
export const systemsPerhaps = (manufacturer: string, model: string, running: string): readonly string[] =>
  running.trim() !== ''
    ? []
    : oneOfSeveral.flatMap(([maker, of, name]) => (maker.test(manufacturer) && of.test(model.trim()) ? [name] : []))

/** `PAN-OS` at the beginning, however its words are joined. */
const beginning = (name: string): RegExp => new RegExp(`^\\s*${name.replace(/[-\s]+/g, '[-\\s]?')}(?![a-z])`, 'i')

const rows = systems.map(([maker, model, names]) => ({ maker, model, names, said: names.map(beginning) }))
const byName = new Map(rows.flatMap((row) => row.names.map((name) => [name.toLowerCase(), row])))

/**
 * Names of the systems that the box runs, whatever version; none where that is not known. What the inventory says that it runs
 * counts more: a `TS-h886` with `QuTS hero` runs no QTS.
 */
export function systemsOfHardware(manufacturer: string, model: string, running = ''): readonly string[] {
  const ofMaker = rows.filter(({ maker }) => maker.test(manufacturer))
  const said = running === '' ? [] : ofMaker.filter((row) => row.said.some((name) => name.test(running)))
  return (said.length > 0 ? said : ofMaker.filter((row) => row.model.test(model.trim()))).flatMap(({ names }) => names)
}

/** `19.0.1 MR-1` of `SFOS 19.0.1 MR-1`, which is the `Sophos Firewall` under its other name. */
export function versionOfOtherName(text: string, productName: string): string | undefined {
  const name = byName
    .get(productName.trim().toLowerCase())
    ?.said.map((one) => one.exec(text)?.[0])
    .find((one) => one !== undefined)
  return name === undefined ? undefined : /(?<![a-z\d])v?\d.*$/i.exec(text.slice(name.length))?.[0]
}
