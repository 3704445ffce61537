import { type VexIssue, type VexStatement, vexProductPurl } from '#model/vex.ts'

/**
 * Our verdicts as OpenVEX 0.2.0 (https://github.com/openvex/spec). Statements that say the same of several products are one.
 * The document's time is that of its version, and every statement inherits it.
 */
export function writeOpenVex({ iri, version, issuedAt, content }: VexIssue): object {
  const products = new Map(content.products.map((product) => [product.id, product]))
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': iri,
    author: content.publisher.name,
    role: 'Operator of the devices',
    timestamp: issuedAt.at(-1)!,
    version,
    tooling: 'Homeostat',
    statements: content.vulnerabilities.flatMap((vulnerability) =>
      [...Map.groupBy(vulnerability.statements, (one) => JSON.stringify(wordsOf(one))).values()].map((alike) => ({
        vulnerability: { name: vulnerability.id, ...(vulnerability.title && { description: vulnerability.title }) },
        products: alike.map(({ productId }) => {
          const purl = vexProductPurl(products.get(productId)!)
          return purl ? { '@id': purl, identifiers: { purl } } : { '@id': `${iri}#${productId}` }
        }),
        ...wordsOf(alike[0]!),
      })),
    ),
  }
}

const wordsOf = ({ status, justification, impact, actions, notes }: VexStatement) => ({
  status,
  // Of justification and impact statement the schema takes one.
  ...(status === 'not_affected' &&
    (justification ? { justification, status_notes: impact } : { impact_statement: impact })),
  // An impact statement is for what is not affected alone.
  ...(status === 'fixed' && impact && { status_notes: impact }),
  ...(status === 'affected' && {
    action_statement: actions.map(({ details, url }) => (url ? `${details} (${url})` : details)).join('\n'),
    ...(notes && { status_notes: notes.join('\n') }),
  }),
})
