import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { findingFacetsQuery } from '#web/api/findings.ts'
import { Action } from '#web/ui/action.tsx'
import { formatCount } from '#web/ui/app-link.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { useMay } from './access.ts'
import { DecideDialog } from './decide-dialog.tsx'

/** One decision on a vulnerability for the whole organisation, or for one site: on every model, also on those that come later. */
export function DecideEverywhere({ vulnerabilityId }: { vulnerabilityId: string }) {
  const may = useMay()
  const [step, setStep] = useState<'where' | 'what' | null>(null)
  const [site, setSite] = useState('*')
  const { data } = useQuery({ ...findingFacetsQuery({ vulnerability: vulnerabilityId }), enabled: step !== null })
  const sites = data?.facets.site ?? []
  return (
    <>
      <Action variant="default" disabledReason={may.whyNot('finding:decide')} onClick={() => setStep('where')}>
        Decide everywhere
      </Action>
      {step === 'where' && (
        <Dialog title="Decide everywhere" opened onClose={() => setStep(null)} size="sm">
          <p style={{ marginTop: 0 }}>
            One decision on {vulnerabilityId}, on every model, also on devices that come later. Its premises are checked
            on each finding.
          </p>
          <NativeSelect
            label="Where"
            data={[
              { value: '*', label: 'The whole organisation' },
              ...sites.map(({ value, count }) => ({
                value: `=${value}`,
                label: `${value || 'No site'} (${formatCount(count)})`,
              })),
            ]}
            value={site}
            onChange={(event) => setSite(event.currentTarget.value)}
          />
          <p style={{ textAlign: 'end', marginBottom: 0 }}>
            <Action onClick={() => setStep('what')}>Go on</Action>
          </p>
        </Dialog>
      )}
      {step === 'what' && (
        <DecideDialog
          many={{
            on: { kind: 'everywhere', vulnerabilityId, ...(site !== '*' && { site: site.slice(1) }) },
            title: 'Decide everywhere',
            words: `${vulnerabilityId} on every model, ${site === '*' ? 'in the whole organisation' : site.slice(1) || 'without a site'}`,
          }}
          onClose={() => setStep(null)}
        />
      )}
    </>
  )
}
