import type { ShownRecord } from './check-records.ts'

// The record as one page for people: prints on A4, needs nothing beside itself, and holds the record that its hash is of.

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[one]!)

const row = (name: string, value: string | number | null | undefined) =>
  value === null || value === undefined || value === ''
    ? ''
    : `<tr><th scope="row">${escaped(name)}</th><td>${escaped(String(value))}</td></tr>\n`

const list = (items: readonly string[]) =>
  items.length === 0 ? '<p>None.</p>' : `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>\n`).join('')}</ul>`

export function recordPage({ content, hash, text }: ShownRecord): string {
  const { level, worst, organisation } = content
  const when = (at: string) =>
    `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: organisation.timeZone }).format(new Date(at))} (${organisation.timeZone})`
  const title = `Decision record ${content.number}: ${content.on}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
@page { size: A4; margin: 18mm 16mm }
body { font: 11pt/1.45 system-ui, sans-serif; color: #111; background: #fff; max-width: 178mm; margin: 1rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 16pt; margin: 0 0 .2em } h2 { font-size: 12pt; margin: 1.3em 0 .3em; break-after: avoid }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .2em .6em .2em 0; border-bottom: 1px solid #bbb }
th[scope=row] { width: 32% ; font-weight: 600 } tr { break-inside: avoid } code, pre { font-size: 8.5pt; white-space: pre-wrap }
@media print { body { margin: 0; padding: 0; max-width: none } details { display: none } }
</style>
</head>
<body>
<main>
<p>${escaped(organisation.name)}</p>
<h1>${escaped(title)}</h1>
<table>
${row('Decision', content.decision.replaceAll('_', ' '))}${row('In force from', when(content.inForceFrom))}${row('In force until', content.expiresOn ?? 'as long as its premises hold')}${row('Vulnerabilities', content.vulnerabilityIds.join(', '))}${row('In force on', `${level.findings} findings on ${level.devices} devices`)}${row('Worst risk in scope', `${level.worstBand ?? 'not known'}${level.worstScore === null ? '' : `, score ${level.worstScore}`}`)}${row('Life-sustaining devices in scope', level.isLifeSustaining ? 'yes, or not known' : 'no')}${row('Renewal of decision', content.renews)}</table>
<h2>Reason</h2>
<p>${escaped(content.reason)}</p>
${content.justification ? `<p>In VEX’s words: ${escaped(content.justification.replaceAll('_', ' '))}</p>` : ''}
<h2>Evidence</h2>
<p>${escaped(content.evidence || 'None was named.')}</p>
<h2>In force as long as</h2>
${list(content.premises.map(({ words }) => words))}
<h2>On what</h2>
<table><thead><tr><th>Manufacturer</th><th>Model</th><th>Site</th><th>Findings</th></tr></thead><tbody>
${content.products.map((one) => `<tr><td>${escaped(one.manufacturer)}</td><td>${escaped(one.model)}</td><td>${escaped(one.site)}</td><td>${one.findings}</td></tr>`).join('\n')}
</tbody></table>
<h2>The worst finding, and the parts of its score</h2>
${
  worst
    ? `<p>${escaped(worst.vulnerabilityId)} on ${escaped(worst.device)}: score ${worst.score ?? 'unknown'} (${escaped(worst.band ?? 'unknown')}); likelihood ${worst.likelihood ?? '–'}, safety ${worst.safety ?? '–'}, care ${worst.care ?? '–'}, privacy ${worst.privacy ?? '–'}</p>
${list(worst.parts.map((part) => `${part.axis}: ${part.text} (${part.source}${part.asOf ? `, ${part.asOf.slice(0, 10)}` : ''})`))}`
    : '<p>Nothing could be ranked.</p>'
}
<h2>Who decided</h2>
<table>
${row(`Proposed by ${content.proposed.by}`, when(content.proposed.at))}${content.approvals
  .map((one) =>
    row(
      `Approved by ${one.by}`,
      `${when(one.at)}; signed by entering the password again${one.note ? `: ${one.note}` : ''}. Approved: ${one.approved}`,
    ),
  )
  .join(
    '',
  )}${row('Approvals that the rule asks for', content.rule.version === null ? 'none: no rule was adopted' : `${content.rule.approvers} (rule ${content.rule.version})`)}${row('One key passed, because', content.rule.oneKey)}</table>
<h2>This record</h2>
<table>
${row('Number', content.number)}${row('SHA-256', hash)}${row('SHA-256 of the record before', content.previous ?? 'none: it is the first')}</table>
<details><summary>The record as it was hashed</summary>
<pre>${escaped(text)}</pre>
</details>
</main>
</body>
</html>
`
}
