import { makersIn } from '#domain/matching/maker-table.ts'

/** Buildings: automation, air, fire, lifts, light, meters, power, water. Facts from public announcements. */
export const buildingMakers = makersIn(`
  # Automation, heating, air.
  +bakerhughes = ge sensing
  +kieback = k&p, kieback u peter
  +siemens = sbt
  +johnsoncontrols = johnson control, johnson controls international < easyio, foghorn, ruskin, lux products
  +bosch ~ johnson controls hitachi
  +honeywell < bw technologies, zellweger analytics, videofied, nextnine, friedland, ex-or, ultrak
  +siemens < comfy, building robotics, danfoss fire safety, powers regulator
  +schneider < uniflair, veris industries, planon, elko, digital electronics corporation
  +abb < jokab safety, newave, niessen, bailey controls, hartmann braun, zenith controls
  +carel < recuperator, hygromatik, enginia, kiona, senva
  +danfoss < vacon, sauer-danfoss, eaton hydraulics
  +daikin < goodman, amana hvac, zanotti
  Regin = ab regin
  FläktGroup = flakt woods
  IMI Hydronic Engineering = imi hydronic < heimeier, ta hydronics, pneumatex
  Neuberger Gebäudeautomation = neuberger
  Setra Systems = setra
  TSI Incorporated
  Ralliant < tektronix, qualitrol, setra ~ fortive
  Price Industries < antec controls

  # Light, switches, shades.
  Lutron = lutron electronics < ketra
  Weinzierl Engineering = weinzierl
  Somfy < overkiz
  Savant < ge lighting
  Current Lighting = ge current, current powered by ge < hubbell lighting
  +signify < genlyte, wiz connected

  # Fire.
  +halma < izi medical, apollo fire detectors, advanced electronics, firetrace, static systems, texecom, crowcon, avire, ampac, global fire equipment, fire fighter enterprises
  Kentec Electronics = kentec
  INIM Electronics = inim
  +interlogix < aritech, casi-rusco, caddx, kalatel, sentrol
  +kidde = kidde global solutions < aritech, gst, edwards signaling
  +eaton < menvier, scantronic, cooper safety, fulleon, ceag

  # Lifts and gates.
  FAAC < hub parking, zeag, magnetic autocontrol

  # Meters.
  Itron < actaris, silver spring networks
  Diehl Metering = hydrometer, sappel
  Janitza = janitza electronics
  Electro Industries = electro industries gaugetech, gauge tech
  Gossen Metrawatt = gmc instruments, gmc-i
  Dranetz = dranetz bmi
  Bender = dipl ing w bender < post glover lifelink

  # Power.
  +vertiv < cyclades, cybex computer products
  AEG Power Solutions = aeg ps
  Online USV-Systeme = online usv
  Kehua Data = kehua tech, xiamen kehua
  Voltronic Power = voltronic
  PowerWalker = bluewalker
  nVent < enlogic, schroff, hoffman enclosures, erico
  Western Telematic = wti
  BayTech = bay technical associates
  Synaccess Networks = synaccess
  Chatsworth Products = cpi chatsworth
  Minuteman Power Technologies = para systems, minuteman ups
  +vertiv < itwatchdogs, it watchdogs, great lakes data racks
  RLE Technologies = rle
  Rehlko = kohler energy, kohler power, kohler power systems < sdmo
  Rolls-Royce Power Systems = mtu onsite energy, mtu friedrichshafen

  # Gas, water, kitchens.
  +xylem < lowara, flygt, siemens water technologies
  Grünbeck = gruenbeck
  Elga LabWater = elga veolia, veolia water elga
`)
