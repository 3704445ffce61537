import { type Model, models } from '#bench/hospital/catalogue.ts'
import { type MakerId, makers } from '#bench/hospital/makers.ts'
import type { Random } from '#bench/hospital/random.ts'
import type { TrueDevice } from './fleet.ts'
import type { Rates } from './settings.ts'
import type { Trap } from './told.ts'

/** Names that a maker had before it was bought or renamed. */
const former = new Set([
  'Agilent',
  'ALARIS',
  'American Power Conversion',
  'AMSCO',
  'Arizant',
  'CareFusion',
  'Covidien',
  'Hospira',
  'Kodak',
  'Medex',
  'Nellcor',
  'Physio-Control',
  'Puritan Bennett',
  'PURITAN-BENNETT',
  'Sigma',
  'St. Jude Medical',
  'ST JUDE',
  'TRANSLOGIC',
  'XLTEK',
])

interface Names {
  readonly maker: string
  readonly model: string
  /** What a person understands of them. */
  readonly told: { readonly maker: MakerId | null; readonly model: string | null }
}

/** How the lists of the first hospitals and of purchasing spell maker and model: by hand. */
export function typedNames(device: TrueDevice, draw: Random, rates: Rates, traps: Trap[]): Names {
  const { model } = device
  const spelt = makers[model.maker].cmms
  return names(device, draw, rates, traps, draw.chance(0.7) ? spelt[0]! : draw.pick(spelt), () => {
    const names = typedModels(model)
    return draw.chance(0.6) ? names[0]! : draw.pick(names)
  })
}

/** How the merged hospitals do: full company names, models in capitals. */
export function mergedNames(device: TrueDevice, draw: Random, rates: Rates, traps: Trap[]): Names {
  const { model } = device
  const maker = makers[model.maker]
  const spelt = [maker.name, maker.name.toUpperCase(), `${maker.name}, Inc.`, maker.mdsp]
  return names(device, draw, rates, traps, draw.pick(spelt), () => draw.pick(mergedModels(model)))
}

/** How a platform does that knows devices by their traffic. */
export function platformNames(device: TrueDevice, draw: Random, rates: Rates, traps: Trap[]): Names {
  return names(
    device,
    draw,
    rates,
    traps,
    makers[device.model.maker].mdsp,
    () => device.model.mdsp ?? device.model.name,
  )
}

const typedVagueWords: readonly string[] = ['', 'SEE NOTES', 'UNKNOWN']

function names(
  { model }: TrueDevice,
  draw: Random,
  rates: Rates,
  traps: Trap[],
  maker: string,
  spell: () => string,
  vagueWords = typedVagueWords,
): Names {
  const noMaker = draw.chance(rates.makerMissing)
  const vague = draw.chance(rates.modelVague)
  if (noMaker) traps.push('maker_missing')
  else if (former.has(maker)) traps.push('maker_renamed')
  if (vague) traps.push('model_vague')
  return {
    maker: noMaker ? '' : maker,
    model: vague ? draw.pick([...vagueWords, model.kind.split(',')[0]!]) : spell(),
    told: { maker: noMaker ? null : model.maker, model: vague ? null : model.id },
  }
}

const typedModels = (model: Model) => model.cmms ?? [model.name]
const mergedModels = (model: Model) => [model.name, model.name.toUpperCase(), typedModels(model).at(-1)!]

/** Every spelling that a resolver may answer with: by model, those of its maker and of itself. */
export function acceptedNames(): readonly {
  readonly id: string
  readonly manufacturer: string[]
  readonly model: string[]
}[] {
  return models.map((model) => {
    const { name, cmms, mdsp } = makers[model.maker]
    return {
      id: model.id,
      manufacturer: [...new Set([name, mdsp, ...cmms, `${name}, Inc.`])],
      model: [...new Set([model.name, ...typedModels(model), model.mdsp ?? model.name])],
    }
  })
}
