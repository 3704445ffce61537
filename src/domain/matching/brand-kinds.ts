// Names of devices whose kind the name does not say: a `SURDIAL X` is a dialysis machine, a `VersaHD` an accelerator.

import { plainText } from './plain-text.ts'

/** By the first word of the kind; see device-kinds.ts. Letters before `#` stand before a number. */
const brands: Readonly<Record<string, string>> = {
  ventilator:
    'servo servo-i servo-u servo-n servo-s servo-air evita savina oxylog babylog carina pb840 pb980 trilogy v60 v300 v500 v600 v680 v800 vn500 vn800 galileo elisa avea vela bellavista engstrom carescape-r860 stellar astral lumis vivo monnal eole medumat fabian leoni sophie elisee sv300 sv600 sv800 synovent ht70 hamilton-c# hamilton-g# hamilton-t1 hamilton-s1 hamilton-mr1 eve-in',
  pump: 'infusomat perfusor alaris agilia volumat injectomat medfusion cadd plum sapphire bodyguard spectrum symbiq lifecare colleague argus benefusion terufusion',
  monitor:
    'intellivue mx# mp# efficia-cm suresigns earlyvue carescape-b# b450 b650 b850 b105 b125 b155 infinity-delta infinity-kappa infinity-gamma infinity-m540 vista-120 benevision beneview passport imec ipm umec epm bsm life-scope ultraview qube xprezzon propaq avalon solar dash',
  dialysis:
    '4008 5008 6008 surdial dialog dialog+ cordiax artis-physio ak-95 ak-96 ak-98 ak-200 ak98 prismaflex prismax multifiltrate omni diapact ptype dbb homechoice sleepsafe amia tablo nxstage system-one aquarius carpediem genius',
  defibrillator:
    'lifepak heartstart beneheart efficia-dfm corpuls defigard r-series x-series m-series powerheart cardiolife tec primedic defimonitor heartsine samaritan lifeline fred aed',
  ultrasound:
    'voluson logiq vivid venue vscan epiq affiniti clearvue cx50 sparq lumify acuson aplio xario viamo arietta ascendus aloka resona te7 te9 m9 sonosite m-turbo x-porte mylab bk3000 bk5000 bk800 flexfocus accuvix sonoscape hera',
  electrocardiograph:
    'mac mac-vu360 pagewriter cardiovit eli cardiofax cardimax custo-cardio ascard cardioline ecg# burdick at-102 at-10',
  analyzer:
    'cobas architect alinity atellica advia dimension immulite vitros unicel dxh dxi dxc au480 au680 au5800 xn xs xt xp cs-# ca-# liaison vidas vitek bactec bact phoenix sta-compact sta-r acl-top iris clinitek afinion hemocue cell-dyn pentra yumizen abl# rapidpoint rapidlab gem indiko konelab maglumi genexpert panther biosen epoc i-stat g8 g11',
  anesthesia:
    'primus zeus fabius perseus atlan apollo aisys avance aespire aestiva carestation flow-i flow-c flow-e leon wato felix',
  incubator: 'giraffe isolette babyleo caleo incu babytherm panda globe-trotter',
  washer: 'sterrad v-pro amsco ds-# ds610 pg-# wd-# oer etd3 etd4 etd soluscope selectomat',
  ct: 'somatom revolution brightspeed lightspeed brilliance ingenuity incisive iqon aquilion scenaria supria naeotom',
  mri: 'magnetom ingenia achieva signa vantage echelon oasis panorama',
  'x-ray':
    'ysio multix luminos mobilett axiom artis digitaldiagnost juno combidiagnost definium drx dr-# dx-d fdr aerodr cios oec zenition veradius ziehm innova allura azurion infinix mammomat selenia senographe amulet planmed giotto veraview orthophos promax cranex newtom',
  injector: 'accutron injektron medrad stellant centargo optivantage empower spectris avanta mrxperion',
  microscope: 'pentero kinevo lumera provido arveo m530 m822',
  electrosurgical: 'valleylab vio ft10 autocon thunderbeat forcetriad',
  centrifuge: 'rotanta rotina multifuge megafuge heraeus allegra',
  linac:
    'truebeam halcyon ethos clinac versa versahd synergy unity cyberknife tomotherapy radixact artiste oncor novalis',
  bed: 'centrella eleganza multicare citadel enterprise procuity versacare progressa',
  camera: 'daytona california visucam clarus retcam',
  'heart-lung': 's3 s5 stockert essenz hl20 hl40',
  robot: 'davinci da-vinci versius hugo mako rosa cori',
  pacs: 'impax synapse ids7 syngo.plaza jivex isite infinitt phoenixpacs',
}

const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = Object.entries(brands).map(([kind, names]) => [
  kind,
  new RegExp(
    `(?<![a-z\\d])(?:${names
      .split(' ')
      .map((name) => name.replace(/[.+]/g, '\\$&').replaceAll('-', '[- ]?').replace('#', '[- ]?\\d+'))
      .join('|')})(?![a-z])`,
  ),
])

/** What the name of a product is known to be; mostly one kind. */
export function kindsOfBrand(name: string): readonly string[] {
  const plain = plainText(name)
  return patterns.flatMap(([kind, pattern]) => (pattern.test(plain) ? [kind] : []))
}
