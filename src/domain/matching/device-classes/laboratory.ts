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
      said: `
        analyzer, analysis system, analysegerat, analysator, analyseautomat, analyseur, automate, analizador,
        analizzatore, analizator, analyzator, laborgerat, lab analyzer
      `,
    },
    'chemistry analyzer': {
      of: 'analyzer',
      said: `
        chemistry, clinical chemistry, chemistry analyzer, klinische chemie, biochemistry, chimie, quimica clinica,
        chimica clinica
      `,
    },
    'immunoassay analyzer': {
      of: 'analyzer',
      said: 'immunoassay, immunology, immunochemistry, immunodiagnostik, immunoanalyse, immunologie, chemiluminescence',
    },
    'haematology analyzer': {
      of: 'analyzer',
      said: `
        hematology, blood count, cell counter, hamatologie, blutbild, hematologie, hematologia, hematologico,
        ematologia, blutbildautomat
      `,
    },
    'coagulation analyzer': {
      of: 'analyzer',
      said: `
        coagulation, hemostasis, coagulometer, thromboelastography, gerinnung, gerinnungsgerat, coagulacion,
        coagulazione, inr, viscoelastic
      `,
    },
    'blood gas analyzer': {
      of: 'analyzer',
      said: `
        blood gas, bga, blutgas, blutgasanalyse, blutgasanalysegerat, blutgasanalysator, gaz du sang, gases sangre,
        gasometro, emogas, emogasanalizzatore, bloedgas
      `,
    },
    'urine analyzer': {
      of: 'analyzer',
      said: 'urine, urinalysis, urine chemistry, urin, urinanalysegerat, urinanalyse, urinaire',
    },
    'hba1c analyzer': { of: 'analyzer', said: 'hba1c, hemoglobin, glycohemoglobin, hplc analyzer' },
    'blood bank analyzer': {
      of: 'analyzer',
      said: 'blood bank, blood typing, immunohematology, blutgruppenautomat, blutgruppe, transfusion',
    },
    'microbiology analyzer': {
      of: 'analyzer',
      said: `
        microbiology, microbial identification, id ast, mikrobiologie, microbiologie, antimicrobial susceptibility
      `,
    },
    'blood culture': { said: 'blood culture, blutkultur, hemoculture, hemocultivo, emocoltura, mycobacteria' },
    'molecular analyzer': {
      of: 'analyzer',
      said: `
        molecular, molecular diagnostic, molecular diagnostics, pcr, real time pcr, qpcr, thermocycler, thermal cycler,
        nucleic acid, molekulardiagnostik
      `,
    },
    sequencer: { said: 'sequencer, sequencing, genetic analyzer, sequenziergerat, sequenceur, secuenciador' },
    'mass spectrometer': {
      said: `
        mass spectrometer, mass spectrometry, maldi, maldi tof, massenspektrometer, spectrometre de masse,
        chromatograph, chromatography, hplc
      `,
    },
    'flow cytometer': {
      of: 'analyzer',
      said: `
        cytometer, flow cytometer, flow cytometry, cell sorter, cell analyzer, durchflusszytometer, cytometre, citometro
      `,
    },
    stainer: {
      said: `
        stainer, staining, slide stainer, ihc, ish, ihc stainer, farbeautomat, coverslipper, automate de coloration
      `,
    },
    'slide scanner': {
      of: 'scanner',
      said: `
        slide scanner, digital pathology, whole slide imaging, whole slide scanner, pathology scanner,
        objekttragerscanner, lame scanner
      `,
    },
    'tissue processor': {
      said: 'tissue processor, embedding, gewebeinfiltration, einbettautomat, microtome, cryostat, mikrotom, kryostat',
    },
    microscope: { said: 'microscope, mikroskop, microscopio, microscoop' },
    centrifuge: { said: 'centrifuge, zentrifuge, centrifugeuse, centrifuga, wirowka' },
    'laboratory incubator': {
      said: `
        co2 incubator, laboratory incubator, brutschrank, embryo incubator, time lapse incubator, benchtop incubator
      `,
    },
    freezer: {
      said: `
        freezer, ultra low freezer, ult freezer, gefrierschrank, tiefkuhlschrank, congelateur, congelador, congelatore,
        ultralow freezer
      `,
    },
    refrigerator: {
      said: `
        refrigerator, fridge, kuhlschrank, medikamentenkuhlschrank, impfschrank, refrigerateur, refrigerador,
        frigorifero, frigorifico, koelkast, pharmacy refrigerator
      `,
    },
    'laboratory automation': {
      said: `
        lab automation, laboratory automation, total lab automation, sample processor, sample handling, aliquoter,
        decapper, laborstrasse, probenverteiler
      `,
    },
    'liquid handler': {
      said: `
        liquid handler, liquid handling, pipetting, pipetting robot, pipettierautomat, pipettierroboter,
        nucleic acid extraction, sample preparation
      `,
    },
  },
}
