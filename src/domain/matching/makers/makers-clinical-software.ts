import { makersIn } from '#domain/matching/maker-table.ts'

/** Software houses of clinics: records, pictures, laboratories, integration, care at a distance. Facts from public announcements. */
export const clinicalSoftwareMakers = makersIn(`
  # Records, America.
  +roper < cbord, softwriters, strata decision
  +mckesson < hboc, mckesson hboc
  +meditech < lss data systems
  +nextgen = quality systems inc, qsi
  athenahealth < virence health, epocrates, razorinsights ~ ge
  eClinicalWorks = ecw, eclinical works
  Greenway Health = greenway medical < vitera, vitera healthcare, sage healthcare, successehs
  MEDHOST = healthcare management systems
  Netsmart Technologies = netsmart
  PointClickCare < collective medical, patientping
  +wellsky < careport, kinnser, tapcloud
  Inovalon < ability network
  Tebra = kareo, patientpop
  CareCloud = mtbc < medsphere
  Medsphere < wellsoft
  Surgical Information Systems < sourcemedical, amkai
  Medical Informatics Corp = sickbay
  AirStrip Technologies = airstrip
  symplr < halo health, greenlight medical
  +trane < nuvolo
  +trubridge < american healthtech
  Infor < lawson software, quovadx, healthvision * infor cloverleaf
  InterSystems = trakhealth

  # Records, Europe.
  i-SOLUTIONS Health
  Mesalvo < meierhofer, i-solutions health
  +nexusag < marabu, marabu edv, e&l medical systems, osm vertrieb
  +compugroup = cgm clinical, compu group medical < antek healthware, schuyler house, vision4health, medico
  Deutsche Telekom = t-systems, telekom healthcare * imedone
  COPRA System = copra
  ICT Healthcare Technology = ict healthcare technology solutions < bma mosos
  GPI Group = gpi spa < riedl, insiel mercato
  Maincare Solutions = maincare
  Softway Medical < edl
  Evolucare Technologies = evolucare
  Equasens = pharmagest < malta informatique, axigate
  EMIS Group = emis health, egton medical information systems < ascribe, rx systems
  +optum < emis
  TPP = the phoenix partnership * systmone
  System C Healthcare = system c < graphnet, liquidlogic, jac computer services
  Alcidion < silverlink, extramed, patientrack
  Magentus = citadel health < wellbeing software, kestral
  Wellbeing Software = healthcare software solutions, euroking
  Cambio Healthcare Systems = cambio
  Tietoevry = tieto, evry
  Omda = csam, csam health
  +getinge < cetrea

  # Pictures.
  +radnet < erad
  +mach7 < client outlook
  +nuance < accelarad, winscribe, primordial
  +philips < vitalhealth
  Aspyra = creative computer applications
  NucleusHealth = statrad
  Laurel Bridge Software = laurel bridge
  PaxeraHealth = paxeramed, paxera
  ConcertAI < terarecon
  Zebra Medical Vision
  Nanox = nano-x imaging < zebra medical vision, usarad
  Viz.ai = viz
  Qure.ai = qure
  Pie Medical Imaging
  Delft Imaging = delft imaging systems < rogan-delft

  # Laboratories.
  Dorner Health IT = dorner
  +labvantage < software point

  # Care at a distance.
  Amwell = american well < avizia, aligned telehealth, conversa health
  Collette Health = medsitter

  # Under the name of Philips by licence alone.
  Speech Processing Solutions = philips speech, philips dictation, philips speech processing * speechmike
`)
