import type { Flaw, Product, Statement } from './statement.ts'

export const publisher = {
  category: 'other',
  contact_details: 'A demonstration: nobody answers.',
  name: 'Riverside Demo',
  namespace: 'https://riverside-demo.example',
}

/** CWE 4.x names of the weaknesses that the statements name. */
const weaknesses: Readonly<Record<number, string>> = {
  20: 'Improper Input Validation',
  23: 'Relative Path Traversal',
  120: "Buffer Copy without Checking Size of Input ('Classic Buffer Overflow')",
  121: 'Stack-based Buffer Overflow',
  125: 'Out-of-bounds Read',
  130: 'Improper Handling of Length Parameter Inconsistency',
  134: 'Use of Externally-Controlled Format String',
  191: 'Integer Underflow (Wrap or Wraparound)',
  200: 'Exposure of Sensitive Information to an Unauthorized Actor',
  250: 'Execution with Unnecessary Privileges',
  256: 'Plaintext Storage of a Password',
  257: 'Storing Passwords in a Recoverable Format',
  259: 'Use of Hard-coded Password',
  260: 'Password in Configuration File',
  284: 'Improper Access Control',
  285: 'Improper Authorization',
  287: 'Improper Authentication',
  294: 'Authentication Bypass by Capture-replay',
  295: 'Improper Certificate Validation',
  299: 'Improper Check for Certificate Revocation',
  306: 'Missing Authentication for Critical Function',
  311: 'Missing Encryption of Sensitive Data',
  312: 'Cleartext Storage of Sensitive Information',
  319: 'Cleartext Transmission of Sensitive Information',
  320: 'Key Management Errors',
  321: 'Use of Hard-coded Cryptographic Key',
  326: 'Inadequate Encryption Strength',
  327: 'Use of a Broken or Risky Cryptographic Algorithm',
  345: 'Insufficient Verification of Data Authenticity',
  400: 'Uncontrolled Resource Consumption',
  434: 'Unrestricted Upload of File with Dangerous Type',
  489: 'Active Debug Code',
  494: 'Download of Code Without Integrity Check',
  502: 'Deserialization of Untrusted Data',
  668: 'Exposure of Resource to Wrong Sphere',
  787: 'Out-of-bounds Write',
  798: 'Use of Hard-coded Credentials',
  923: 'Improper Restriction of Communication Channel to Intended Endpoints',
}

interface Branch {
  category: string
  name: string
  branches?: Branch[]
  product?: { name: string; product_id: string }
}

/** File of a document below the provider's folder: clause 5.1 of CSAF 2.0 sets the name. */
export const fileOf = (statement: Statement) =>
  `${statement.publishedOn.slice(0, 4)}/${statement.id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`

/** The CSAF 2.0 document of a statement. */
export function toCsaf(statement: Statement): unknown {
  const productId = productIds(statement)
  const ids = (keys: readonly string[]) => keys.map((key) => productId(key))

  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { text: 'Demonstration data, free to share.', tlp: { label: 'WHITE' } },
      lang: 'en',
      notes: [
        { category: 'summary', text: statement.summary, title: 'Summary' },
        {
          category: 'legal_disclaimer',
          text: `Demonstration: facts of ${statement.restates.map(({ id }) => id).join(' and ')} in other words, for an invented hospital. It is not an advisory of the maker or of an authority; read the original before you act.`,
          title: 'A restatement for demonstration',
        },
      ],
      publisher,
      references: [
        {
          category: 'self',
          summary: `${statement.id} (demonstration)`,
          url: `${publisher.namespace}/csaf/${fileOf(statement)}`,
        },
        ...statement.restates.map(({ id, url }) => ({ category: 'external', summary: `Original: ${id}`, url })),
      ],
      title: statement.title,
      tracking: {
        current_release_date: moment(statement.revisedOn),
        id: statement.id,
        initial_release_date: moment(statement.publishedOn),
        revision_history: revisions(statement).map(({ on, summary }, index) => ({
          date: moment(on),
          number: String(index + 1),
          summary,
        })),
        status: 'final',
        version: String(revisions(statement).length),
      },
    },
    product_tree: productTree(statement, productId),
    vulnerabilities: statement.flaws.map((flaw) => {
      const affected = ids(flaw.affected)
      return {
        cve: flaw.cve,
        cwe: { id: `CWE-${flaw.cwe}`, name: weaknessName(flaw.cwe) },
        notes: [{ category: 'description', text: flaw.description, title: 'What is wrong' }],
        product_status: {
          ...(flaw.fixed && { fixed: ids(flaw.fixed) }),
          known_affected: affected,
          ...(flaw.notAffected && { known_not_affected: ids(flaw.notAffected) }),
        },
        remediations: statement.remedies.flatMap((remedy) => {
          const products = flaw.affected.filter((key) => !remedy.products || remedy.products.includes(key))
          if (products.length === 0) return []
          return [
            {
              category: remedy.category,
              details: remedy.details,
              product_ids: ids(products),
              ...(remedy.url && { url: remedy.url }),
            },
          ]
        }),
        scores: [{ ...score(flaw), products: affected }],
        ...((flaw.exploited || flaw.notAffected) && { threats: threats(flaw, ids) }),
        title: flaw.title,
      }
    }),
  }
}

