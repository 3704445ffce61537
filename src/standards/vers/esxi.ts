// VMware names a release of ESXi by its branch, update and letter in one word, with the build behind it: `ESXi70U3s-23794019` is
// 7.0 Update 3s, build 23794019. What a host says of itself counts the update as third number: `7.0.3 build-21930508`.

const release = /\besxi(\d)(\d)u(\d)([a-z]{0,2})(?:-(\d{7,9}))?(?![\w-])/gi

export const namesEsxi = (text: string): boolean => /esxi\d\du\d/i.test(text)

/** `7.0 before ESXi70U3s-23794019` as `7.0 before 7.0 Update 3s`. */
export const withEsxiReleases = (text: string): string =>
  namesEsxi(text) ? text.replace(release, '$1.$2 Update $3$4') : text

/** `7.0 Update 3n` of `ESXi70U3n-21930508`, `VMware ESXi 7.0.3 build-21930508` and `7.0 U3n`. */
export function esxiVersion(text: string): string {
  const plain = text
    .replace(release, '$1.$2 Update $3$4')
    .replace(/^\s*(?:vmware )?(?:esxi |vsphere )?/i, '')
    .replace(/[\s,(-]+(?:build|releasebuild)[ -]?\d{7,9}\)?\s*$/i, '')
  return plain.replace(/^(\d\.\d)\.([0-3])(?=$|[\s,(])/, (_, branch: string, update: string) =>
    update === '0' ? branch : `${branch} Update ${update}`,
  )
}

/** Within one branch the build alone decides, where both sides say it. */
export function byEsxiBuild(expression: string, text: string): 'yes' | 'no' | undefined {
  const own = /\bbuild[ -]?(\d{7,9})|[-,] ?(\d{7,9})\s*$/i.exec(text)
  const branch = /(?<![\d.])(\d\.\d)(?=$|[\s.,]|u)/i.exec(esxiVersion(text))?.[1]
  const ofBranch = [...expression.matchAll(release)].find(([, major, minor]) => branch === `${major}.${minor}`)
  const bound = ofBranch?.[5]
  if (!bound || !own) return undefined
  if (!/\b(?:before|prior to|earlier than)\b|</i.test(expression)) return undefined
  return Number(own[1] ?? own[2]) < Number(bound) ? 'yes' : 'no'
}
