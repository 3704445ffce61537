import type { Trade } from './trade.ts'

/** What stands at the bed: breathing, anaesthesia, infusion, monitoring, resuscitation. */
export const bedside: Trade = {
  plain: `
    adult paediatric neonate newborn infant child bedside critical intensive subacute icu nicu picu emergency ems
    ambulance transport transportable invasive noninvasive non-invasive turbine driven life support mechanical pneumatic
    breathing lung airway bilevel volume pressure controlled homecare hospital clinical prehospital respiratory oxygen
    gas drug medication fluid blood iv intravenous precision multichannel channel rapid warming analgesia sedation pain
    relief nutrition therapy administration delivery management body worn wearable hand held handheld vital signs
    physiological multiparameter multi parameter modular touchscreen wireless cardiac haemodynamic automated automatic
    semi external biphasic public access monitoring monitored diagnostic ward
  `,
  classes: {
    ventilator: {
      said: `
        ventilator, vent, ventilation, respirator, respiratory system, respiratory support, mechanical ventilation,
        life support system
      `,
      abroad: `
        beatmung, beatmungsgerat, heimbeatmung, respirateur, appareil de ventilation, respirador, ventilador,
        ventilacion mecanica, ventilatore, ventilazione, respiratore, beademing, beademingsapparaat, beademingstoestel,
        beademingsmachine, andningsventilator, respirasjon, aparelho de ventilacao
      `,
    },
    'sleep therapy': {
      said: 'cpap, apap, sleep apnea, sleep apnoea, sleep therapy, pap therapy, positive airway pressure',
      abroad: 'schlafapnoe, schlaftherapiegerat, atemtherapiegerat, pression positive, apneu, apnee du sommeil',
    },
    'high flow': { said: 'high flow, high flow therapy, nasal high flow, hfnc, highflow' },
    anaesthesia: {
      said: `
        anesthesia, anes, anesthesia machine, anesthetic, anesthesia workstation, anesthesia station,
        anesthesia delivery
      `,
      abroad: `
        narkose, narkosegerat, narkosesystem, anasthesiegerat, anasthesie, narkosearbeitsplatz, anasthesiearbeitsplatz,
        anesthesie, anestesia, anestesi, anesthesietoestel, znieczulenia
      `,
    },
    vaporizer: {
      of: 'anaesthesia',
      isPart: true,
      said: 'vaporizer, vaporiser, vapor',
      abroad: 'verdampfer, narkosemittelverdampfer, vaporizador',
    },
    pump: { said: 'pump', abroad: 'pumpe, pompe, bomba, pompa, pomp, cerpadlo' },
    'infusion pump': {
      of: 'pump',
      said: 'infusion, infusion pump, infusion system, infuser, infusor, iv pump',
      abroad: `
        infusionspumpe, infusionsgerat, pompe a perfusion, perfusion, bomba de infusion, pompa infusionale,
        pompa per infusione, infusione, infusao, infuuspomp, infusiepomp, infusionspump, infuzyjna, infuzni pumpa
      `,
    },
    'syringe pump': {
      of: 'infusion pump',
      said: 'syringe, syringe pump, syringe infusion, syringe infusion pump, syringe driver',
      abroad: `
        spritzenpumpe, spritze, spritzen, seringue, pousse seringue, pousse-seringue, jeringa, siringa, seringa,
        spuitpomp, spuitenpomp, sprutpump, sprojtepumpe, strzykawkowa
      `,
    },
    'volumetric pump': {
      of: 'infusion pump',
      said: 'volumetric, lvp, large volume, large volume pump, large volume infusion, volumetric infusion',
      abroad: 'volumetrische, volumetrique, volumetrica, volumetrico, infusionspumpe volumetrisch',
    },
    'pca pump': { of: 'infusion pump', said: 'pca, patient controlled analgesia, pain pump', abroad: 'schmerzpumpe' },
    'feeding pump': {
      of: 'infusion pump',
      said: 'enteral, feeding, enteral feeding, feeding pump, nutrition pump',
      abroad: `
        ernahrung, ernahrungspumpe, nutrition enterale, nutricion enteral, nutrizione enterale, voedingspomp,
        sondevoeding
      `,
    },
    'insulin pump': {
      of: 'infusion pump',
      said: 'insulin, insulin pump, insulin delivery, insulin management',
      abroad: 'insulinpumpe, insuline, insulina, insulinepomp',
    },
    monitor: {
      said: 'monitor, monitoring, surveillance',
      abroad: 'moniteur, uberwachung, uberwachungsmonitor, bewaking, overvakning, overvagning',
    },
    'patient monitor': {
      of: 'monitor',
      said: `
        patient monitor, bedside monitor, vital signs, vital signs monitor, physiological monitor, multiparameter,
        multi parameter, patientmonitoring
      `,
      abroad: `
        patientenmonitor, bettmonitor, vitalmonitor, vitaldatenmonitor, monitor de paciente, signos vitales,
        multiparametrico, multiparametros, parametri vitali, monitor multiparametrico, moniteur patient,
        moniteur multiparametrique, cabecera, bewakingsmonitor, patientbewaking, hartbewaking, kardiomonitor,
        overvakningsmonitor, hastabasi
      `,
    },
    'central station': {
      isPart: true,
      said: `
        central station, central monitor, central monitoring, central nurse station, central workstation,
        central viewer, cms, patient information center
      `,
      abroad: `
        monitorzentrale, uberwachungszentrale, zentralmonitor, zentralstation, zentraluberwachung, zentrale,
        centrale de surveillance, central de monitoreo, central de monitorizacion, centrale di monitoraggio
      `,
    },
    telemetry: {
      of: 'monitor',
      isPart: true,
      said: 'telemetry, telemetry monitor, telemetry transmitter',
      abroad: 'telemetrie, telemetria',
    },
    'fetal monitor': {
      of: 'monitor',
      said: 'fetal monitor, fetal, foetal, maternal fetal monitor, fetal maternal monitor, cardiotocograph, ctg',
      abroad: 'wehenschreiber, cardiotocographe, cardiotocografo, monitor fetal',
    },
    'blood pressure': {
      of: 'monitor',
      said: 'blood pressure monitor, blood pressure, sphygmomanometer, abpm, bp monitor, nibp monitor',
      abroad: 'blutdruckmonitor, blutdruckmessgerat, tensiometre, tensiometro, sfigmomanometro, bloeddrukmeter',
    },
    'pulse oximeter': {
      of: 'monitor',
      said: 'oximeter, pulse oximeter, oximetry, pulse oximetry, spo2, spo2 monitor, co oximeter',
      abroad: 'pulsoximeter, oxymetre, oximetro, ossimetro, pulsossimetro, saturatiemeter',
    },
    capnograph: {
      of: 'monitor',
      said: 'capnograph, capnography, co2 monitor, etco2',
      abroad: 'kapnograph, capnographe, capnografo',
    },
    'brain monitor': {
      of: 'monitor',
      said: `
        bispectral, depth of anesthesia, consciousness monitor, brain monitor, cerebral oximeter, cerebral oximetry
      `,
      abroad: 'narkosetiefe',
    },
    'haemodynamic monitor': {
      of: 'monitor',
      said: 'hemodynamic monitor, hemodynamic monitoring, advanced monitoring, cardiac output, cardiac output monitor',
      abroad: 'hamodynamik, hamodynamikmonitor',
    },
    'blood glucose': {
      of: 'monitor',
      said: 'glucose, blood glucose, glucose meter, glucometer, glucose monitor, continuous glucose, cgm',
      abroad: 'blutzucker, blutzuckermessgerat, glucosemeter, glycemie, glucometro, glicemia',
    },
    defibrillator: {
      said: `
        defibrillator, defib, aed, automated external defibrillator, public access defibrillator, monitor defibrillator
      `,
      abroad: 'defi, defibrillateur, dae, desfibrilador, desfibrilhador, defibrillatore, dea',
    },
    'oxygen concentrator': {
      said: 'oxygen concentrator',
      abroad: `
        sauerstoffkonzentrator, concentrateur d oxygene, concentrador de oxigeno, concentratore di ossigeno,
        zuurstofconcentrator
      `,
    },
    suction: {
      said: 'suction, suction pump, aspirator, suction unit, chest drainage',
      abroad: 'absaugung, absauggerat, absaugpumpe, aspirateur, aspirador, aspiratore, thoraxdrainage, uitzuigapparaat',
    },
    humidifier: {
      isPart: true,
      said: 'humidifier, respiratory humidifier',
      abroad: 'atemgasbefeuchter, humidificateur, humidificador, umidificatore',
    },
    nebulizer: {
      said: 'nebulizer, nebuliser',
      abroad: 'vernebler, inhaliergerat, nebuliseur, nebulizador, nebulizzatore',
    },
    'chest compression': {
      said: 'chest compression, cpr, mechanical cpr, resuscitator',
      abroad: 'reanimation, reanimationshilfe, thoraxkompression, rianimazione',
    },
    'blood warmer': {
      said: 'blood warmer, fluid warmer',
      abroad: 'blutwarmer, infusionswarmer, rechauffeur de sang, bloedverwarmer',
    },
    'docking station': {
      isPart: true,
      said: 'docking station, dock, charging station, dockingstation',
      abroad: 'ladestation, station de charge',
    },
  },
}
