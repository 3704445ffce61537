import { parseArgs } from 'node:util'
import { writeKit } from './generate.ts'
import { type SettingName, settings, sourceNames, sourcesOf, withRates } from './settings.ts'

const usage = `node bench/identity/main.ts --out DIR [--setting easy|usual|hard] [--seed 1] [--devices 2000]
  [--sources 5]           a number from 1 to 7, or names: ${sourceNames.join(',')}
  [--rate NAME=SHARE]     one rate other than the setting's; may be given several times
  [--today 2026-11-16]    the day of the exports`

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      setting: { type: 'string', default: 'usual' },
      seed: { type: 'string', default: '1' },
      devices: { type: 'string', default: '2000' },
      sources: { type: 'string', default: '5' },
      rate: { type: 'string', multiple: true, default: [] },
      today: { type: 'string', default: '2026-11-16' },
    },
  })
  if (!values.out) throw new Error('--out names the folder to write to')
  if (!(values.setting in settings)) throw new Error(`There is no setting ${values.setting}: easy, usual or hard`)
  const [seed, devices] = [Number(values.seed), Number(values.devices)]
  if (!Number.isSafeInteger(seed)) throw new Error('--seed is a whole number')
  if (!(Number.isSafeInteger(devices) && devices > 0 && devices <= 4_000_000))
    throw new Error('--devices is a whole number from 1 to 4000000')
  if (!/^\d{4}-\d\d-\d\d$/.test(values.today) || Number.isNaN(Date.parse(values.today)))
    throw new Error('--today is a day, as 2026-11-16')
  const setting = values.setting as SettingName
  const sources = sourcesOf(values.sources)
  const rates = withRates(setting, values.rate)
  console.log(
    JSON.stringify(writeKit(values.out, setting, { seed, devices, today: values.today, rates, sources }), null, 2),
  )
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
