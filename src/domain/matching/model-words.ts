import { wordTable } from '#model/word-table.ts'
import { classWordsAbroad } from './device-classes/device-classes.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/**
 * Words that say what kind of thing a device is, not which: they may be missing on either side. `monitor` in an advisory
 * and `patient monitor` in an inventory part no two models.
 */
export const kindWords: ReadonlySet<string> = new Set([
  ...classWordsAbroad,
  ...words(`
  a an and or the of for in on to by from as at its with without all any other related certain various multiple
  model models mod type typ types modell modele modelo modello tipo baureihe geratetyp version versions ver rev revision release edition series family families product products line range
  gerat anlage arbeitsplatz
  ventilateur pousse generateur appareil
  endoskopieturm videoturm
  warmegerat
  tavolo
  balanca
  orthopantomograph orthopantomogram panoramic universal adulte adulto erwachsene adultes enfant nourrisson pediatrique pediatrico
  infantil bambino kinder neonato neonatale neonatal
  analyseur poste
  equipo sistema maquina
  apparecchio
  con para pour avec mit fur von du des der und
  lecteur lecteurs lettore lettori lector lectores leser lesegerat kameras
  rekorder schalter
  system systems device devices unit units machine machines equipment instrument instruments apparatus set kit assembly
  medical health healthcare hospital clinical patient patients care acute intensive bedside bed beds
  pump pumps infusion infuser syringe volumetric lvp large volume insulin enteral feeding pca ambulatory tci drug dosing
  monitor monitors monitoring vital vitals signs physiological multiparameter multi parameter worn wearable transport
  ventilator ventilators ventilation respirator anesthesia anaesthesia anesthetic machine delivery
  defibrillator defibrillators pacemaker pacemakers pacer icd crt crtd implantable implant cardioverter
  ultrasound sonography imaging scanner scanners tomography computed magnetic resonance radiography radiographic
  fluoroscopy mammography angiography nuclear medicine mobile portable stationary digital analog
  ecg ekg electrocardiograph electrocardiographs cardiograph cardiographs resting stress test testing holter
  fetal maternal neonatal infant pediatric adult oximeter pulse oximetry spo2 blood pressure glucose meter analyzer analyser
  hemodialysis dialysis crrt renal replacement electrosurgical energy platform generator surgical
  ups uninterruptible power supply backup battery-backup
  wireless wired wlan wifi wi fi lan bluetooth network networked connected ethernet usb
  point poc laboratory automated automatic automation cabinet dispensing workstation workstations station stations
  handheld tabletop cart stand rack new refurbished refurb rental rented leased lease loan owned spare demo loaner used old standard basic
  control panel eeg emg capability turnkey enabled build builds serie software application firmware installed integrated based part number parts no pn sn serial ref cat catalog
  wheelchair wheelchairs chair scooter stretcher stretchers table lamp light lights laryngoscope bronchoscope endoscope gastroscope
  colonoscope duodenoscope otoscope insufflator coagulator laser centrifuge freezer refrigerator fridge autoclave cpu plc controllers gateways
  routers router switches switch panels electric inpatient outpatient
  ip poe dome ptz ois tps lis
  linac accelerator cuff bp sphygmomanometer dialyzer trolley wall ceiling mounted desktop tower computer pc-based
  kas pdms tps opg dvt c-arm carm
  icu ccu nicu picu or bedside only version critical mod exam
  biopsy 2d 3d ultralow ult sff lff iscsi maintenance sw fw channel channels ed edn main campus floor room wing annex building spare
  framework suite package printer printers in or
  including included incl not only also etc black white grey blue english us usa eu uk
`),
])

/** Kinds of imaging: they part devices of one brand (`Revolution CT`), and alone they can stand for a whole line. */
export const modalityWords = words('ct mr mri mrt pet spect xray x-ray nm xr cr dr cath')

/** Parts that a product line has beside the device itself: one is not the other. */
export const roleWords = words(`
  server servers gateway hub client portal cloud app web website android ios programmer programmers recorder
  telemetry receiver transmitter reader viewer viewers license upgrade utility tool toolkit sdk
  module modules battery pack remote controller pacs ris emr viewer dashboard database db bootrom journal
`)

/** Roles that only say what a device is called on the ward: the `Renamic Neo` is a programmer. */
export const describingRoles = words('programmer recorder controller reader viewer client')

/** Roles that are devices of their own, and may be what all of a family are. */
export const memberRoles = words('gateway controller recorder receiver transmitter server reader viewer')

