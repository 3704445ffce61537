import { Stack } from '@mantine/core'
import type { NvdFacts as Nvd } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { Day } from '#web/ui/moment.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Scores } from './vulnerability-facts.tsx'

/** What NVD says of a CVE, and those whose words it collected: each apart. */
export function NvdFacts({ cve, nvd }: { cve: string; nvd: Nvd }) {
  const scores = nvd.scores.map((score) => ({ ...score, source: publisher(score.source), productIds: [] }))
  const disagreement = disagreementOf(nvd.scores)
  return (
    <Stack gap="sm">
      {nvd.status === 'Rejected' && (
        <Remark tone="warn" title="NVD rejected this CVE">
          It names no product any more. What advisories say of it still counts.
        </Remark>
      )}
      {nvd.description && <PlainText text={nvd.description} />}
      <Facts
        facts={[
          { name: 'State', value: nvd.status },
          { name: 'Published', value: <Day on={nvd.publishedAt.slice(0, 10)} /> },
          {
            name: 'Weakness',
            value: nvd.weaknesses.length > 0 && (
              <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {nvd.weaknesses.map(({ id, source }) => (
                  <li key={`${id} ${source}`}>
                    {weakness(id)} <span className="quiet">by {publisher(source)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          {
            name: 'Applies to',
            value:
              nvd.criteria > 0 ? (
                `${formatCount(nvd.criteria)} ${nvd.criteria === 1 ? 'product or range' : 'products and ranges'} of versions`
              ) : (
                <Absent>no product named</Absent>
              ),
          },
        ]}
      />
      <Scores scores={scores} />
      {disagreement && (
        <p className="quiet small" style={{ margin: 0 }}>
          {disagreement}
        </p>
      )}
      <p className="quiet small" style={{ margin: 0 }}>
        <OutsideLink href={`https://nvd.nist.gov/vuln/detail/${cve}`}>The whole entry at NVD</OutsideLink>. This product
        uses data from the NVD API but is not endorsed or certified by the NVD.
      </p>
    </Stack>
  )
}

const publisher = (source: string) => (source === 'nvd@nist.gov' ? 'NVD' : source)

const weaknesses: Record<string, string> = {
  'NVD-CWE-noinfo': 'Not enough is known',
  'NVD-CWE-Other': 'One that NVD has no number for',
}
const weakness = (id: string) => weaknesses[id] ?? id

/** Of one version of CVSS, by whom and how far apart. */
function disagreementOf(scores: Nvd['scores']): string | null {
  for (const version of new Set(scores.map((score) => score.version))) {
    const given = scores.filter((score) => score.version === version)
    const [highest, lowest] = [
      Math.max(...given.map(({ score }) => score)),
      Math.min(...given.map(({ score }) => score)),
    ]
    if (highest !== lowest)
      return `The publishers do not agree: CVSS ${version} from ${lowest.toFixed(1)} to ${highest.toFixed(1)}.`
  }
  return null
}
