import { type AttributeRelation, type CpeName, type CpeValue, relateValues } from '#standards/cpe/cpe.ts'

/** Families of operating systems that programs are made for; what stands in no family says nothing. */
export type System = (typeof families)[number][0]

// `target_sw` is a word of no dictionary: `windows`, `win2003`, `linux_kernel`, `mac`, and as often what is no operating system
// (`wordpress`, `node.js`, `internet_explorer`).
const families = [
  ['windows ce', /^(?:microsoft_)?windows_(?:ce|mobile|phone|embedded_compact|rt)/],
  ['windows', /^(?:microsoft_)?(?:windows(?:$|_)|win(?:32|64|_?\d[\d.]*|_?xp|_?nt)$)/],
  ['macos', /^(?:apple_)?(?:mac_?os(?:_?x)?|os_?x|mac)(?:_server)?$/],
  ['ios', /^(?:apple_)?(?:i(?:phone|pad)?_?os|iphone|ipad)$/],
  ['android', /^(?:google_)?android$/],
  ['chrome os', /^(?:google_)?chrome_?os$/],
  ['linux', /linux|^(?:debian|ubuntu|centos|fedora|red_?hat|rhel|suse|sles)(?:_|$)/],
  ['unix', /^(?:unix|solaris|sunos|aix|hp-ux|(?:free|net|open)bsd)$/],
  ['embedded', /^(?:vxworks|qnx(?:_neutrino_rtos)?|integrity_rtos|nucleus_rtos|freertos)$/],
] as const

/** The words that stand for a family as a whole. */
const whole =
  /^(?:(?:microsoft_)?windows|win|linux(?:_kernel)?|(?:apple_)?(?:mac_?os(?:_?x)?|os_?x|mac)|(?:apple_)?(?:iphone_?os|ios)|(?:google_)?(?:android|chrome_?os))$/

/** Two families of one stock: of what is made for one, nobody can tell whether it is on the other. */
const kin: readonly (readonly System[])[] = [
  ['windows', 'windows ce'],
  ['linux', 'android', 'chrome os', 'unix'],
  ['macos', 'ios', 'unix'],
  ['unix', 'embedded'],
]

const read = new Map<string, { readonly system: System; readonly isWhole: boolean } | undefined>()

function readSystem(value: CpeValue) {
  if (typeof value !== 'string') return undefined
  if (read.has(value)) return read.get(value)
  const word = value.replace(/\\(.)/g, '$1')
  const family = families.find(([, words]) => words.test(word))
  const found = family && { system: family[0], isWhole: whole.test(word) }
  if (read.size > 10_000) read.clear()
  read.set(value, found)
  return found
}

/** Whether a criterion that asks for it asks for an operating system. */
export const asksForSystem = (target: CpeValue): boolean => readSystem(target) !== undefined

/** The system of a device by its names in NVD; undefined where none is sure, or more than one is said. */
export function systemOf(
  names: readonly { readonly name: CpeName; readonly asPlatform: string }[],
): System | undefined {
  let found: System | undefined
  let isSure = false
  for (const { name, asPlatform } of names) {
    const system = name.part === 'o' ? readSystem(name.product)?.system : undefined
    if (system === undefined || asPlatform === 'no') continue
    if (found !== undefined && found !== system) return undefined
    found = system
    if (asPlatform === 'yes') isSure = true
  }
  return isSure ? found : undefined
}

/** What the software that a criterion asks for is to that of a program on this system, where its own name leaves it open. */
export function relateTargets(asked: CpeValue, own: CpeName, system: System | undefined): AttributeRelation {
  const relation = relateValues(asked, own.target_sw)
  if (relation !== 'subset' || own.part !== 'a' || system === undefined) return relation
  const wanted = readSystem(asked)
  if (!wanted) return relation
  if (wanted.system === system) return wanted.isWhole ? 'superset' : relation
  return kin.some((some) => some.includes(wanted.system) && some.includes(system)) ? relation : 'disjoint'
}