/** Roles that say what kind of software a product is, or that the device is where it is used. */
export const softwareRoles = words('client pacs ris emr viewer')

/** What is implanted. */
export const implantKinds = words('icd icds crt crtd crtp pacemaker pacemakers defibrillator defibrillators')

/** Roles that a product is seldom called without: what lacks the word is the device that it belongs to. */
export const partRoles = words(
  'programmer programmers recorder telemetry receiver transmitter reader module modules battery pack remote controller gateway hub upgrade utility tool toolkit sdk license client android ios bootrom',
)

/** What is added to a device, and is another thing. */
export const accessoryRoles = words('module modules battery pack remote license upgrade utility')

/** Kinds that part two devices of one brand: a spot monitor is no vital signs monitor. */
export const partingKinds = words(
  'vital vitals signs insulin syringe volumetric enteral pca ambulatory fetal maternal neonatal stress holter resting anesthesia anaesthesia defibrillator ventilator hemodialysis dialysis hlm station stations workstation workstations',
)

/** Lines of a maker: before the name of a product they say whose it is, not which (`Kiestra PerformA`, `Pyxis MedStation`). */
export const lineWords = words(
  'cobas alinity atellica kiestra pyxis alaris rowa intellivue intellispace intellibridge healthsuite carescape centricity syngo connex infinity navicare biomed acuson somatom magnetom artis minimed paradigm carelink mycarelink volumat agilia',
)

/** Words behind a model that make another model of it. */
export const variantWords = words(
  'plus pro elite select advance advanced expert lite light max ultra mini ready quantum professional performance compact classic duo dual one vet veterinary',
)

/** Short names that inventories use for words of the maker’s own. */
export const shortNames: Readonly<Record<string, readonly string[]>> = wordTable({
  ii: ['2'],
  iii: ['3'],
  iv: ['4'],
  v: ['5'],
  pcu: ['pc'],
  pcix: ['picix'],
  medstn: ['medstation'],
  mgmt: ['management'],
  mgt: ['management'],
  mgr: ['manager'],
  svr: ['server'],
  srv: ['server'],
  wkstn: ['workstation'],
  pgmr: ['programmer'],
  db: ['database'],
  sys: ['system'],
  mon: ['monitor'],
  ctrl: ['controller'],
  pt: ['patient'],
  info: ['information'],
  ws: ['workstation'],
  vent: ['ventilator'],
  defib: ['defibrillator'],
  anes: ['anesthesia', 'anaesthesia'],
  inf: ['infusion'],
  elec: ['electronic'],
  xport: ['transport'],
  uss: ['ultrasound'],
  ox: ['oximeter'],
  pd: ['peritoneal', 'dialysis'],
  apd: ['peritoneal', 'dialysis', 'automated', 'pd'],
  capd: ['peritoneal', 'dialysis', 'pd'],
  cv: ['cardiovascular'],
  config: ['configuration'],
  lj: ['laserjet'],
  mssql: ['sql'],
  revpi: ['revolution', 'pi'],
  mpp: ['multiplatform'],
  '3pcc': ['multiplatform'],
  wbm: ['wireless', 'battery'],
  oj: ['officejet'],
})

/** Letters with which makers begin the codes of a line: the `FAP-231F` is a `FortiAP 231F`, the `ATV320` an `Altivar 320`. */
export const lineCodes: Readonly<Record<string, string>> = wordTable({
  fac: 'fortiauthenticator',
  fap: 'fortiap',
  faz: 'fortianalyzer',
  fg: 'fortigate',
  fgt: 'fortigate',
  fmg: 'fortimanager',
  fml: 'fortimail',
  fsw: 'fortiswitch',
  fwb: 'fortiweb',
  fwf: 'fortiwifi',
  atv: 'altivar',
  lxm: 'lexium',
  pf: 'powerflex',
  clx: 'controllogix',
  ml: 'micrologix',
  mlx: 'micrologix',
  zd: 'zonedirector',
  sz: 'smartzone',
})

/** Words of a condition that say nothing of what is asked for: `with … option only`. */
export const conditionWords = words(
  'technology with without only enabled installed containing equipped option options optional used using the a an and or capability module modules card cards interface interfaces component components connection connections image feature features function functionality plugin plugins addon addons when where running under on in w',
)

