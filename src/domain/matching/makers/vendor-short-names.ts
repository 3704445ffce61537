import { wordTable } from '#model/word-table.ts'

/**
 * What people write for a company when the column is narrow: initials and short forms, by the id of the company. Not
 * `aliases`: in a model's name (`AB 1756`) they may be anything.
 */
export const shortNames: Readonly<Record<string, string>> = wordTable({
  appliedbiosystems: 'abi, abi prism',
  asahikasei: 'asahi',
  asahiroentgen: 'asahi',
  asp: 'johnson johnson asp, jnj asp',
  bostonscientific: 'boston scientific bsc, bsx',
  bebig: 'e z bebig, e&z, ezag, e&z bebig',
  canon: 'cmsc, tmsc',
  cmrsurgical: 'cmr',
  deepsea: 'dse',
  delta: 'delta',
  deltaelectronics: 'delta',
  fisherpaykel: 'fph, f&p',
  fukuda: 'fukuda d',
  ikaria: 'ino',
  instrumentationlaboratory: 'il, i l',
  jnj: 'j j medtech',
  karlstorz: 'ks storz, kst, ksea',
  mir: 'mir',
  mirmed: 'mir, mir spirometry',
  nellcor: 'pb, npb',
  nihonkohden: 'nk',
  ortho: 'ocd, j j ortho, ortho clinical',
  physiocontrol: 'physio control medtronic, pci physio',
  richardwolf: 'wolf, rwmic',
  rockwell: 'ab',
  dmp: 'dmp',
  sel: 'sel',
  seca: 'seca vogel halke, vogel halke',
  siemens: 'shs, siemens healthcare shs',
  smithnephew: 's&n, s&n endoscopy',
  steris: 'steris corp amsco',
  thermofisher: 'tfs',
  zeiss: 'czm, cz meditec',
})
