import { wordTable } from '#model/word-table.ts'

/**
 * Brands that stand where a maker belongs, and with which a model's name begins where no maker is given, by the id of the
 * company that makes them today. Only what no second company calls its own; of these no word is left out of a model's name.
 */
export const brandNames: Readonly<Record<string, string>> = wordTable({
  // At the bed and in the theatre.
  abbott: 'freestyle libre, centrimag',
  baxter: 'prismaflex, prismax, exactamix',
  bbraun: 'infusomat, perfusor',
  bostonscientific: 'lithovue',
  draeger: 'babylog, babytherm, oxylog, isolette',
  fisherpaykel: 'airvo, optiflow',
  freseniusmc: 'multifiltrate',
  fresenius: 'volumat, injectomat, agilia',
  ge: 'carescape, giraffe omnibed, logiq, voluson, senographe',
  getinge: 'cardiohelp, cardiosave, servo-i, flow-i',
  hologic: 'selenia dimensions',
  icu: 'medfusion, cadd solis, cadd legacy',
  intuitive: 'da vinci xi, da vinci x',
  linet: 'eleganza, multicare linet',
  masimo: 'radical-7, rad-97',
  medtronic: 'mycarelink, carelink, stealthstation, o-arm, interstim',
  mindray: 'benevision, beneheart, beneview, benefusion',
  philips: 'intellivue, intellispace, heartstart, azurion, affiniti, pagewriter',
  physiocontrol: 'lifepak',
  resmed: 'airsense, aircurve',
  siemens: 'somatom, magnetom, artis zee, biograph, mammomat, luminos, atellica, advia, immulite, rapidpoint, syngo',
  zoll: 'autopulse, lifevest',

  // Laboratories, sterilising.
  asp: 'sterrad',
  beckman: 'unicel',
  cepheid: 'genexpert, smartcycler',
  illumina: 'nextseq, novaseq, miseq, miniseq, hiseq',
  qiagen: 'qiasymphony, qiacube, rotor-gene',
  roche: 'cobas, accu-chek, coaguchek, lightcycler, magna pure',

  // Beside medical devices.
  apc: 'smart-ups, symmetra',
  emerson: 'deltav',
  dell: 'poweredge, optiplex, idrac, powervault, powerstore',
  fortinet: 'fortigate, fortios, fortimanager, fortianalyzer, fortiweb, fortimail',
  hp: 'laserjet, officejet, designjet, pagewide',
  hpe: 'proliant',
  rockwell: 'controllogix, compactlogix, micrologix, panelview, factorytalk',
  schneider: 'ecostruxure, powerlogic, struxureware',
  synology: 'diskstation, rackstation',
  ubiquiti: 'unifi',
  wibu: 'codemeter',
})
