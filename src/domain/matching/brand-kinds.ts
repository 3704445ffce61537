// Names of devices whose kind the name does not say: a `SURDIAL X` is a dialysis machine, a `VersaHD` an accelerator.

import { plainText } from './plain-text.ts'

/** By class; see device-classes.ts. Letters before `#` stand before a number. */
const brands: Readonly<Record<string, string>> = {
  ventilator:
    'servo servo-i servo-u servo-n servo-s servo-air evita savina oxylog babylog carina pb840 pb980 trilogy v60 v300 v500 v600 v680 v800 vn500 vn800 galileo elisa avea vela bellavista engstrom carescape-r860 stellar astral lumis vivo monnal eole medumat fabian leoni sophie elisee sv300 sv600 sv800 synovent ht70 hamilton-c# hamilton-g# hamilton-t1 hamilton-s1 hamilton-mr1 eve-in',
  'infusion pump':
    'infusomat perfusor alaris agilia volumat injectomat medfusion cadd plum sapphire bodyguard spectrum symbiq lifecare colleague argus benefusion terufusion',
  'patient monitor':
    'intellivue mx# mp# efficia-cm suresigns earlyvue carescape-b# b450 b650 b850 b105 b125 b155 infinity-delta infinity-kappa infinity-gamma infinity-m540 vista-120 benevision beneview passport imec ipm umec epm bsm life-scope ultraview qube xprezzon propaq avalon solar dash',
  dialysis:
    '4008 5008 6008 surdial dialog dialog+ cordiax artis-physio ak-95 ak-96 ak-98 ak-200 ak98 prismaflex prismax multifiltrate omni diapact ptype dbb homechoice sleepsafe amia tablo nxstage system-one aquarius carpediem genius',
  defibrillator:
    'lifepak heartstart beneheart efficia-dfm corpuls defigard r-series x-series m-series powerheart cardiolife tec primedic defimonitor heartsine samaritan lifeline fred aed',
  ultrasound:
    'voluson logiq vivid venue vscan epiq affiniti clearvue cx50 sparq lumify acuson aplio xario viamo arietta ascendus aloka resona te7 te9 m9 sonosite m-turbo x-porte mylab bk3000 bk5000 bk800 flexfocus accuvix sonoscape hera',
  ecg: 'mac mac-vu360 pagewriter cardiovit eli cardiofax cardimax custo-cardio ascard cardioline ecg# burdick at-102 at-10',
  analyzer:
    'cobas architect alinity atellica advia dimension immulite vitros unicel dxh dxi dxc au480 au680 au5800 xn xs xt xp cs-# ca-# liaison vidas vitek bactec bact phoenix sta-compact sta-r acl-top iris clinitek afinion hemocue cell-dyn pentra yumizen abl# rapidpoint rapidlab gem indiko konelab maglumi genexpert panther biosen epoc i-stat g8 g11',
  anaesthesia:
    'primus zeus fabius perseus atlan apollo aisys avance aespire aestiva carestation flow-i flow-c flow-e leon wato felix',
  incubator: 'giraffe isolette babyleo caleo incu babytherm panda globe-trotter',
  washer: 'sterrad v-pro amsco ds-# ds610 pg-# wd-# oer etd3 etd4 etd soluscope selectomat',
  ct: 'somatom revolution brightspeed lightspeed brilliance ingenuity incisive iqon aquilion scenaria supria naeotom',
  mri: 'magnetom ingenia achieva signa vantage echelon oasis panorama',
  'x-ray':
    'ysio multix luminos mobilett axiom artis digitaldiagnost juno combidiagnost definium drx dr-# dx-d fdr aerodr cios oec zenition veradius ziehm innova allura azurion infinix mammomat selenia senographe amulet planmed giotto veraview orthophos promax cranex newtom',
  'contrast injector': 'accutron injektron medrad stellant centargo optivantage empower spectris avanta mrxperion',
  'surgical microscope': 'pentero kinevo lumera provido arveo m530 m822',
  electrosurgery: 'valleylab vio ft10 autocon thunderbeat forcetriad',
  centrifuge: 'rotanta rotina multifuge megafuge heraeus allegra',
  linac:
    'truebeam halcyon ethos clinac versa versahd synergy unity cyberknife tomotherapy radixact artiste oncor novalis',
  bed: 'centrella eleganza multicare citadel enterprise procuity versacare progressa',
  'fundus camera': 'daytona california visucam clarus retcam',
  'heart-lung machine': 's3 s5 stockert essenz hl20 hl40',
  'surgical robot': 'davinci da-vinci versius hugo mako rosa cori',
  ups: 'smart-ups back-ups galaxy symmetra 9px 9sx 9px# 93pm 93ps netys masterys delphys modulys liebert-gxt# powervalue',
  pdu: 'ap79# ap89# epdu px2 px3 geist-rpdu',
  'power meter': 'ion# pac# umg nexus-1# acuvim pm5# pm8#',
  plc: 'modicon melsec micrologix controllogix compactlogix s7-# sysmac ilc-# axc-#',
  hmi: 'panelview magelis got# ktp# weintek cmt#',
  drive: 'altivar powerflex sinamics vlt acs# acs580 acs880',
  thermostat: 'tec3000 x7c ecobee',
  'label printer': 'zt# zd# zm# zq# 105sl pm43 cl4nx',
  'thin client': 't640 t740 wyse ud3 ud7',
  intercom: 'e11 e12 e16 e18 r20 r27 r28 r29 x912 x915 ip-verso ip-force',
  'ip camera': 'lnv# ds-2cd# ipc-# fd#',
  audiometer: 'audiostar affinity equinox ad# ma# pilot',
  tympanometer: 'tympstar easytymp titan touchtymp',
  'intraoral scanner': 'itero trios primescan medit',
  spirometer: 'easyone vyntus spirolab spirobank spirostik masterscreen quark',
  eeg: 'neurofax nihon-eeg xltek brain-quick easy-iii',
  oct: 'cirrus solix spectralis maestro# triton rs-3000 anterion',
  'sleep therapy': 'dreamstation airsense aircurve sleepstyle icon+',
  ecmo: 'cardiohelp novalung',
  'cell salvage': 'xtra autolog catsmart cats',
  stimulator: 'intellis percept activa sentiva proclaim eterna vercise wavewriter interstim',
  'medication cabinet': 'medstation omnicell-xt acudose',
  pacs: 'impax synapse ids7 syngo.plaza jivex isite infinitt phoenixpacs',
}

/** For the test of the table. */
export const classesOfBrands: readonly string[] = Object.keys(brands)

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
