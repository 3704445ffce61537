import { makersIn } from '#domain/matching/maker-table.ts'

/** At the bed: infusion, monitors, ventilation, dialysis, newborns, beds, hearts, sleep, sugar. Facts from public announcements. */
export const bedsideMakers = makersIn(`
  # Infusion and feeding.
  +cardinal < kendall ~ covidien * kendall scd, kangaroo epump
  +bbraun * spaceplus, infusomat space, perfusor space, space infusomat
  +baxter * sigma spectrum, spectrum iq, novum iq, homechoice, sharesource
  +bd * alaris gp, alaris pc unit
  +carefusion * asena
  +cmemedical * niki t34
  +fresenius * optima pt, amika, simplicist
  +icu * plum 360, plum a+, lifecare pca, gemstar, plum duo
  +hospira * symbiq
  +smithsmedical = sims < surgivet, biochem international, jelco
  +insulet * omnipod
  +qcore * sapphire infusion
  +sooil * dana diabecare
  +tandem < sugarmate * t:slim
  +ypsomed * mylife ypsopump
  Woo Young Medical = wooyoung medical, woo young
  InfuSystem < first biomedical
  Flowonix Medical = flowonix
  ViCentra * kaleido
  CamDiab * camaps
  Nutricia = nutricia flocare * flocare

  # Monitors, telemetry, wearables.
  +capsule * 2net
  +fukuda = fukuda me kogyo, fukuda m-e
  +nihonkohden = nikon kohden, nihon kohden tomioka
  +philips = philips patient care, philips monitoring < wheb sistemas, pathxl, direct radiology, ximis, raytel, mini mitter, crux biomedical * suresigns, tempus pro
  +respironics < mini mitter * trilogy evo, dreamstation, bipap a40
  +ge = gehealthcare, ge hc, ge med, ge health < visualization technology, medicalogic, boc ohmeda, api healthcare * apexpro, solar 8000, dash 4000, carestation, panda warmer
  +mindray = mindray medical international, mindray bio medical * passport 12, accutorr, umec, epm 12
  +masimo * rad-8, root masimo, patient safetynet
  +nonin * wristox
  +spacelabs * xhibit, ultraview
  +draeger = drager medical systems, north american drager, north american draeger, dragerwerk lubeck * evita infinity, infinity delta, savina 300, perseus a500
  +nihonkohden * life scope
  +fukuda * dynascope
  +welchallyn = welchalyn, welsh allyn * propaq, connex spot
  Opto Circuits < criticare, cardiacscience, mediaid, eurocor
  Current Health = snap40
  Best Buy Health < current health, greatcall
  Isansys Lifecare = isansys
  Sensium Healthcare = sensium, toumaz
  LifeSignals = life signals
  CareTaker Medical = caretaker
  +smithnephew < leaf healthcare
  G Medical Innovations = g medical
  +irhythm * zio patch, zio xt
  +biotelemetry < universal medical
  ScottCare = scottcare cardiovascular solutions, scottcare cardiovascular < rozinn electronics, rozinn, ambucor
  Vaso Corporation = vasomedical, vaso healthcare
  eResearchTechnology = ert, eresearch technology < biomedical systems, bioclinica
  Schwarzer Cardiotek = schwarzer
  +and = a&d, a and d company, a&d engineering
  +getinge < pulsion medical systems
  +edwards * hemosphere, ev1000, vigileo
  +deltexmedical * cardioq

  # Ventilation, anaesthesia, oxygen, gas.
  +tecme * neumovent
  K. Takaoka = ktk, takaoka
  +drivedevilbiss = sunrise medical devilbiss
  +datexohmeda = engstrom, s5 datex
  +hamilton * hamilton-c1, hamilton-g5, hamilton-t1
  +resmed = res med * astral 150, s9 autoset
  +sentec < percussionaire, swisstom
  Eakin Healthcare = eakin, tg eakin < armstrongmedical
  Flexicare < alliedhealthcare
  +ambu < king systems
  Mercury Medical
  +inogen < physio-assist, physioassist, new aera
  +bpl < penlon
  Niterra = ngk spark plug < caire
  GCE Group = gce healthcare * zen-o
  ESAB < gce
  O2 Concepts = o2concepts
  Linde = linde healthcare, linde gas, linde gas therapeutics, linde gas therapeutics aga, aga linde < praxair, boc gases
  +mallinckrodt * inomax
  Beyond Air * lungfit
  Vero Biotech * genosyl
  O-Two Medical Technologies = o two medical, o two
  Sefam = sefam medical
  CleveMed = cleveland medical devices
  Wellell = apex medical
  +noxmedical < fusionhealth
  +itamar * watchpat
  +vitalograph < morgan scientific
  KoKo = nspire health, ferraris respiratory, pds instrumentation
  Sibelmed = sibel
  +niox = aerocrine
  Timpel Medical = timpel
  Trudell Medical = trudell medical international, monaghan medical

  # Dialysis and apheresis.
  +freseniusmc = fresenius nephrocare < medos medizintechnik, liberty dialysis * 5008 cordiax
  +vantive * artis physio
  +bbraun * dialog iq
  +nikkiso * dbb-exa
  +outset * tablo
  AWAK Technologies = awak
  Evoqua = evoqua water technologies < mar cor
  +xylem < evoqua
  Rockwell Medical = rockwell medical technologies
  +terumo < organox * spectra optia, trima accel
  +haemonetics * cell saver elite, nexsys

  # Newborns and births.
  Neoventa Medical = neoventa
  PeriGen = watchchild
  +halma < perigen
  Clinical Computer Systems = obix
  K2 Medical Systems = k2ms

  # Hearts in an emergency, implants, circulation.
  +covidien = nellcor oximax, aspect bis
  Avante Health Solutions = avante, dre medical
  +cook = william cook europe, cook endoscopy, cook vascular
  +covidien < micro therapeutics
  +bard = bard brachytherapy, bard medical division < davol, angiomed, senorx, neomend
  +stryker = stryker emergency care, stryker sustainability, stryker acute care < nico corporation * lucas 3

  +heartsine * samaritan pad
  +corpuls * corpuls3
  Progetti Medical = progetti
  +microport < hemovent
  +abiomed < breethe, precardia * impella
  Picard Medical < syncardia
  Artivion = cryolife < on-x life technologies, jotec
  Integer = integer holdings, greatbatch, lake region medical < oscor
  +abbott = abbott cardiovascular, abbott heart failure, abbott medical < levitronix, aga medical * merlin@home
  +stjude = st judes, st jude medical cardiac
  +biotronik * cardiomessenger
  +bostonscientific = boston scientific crm, bost sci < claret medical, obsidio, sonivie, bolt medical, devoro medical, veniti, nvision medical, intera oncology, celonova, millipede * latitude nxt
  +medtronic = medtronic cardiovascular, medtronic spine, medtronic ent, medtronic covidien < zephyr technology, wem equipamentos, midas rex, ps medical, bio-medicus, arterial vascular engineering, cardioinsight, lazarus effect, tyrx, salient surgical, sapheon, reverse medical, rf surgical, klue, cathworks, stimgenics, corventis, nayamed, sierra scientific instruments
  +xvivo < organ assist

  # Sugar.
  +embecta = bd diabetes
  +dexcom < sweetspot diabetes, typezero
  +lifescan * onetouch
  +ascensia * contour next
  +novabiomedical * statstrip
  +arkray * glucocard
  +isens < coagusense
  TaiDoc Technology = taidoc, foracare, fora care
  Livongo = livongo health
  +teladoc < livongo
  +ekf * hemo control
  HemoCue
  +senseonics * eversense
  +roche = roche diabetes, roche professional diagnostics

  # Beds, lifts, warming, wounds.
  Owens & Minor = o&m halyard, owens & minor halyard ~ avanos
  +solventum = 3m espe, 3m littmann
  +stiegelmeyer = joh stiegelmeyer
  +hillrom = hill-rom holdings * versacare
  Favero Health Projects = favero
  Umano Medical = umano
  +arjo = getinge arjo
  Talley Group = talley
  +solventum = solventum kci, 3m kci, 3m solventum, 3m medical, 3m his < systagenix, m modal, 3m health information systems * bair hugger, v.a.c. ulta
  Enthermics Medical Systems = enthermics
  +belmontmedical < life recovery systems
  Barkey
  Mölnlycke = molnlycke health care
  Paul Hartmann = hartmann
  Essity = bsn medical, jobst
`)
