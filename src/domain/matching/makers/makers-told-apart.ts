import { makersIn } from '#domain/matching/maker-table.ts'

/** Companies that are listed for their name alone: it is one letter off another's, or another's with a word behind it. */
export const toldApartMakers = makersIn(`
  # Of clinics and laboratories.
  Quest Diagnostics
  Quest Medical
  Comet Group = comet, comet yxlon
  Contronics
  Medite
  Hamilton Beach
  Mitsubishi Chemical
  Conventus Orthopaedics
  Integra Biosciences
  Biolife Solutions
  Ascon Tecnologic
  Oxford Immunotec
  Delta Dore
  Sigma Designs
  Sigma Koki

  # Of buildings, networks and computers.
  Qualcomm
  Adcon Telemetry = adcon
  Comet System
  Mercury Systems = mercury computer systems
  Mitsubishi Heavy Industries
  Mitsubishi Motors
  Hitachi Kokusai Electric = hitachi kokusai
  Toshiba Elevator
  Toshiba Mitsubishi-Electric = tmeic
  Carrier Access
  Intelbras
  Eltex
  ELECOM
  Synaptics
  Vasion = printerlogic
  Wondershare
  SourceForge
  Swisscom
  SoftMaker
  DATEV
  Aztech
  AirLive = ovislink
  ASPEED
  AREVA
  Deltek
  Atera
  CentraLite
  Clorius Controls
  Planex
  Keeper Security
  Mastercard
  Automattic
  Altran
  Ariba
  Atcom
  Nextcloud
  Realtek
  Tyco Electronics
`)
