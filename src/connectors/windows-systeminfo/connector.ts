import { z } from 'zod'
import { type ConnectorContext, defineConnector, type InputFile, type Inspection } from '#connectors/connector.ts'
import { AppError } from '#platform/errors.ts'
import { decodeReport, largestReport, readReport, type WindowsReport } from './systeminfo.ts'

const Settings = z.object({
  fileNameIs: z
    .enum(['nothing', 'assetTag', 'serialNumber'])
    .default('nothing')
    .meta({
      title: 'The file’s name is',
      description:
        'Windows does not say which device it runs in. Name each file by the asset tag or serial number (A-1234.txt), and it joins the device of that number.',
      optionTitles: {
        nothing: 'Nothing that identifies it',
        assetTag: 'The asset tag',
        serialNumber: 'The serial number',
      },
    }),
})

/** Reads what Windows says of itself: its edition and build, and the updates that are installed. */
export const windowsSysteminfo = defineConnector({
  id: 'windows-systeminfo',
  title: 'Windows systeminfo',
  summary: 'What systeminfo or wmic qfe prints on a Windows device: its edition, its build and the installed updates.',
  extensions: ['.txt', '.log'],
  reads: 'report',
  role: 'observer',
  config: Settings,

  recognises: (head, name) => /\.(?:txt|log)$/i.test(name) && readReport(decodeReport(head)) !== undefined,

  guard: (file) => {
    let bytes = 0
    return (piece) => {
      bytes += piece.length
      if (bytes > largestReport) throw tooLarge(file)
    }
  },

  async inspect(context): Promise<Inspection> {
    const { claims, raw, remarks } = await open(context)
    const of = (name: string) => ({
      name,
      samples: [raw[name] ?? ''].filter(Boolean).map((text) => text.slice(0, 120)),
    })
    return {
      headerRow: 1,
      columns: [
        { ...of('Host name'), attribute: 'hostname', confidence: 1 },
        ...(claims.operatingSystem ? [{ ...of('OS name'), attribute: 'operatingSystem' as const, confidence: 1 }] : []),
        ...(claims.installedUpdates
          ? [{ ...of('Hotfixes'), attribute: 'installedUpdates' as const, confidence: 1 }]
          : []),
      ],
      format: { report: claims.operatingSystem ? 'systeminfo' : 'wmic qfe' },
      ambiguousDates: [],
      remarks,
      rows: 1,
    }
  },

  async *collect(context) {
    const { config, file, log, now } = context
    const { hostname, claims, raw, remarks } = await open(context)
    const named = file.name.replace(/\.[^.]*$/, '').trim()
    const identity =
      config.fileNameIs === 'nothing' || named === '' ? {} : ({ [config.fileNameIs]: named } as Record<string, string>)
    log.info({ updates: claims.installedUpdates?.length ?? 0, remarks: remarks.length }, 'A report of Windows was read')
    yield {
      kind: 'observation',
      position: file.name,
      observation: {
        sourceKey: config.fileNameIs === 'nothing' ? `host:${hostname.toLowerCase()}` : `file:${named.toLowerCase()}`,
        observedAt: now().toISOString(),
        claims: { ...claims, ...identity },
        raw: { ...raw },
      },
    }
  },
})

async function open({ file, signal }: Pick<ConnectorContext<unknown>, 'file' | 'signal'>): Promise<WindowsReport> {
  if (file.bytes > largestReport) throw tooLarge(file)
  const pieces: Buffer[] = []
  for await (const piece of file.stream()) {
    if (signal?.aborted) throw new AppError('cancelled', 'Reading the file was cancelled. Start the import again.')
    pieces.push(piece as Buffer)
  }
  const report = readReport(decodeReport(Buffer.concat(pieces)))
  if (report) return report
  throw new AppError(
    'unreadable',
    `The file ${file.name} is no whole output of systeminfo or of wmic qfe list: it may be cut off. Write it again with: systeminfo > name.txt.`,
  )
}

const tooLarge = ({ name }: Pick<InputFile, 'name'>) =>
  new AppError('hostile_file', `The file ${name} is far longer than what systeminfo prints. It is refused.`)
