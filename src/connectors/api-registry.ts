import type { ApiConnector } from './api-connector.ts'
import { genericRest } from './generic-rest/connector.ts'

/** Every connector that reads a system over its interface, by its folder's name in order. */
export const apiConnectors: readonly ApiConnector[] = [genericRest]
