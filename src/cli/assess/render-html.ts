import type { Assessment, Group, GroupDevice } from '#domain/assess/assess.ts'
import { devicesOf, flawsOf, harmless, isExploited, modelOf, number, placesOf, plural, remedyWord } from './plain.ts'
import { mainReasons, notesOf, summary } from './render-table.ts'

const devicesShown = 200
const groupsExplained = 100

/** Other people's text as text: nothing in it becomes markup. */
const escaped = (text: string): string => harmless(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Only addresses of the web become links; the address is escaped like all else. */
const link = (url: string | null | undefined, text: string): string =>
  url && /^https?:\/\//i.test(url)
    ? `<a href="${escaped(url)}" rel="noreferrer noopener">${escaped(text)}</a>`
    : escaped(text)

/**
 * One file for a manager: no script, nothing fetched, readable in print, light and dark. The first groups are explained in
 * full, the rest stand in the table; every device is in `--format csv`.
 */
export function* renderHtml(assessment: Assessment): Generator<string> {
  const { actions, questions, totals, inventory, intelligence, madeAt } = assessment
  const [opening = '', ...sentences] = summary(assessment)
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>What to act on first: ${escaped(inventory.file)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="kicker">Homeostat · assessment of ${escaped(madeAt.slice(0, 10))}</p>
<h1>What to act on first</h1>
<p class="lead">${escaped(opening)}</p>
${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
<dl class="tiles">
${tile('Affected', totals.affected, 'bad')}
${tile('By a flaw known to be exploited', totals.knownExploited, 'bad')}
${tile('Could not be told', totals.cannotTell, 'open')}
${tile('Cleared by version', totals.notAffected, 'good')}
${tile('Named by no advisory', totals.notNamed, '')}
</dl>
</header>
<main>
<section aria-labelledby="first"><h2 id="first">Act on first</h2>
${actions.length === 0 ? '<p>No device is known to be affected.</p>' : tableOf(actions, 'Groups of affected devices, worst first')}
</section>
`
  for (const [index, group] of actions.slice(0, groupsExplained).entries()) yield explain(group, index + 1)
  if (actions.length > groupsExplained)
    yield `<p>${plural(actions.length - groupsExplained, 'more group')} of affected devices stand in the table above only.</p>\n`

  yield `<section aria-labelledby="open"><h2 id="open">What could not be told</h2>
<p>An advisory names the model, or may name it, and the inventory does not say enough. These devices may be affected.</p>
${
  assessment.gaps.length === 0
    ? '<p>Nothing was left open.</p>'
    : `<table><caption>What the inventory would have to say</caption><thead><tr><th scope="col">What is missing</th><th scope="col" class="n">Devices</th><th scope="col" class="n">Advisories</th></tr></thead><tbody>
${assessment.gaps.map((gap) => `<tr><td>${escaped(gap.sentence)}</td><td class="n">${number(gap.devices)}</td><td class="n">${number(gap.advisories)}</td></tr>`).join('\n')}
</tbody></table>`
}
${questions.length === 0 ? '' : tableOf(questions, 'Groups for which nobody can tell, worst first')}
</section>
`
  yield `<section aria-labelledby="sources"><h2 id="sources">What this stands on</h2>
<ul>
<li>Inventory: ${escaped(inventory.file)}, ${plural(inventory.devices, 'device')}.</li>
<li>Advisories: ${escaped(intelligence.source)}, ${plural(intelligence.advisories, 'advisory', 'advisories')} on ${plural(intelligence.vulnerabilities, 'vulnerability', 'vulnerabilities')} of ${plural(intelligence.products, 'product entry', 'product entries')}.${intelligence.nvdCves === null ? '' : ` NVD: ${plural(intelligence.nvdCves, 'CVE', 'CVEs')} with what they apply to.`}${intelligence.recordCves === null ? '' : ` CVE List: ${plural(intelligence.recordCves, 'CVE', 'CVEs')} with what they apply to by their own records.`}</li>
${intelligence.knownExploited ? `<li>Known exploited vulnerabilities: ${plural(intelligence.knownExploited.entries, 'entry', 'entries')}${intelligence.knownExploited.asOf ? `, as of ${escaped(intelligence.knownExploited.asOf)}` : ''}.</li>` : ''}
${intelligence.exploitProbability ? `<li>Exploit probabilities (EPSS ${escaped(intelligence.exploitProbability.model)}): as of ${escaped(intelligence.exploitProbability.scoredOn)}.</li>` : ''}
</ul>
<h3>What was not read</h3>
${listOf(notesOf(assessment)) || '<p>Everything was read.</p>'}
<h3>How the columns were read</h3>
<table><caption>Columns of ${escaped(inventory.file)}</caption><thead><tr><th scope="col">Column</th><th scope="col">Taken for</th></tr></thead><tbody>
${inventory.columns.map(({ name, attribute }) => `<tr><td>${escaped(name)}</td><td>${attribute === null ? 'not used' : escaped(attribute)}</td></tr>`).join('\n')}
</tbody></table>
<p>The score is likelihood × harm, 0 to 100; the worst of patient safety, care and privacy decides. What is unknown counts as
the worst that is plausible. No fact about any patient is used.</p>
</section>
</main>
</body>
</html>
`
}

const tile = (title: string, value: number, kind: string): string =>
  `<div class="tile ${kind}"><dt>${escaped(title)}</dt><dd>${number(value)}</dd></div>`

const listOf = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`

const band = (group: Group): string =>
  `<span class="band ${group.risk.band}">${group.risk.band} ${Math.round(group.risk.score)}</span>`

function tableOf(groups: readonly Group[], caption: string): string {
  const rows = groups.map(
    (group, index) =>
      `<tr><td class="n">${index + 1}</td><td>${band(group)}</td><td>${escaped(devicesOf(group))}</td><td>${escaped(modelOf(group))}</td><td>${link(group.advisory.url, group.advisory.trackingId)}</td><td>${escaped(flawsOf(group))}${isExploited(group) ? ' <strong class="exploited">known to be exploited</strong>' : ''}</td><td>${escaped(placesOf(group))}</td></tr>`,
  )
  return `<div class="wide"><table><caption>${escaped(caption)}</caption><thead><tr><th scope="col" class="n">#</th><th scope="col">Risk</th><th scope="col">Devices</th><th scope="col">Model</th><th scope="col">Advisory</th><th scope="col">Worst flaw</th><th scope="col">Where</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`
}

function explain(group: Group, rank: number): string {
  const { advisory, risk } = group
  const axes = (['likelihood', 'safety', 'care', 'privacy'] as const).map((axis) => `${axis} ${risk[axis].toFixed(1)}`)
  return `<article><h3>${rank}. ${escaped(modelOf(group))} ${band(group)}</h3>
<p><strong>${escaped(devicesOf(group))}</strong> · ${escaped(placesOf(group, 6))}</p>
<p>${link(advisory.url, `${advisory.publisher} ${advisory.trackingId}`)}: ${escaped(advisory.title)}, revised ${escaped(advisory.revisedAt.slice(0, 10))}</p>
${
  group.models.length > 1
    ? `<p class="quiet">In the inventory as ${escaped(
        group.models
          .slice(0, 8)
          .map(({ model, devices }) => `${model} (${number(devices)})`)
          .join(', '),
      )}${group.models.length > 8 ? ' …' : ''}.</p>`
    : ''
}
<div class="columns"><div><h4>Why it comes here</h4>${listOf(mainReasons(group, 6))}<p class="quiet">Of 10: ${axes.join(', ')}.</p></div>
<div><h4>What the publisher says to do</h4>${
    group.remediations.length === 0
      ? '<p>The advisory names no remedy.</p>'
      : `<ul>${group.remediations
          .slice(0, 4)
          .map(
            ({ category, details, url }) =>
              `<li><strong>${escaped(remedyWord(category))}.</strong> ${escaped(details)}${url ? ` ${link(url, 'More')}` : ''}</li>`,
          )
          .join('')}</ul>`
  }</div></div>
<p class="quiet">Found because ${escaped(group.because.join('; '))}.</p>
${group.unknown.length > 0 ? `<p class="quiet">Not known for ${plural(group.cannotTell, 'device')}: ${escaped(group.unknown.slice(0, 3).join('; '))}.</p>` : ''}
<details><summary>${plural(group.vulnerabilities.length, 'vulnerability', 'vulnerabilities')}</summary>${flawTable(group)}</details>
<details><summary>${plural(group.devices.length, 'device')}</summary>${deviceTable(group.devices)}</details>
</article>
`
}

const flawTable = (group: Group): string =>
  `<div class="wide"><table><thead><tr><th scope="col">Vulnerability</th><th scope="col">What</th><th scope="col">CVSS</th><th scope="col">Exploited</th><th scope="col">EPSS</th><th scope="col" class="n">Affected</th><th scope="col" class="n">May be</th></tr></thead><tbody>
${group.vulnerabilities
  .map(
    (one) =>
      `<tr><td>${escaped(one.id)}</td><td>${escaped(one.title)}</td><td>${one.score ? escaped(`${one.score.score} (${one.score.version}, ${one.score.source})`) : 'none published'}</td><td>${one.knownExploited ? `since ${escaped(one.knownExploited.addedOn)}${one.knownExploited.ransomware ? ', by ransomware' : ''}` : ''}</td><td>${one.exploitProbability ? `${(one.exploitProbability.probability * 100).toFixed(1)} %` : ''}</td><td class="n">${number(one.affected)}</td><td class="n">${number(one.cannotTell)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></div>`

const deviceTable = (devices: readonly GroupDevice[]): string =>
  `<div class="wide"><table><thead><tr><th scope="col">Device</th><th scope="col">Serial number</th><th scope="col">Version</th><th scope="col">Where</th><th scope="col">Answer</th><th scope="col" class="n">Score</th></tr></thead><tbody>
${devices
  .slice(0, devicesShown)
  .map(
    (device) =>
      `<tr><td>${escaped(device.assetTag ?? device.key)}</td><td>${escaped(device.serialNumber ?? '')}</td><td>${escaped(device.version ?? '')}</td><td>${escaped(device.place)}</td><td>${device.answer === 'affected' ? 'affected' : 'cannot tell'}</td><td class="n">${Math.round(device.score)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></div>${devices.length > devicesShown ? `<p>${plural(devices.length - devicesShown, 'more device')}: see the CSV.</p>` : ''}`

const style = `
:root{--ink:#1b2733;--quiet:#52606d;--page:#fff;--card:#f5f7f9;--line:#d3dae1;--link:#0b5cad;--critical:#9b1c1c;--high:#9a4a00;--medium:#6b5900;--low:#33566e}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#a5b1bd;--page:#12181f;--card:#1b242e;--line:#34414e;--link:#7ab8f5;--critical:#ff9a94;--high:#ffb877;--medium:#e8d27a;--low:#9cc7e6}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:2rem;line-height:1.2;margin:.25rem 0 1rem}
h2{margin:2.5rem 0 .75rem;border-bottom:2px solid var(--line);padding-bottom:.25rem}
h3{margin:0 0 .5rem}
h4{margin:.75rem 0 .25rem}
p{margin:.4rem 0;max-width:70ch}
ul{margin:.25rem 0;padding-left:1.25rem}
li{margin:.2rem 0}
a{color:var(--link)}
.kicker,.quiet{color:var(--quiet)}
.quiet{font-size:.9rem}
.lead{font-size:1.15rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1.5rem 0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem}
.tile dt{color:var(--quiet);font-size:.85rem}
.tile dd{margin:0;font-size:1.75rem;font-weight:650;font-variant-numeric:tabular-nums}
.tile.bad dd{color:var(--critical)}
.tile.open dd{color:var(--high)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.5rem 0}
caption{text-align:left;color:var(--quiet);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.band{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:0 .55rem;font-size:.85rem;font-weight:650;white-space:nowrap}
.critical,.exploited{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.25rem;margin:1rem 0;break-inside:avoid-page}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 2rem}
summary{cursor:pointer;color:var(--link);margin:.4rem 0}
@media print{body{max-width:none;padding:0;font-size:10.5pt}:root{--ink:#000;--quiet:#333;--page:#fff;--card:#fff;--line:#999;--link:#000;--critical:#7a0000;--high:#5c2c00;--medium:#453900;--low:#1d3849}a{text-decoration:none}article,table{break-inside:auto}tr{break-inside:avoid}}
`
