import { restApi, type SimulatedSystem } from './rest-api.ts'

/** By connector: a simulated system that takes the one secret, and no other. */
export const simulatedSystems: Readonly<Record<string, (secret: string) => SimulatedSystem>> = {
  'generic-rest': (secret) => restApi({ secret }),
}
