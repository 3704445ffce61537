import { makersIn } from '#domain/matching/maker-table.ts'

/** Theatre, endoscopy, robots, bones, skin, sterilising, pharmacy, tubes, calls of nurses. Facts from public announcements. */
export const theatreMakers = makersIn(`
  # Endoscopy, surgery, energy.
  +teleflex * urolift
  +jnj < auris
  +trumpf = trumpf kreuzer, kreuzer
  +karlstorz = karl storz endovision, karl storz endoskop, storz endoskop
  +olympus = olympus endoscopy, olympus optical < keymed * evis exera, evis lucera, thunderbeat
  +pentax = pentax hoya, hoya pentax, pentax europe < c2 therapeutics, plasmabiotics, digital endoscopy
  +fujifilm < medwork * eluxeo
  +ambu < invendo medical, invendo
  +richardwolf < riwospine
  +stryker < olive medical, sightline technologies, novadaq technologies, tornier
  +medtronic < visionsense * hugo ras
  +conmed < biorez * airseal
  +smithnephew < atracsys
  +jnj = depuy synthes mitek < neuravi, sterilmed, orthospin, hansen medical
  +intuitive < orpheus medical
  +verathon * glidescope
  +cmrsurgical * versius
  +asensus * senhance
  Jinshan Science = jinshan, chongqing jinshan
  Creo Medical < albyn medical
  Ovesco Endoscopy = ovesco
  OmniGuide < lisa laser, lisa laser products, domain surgical
  +lutronic < palomar medical, conbio, hoya conbio, ellman
  Solta Medical = solta
  +bausch < solta
  Venus Concept < restoration robotics, neograft
  Alma Lasers = alma
  Profound Medical < sonalleve
  SonaCare Medical = us hifu
  Haifu Medical = chongqing haifu
  Dr. Mach = mach lighting
  UFSK-International = ufsk, ufsk osys
  +sony < esaturnus
  TIMS Medical = foresight imaging
  FSN Medical Technologies = foreseeson, fsn

  # Robots, navigation, bones, movement.
  +alphatec < safeop
  +stryker < mako, inari, hyperbranch, surgicount, patient safety technologies
  +globus < ellipse technologies
  +osstem < hiossen
  +zimmer = biomet microfixation, ebi
  Orthofix < seaspine, 7d surgical, spinal kinetics
  +globus < nevro, kb medical, synoste, excelsius surgical * excelsiusgps
  Highridge Medical ~ zimvie
  Stereotaxis < access point technologies
  Meere Company = meerecompany
  Perfint Healthcare = perfint
  Surgalign < holo surgical
  +ossur < touch bionics, college park
  +ottobock < bebionic
  Proteor < freedom innovations
  Lifeward = rewalk, rewalk robotics < alterg
  +ekso < parker indego, indego
  DIH Medical < hocoma, motek
  Bionik Laboratories = interactive motion technologies
  Vicon Motion Systems = oxford metrics, vicon motion
  Physiomed Elektromedizin = physiomed
  Mettler Electronics

  # Sterilising, washing, disinfecting.
  +getinge < mdt castle
  +steris < american sterilizer
  +steris = steris healthcare, steris ast, steris instrument management, steris finn aqua
  +getinge = getinge ab sweden, getinge infection control, getinge sterilization, getinge it solutions
  +ecolab < soluscope
  +nanosonics * trophon
  +miele = miele steelco, miele cie professional
  LTE Scientific
  Tecnogaz = tecno gaz
  Human Meditek = humanmeditek
  UVD Robots = blue ocean robotics
  Tru-D SmartUVC = tru d, lumalier
  BHT Hygienetechnik = bht

  # Pharmacy, cabinets, tubes.
  +omnicell < recept pharmacy
  +bd = carefusion rowa, rowa technologies, arx rowa * rowa vmax
  +swisslog * pillpick
  ATS Automation = ats < comecer
  Loccioni = loccioni humancare * apoteca
  IntelliGuard = meps real time, meps real-time
  Bluesight = kit check, kitcheck < medacist, protenus
  +cardinal < wavemark
  Hörtig Rohrpost = hoertig rohrpost, hortig
  Lamson Concepts = lamson

  # Calls of nurses, patients' screens.
  +ge * agiletrac
  +securitas < stanley innerspace, innerspace
  +centrak < innerwireless
  Curbell Medical = curbell
  TekTone = tektone sound and signal
  +criticalalert = intego systems, intego
  RF Technologies = rft, code alert
  Accutech Security = accutech, accutech bluemax
  Courtney Thorne = courtney-thorne
  C-TEC = computionics
  Hills Health Solutions = merlon
  Careium = doro care
  +legrand < neat
  GetWellNetwork = getwell
  Oneview Healthcare = oneview
  SONIFI Health = lodgenet healthcare, sonifi
  pCare = tvr communications
  SPARK TSL = wifi spark < hospedia
`)
