import type { FindingState } from './finding.ts'

/** What an observation, a person or an undone import did to one device. The loop hands it from module to module. */
export interface DeviceChange {
  readonly deviceId: string
  /** Null for a device that is new. */
  readonly before: DeviceStanding | null
  readonly after: DeviceStanding
  /** The observations that made the change; empty where one was taken back. */
  readonly observationIds: readonly string[]
  /** When the newest of them was seen. */
  readonly observedAt: string
  /** True where something read the device itself (a sensor, a platform, a person beside it), not only a register. */
  readonly isRead: boolean
  /** `MDSP export`: for the reason in the history. */
  readonly sourceName: string
  /** Vulnerabilities of findings that came from another device: judged as if this one had left the configuration that keeps them. */
  readonly broughtVulnerabilityIds?: readonly string[]
}

export interface DeviceStanding {
  readonly configurationId: string
  readonly contextId: string
  readonly isActive: boolean
  /** When the device joined the configuration. */
  readonly configurationSince?: string
}

/** What a change meant for one finding that was open, or had been. */
export interface FindingMove {
  readonly deviceId: string
  readonly vulnerabilityId: string
  /**
   * fixed: proven. contradicted: claimed, yet seen unfixed afterwards. cleared: it turned out that the device is not
   * affected, with nothing done to it (another product than thought, a revised advisory).
   */
  readonly kind: 'fixed' | 'reopened' | 'contradicted' | 'cleared'
  readonly before: FindingState | null
  readonly after: FindingState
  /** A sentence for the history: `MDSP export read version 9.19 on 2026-11-18; the advisory says < 9.19`. */
  readonly reason: string
  readonly observationIds: readonly string[]
}
