import { privacyHarm as weights } from '#domain/risk/weights.ts'
import { defineRule } from './rule.ts'

export const storesEphi = defineRule({
  id: 'stores-ephi',
  title: 'Whether the device holds patients’ data',
  reads: 'device',
  axes: ['privacy'],
  source: 'HIPAA Security Rule, 45 CFR 164.308(a)(1)(ii)(A); MDS2, section MPII (NEMA HN 1-2019)',
  url: 'https://www.ecfr.gov/current/title-45/section-164.308',
  sentence:
    'A device that holds none still has credentials and settings to lose. Of the inventory and the maker’s MDS2 form the worse counts; unknown counts as yes.',

  assess({ device: { storesPhi, storesPhiBy } }) {
    const byWhom = storesPhiBy === 'mds2' ? ', by the maker’s MDS2' : ''
    return {
      axis: 'privacy',
      change: { times: storesPhi === false ? weights.noEphi : 1 },
      text:
        storesPhi === null
          ? 'Whether it holds patients’ data is not known: it counts as if it does'
          : storesPhi
            ? `It holds patients’ data${byWhom}`
            : `It holds no patients’ data${byWhom}`,
      source: storesPhiBy === 'mds2' ? 'MDS2' : 'inventory',
      asOf: null,
    }
  },
})
