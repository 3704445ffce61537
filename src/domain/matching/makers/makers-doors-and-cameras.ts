import { makersIn } from '#domain/matching/maker-table.ts'

/** Doors, intrusion, intercoms, cameras and their recorders, who is let in. Facts from public announcements. */
export const doorAndCameraMakers = makersIn(`
  # Doors.
  +tyco < elpas
  +assaabloy < phoniro, aperio, vingcard elsafe
  +salto < cognitec
  +dormakaba < kaba benzing
  +acre < rs2 technologies
  Deister Electronic = deister
  CES Schliesssysteme = c ed schulte
  Azkoyen < primion
  Primion Technology = primion
  Allied Universal < g4s, amag
  ProdataKey = pdk
  IDEMIA = morpho, safran morpho, oberthur technologies, safran identity < l-1 identity, bioscrypt
  Union Community = virdi
  Imprivata < groundcontrol, fairwarning, securelink, caradigm, ogitix
  Risco = risco group, rokonet
  Pyronix
  +hikvision < pyronix
  Texecom
  Protege ICT = integrated control technology
  Optex < raytec
  Senstar = senstar-stellar, magal < aimetis

  # Intercoms.
  CAME < bpt

  # Cameras.
  +bosch < burle, philips csi, philips communication security imaging, detection systems, dynacord, electro-voice
  +axis < citilog, cognimatics
  +motorola < calipsa, edesix
  +hexagon < onssi, on-net surveillance systems, nicevision, nice vision
  Cemtrex < vicon
  Kedacom = suzhou keda
  TVT Digital = shenzhen tvt
  Speco Technologies = speco
  AxxonSoft = axxon
  Aditya Infotech = cp plus, cpplus
  Merit LILIN = lilin
  March Networks
  Verint
  Cognyte ~ verint
`)
