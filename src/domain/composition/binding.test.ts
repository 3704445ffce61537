import { expect, test } from 'vitest'
import { modelsIn } from './binding.ts'

test.each([
  ['MVR435, MVR436; MVR450', ['MVR435', 'MVR436', 'MVR450']],
  ['Valve 100, 200 and 300', ['Valve 100', 'Valve 200', 'Valve 300']],
  ['Valve 100, Valve 200, and Valve 300', ['Valve 100', 'Valve 200', 'Valve 300']],
  ['Valve 100', ['Valve 100']],
  ['Valve 100, with touchscreen', ['Valve 100, with touchscreen']],
  ['Valve and Pump', ['Valve and Pump']],
])('the models that %j names are told apart', (model, models) => expect(modelsIn(model)).toEqual(models))
