/** For people: `cna:meadow` is "meadow (CNA)". */
export function publisherName(publisher: string): string {
  const [role, ...name] = publisher.split(':')
  if (publisher === 'nvd') return 'NVD'
  if (publisher === 'msrc') return 'Microsoft (MSRC)'
  if (role === 'nvd') return `${name.join(':')} (by NVD)`
  return role === 'cna' || role === 'adp' ? `${name.join(':')} (${role.toUpperCase()})` : publisher
}
