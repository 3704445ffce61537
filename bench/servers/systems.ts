import { armisApi } from './armis-api.ts'
import { atlasApi } from './atlas-api.ts'
import { iseApi } from './ise-api.ts'
import { type DomainController, domainController } from './ldap-server.ts'
import { nozomiApi } from './nozomi-api.ts'
import { restApi, type SimulatedSystem } from './rest-api.ts'
import { serviceNowApi } from './servicenow-api.ts'
import { snipeItApi } from './snipe-it-api.ts'
import { xdomeApi } from './xdome-api.ts'

/** By connector: a simulated system that takes the one secret, and no other. */
export const simulatedSystems: Readonly<Record<string, (secret: string) => SimulatedSystem | DomainController>> = {
  'active-directory-ldap': domainController,
  armis: armisApi,
  'atlas-cmms': atlasApi,
  'cisco-ise': iseApi,
  'claroty-xdome': xdomeApi,
  'generic-rest': (secret) => restApi({ secret }),
  nozomi: nozomiApi,
  servicenow: serviceNowApi,
  'snipe-it': snipeItApi,
}
