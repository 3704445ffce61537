import { apcSmartUps } from './apc-smart-ups.ts'
import { baxterSpectrum } from './baxter-spectrum.ts'
import { bbraunSpace } from './bbraun-space.ts'
import { bdAlaris } from './bd-alaris.ts'
import { bdPyxis } from './bd-pyxis.ts'
import { contecCms8000 } from './contec-cms8000.ts'
import { geMonitoring } from './ge-monitoring.ts'
import { hillromConnex } from './hillrom-connex.ts'
import { hospiraInfusionPumps } from './hospira-infusion-pumps.ts'
import { medtronicProgrammers } from './medtronic-programmers.ts'
import { natusNeuroworks } from './natus-neuroworks.ts'
import { philipsIntelliSpacePortal } from './philips-intellispace-portal.ts'
import { philipsIntelliVue } from './philips-intellivue.ts'
import { philipsPicIx } from './philips-pic-ix.ts'
import { philipsVeradius } from './philips-veradius.ts'
import { siemensLog4shell } from './siemens-log4shell.ts'
import { smithsMedfusion } from './smiths-medfusion.ts'
import type { Statement } from './statement.ts'
import { swisslogTranslogic } from './swisslog-translogic.ts'

export const statements: readonly Statement[] = [
  apcSmartUps,
  baxterSpectrum,
  bbraunSpace,
  bdAlaris,
  bdPyxis,
  contecCms8000,
  geMonitoring,
  hillromConnex,
  hospiraInfusionPumps,
  medtronicProgrammers,
  natusNeuroworks,
  philipsIntelliSpacePortal,
  philipsIntelliVue,
  philipsPicIx,
  philipsVeradius,
  siemensLog4shell,
  smithsMedfusion,
  swisslogTranslogic,
]
