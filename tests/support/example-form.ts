import { formCsv, formRows } from './mds2-form.ts'

interface Named {
  readonly manufacturer: string | null
  readonly model: string | null
}

/** Two MDS2 forms of the device's model: one of two years ago, and one that says some things otherwise. */
export function exampleForms({ manufacturer, model }: Named): string[] {
  const of = { manufacturer: manufacturer ?? 'Example Medical', model: model ?? 'Drip 3000' }
  const answers = {
    'MPII-1': 'Yes',
    'MPII-2': ['Yes', 'Name and number of the patient, until the next admission'],
    'MPII-2.2': 'Yes',
    'CSUP-2': ['Yes', 'A Linux of our own'],
    'CSUP-2.2': 'Yes',
    'AUDT-1': 'Yes',
    'AUDT-2': 'Yes',
    'AUTH-1': 'Yes',
    'CONN-1': ['See Note', 'Note 1'],
    'CONN-1.1.1': ['Yes', 'Wi-Fi 5 (802.11ac) and older; WPA2-Enterprise with EAP-TLS, certificates by SCEP'],
    'CONN-8': ['See Note', 'Note 7'],
    'PAUT-4': 'N/A: No default accounts',
    'PAUT-5': 'Yes',
    'RMOT-1': ['Yes', 'by VPN'],
    'SAHD-3': '____',
    'TXCF-2': 'By the network only',
  } as const
  const notes = [['Notes:'], ['1. RJ45 at the back, two USB ports inside, for service only.']]
  return [
    formRows({ ...of, releasedOn: '2024-03-11', documentId: 'SEC-0417 rev. A', answers, notes }),
    formRows({
      ...of,
      releasedOn: '2026-03-20',
      documentId: 'SEC-0417 rev. B',
      answers: { ...answers, 'STCF-1': ['Yes', 'AES-256'], 'RMOT-1': 'No', 'SBOM-1': ['Yes', 'CycloneDX on request'] },
      notes,
    }),
  ].map((rows) => formCsv(rows))
}

/** Sends a document as a person with this session; gives its id. */
export async function sendDocument(
  url: string,
  headers: Readonly<Record<string, string>>,
  content: string,
  name = 'mds2.csv',
): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([content], { type: 'text/csv' }), name)
  const answer = await fetch(`${url}/api/v1/documents`, { method: 'POST', headers, body: form })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}
