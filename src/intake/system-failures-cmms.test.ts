import { apiConnectors } from '#connectors/api-registry.ts'
import { trySystems } from '#tests/support/try-systems.ts'

const registers = ['servicenow', 'atlas-cmms', 'snipe-it']
await trySystems(apiConnectors.filter(({ id }) => registers.includes(id)))
