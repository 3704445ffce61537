/** A maker: its name, how a CMMS spells it (the first most of the time, the rest typing errors and former names) and how the monitoring platform does. */
export interface Maker {
  readonly name: string
  readonly cmms: readonly string[]
  readonly mdsp: string
}

export const makers = {
  abbott: maker('Abbott', ['Abbott Laboratories', 'ABBOTT', 'Abbot'], 'Abbott Laboratories'),
  abbottCardiac: maker(
    'Abbott (St. Jude Medical)',
    ['St. Jude Medical', 'ST JUDE', 'Abbott'],
    'Abbott / St. Jude Medical',
  ),
  apc: maker(
    'Schneider Electric (APC)',
    ['APC', 'American Power Conversion', 'Schneider Electric', 'A.P.C.'],
    'APC by Schneider Electric',
  ),
  baxter: maker('Baxter', ['Baxter Healthcare', 'BAXTER', 'Sigma', 'Baxter Healthcare Corp'], 'Baxter'),
  bbraun: maker('B. Braun', ['B Braun', 'B. BRAUN MEDICAL', 'BBraun', 'B.Bruan'], 'B. Braun Medical Inc.'),
  bd: maker(
    'BD (Becton, Dickinson and Company)',
    ['CareFusion', 'BD', 'Becton Dickinson', 'ALARIS', 'Carefushion'],
    'Becton Dickinson',
  ),
  bostonScientific: maker('Boston Scientific', ['Boston Scientific', 'BOSTON SCI'], 'Boston Scientific'),
  carestream: maker('Carestream Health', ['Carestream', 'CARESTREAM HEALTH INC', 'Kodak'], 'Carestream Health'),
  contec: maker('Contec Medical Systems', ['Contec', 'CONTEC MEDICAL'], 'Contec Medical Systems Co., Ltd.'),
  draeger: maker('Dräger', ['Draeger', 'Drager Medical', 'DRAEGER MEDICAL', 'Dreager'], 'Draeger'),
  erbe: maker('Erbe', ['ERBE USA', 'Erbe'], 'Erbe'),
  fresenius: maker('Fresenius Medical Care', ['Fresenius', 'FRESENIUS MEDICAL CARE', 'Fresinius'], 'Fresenius'),
  ge: maker('GE HealthCare', ['GE Healthcare', 'GE Medical Systems', 'GE', 'GEHC', 'G E Healthcare'], 'GE Healthcare'),
  hamilton: maker('Hamilton Medical', ['Hamilton', 'HAMILTON MEDICAL'], 'Hamilton Medical AG'),
  hillrom: maker('Hillrom', ['Hill-Rom', 'HILLROM', 'Hill Rom'], 'Hillrom'),
  hologic: maker('Hologic', ['Hologic', 'HOLOGIC INC'], 'Hologic'),
  hospira: maker('Hospira', ['Hospira', 'HOSPIRA INC', 'Abbott/Hospira', 'Hospria'], 'Hospira'),
  icu: maker('ICU Medical', ['ICU Medical', 'Hospira', 'ICU MEDICAL INC'], 'ICU Medical'),
  intuitive: maker('Intuitive Surgical', ['Intuitive Surgical', 'INTUITIVE'], 'Intuitive Surgical'),
  masimo: maker('Masimo', ['Masimo', 'MASIMO CORP', 'Massimo'], 'Masimo'),
  medtronic: maker('Medtronic', ['Medtronic', 'MEDTRONIC INC', 'Medtronic '], 'Medtronic'),
  covidien: maker(
    'Medtronic (Covidien)',
    ['Covidien', 'Puritan Bennett', 'PURITAN-BENNETT', 'Nellcor', 'Medtronic'],
    'Covidien',
  ),
  natus: maker('Natus Medical', ['Natus', 'Natus Medical Inc', 'XLTEK'], 'Natus Medical'),
  olympus: maker('Olympus', ['Olympus', 'OLYMPUS AMERICA'], 'Olympus'),
  omnicell: maker('Omnicell', ['Omnicell', 'OMNICELL INC'], 'Omnicell'),
  philips: maker(
    'Philips',
    ['Philips', 'PHILIPS MEDICAL SYSTEMS', 'Phillips', 'Philips Healthcare', 'Agilent'],
    'Philips Healthcare',
  ),
  radiometer: maker('Radiometer', ['Radiometer', 'RADIOMETER AMERICA'], 'Radiometer'),
  roche: maker('Roche Diagnostics', ['Roche', 'ROCHE DIAGNOSTICS', 'Roche Diagnostic'], 'Roche Diagnostics'),
  siemens: maker(
    'Siemens Healthineers',
    ['Siemens', 'SIEMENS MEDICAL', 'Siemens Healthineers', 'Seimens'],
    'Siemens Healthineers',
  ),
  smiths: maker('Smiths Medical', ['Smiths Medical', 'SMITHS', 'Smith Medical', 'Medex'], 'Smiths Medical'),
  sonosite: maker('Fujifilm SonoSite', ['Sonosite', 'FUJIFILM SONOSITE'], 'FUJIFILM Sonosite'),
  steris: maker('STERIS', ['Steris', 'STERIS CORP', 'AMSCO'], 'STERIS'),
  stryker: maker('Stryker', ['Stryker', 'STRYKER MEDICAL', 'Physio-Control'], 'Stryker'),
  swisslog: maker('Swisslog Healthcare', ['Swisslog', 'TRANSLOGIC', 'Swisslog Translogic'], 'Swisslog Healthcare'),
  sysmex: maker('Sysmex', ['Sysmex', 'SYSMEX AMERICA'], 'Sysmex'),
  threeM: maker('3M', ['3M', 'Arizant'], '3M'),
  verathon: maker('Verathon', ['Verathon', 'VERATHON INC'], 'Verathon'),
  welchAllyn: maker('Welch Allyn (Hillrom)', ['Welch Allyn', 'WELCH-ALLYN', 'Welch Allen', 'Hillrom'], 'Welch Allyn'),
  zoll: maker('ZOLL', ['Zoll', 'ZOLL MEDICAL', 'Zol'], 'ZOLL Medical'),
  axis: maker('Axis Communications', ['Axis'], 'Axis Communications'),
  zebra: maker('Zebra Technologies', ['Zebra'], 'Zebra Technologies'),
} as const satisfies Record<string, Maker>

export type MakerId = keyof typeof makers

function maker(name: string, cmms: readonly string[], mdsp: string): Maker {
  return { name, cmms, mdsp }
}
