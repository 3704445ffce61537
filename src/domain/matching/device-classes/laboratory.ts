import type { Trade } from './trade.ts'

/** What the laboratory and pathology have. */
export const laboratory: Trade = {
  plain: `
    automated automatic fully semi random access benchtop floor integrated modular clinical laboratory diagnostic
    diagnostics point care poc near patient testing test handheld portable high throughput rapid multiplex fluorescent
    fluorescence chemiluminescence optical quantitative sample specimen blood plasma serum urine whole cell cells tissue
    slide slides plate microplate liquid handling digital critical stat continuous mass gas capillary compact
    identification susceptibility antimicrobial reader processing preparation storage low temperature ultra ultralow
    cryogenic chest upright refrigerated vaccine medical
  `,
  classes: {
    analyzer: {
      said: 'analyzer, analysis system, analyseur, lab analyzer',
      abroad: `
        analysegerat, analysator, analyseautomat, automate, analizador, analizzatore, analizator, analyzator, laborgerat
      `,
    },
    'chemistry analyzer': {
      of: 'analyzer',
      said: 'chemistry, clinical chemistry, chemistry analyzer, biochemistry',
      abroad: 'klinische chemie, chimie, quimica clinica, chimica clinica',
    },
    'immunoassay analyzer': {
      of: 'analyzer',
      said: 'immunoassay, immunology, immunochemistry, chemiluminescence',
      abroad: 'immunodiagnostik, immunoanalyse, immunologie',
    },
    'haematology analyzer': {
      of: 'analyzer',
      said: 'hematology, blood count, cell counter',
      abroad: 'hamatologie, blutbild, hematologie, hematologia, hematologico, ematologia, blutbildautomat',
    },
    'coagulation analyzer': {
      of: 'analyzer',
      said: 'coagulation, hemostasis, coagulometer, thromboelastography, inr, viscoelastic',
      abroad: 'gerinnung, gerinnungsgerat, coagulacion, coagulazione',
    },
    'blood gas analyzer': {
      of: 'analyzer',
      said: 'blood gas',
      abroad: `
        bga, blutgas, blutgasanalyse, blutgasanalysegerat, blutgasanalysator, gaz du sang, gases sangre, gasometro,
        emogas, emogasanalizzatore, bloedgas
      `,
    },
    'urine analyzer': {
      of: 'analyzer',
      said: 'urine, urinalysis, urine chemistry',
      abroad: 'urin, urinanalysegerat, urinanalyse, urinaire',
    },
    'hba1c analyzer': { of: 'analyzer', said: 'hba1c, hemoglobin, glycohemoglobin, hplc analyzer' },
    'blood bank analyzer': {
      of: 'analyzer',
      said: 'blood bank, blood typing, immunohematology, transfusion',
      abroad: 'blutgruppenautomat, blutgruppe',
    },
    'microbiology analyzer': {
      of: 'analyzer',
      said: 'microbiology, microbial identification, id ast, antimicrobial susceptibility',
      abroad: 'mikrobiologie, microbiologie',
    },
    'blood culture': {
      said: 'blood culture, mycobacteria',
      abroad: 'blutkultur, hemoculture, hemocultivo, emocoltura',
    },
    'molecular analyzer': {
      of: 'analyzer',
      said: `
        molecular, molecular diagnostic, molecular diagnostics, pcr, real time pcr, qpcr, thermocycler, thermal cycler,
        nucleic acid
      `,
      abroad: 'molekulardiagnostik',
    },
    sequencer: { said: 'sequencer, sequencing, genetic analyzer', abroad: 'sequenziergerat, sequenceur, secuenciador' },
    'mass spectrometer': {
      said: 'mass spectrometer, mass spectrometry, maldi, maldi tof, chromatograph, chromatography, hplc',
      abroad: 'massenspektrometer, spectrometre de masse',
    },
    'flow cytometer': {
      of: 'analyzer',
      said: 'cytometer, flow cytometer, flow cytometry, cell sorter, cell analyzer',
      abroad: 'durchflusszytometer, cytometre, citometro',
    },
    stainer: {
      said: 'stainer, staining, slide stainer, ihc, ish, ihc stainer, coverslipper',
      abroad: 'farbeautomat, automate de coloration',
    },
    'slide scanner': {
      of: 'scanner',
      said: 'slide scanner, digital pathology, whole slide imaging, whole slide scanner, pathology scanner',
      abroad: 'objekttragerscanner, lame scanner',
    },
    'tissue processor': {
      said: 'tissue processor, embedding, microtome, cryostat',
      abroad: 'gewebeinfiltration, einbettautomat, mikrotom, kryostat',
    },
    microscope: { said: 'microscope', abroad: 'mikroskop, microscopio, microscoop' },
    centrifuge: { said: 'centrifuge', abroad: 'zentrifuge, centrifugeuse, centrifuga, wirowka' },
    'laboratory incubator': {
      said: 'co2 incubator, laboratory incubator, embryo incubator, time lapse incubator, benchtop incubator',
      abroad: 'brutschrank',
    },
    freezer: {
      said: 'freezer, ultra low freezer, ult freezer, ultralow freezer',
      abroad: 'gefrierschrank, tiefkuhlschrank, congelateur, congelador, congelatore',
    },
    refrigerator: {
      said: 'refrigerator, fridge, pharmacy refrigerator',
      abroad: `
        kuhlschrank, medikamentenkuhlschrank, impfschrank, refrigerateur, refrigerador, frigorifero, frigorifico,
        koelkast
      `,
    },
    'laboratory automation': {
      said: `
        lab automation, laboratory automation, total lab automation, sample processor, sample handling, aliquoter,
        decapper
      `,
      abroad: 'laborstrasse, probenverteiler',
    },
    'liquid handler': {
      said: 'liquid handler, liquid handling, pipetting, pipetting robot, nucleic acid extraction, sample preparation',
      abroad: 'pipettierautomat, pipettierroboter',
    },
  },
}
