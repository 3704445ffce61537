import { Stack } from '@mantine/core'
import type { NvdFacts as Nvd } from '#web/api/contract.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Absent, Facts } from '#web/ui/facts.tsx'
import { Day } from '#web/ui/moment.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Remark } from '#web/ui/remark.tsx'

/** What NVD says of a CVE beside its scores and weaknesses, which stand with those of others. */
export function NvdFacts({ cve, nvd }: { cve: string; nvd: Nvd }) {
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
      <p className="quiet small" style={{ margin: 0 }}>
        <OutsideLink href={`https://nvd.nist.gov/vuln/detail/${cve}`}>The whole entry at NVD</OutsideLink>. This product
        uses data from the NVD API but is not endorsed or certified by the NVD.
      </p>
    </Stack>
  )
}