const moment = (day: string) => `${day}T12:00:00.000Z`

function revisions({ publishedOn, revisedOn }: Statement) {
  const first = { on: publishedOn, summary: 'First restated.' }
  return publishedOn === revisedOn ? [first] : [first, { on: revisedOn, summary: 'As the original was revised.' }]
}

function threats(flaw: Flaw, ids: (keys: readonly string[]) => string[]) {
  const exploit = flaw.exploited
    ? [{ category: 'exploit_status', details: flaw.exploited, product_ids: ids(flaw.affected) }]
    : []
  const impact = flaw.notAffected
    ? [
        {
          category: 'impact',
          details: 'The vulnerable function is not in this product.',
          product_ids: ids(flaw.notAffected),
        },
      ]
    : []
  return [...exploit, ...impact]
}

function score({ vector, score: baseScore }: Flaw) {
  if (!vector.startsWith('CVSS:')) return { cvss_v2: { baseScore, vectorString: vector, version: '2.0' } }
  const version = vector.slice(5, 8)
  return { cvss_v3: { baseScore, baseSeverity: severity(baseScore), vectorString: vector, version } }
}

/** Bands of the CVSS 3.1 specification, section 5. */
function severity(baseScore: number): string {
  if (baseScore >= 9) return 'CRITICAL'
  if (baseScore >= 7) return 'HIGH'
  return baseScore >= 4 ? 'MEDIUM' : 'LOW'
}

function weaknessName(cwe: number): string {
  const name = weaknesses[cwe]
  if (!name) throw new Error(`CWE-${cwe} has no name in csaf.ts`)
  return name
}

function productIds({ id, products }: Statement): (key: string) => string {
  const keys = products.flatMap(({ key, installed = [] }) => [key, ...installed.map((made) => made.key)])
  return (key) => {
    const index = keys.indexOf(key)
    if (index < 0) throw new Error(`${id} has no product ${key}`)
    return `RGDPID-${String(index + 1).padStart(4, '0')}`
  }
}

function productTree({ products }: Statement, productId: (key: string) => string) {
  const branches: Branch[] = []
  for (const product of products) {
    let level = child(branches, 'vendor', product.vendor)
    if (product.family) level = child(level, 'product_family', product.family)
    level = child(level, 'product_name', product.name)
    level.push({
      category: product.range ? 'product_version_range' : 'product_version',
      name: product.version,
      product: { name: fullName(product), product_id: productId(product.key) },
    })
  }

  const relationships = products.flatMap((product) =>
    (product.installed ?? []).map(({ key, on }) => ({
      category: 'installed_on',
      full_product_name: {
        name: `${fullName(product)} installed on ${products.find((other) => other.key === on)?.name}`,
        product_id: productId(key),
      },
      product_reference: productId(product.key),
      relates_to_product_reference: productId(on),
    })),
  )
  return { branches, ...(relationships.length > 0 && { relationships }) }
}

function child(branches: Branch[], category: string, name: string): Branch[] {
  let branch = branches.find((other) => other.category === category && other.name === name)
  if (!branch) {
    branch = { category, name, branches: [] }
    branches.push(branch)
  }
  return branch.branches ?? []
}

const fullName = ({ vendor, name, version }: Product) =>
  `${vendor} ${name}${version === 'vers:all/*' ? ', all versions' : ` ${version}`}`
