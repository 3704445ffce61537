import { cycloneDxFromXml } from '#standards/cyclonedx/from-xml.ts'
import { readCycloneDx } from '#standards/cyclonedx/read-cyclonedx.ts'
import { readSpdx, readSpdxText } from '#standards/spdx/read-spdx.ts'
import type { ReadSbom } from './words.ts'

/** Reads a software bill of materials, whichever of the forms it has: CycloneDX JSON or XML, SPDX JSON or tag-value. */
export function readSbom(text: string): ReadSbom {
  const start = text
    .slice(0, 2000)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start === '') return { error: 'The file is empty. Choose the bill of materials again.' }
  if (start.startsWith('<')) {
    const document = cycloneDxFromXml(text.replace(/^\uFEFF/, '').trimStart())
    if (typeof document === 'string') return { error: `This XML cannot be read. ${document}` }
    return document
      ? readCycloneDx(document)
      : {
          error:
            'This XML is no CycloneDX bill (or it is a web page). Ask the manufacturer for CycloneDX, or for SPDX as JSON or tag-value.',
        }
  }
  if (/^(?:#.*\n\s*)*SPDXVersion\s*:/.test(start)) return readSpdxText(text.replace(/^\uFEFF/, ''))
  if (!start.startsWith('{'))
    return {
      error: 'This is no bill of materials: it is neither CycloneDX (JSON or XML) nor SPDX 2.3 (JSON or tag-value).',
    }
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { error: `The file is no sound JSON, it may be cut off: ${(error as Error).message.slice(0, 200)}` }
  }
  const { bomFormat, spdxVersion, '@context': context } = document as Record<string, unknown>
  if (bomFormat === 'CycloneDX') return readCycloneDx(document)
  if (typeof spdxVersion === 'string') return readSpdx(document)
  if (typeof context === 'string' && context.includes('spdx.org'))
    return { error: 'This document follows SPDX 3; SPDX 2.2 and 2.3 are read. Ask for one of these, or convert it.' }
  return {
    error:
      'This JSON is no bill of materials: it has neither "bomFormat": "CycloneDX" nor an "spdxVersion". Choose another file.',
  }
}
