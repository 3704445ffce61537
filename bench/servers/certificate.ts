import { generate } from 'selfsigned'

/** What may be wrong with a certificate besides that nobody knows who signed it. */
export type CertificateFault = 'expired' | 'other_name'

const dayMs = 24 * 60 * 60 * 1000

/** A key and a certificate for this machine, good for a day; PEM. */
export async function makeCertificate(fault?: CertificateFault): Promise<{ key: string; certificate: string }> {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    algorithm: 'sha256',
    ...(fault === 'expired' && { notBeforeDate: new Date(Date.now() - 3 * dayMs) }),
    notAfterDate: new Date(Date.now() + (fault === 'expired' ? -dayMs : dayMs)),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames:
          fault === 'other_name'
            ? [{ type: 2, value: 'elsewhere.example' }]
            : [
                { type: 2, value: 'localhost' },
                { type: 7, ip: '127.0.0.1' },
              ],
      },
    ],
  })
  return { key: made.private, certificate: made.cert }
}
