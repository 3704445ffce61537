import type { z } from 'zod'
import type { Component } from '#model/component.ts'
import type { Sbom, SbomRemark } from '#model/sbom.ts'
import { bindToFormattedString, readCpe } from '#standards/cpe/cpe.ts'
import { buildPurl, purlText, readPurl } from '#standards/purl/purl.ts'

// What CycloneDX and SPDX have in common on their way into our words.

export type ReadSbom =
  | {
      readonly sbom: Sbom
      /** Of each `bom-ref` among the components, -1 for the subject; absent where the form has none. */
      readonly places?: ReadonlyMap<string, number>
    }
  | { readonly error: string }

/** More than any device holds (an image of a whole server has some ten thousand), and few enough to be read in seconds. */
export const mostComponents = 50_000
/** Remarks beyond these are counted, not told. */
const mostRemarks = 500

/** One line of plain text: no control or direction characters, nothing endless. What looks like markup is text. */
export function plain(value: string | null | undefined, longest = 300): string {
  const text = (value ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim()
  return text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text
}

export class Remarks {
  readonly #all: SbomRemark[] = []
  #untold = 0

  add(part: SbomRemark['part'], name: string, reason: string) {
    if (this.#all.length < mostRemarks) this.#all.push({ part, name: plain(name, 120), reason: plain(reason, 400) })
    else this.#untold++
  }

  get told(): SbomRemark[] {
    if (this.#untold === 0) return this.#all
    return [
      ...this.#all,
      { part: 'bill', name: '', reason: `${this.#untold} more remarks of this kind are not listed.` },
    ]
  }
}

export interface Named {
  readonly name: string
  readonly version?: string | undefined
  readonly supplier?: string | undefined
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  readonly swid?: { readonly tagId: string; readonly name: string; readonly version: string } | undefined
}

export function toComponent(named: Named, remarks: Remarks): Component {
  const name = plain(named.name)
  return {
    name,
    version: plain(named.version, 120),
    supplier: plain(named.supplier),
    purl: purlOf(named, name, remarks),
    cpe: cpeOf(named.cpe, name, remarks),
  }
}

function purlOf({ purl, swid }: Named, name: string, remarks: Remarks): string {
  if (purl) {
    const read = readPurl(purl)
    if (read.ok) return purlText(read.purl)
    remarks.add('component', name, `Its package URL is not used: ${read.reason}.`)
  }
  if (!swid) return ''
  const built = buildPurl({
    type: 'swid',
    name: swid.name || name,
    version: swid.version,
    qualifiers: { tag_id: swid.tagId },
  })
  return built.ok ? purlText(built.purl) : ''
}

function cpeOf(cpe: string | undefined, name: string, remarks: Remarks): string {
  if (!cpe) return ''
  const read = readCpe(cpe)
  if (read.ok) return bindToFormattedString(read.name)
  remarks.add('component', name, `Its CPE name is not used: ${read.reason}.`)
  return ''
}

export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'the entry'}: ${issue.message}` : 'unreadable'
}
