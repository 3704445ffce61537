import { makersIn } from '#domain/matching/maker-table.ts'

/** Computers, screens, printers, readers, tags, storage, and the software that runs them. Facts from public announcements. */
export const computingMakers = makersIn(`
  # Computers, thin clients, panels.
  Diebold Nixdorf = wincor nixdorf, diebold, wincor
  +fujitsu < nixdorf ~ siemens nixdorf informationssysteme
  +dell = emc2 < credant, appassure, perot systems, iomega
  +hp < bromium, neoware, vyopta
  +lenovo = ibm xseries < medion
  +asus < aaeon
  +kontron = s&t ag < iskratel, katek
  +zebra < motion computing
  IGEL = igel technology < stratodesk
  10ZiG = 10zig technology, boscom
  AAEON
  IEI Integration = iei, icp electronics
  Avalue Technology = avalue
  congatec < jumptec
  Portwell = american portwell
  Eurotech < advanet, inonet
  Penguin Solutions < stratus technologies, penguin computing
  Elo Touch Solutions = elo touch, elo touchsystems, elotouch, elo
  Planar Systems = planar
  +barco < fimi, jaotech, awind
  +canon < oce, voxar
  +eizo < siemens display technologies
  Jusha = nanjing jusha
  Kramer Electronics = kramer
  Panduit < atlona
  Stratacache < scala
  Poppulo = four winds interactive
  Uniguest < onelan, tripleplay, mvix
  VITEC < exterity, optibase
  ATEN = aten international < iogear
  Adder Technology = adder

  # Printers, labels, readers, tags.
  +printronix < tallygenicom, tally genicom
  +zebra < psion teklogix, teklogix
  +brady < codecorporation, magicard, nordic id, precision dynamics, pdc healthcare
  +brother < domino printing sciences
  +konica < muratec
  +tscprinters < bluebird
  +hid < bluvision, guardrfid, guard rfid, vizzia technologies, omni-id, access-is
  +nds < jadak, thingmagic, world of medicine, w o m world of medicine
  Toshiba TEC = toshiba tec corporation, toshiba
  Kodak Alaris
  CognitiveTPG = cognitive tpg, axiohm
  Avery Dennison < paxar, monarch marking
  Seiko Instruments
  Dai Nippon Printing = dnp
  Newland Auto-ID = newland, newland aidc
  FEIG Electronic = feig
  Checkpoint Systems

  # Storage, backup, servers' software.
  +mentor < accelerated technology
  UKG = kronos, ultimate kronos group, ultimate software
  +netapp < bycast, instaclustr, spot by netapp
  +westerndigital < fusion-io, stec
  +progress < marklogic
  +hcl < lotus, actian
  +ibm < informix, cognos, filenet, tivoli, hashicorp, instana, turbonomic, internet security systems, rational software
  +opentext < vertica, arcsight, borland, serena software, guidance software, hummingbird
  +connectwise < continuum managed services, axcient, labtech
  +quest < bakbone, vizioncore, one identity
  Quantum Corporation < adic, pivot3, activescale
  Overland-Tandberg = overland storage, tandberg data
  DataDirect Networks = ddn < tintri, nexenta
  DataCore Software = datacore < caringo, starwind
  Arcserve < storagecraft
  Acumera < scale computing
  Alludo = corel < parallels, winzip
  SAP < sybase, businessobjects
  Idera < embarcadero
  Zoho = manageengine, zoho manageengine, adventnet
  NinjaOne = ninjarmm
  Impero Software = impero < netop
  Famatech = radmin
  Eclipse Foundation = eclipse

  # Under the name of Philips by licence alone.
  TPV Technology = tp vision, mmd monitors, ppds, philips professional display solutions
`)
