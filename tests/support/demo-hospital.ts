import { rmSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Role } from '#model/access.ts'
import { root } from '#tools/steps.ts'
import { startHomeostat } from './running-homeostat.ts'
import { join, setUp } from './signed-in.ts'

export interface DemoHospital {
  readonly url: string
  readonly people: Readonly<Record<'administrator' | 'technician' | 'viewer', Credentials>>
}

interface Credentials {
  readonly email: string
  readonly password: string
}

declare module 'vitest' {
  interface ProvidedContext {
    demoHospital: DemoHospital
  }
}

/** Riverside General as `npm start` loads it, once for all tests that only look at it. */
export async function setup({ provide }: TestProject) {
  rmSync(path.join(root, '.cache/e2e'), { recursive: true, force: true })
  const homeostat = await startHomeostat()
  try {
    if (!homeostat.setUpLink) throw new Error('No set-up link was printed.')
    const administrator = await setUp(homeostat.setUpLink)
    const invite = (role: Role, name: string) => join(homeostat.url, administrator, role, name)
    const technician = await invite('technician', 'Tess Technician')
    const viewer = await invite('viewer', 'Vic Viewer')
    const credentials = ({ email, password }: Credentials) => ({ email, password })
    provide('demoHospital', {
      url: homeostat.url,
      people: {
        administrator: credentials(administrator),
        technician: credentials(technician),
        viewer: credentials(viewer),
      },
    })
  } catch (error) {
    await homeostat.stop()
    throw error
  }
  return () => homeostat.stop()
}
