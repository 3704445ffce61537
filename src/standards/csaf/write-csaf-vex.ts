import {
  isCve,
  type VexAction,
  type VexContent,
  type VexIssue,
  type VexProduct,
  type VexStatement,
  vexProductName,
  vexProductPurl,
} from '#model/vex.ts'

/**
 * Our verdicts as a CSAF 2.0 document of profile 5, VEX (clause 4.5). Versions are integers (clause 3.1.11.1), a revision for
 * each that was issued; the same issue gives the same bytes. https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html
 */
export function writeCsafVex({ id, version, issuedAt, content }: VexIssue): object {
  const date = issuedAt.at(-1)!
  const names = new Map(content.products.map((product) => [product.id, vexProductName(product)]))
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      // It tells what a hospital has open: for whom it concerns, and their clients.
      distribution: { tlp: { label: 'AMBER' } },
      lang: 'en',
      notes: notesOf(content),
      publisher: { category: 'user', ...content.publisher },
      title: content.title,
      tracking: {
        current_release_date: date,
        generator: { date, engine: { name: 'Homeostat' } },
        id,
        initial_release_date: issuedAt[0]!,
        revision_history: issuedAt.map((at, position) => ({
          date: at,
          number: `${position + 1}`,
          summary: position === 0 ? 'First version' : 'Verdicts changed',
        })),
        status: 'final',
        version: `${version}`,
      },
    },
    product_tree: treeOf(content.products),
    vulnerabilities: content.vulnerabilities.map((one) => toVulnerability(one, names)),
  }
}

/** Clause 5.1: the tracking id in lower case, without what a file system could dislike. */
export const csafFileName = (trackingId: string): string =>
  `${trackingId.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`

function notesOf({ publisher, leftOut }: VexContent) {
  const notes = [
    {
      category: 'legal_disclaimer',
      text: `The verdicts of ${publisher.name} on the devices that it operates. They are no statement of the manufacturer.`,
      title: 'Whose verdicts these are',
    },
  ]
  if (leftOut > 0)
    notes.push({
      category: 'general',
      text: `${leftOut} ${leftOut === 1 ? 'verdict is' : 'verdicts are'} left out, because devices of the same product and version differ.`,
      title: 'What is left out',
    })
  return notes
}

/** Manufacturer, model, version; devices stand beside the tree, as each is one of a product that stands in it. */
function treeOf(products: readonly VexProduct[]) {
  const shared = products.filter(({ device }) => !device)
  const single = products.filter(({ device }) => device)
  const branches = [...Map.groupBy(shared, ({ manufacturer }) => manufacturer)].map(([manufacturer, ofMaker]) => ({
    category: 'vendor',
    name: manufacturer || 'Unknown manufacturer',
    branches: [...Map.groupBy(ofMaker, ({ model, modelNumber }) => model || modelNumber)].flatMap(
      ([model, ofModel]) => {
        const name = model || 'Unknown model'
        const versioned = ofModel.filter((product) => isVersion(product.softwareVersion))
        return [
          ...(versioned.length > 0
            ? [
                {
                  category: 'product_name',
                  name,
                  branches: versioned.map((product) => ({
                    category: 'product_version',
                    name: product.softwareVersion,
                    product: toProduct(product),
                  })),
                },
              ]
            : []),
          ...ofModel
            .filter((product) => !versioned.includes(product))
            .map((product) => ({ category: 'product_name', name, product: toProduct(product) })),
        ]
      },
    ),
  }))
  return {
    ...(branches.length > 0 && { branches }),
    ...(single.length > 0 && { full_product_names: single.map(toProduct) }),
  }
}

/** Test 6.1.31: what reads like a range is no name of a version. */
const isVersion = (text: string) =>
  text !== '' && !/[<>]|\b(?:after|all|before|earlier|later|prior|versions)\b/i.test(text)

function toProduct(product: VexProduct) {
  const { modelNumber, device } = product
  const purl = vexProductPurl(product)
  // A model number alone would be read as all of its versions too.
  const helper = purl && {
    ...(modelNumber && { model_numbers: [literal(modelNumber)] }),
    purl,
    ...(device?.serialNumber && { serial_numbers: [literal(device.serialNumber)] }),
  }
  return {
    name: vexProductName(product),
    product_id: product.id,
    ...(helper && { product_identification_helper: helper }),
  }
}

/** `*` and `?` stand for other characters there, unless a backslash goes before (clause 3.1.3.3.4). */
const literal = (text: string) => text.replace(/[\\*?]/g, '\\$&')

function toVulnerability(
  { id, title, numberedBy, statements }: VexContent['vulnerabilities'][number],
  names: ReadonlyMap<string, string>,
) {
  const productsOf = (status: (typeof statements)[number]['status']) =>
    statements.filter((one) => one.status === status).map(({ productId }) => productId)
  const productStatus = {
    fixed: productsOf('fixed'),
    known_affected: productsOf('affected'),
    known_not_affected: productsOf('not_affected'),
    under_investigation: productsOf('under_investigation'),
  }
  const flags = groupProducts(
    statements.flatMap(({ productId, status, justification }) =>
      status === 'not_affected' && justification ? [{ productId, value: { label: justification } }] : [],
    ),
  )
  const threats = groupProducts(
    statements.flatMap(({ productId, status, impact }) =>
      (status === 'not_affected' || status === 'fixed') && impact
        ? [{ productId, value: { category: 'impact', details: impact } }]
        : [],
    ),
  )
  const remediations = groupProducts<VexAction>(
    statements.flatMap(({ productId, status, actions }) =>
      status === 'affected' ? actions.map((value) => ({ productId, value })) : [],
    ),
  )
  return {
    ...(isCve(id) ? { cve: id } : { ids: [{ system_name: numberedBy, text: id }] }),
    ...(flags.length > 0 && { flags }),
    notes: [{ category: 'description', text: title || id }, ...partNotes(statements, names)],
    product_status: Object.fromEntries(Object.entries(productStatus).filter(([, ids]) => ids.length > 0)),
    ...(remediations.length > 0 && { remediations }),
    ...(threats.length > 0 && { threats }),
    title: title || id,
  }
}

/** A remediation in CSAF is of all of a product: what was done on some of its devices is told in words. */
const partNotes = (statements: readonly VexStatement[], names: ReadonlyMap<string, string>) =>
  statements.flatMap(({ productId, notes }) =>
    notes
      ? [
          {
            category: 'details',
            text: [names.get(productId) ?? productId, ...notes].join('\n'),
            title: 'On some of the devices',
          },
        ]
      : [],
  )

/** What is said alike of several products is said once. */
const groupProducts = <Value extends object>(said: readonly { productId: string; value: Value }[]) =>
  [...Map.groupBy(said, ({ value }) => JSON.stringify(value)).values()].map((alike) => ({
    ...alike[0]!.value,
    product_ids: [...new Set(alike.map(({ productId }) => productId))],
  }))
