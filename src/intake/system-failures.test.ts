import { apiConnectors } from '#connectors/api-registry.ts'
import { trySystems } from '#tests/support/try-systems.ts'

const elsewhere = ['servicenow', 'atlas-cmms', 'snipe-it', 'claroty-xdome', 'armis', 'nozomi']
await trySystems(apiConnectors.filter(({ id }) => !elsewhere.includes(id)))