/**
 * Words that say what a product is for. Behind a brand they may be missing on either side (`Q-Stress` is the `Q-Stress Cardiac
 * Stress Testing System`); where both sides say one and they differ, the products do: `Xper Flex Cardio`, `Xper Connect`.
 */
export const descriptorWords = words(`
  cardiac cardiology cardiovascular cardiopulmonary coronary vascular heart rate arterial venous hemodynamic haemodynamic hemodynamics
  electrophysiology rhythm arrhythmia cardiogram analysis analytics analyzing diagnostic diagnostics therapy therapeutic treatment treatments
  planning support information data record records recording exam examination measurement measuring dose management
  endoscopy endoscopic laparoscopic arthroscopic microscope camera cameras video ophthalmic optical coherence ocular retinal
  bone spinal orthopedic orthopaedic dental respiratory pulmonary spirometry spirometer breathing airway sleep cpap bipap apnea oxygen concentrator
  humidifier gas coagulation hematology haematology immunoassay chemistry urine molecular pathology sequencer sequencing genomic
  microbiology culture specimen processor incubator warmer neuro neurological neurostimulator stimulator stimulation brain neurology
  hearing audiometer cochlear sound radiation oncology radiotherapy accelerator brachytherapy contrast injector sterilizer sterilization washer
  disinfector scale weight temperature thermometer nurse call alarm alarms alert alerts notification iot internet things pharmacy
  medication medications home homecare communication communications communicator connectivity interface interfaces integration
  image images archive archiving picture radiology dicom hl7 electronic electronics electric electrical safety security
  terminal console display touchscreen screen robot robotic tracking service enterprise vision visualization visualisation
  intraoperative interventional emergency department room operating theatre laboratory laboratories lab labs
  bariatric obstetric gynecology urology nephrology dermatology geriatric wound compression hygiene lift
  intelligent informatics solution solutions technology technologies professional personal smart
  bioreactor fermenter fermentor densitometer densitometry densitometers dxa dexa apheresis plasmapheresis aspirator aspiration injection injectors hd uhd
  ivd ruo cytometer cytometers cytometry linear accelerators
  cycler cyclers iabp ecmo lvad hfnc ctg eswl
  colposcope cystoscope hysteroscope arthroscope ureteroscope laparoscope phaco phacoemulsification vitrectomy keratometer tonometer
  autorefractor perimeter biometer pachymeter topographer fundus refractor nebulizer nebuliser resuscitator phototherapy bililight
  oxygenator autotransfusion heartlung cardioplegia hypothermia hyperthermia warming cooling thermoregulation thermocycler cycler pcr qpcr
  cytometer cytometry sorter spectrometer spectrometry chromatograph chromatography hplc electrophoresis stainer staining coverslipper microtome
  cryostat cryosurgery osmometer photometer electrolyte electrolytes hemostasis haemostasis hormone ovulation fertility pregnancy
  immunology serology toxicology tissue scanning tomotherapy lithotripter lithotripsy ablation electroporation navigation
  positioning couch collimator dosimetry dosimeter shielding endotracheal cough suction manometer manometry urodynamic urodynamics audiometry
  tympanometer vestibular posturography rehabilitation physiotherapy traction exoskeleton prosthesis orthosis gait treadmill ergometer ergometry
  polysomnography psg actigraphy capnograph capnography bispectral neuromonitoring electrophysiological pacing mapping
  counter counters reagent autoanalyzer sampler aliquoter decapper track conveyor tube pneumatic carousel dispenser
  spine knee hip shoulder cranial
  resuscitation defibrillation cardiopulmonary intubation rescue
  refractometer hemoglobin hba1c lipid cholesterol coagulometer thromboelastography ketone lactate inr
`)

/** Words that every name may bear or leave out. */
export const trivialWords = words(`
  build builds
  a an and or the of for in on to by from with all any other
  system systems device devices unit units machine machines equipment product products model models software application app
  version versions series family medical health healthcare hospital clinical digital
`)

/** Services at a maker's, which the devices made for them report to: no option of theirs. */
export const remoteServices = words(
  'sharesource lifelinkcentral lifenet carelink mycarelink airview encoreanywhere merlin.net myfreestyle libreview glooko',
)

/** Words that open a family: what bears the family’s name belongs to it. */
export const familyWords = words('series family families products line range')

/** Operating systems and network stacks that are products of their own: they are looked for in the device, whoever made it. */
export const operatingSystems = words('windows linux vxworks integrity ose nucleus threadx qnx itron android ios macos')
