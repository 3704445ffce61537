import { apiConnectors } from '#connectors/api-registry.ts'
import { trySystems } from '#tests/support/try-systems.ts'

const platforms = ['claroty-xdome', 'armis', 'nozomi']
await trySystems(apiConnectors.filter(({ id }) => platforms.includes(id)))
