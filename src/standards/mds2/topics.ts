import type { Mds2Answer, Mds2Edition, Mds2Topic } from '#model/mds2.ts'

/** One property that matters where a device is protected, whichever edition of the form is asked. */
export interface Topic {
  readonly id: string
  /** Our own words. */
  readonly title: string
  /** The question that tells it; null where the edition does not ask. */
  readonly '2019': string | null
  readonly '2013': string | null
  /** The answer that makes a device safer; null where neither does. */
  readonly better: 'yes' | 'no' | null
}

const topic = (
  id: string,
  title: string,
  edition2019: string | null,
  edition2013: string | null,
  better: Topic['better'] = null,
): Topic => ({ id, title, '2019': edition2019, '2013': edition2013, better })

export const topics: readonly Topic[] = [
  topic('holds-data', 'Holds patients’ data', 'MPII-2', 'C.2'),
  topic('sends-data', 'Sends or receives patients’ data', 'MPII-3', 'C.3'),
  topic('encrypts-stored', 'Can encrypt what it stores', 'STCF-1', '17-1', 'yes'),
  topic('encrypts-sent', 'Encrypts patients’ data before it sends them', 'TXCF-2', '18-2', 'yes'),
  topic('operating-system', 'Contains an operating system', 'CSUP-2', null),
  topic('patched-by-owner', 'The hospital is told how to install updates of the system', 'CSUP-2.1', null, 'yes'),
  topic('patched-by-maker', 'Only the maker’s service installs updates of the system', 'CSUP-2.2', null, 'no'),
  topic('patched-without-approval', 'Takes others’ security updates without the maker’s approval', 'CSUP-2.4', null),
  topic('can-be-patched', 'Security updates can be applied as they come', null, '5-1', 'yes'),
  topic('anti-malware', 'Supports anti-malware', 'MLDP-2', '10-1', 'yes'),
  topic('anti-malware-by-owner', 'The hospital may install or update anti-malware', 'MLDP-2.3', '10-2', 'yes'),
  topic('allowed-applications', 'Only allowed applications run', 'MLDP-4', null, 'yes'),
  topic('firewall', 'Controls network access itself, by a firewall or a list', 'NAUT-2', null, 'yes'),
  topic('wireless', 'Supports Wi-Fi', 'CONN-1.1.1', null),
  topic('outside', 'Speaks with systems outside the hospital', 'CONN-4', null, 'no'),
  topic('ports', 'Its ports and protocols are listed', 'CONN-2', null, 'yes'),
  topic('remote-service', 'Can be serviced remotely', 'RMOT-1', '20-1', 'no'),
  topic('own-users', 'Each user has a name and a password of their own', 'PAUT-1', '12-1', 'yes'),
  topic('passwords', 'All passwords can be changed: none is hard-coded', 'PAUT-5', '12-4', 'yes'),
  topic('logoff', 'Logs off by itself', 'ALOF-1', '1-1', 'yes'),
  topic('audit', 'Keeps an audit log', 'AUDT-2', '2-1', 'yes'),
  topic('sbom', 'A bill of materials is available', 'SBOM-1', '14-1', 'yes'),
]

const holding: Record<Mds2Edition, { readonly any: readonly string[]; readonly none: readonly string[] }> = {
  '2019': {
    any: ['MPII-2', 'MPII-2.2', 'MPII-2.3', 'MPII-2.4', 'MPII-2.7', 'MPII-2.9'],
    none: ['MPII-1', 'MPII-2'],
  },
  // A is also of what is only shown or sent: its yes tells nothing of what is held.
  '2013': { any: ['C.1', 'C.2', 'C.4'], none: ['A'] },
}

/**
 * Whether the device holds patients' data, by the form. It does where any question of holding says so; it does not where
 * the one that asks for all says no, and none says otherwise. Null where the form leaves it open.
 */
export function holdsPatientData({
  edition,
  answers,
}: {
  readonly edition: Mds2Edition
  readonly answers: readonly Pick<Mds2Answer, 'id' | 'word'>[]
}): boolean | null {
  const words = new Map(answers.map(({ id, word }) => [id, word]))
  const { any, none } = holding[edition]
  if (any.some((id) => words.get(id) === 'yes')) return true
  const isOpen = any.some((id) => ['see_note', 'other'].includes(words.get(id) ?? ''))
  return !isOpen && none.some((id) => words.get(id) === 'no') ? false : null
}

/** What the form says of each topic that its edition asks for; one that is missing from the form is blank. */
export function topicsOf({
  edition,
  answers,
}: {
  readonly edition: Mds2Edition
  readonly answers: readonly Mds2Answer[]
}): Mds2Topic[] {
  const byId = new Map(answers.map((answer) => [answer.id, answer]))
  return topics.flatMap(({ id, title, better, ...asked }) => {
    const question = asked[edition]
    if (question === null) return []
    const { word = 'blank', note = '' } = byId.get(question) ?? {}
    const isGood = better !== null && (word === 'yes' || word === 'no') ? word === better : null
    return [{ id, title, question, word, note, isGood }]
  })
}
