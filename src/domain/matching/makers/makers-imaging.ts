import { makersIn } from '#domain/matching/maker-table.ts'

/** X-ray, MRI, ultrasound, nuclear medicine, radiotherapy, contrast, nerves. Facts from public announcements. */
export const imagingMakers = makersIn(`
  # X-ray and CT.
  +schiller < bruker odam
  +esaote = ansaldo esaote
  +ge = ge ultraschall < sopha medical
  +toshibamedical = tams
  +siemens * arcadis avantic, axiom artis, siremobil, ysio max, uroskop, cios alpha
  +philips < dia imaging, dia imaging analysis * brilliance ict, ingenuity ct, ingenia ambition, allura xper, epiq 7, digitaldiagnost
  +ge < viewpoint bildverarbeitung * optima xr220, discovery ct750, vivid e95, venue go, revolution ct, innova igs
  +canon < nordisk rontgen teknik, nrt * aquilion, alphenix, infinix
  +fujifilm * fdr go, fcr capsula, arietta
  +hitachi * prosound
  +shimadzu < core medical imaging, california x-ray imaging services * mobiledart, radspeed
  +samsungmedison * accuvix
  +carestream * drx-revolution, drx-evolution, directview
  +konica * aerodr
  +nipro < infraredx
  Summit Industries = amrad, amrad medical
  +trivitron < kiran medical systems, kiran, labsystems diagnostics
  Skanray = larsen & toubro medical equipment < compagnia elettronica italiana, pricol medical, l&t medical
  OR Technology = oehm und rehbein, oehm rehbein
  +swissray < norland
  BeamMed = sunlight medical
  Stratec Medizintechnik
  KUB Technologies = kubtec
  Koning Health = koning
  RadNet = deephealth < icad, aidence, quantib, kheiron, kheiron medical, see-mode

  # Nuclear medicine.
  +ge < medi-physics
  Catalyst MedTech = ttg imaging solutions, ttg imaging < digirad
  Dilon Technologies = dilon
  Lantheus < exini
  Jubilant Radiopharma = jubilant draximage, draximage
  Berthold Technologies = berthold
  Ludlum Measurements = ludlum
  Sotera Health = nordion, sterigenics, mds nordion, nelson labs

  # Radiotherapy.
  +varian * truebeam, clinac, halcyon varian
  +accuray * cyberknife, radixact
  +elekta * mosaiq, leksell
  +bestmedical = team best < best theratronics, theratronics, nomos
  Perspective Therapeutics = isoray
  Sensus Healthcare = sensus srt
  +radformation < limbus ai
  +lap < lifeline software
  CQ Medical < qfix ~ civco

  # MRI and its rooms.
  ASG Superconductors < paramed
  Aspect Imaging
  NordicNeuroLab = nordic neuro lab

  # Contrast and vessels.
  +merit < endogastric solutions
  +bayer * medrad stellant, medrad mrxperion
  +angiodynamics < navilyst, navilyst medical, rita medical, eximo medical
  +merit < biosphere medical, thomas medical, cianna medical
  Seacrown = shenzhen seacrown
  Antmed = shenzhen antmed

  # Ultrasound and vessels by sound.
  Mcube Technology = mcube
  Well.D = shenzhen well d, welld
  Kaixin = xuzhou kaixin
  Hokanson = d e hokanson
  +cooper < summit doppler

  # Nerves and brain.
  ANT Neuro = eemagine
  g.tec = g tec medical engineering, guger technologies
  Inomed Medizintechnik = inomed
  Alpha Omega Engineering = alpha omega
  FHC
  Curonix = stimwave
  Blackrock Neurotech = blackrock microsystems
  Somatics = thymatron
  +neuronetics < greenbrook
`)
