import type { Trade } from './trade.ts'

/** Beds, babies, hygiene, medication and all that helps on the ward. */
export const wards: Trade = {
  plain: `
    icu acute intensive critical care hospital medical surgical bariatric low height electric powered adjustable patient
    infant neonatal newborn baby radiant open closed transport ceiling mobile sling sit stand air loss pressure injury
    ulcer automated automatic medication medicine drug unit dose supply anesthesia decentralized central pharmacy
    storage retrieval packaging dispensing compounding sterile steam plasma hydrogen peroxide vaporized temperature
    large single multi chamber door endoscope flexible instrument instruments bedpan reprocessing cleaning disinfection
    digital electronic column floor wheelchair pneumatic tube autonomous delivery guided ip wireless call bedside
    infotainment entertainment
  `,
  classes: {
    bed: {
      said: 'bed, icu bed, hospital bed',
      abroad: `
        bett, klinikbett, krankenbett, krankenhausbett, intensivbett, pflegebett, lit, lit medicalise, letto, cama,
        letto degenza, leito, seng, ziekenhuisbed, lozko, luzko
      `,
    },
    stretcher: {
      said: 'stretcher, gurney, trolley, patient trolley',
      abroad: 'trage, patientenliege, brancard, camilla, barella',
    },
    mattress: {
      said: 'mattress, air mattress',
      abroad: 'matratze, wechseldruckmatratze, matelas, materasso, colchon, matras',
    },
    'patient lift': {
      said: 'patient lift, lift, hoist, patient hoist, ceiling lift',
      abroad: 'patientenlift, patientenlifter, leve personne, tillift',
    },
    wheelchair: {
      said: 'wheelchair, electric wheelchair, power wheelchair, mobility scooter',
      abroad: 'rollstuhl, elektrorollstuhl, fauteuil roulant, silla de ruedas, rolstoel',
    },
    scale: {
      said: 'scale, scales, weighing scale, baby scale, body composition, balance',
      abroad: 'waage, personenwaage, pese-bebe, bascula, bilancia, balanza, weegschaal',
    },
    incubator: {
      said: 'incubator, infant incubator, baby incubator, transport incubator, infant warmer incubator',
      abroad: 'inkubator, couveuse, incubateur, incubadora, incubatrice',
    },
    'infant warmer': {
      said: 'infant warmer, radiant warmer, warmer, warming table',
      abroad: 'warmebett, offene pflegeeinheit, cuna termica, cuna radiante, table radiante, lettino neonatale',
    },
    phototherapy: {
      said: 'phototherapy, bililight, bilirubin light, bilirubinometer, jaundice meter',
      abroad: 'phototherapie, fototerapia',
    },
    'breast pump': { said: 'breast pump', abroad: 'milchpumpe, tire lait, sacaleches, tiralatte' },
    thermometer: { said: 'thermometer, temperature probe', abroad: 'thermometre, termometro' },
    'nurse call': {
      said: 'nurse call, nurse call system, patient call',
      abroad: `
        rufanlage, lichtruf, lichtrufanlage, schwesternruf, appel malade, llamada de enfermeria, chiamata infermieri,
        verpleegoproepsysteem
      `,
    },
    'alarm notification': {
      isPart: true,
      said: 'alarm management, alarm notification, alert notification, messaging system',
      abroad: 'alarmserver, alarmierungsserver',
    },
    sterilizer: {
      said: 'sterilizer, sterilization, autoclave, steam sterilizer',
      abroad: `
        sterilisator, dampfsterilisator, autoklav, sterilisateur, esterilizador, sterilizzatrice, sterilisation,
        plasmasterilisator, sterylizator
      `,
    },
    washer: {
      said: 'washer, washer disinfector, disinfector, washer-disinfector, cart washer',
      abroad: `
        rdg, reinigungs desinfektionsgerat, reinigungs-desinfektionsgerat, reinigungsgerat, desinfektionsgerat,
        thermodesinfektor, laveur, laveur-desinfecteur, lavadora, lavastrumenti, wasmachine, myjnia
      `,
    },
    'endoscope washer': {
      of: 'washer',
      said: 'endoscope reprocessor, endoscope washer, automated endoscope reprocessor, aer, endoscope reprocessing',
      abroad: 'endoskopwaschmaschine, rdg-e, laveur d endoscopes, lavaendoscopi, lavaendoscopios, endoskopaufbereitung',
    },
    'bedpan washer': {
      of: 'washer',
      said: 'bedpan washer, bedpan',
      abroad: 'steckbeckenspuler, lave bassin, lavachatas, lavapadelle',
    },
    cabinet: { said: 'cabinet', abroad: 'schrank, armoire, armadio' },
    'drying cabinet': {
      of: 'cabinet',
      said: 'drying cabinet, storage cabinet, endoscope cabinet',
      abroad: 'trockenschrank, lagerungsschrank, armoire de sechage',
    },
    'room disinfection': {
      said: 'room disinfection, uv disinfection, uv robot, disinfection robot, fogger',
      abroad: 'raumdesinfektion',
    },
    'medication cabinet': {
      of: 'cabinet',
      said: `
        dispensing cabinet, medication cabinet, medication station, dispensing system, adc, automated dispensing,
        automated dispensing cabinet, med cabinet, medication dispensing
      `,
      abroad: 'medikamentenschrank, armoire a pharmacie, dispensador, armadio farmaci, medicijnkast',
    },
    'supply cabinet': {
      of: 'cabinet',
      said: 'supply cabinet, supply station, supply unit',
      abroad: 'versorgungsschrank',
    },
    'pharmacy robot': {
      of: 'robot',
      said: `
        pharmacy robot, pharmacy automation, storage robot, pharmacy storage, picking system, automated storage,
        storage and retrieval
      `,
      abroad: `
        kommissionierer, kommissionierautomat, robot de pharmacie, robot pharmacie, robot de farmacia, robot farmacia
      `,
    },
    'medicine packager': {
      said: `
        tablet packager, unit dose, packaging system, packaging and dispensing, medication packaging, tablet counter
      `,
      abroad: 'blisterautomat',
    },
    compounder: {
      said: 'compounder, iv compounder, tpn compounder, compounding system, iv workflow, compounding robot',
      abroad: 'mischgerat, zytostatika',
    },
    'tube system': {
      said: 'tube system, pneumatic tube, pneumatic tube system, pneumatic tube transport',
      abroad: 'rohrpost, rohrpostanlage, tube pneumatique, tubo neumatico, posta pneumatica, buizenpost',
    },
    'transport robot': {
      of: 'robot',
      said: `
        transport robot, delivery robot, autonomous mobile robot, agv, automated guided vehicle, telepresence robot,
        mobile robot
      `,
      abroad: 'fahrerloses transportsystem, fts',
    },
    'patient terminal': {
      of: 'terminal',
      said: 'bedside terminal, patient terminal, infotainment terminal, infotainment, patient entertainment',
      abroad: 'patientenentertainment',
    },
    'negative pressure wound': {
      said: 'negative pressure wound therapy, npwt, wound vacuum, wound therapy',
      abroad: 'vakuumtherapie, wundtherapie',
    },
    compression: {
      said: `
        compression system, compression therapy, dvt prophylaxis, intermittent compression, scd, sequential compression
      `,
    },
    'video laryngoscope': { of: 'endoscope', said: 'video laryngoscope', abroad: 'videolaryngoskop' },
    'medical cart': { said: 'medical cart, computer cart, workstation on wheels, crash cart', abroad: 'visitewagen' },
  },
}
