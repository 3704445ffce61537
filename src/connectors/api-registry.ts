import { activeDirectoryLdap } from './active-directory-ldap/connector.ts'
import type { ApiConnector } from './api-connector.ts'
import { armis } from './armis/connector.ts'
import { atlasCmms } from './atlas-cmms/connector.ts'
import { ciscoIse } from './cisco-ise/connector.ts'
import { clarotyXdome } from './claroty-xdome/connector.ts'
import { genericRest } from './generic-rest/connector.ts'
import { nozomi } from './nozomi/connector.ts'
import { servicenow } from './servicenow/connector.ts'
import { snipeIt } from './snipe-it/connector.ts'

/** Every connector that reads a system over its interface, by its folder's name in order. */
export const apiConnectors: readonly ApiConnector[] = [
  activeDirectoryLdap,
  armis,
  atlasCmms,
  ciscoIse,
  clarotyXdome,
  genericRest,
  nozomi,
  servicenow,
  snipeIt,
]
