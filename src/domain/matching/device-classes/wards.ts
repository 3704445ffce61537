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
      said: `
        bed, icu bed, hospital bed, bett, klinikbett, krankenbett, krankenhausbett, intensivbett, pflegebett, lit,
        lit medicalise, letto, cama, letto degenza, leito, seng, ziekenhuisbed, lozko, luzko
      `,
    },
    stretcher: {
      said: 'stretcher, gurney, trolley, patient trolley, trage, patientenliege, brancard, camilla, barella',
    },
    mattress: { said: 'mattress, air mattress, matratze, wechseldruckmatratze, matelas, materasso, colchon, matras' },
    'patient lift': {
      said: `
        patient lift, lift, hoist, patient hoist, ceiling lift, patientenlift, patientenlifter, leve personne, tillift
      `,
    },
    wheelchair: {
      said: `
        wheelchair, electric wheelchair, power wheelchair, rollstuhl, elektrorollstuhl, fauteuil roulant,
        silla de ruedas, rolstoel, mobility scooter
      `,
    },
    scale: {
      said: `
        scale, scales, weighing scale, baby scale, body composition, waage, personenwaage, balance, pese-bebe, bascula,
        bilancia, balanza, weegschaal
      `,
    },
    incubator: {
      said: `
        incubator, infant incubator, baby incubator, transport incubator, inkubator, couveuse, incubateur, incubadora,
        incubatrice, infant warmer incubator
      `,
    },
    'infant warmer': {
      said: `
        infant warmer, radiant warmer, warmer, warming table, warmebett, offene pflegeeinheit, cuna termica,
        cuna radiante, table radiante, lettino neonatale
      `,
    },
    phototherapy: {
      said: 'phototherapy, bililight, bilirubin light, phototherapie, fototerapia, bilirubinometer, jaundice meter',
    },
    'breast pump': { said: 'breast pump, milchpumpe, tire lait, sacaleches, tiralatte' },
    thermometer: { said: 'thermometer, temperature probe, thermometre, termometro' },
    'nurse call': {
      said: `
        nurse call, nurse call system, patient call, rufanlage, lichtruf, lichtrufanlage, schwesternruf, appel malade,
        llamada de enfermeria, chiamata infermieri, verpleegoproepsysteem
      `,
    },
    'alarm notification': {
      isPart: true,
      said: `
        alarm management, alarm notification, alarmserver, alert notification, messaging system, alarmierungsserver
      `,
    },
    sterilizer: {
      said: `
        sterilizer, sterilization, autoclave, steam sterilizer, sterilisator, dampfsterilisator, autoklav,
        sterilisateur, esterilizador, sterilizzatrice, sterilisation, plasmasterilisator, sterylizator
      `,
    },
    washer: {
      said: `
        washer, washer disinfector, disinfector, washer-disinfector, cart washer, rdg, reinigungs desinfektionsgerat,
        reinigungs-desinfektionsgerat, reinigungsgerat, desinfektionsgerat, thermodesinfektor, laveur,
        laveur-desinfecteur, lavadora, lavastrumenti, wasmachine, myjnia
      `,
    },
    'endoscope washer': {
      of: 'washer',
      said: `
        endoscope reprocessor, endoscope washer, automated endoscope reprocessor, aer, endoscope reprocessing,
        endoskopwaschmaschine, rdg-e, laveur d endoscopes, lavaendoscopi, lavaendoscopios, endoskopaufbereitung
      `,
    },
    'bedpan washer': {
      of: 'washer',
      said: 'bedpan washer, bedpan, steckbeckenspuler, lave bassin, lavachatas, lavapadelle',
    },
    'drying cabinet': {
      said: 'drying cabinet, storage cabinet, endoscope cabinet, trockenschrank, lagerungsschrank, armoire de sechage',
    },
    'room disinfection': {
      said: 'room disinfection, uv disinfection, uv robot, disinfection robot, raumdesinfektion, fogger',
    },
    'medication cabinet': {
      said: `
        dispensing cabinet, medication cabinet, medication station, dispensing system, adc, automated dispensing,
        automated dispensing cabinet, med cabinet, medication dispensing, medikamentenschrank, armoire a pharmacie,
        dispensador, armadio farmaci, medicijnkast
      `,
    },
    'supply cabinet': { said: 'supply cabinet, supply station, supply unit, supply system, versorgungsschrank' },
    'pharmacy robot': {
      of: 'robot',
      said: `
        pharmacy robot, pharmacy automation, storage robot, pharmacy storage, picking system, kommissionierer,
        kommissionierautomat, automated storage, storage and retrieval, robot de pharmacie, robot pharmacie,
        robot de farmacia, robot farmacia
      `,
    },
    'medicine packager': {
      said: `
        tablet packager, unit dose, packaging system, packaging and dispensing, medication packaging, blisterautomat,
        tablet counter
      `,
    },
    compounder: {
      said: `
        compounder, iv compounder, tpn compounder, compounding system, iv workflow, compounding robot, mischgerat,
        zytostatika
      `,
    },
    'tube system': {
      said: `
        tube system, pneumatic tube, pneumatic tube system, pneumatic tube transport, rohrpost, rohrpostanlage,
        tube pneumatique, tubo neumatico, posta pneumatica, buizenpost
      `,
    },
    'transport robot': {
      of: 'robot',
      said: `
        transport robot, delivery robot, autonomous mobile robot, agv, automated guided vehicle, telepresence robot,
        mobile robot, fahrerloses transportsystem, fts
      `,
    },
    'patient terminal': {
      of: 'terminal',
      said: `
        bedside terminal, patient terminal, infotainment terminal, infotainment, patient entertainment,
        patientenentertainment
      `,
    },
    'negative pressure wound': {
      said: 'negative pressure wound therapy, npwt, wound vacuum, vakuumtherapie, wundtherapie, wound therapy',
    },
    compression: {
      said: `
        compression system, compression therapy, dvt prophylaxis, intermittent compression, scd, sequential compression
      `,
    },
    'video laryngoscope': { said: 'video laryngoscope, videolaryngoskop' },
    'medical cart': { said: 'medical cart, computer cart, workstation on wheels, visitewagen, crash cart, chariot' },
  },
}
