// Words of hospitals for their places, as inventories write them: English, German, French, Spanish, Italian, Portuguese,
// Dutch and Nordic, and the abbreviations of the trade. They propose; they never join. Written without accents and signs.

/** A kind of place, or of patients, and what it is called; the first is the name that people read. */
const kinds: readonly string[] = [
  'intensive care, intensive care unit, intensive care ward, icu, itu, intensive therapy unit, intensive treatment unit, critical care, critical care unit, intensivstation, intensivpflegestation, intensivpflege, intensivmedizin, its, ips, reanimation, rea, soins intensifs, unite de soins intensifs, usi, cuidados intensivos, unidad de cuidados intensivos, uci, unidad de terapia intensiva, terapia intensiva, rianimazione, unidade de cuidados intensivos, unidade de terapia intensiva, uti, intensivavdelning, intensivvard, iva, intensivafdeling, intensivafsnit, intensivavdeling, teho osasto, tehohoito',
  'intermediate care, intermediate care unit, imc, imcu, step down unit, step down, stepdown, wachstation, uberwachungsstation, soins intermediaires, cuidados intermedios, unidad de cuidados intermedios, terapia subintensiva',
  'high dependency, high dependency unit, hdu, soins continus, unite de surveillance continue, usc',
  'coronary care, coronary care unit, cardiac care unit, ccu, utic, unita coronarica, unidad coronaria, hartbewaking',
  'special care baby unit, scbu',
  'operating room, operating rooms, or, operating theatre, operating theater, operating theatres, theatre, theater, theatres, operating suite, op saal, operationssaal, bloc operatoire, salle operation, quirofano, sala operatoria, bloco operatorio, sala de operacoes, operatiekamer, operationssal, operationsstue, operasjonsstue, leikkaussali',
  'emergency, emergency department, emergency dept, emergency room, emergency unit, emerg, ed, er, a and e, accident and emergency, casualty, notaufnahme, zentrale notaufnahme, zna, rettungsstelle, notfallstation, notfall, urgences, urgencias, urgencia, pronto soccorso, spoedeisende hulp, seh, spoed, akutmottagning, akuten, akutmodtagelse, skadestue, akuttmottak, paivystys',
  'recovery, recovery room, recovery unit, pacu, post anesthesia care, post anesthesia care unit, post anaesthesia care unit, post anaesthetic care unit, aufwachraum, awr, salle de reveil, sspi, sala de despertar, sala de recuperacion, sala risveglio, recobro, verkoever, verkoeverkamer, uppvakningsavdelning, opvagning, postoperativ',
  'radiology, diagnostic imaging, medical imaging, imaging, imaging department, radiologie, rontgen, roentgen, imagerie, imagerie medicale, radiologia, diagnostica per immagini, diagnostico por imagen, imagenologia, imagiologia, radiodiagnostico, beeldvorming, rontgenavdelning, billeddiagnostik, bildediagnostikk, radiologi',
  'magnetic resonance, magnetic resonance imaging, mri, mr, mrt, kernspin, kernspintomographie, magnetresonanztomographie, irm, resonancia magnetica, risonanza magnetica, ressonancia magnetica',
  'computed tomography, ct, cat scan, computertomographie, tomodensitometrie, tdm, tomografia computarizada, tomografia computerizzata, tac',
  'ultrasound, sonography, ultraschall, sonographie, echographie, ecografia',
  'nuclear medicine, nuclear med, nuc med, nuklearmedizin, medecine nucleaire, medicina nuclear, medicina nucleare, nucleaire geneeskunde, nuklearmedicin',
  'radiotherapy, radiation oncology, radiation therapy, strahlentherapie, radiotherapie, radioterapia, stralbehandling',
  'catheterization, cath lab, cathlab, cardiac cath, cardiac cath lab, cardiac catheterization, cardiac catheterization lab, cardiac catheterisation laboratory, catheter laboratory, herzkatheter, herzkatheterlabor, hkl, linksherzkatheter, salle de catheterisme, coronarographie, hemodinamica, emodinamica, hartkatheterisatie',
  'electrophysiology, ep lab, electrophysiology lab, electrophysiology laboratory, elektrophysiologie, electrophysiologie, electrofisiologia, elettrofisiologia',
  'laboratory, lab, clinical laboratory, clinical lab, labor, zentrallabor, laboratoire, laboratorio, laboratorio analisi, laboratorium, laboratoriet',
  'pathology, pathologie, anatomie pathologique, anatomia patologica, patologia, patologi',
  'blood bank, transfusion, blutbank, transfusionsmedizin, banco de sangre, centro trasfusionale, bloedbank',
  'dialysis, hemodialysis, haemodialysis, renal unit, dialyse, hamodialyse, haemodialyse, hemodialyse, dialisis, hemodialisis, dialisi, emodialisi, hemodialise, dialys',
  'oncology, onc, onkologie, oncologie, oncologia, onkologi',
  'haematology, hematology, hamatologie, haematologie, hematologie, hematologia, ematologia',
  'cardiology, cardio, kardiologie, cardiologie, cardiologia, kardiologi',
  'cardiac, cardiaque, cardiaca, kardiologische, kardiologisch',
  'cardiovascular, cv, kardiovaskular, cardiovasculaire',
  'cardiothoracic, ct surgery, herzchirurgie, herz thorax chirurgie, thorax',
  'neurology, neuro, neurologie, neurologia, neurologi, neurologische',
  'neurosurgery, neurosurgical, neurochirurgie, neurochirurgische, neurocirugia, neurochirurgia, neurocirurgia, neurokirurgi',
  'neurodiagnostics, eeg, eeg lab, elektroenzephalographie',
  'stroke, stroke unit, schlaganfall, unite neurovasculaire',
  'neonatal, neonatology, neonatologie, neonatologia, neonatologische, neonatale, newborn',
  'paediatric, pediatric, paediatrics, pediatrics, paeds, peds, padiatrie, paediatrie, padiatrische, paediatrische, kinderklinik, kinderstation, kinder, pediatrie, pediatrique, pediatria, pediatrica, kindergeneeskunde, children, childrens, barnavdelning',
  'delivery, labor and delivery, labour and delivery, labour ward, labor ward, delivery suite, delivery room, l and d, ldr, kreisssaal, kreissaal, salle de naissance, sala de partos, sala parto, verloskamers, forlossning',
  'maternity, obstetrics, ob, geburtshilfe, maternite, obstetrique, maternidad, obstetricia, ostetricia, verloskunde, bb avdelning',
  'gynaecology, gynecology, gyn, gynakologie, gynaekologie, gynecologie, ginecologia, gynakologi',
  'orthopaedics, orthopedics, orthopaedic, orthopedic, ortho, orthopadie, orthopaedie, orthopadische, orthopedie, ortopedia, ortopedi',
  'trauma, traumatology, unfallchirurgie, traumatologie, traumatologia',
  'surgical, surgery, surg, chirurgie, chirurgisch, chirurgische, chirurgical, chirurgicale, chirurgia, chirurgica, cirugia, quirurgica, cirurgia, cirurgica, heelkunde, kirurgi, kirurgisk',
  'medical, medicine, med, internal medicine, general medicine, innere medizin, innere, internistische, medecine, medecine interne, medicale, medicina, medicina interna, interne geneeskunde, medicin, medisinsk',
  'medical surgical, med surg, medsurg',
  'telemetry, tele, telemetrie, telemetria',
  'burns, burn unit, burn center, burn centre, burn, verbrennung, verbrennungszentrum, brules, quemados, grandi ustionati, brandwonden',
  'psychiatry, psychiatric, psych, psychiatrie, psiquiatria, psichiatria, psykiatri',
  'geriatrics, geriatric, elderly care, care of the elderly, geriatrie, geriatria, geriatri',
  'urology, urologie, urologia, urologi',
  'respiratory, pulmonology, pneumology, pneumologie, neumologia, pneumologia, longziekten, lungmedicin',
  'ophthalmology, eye, augenklinik, augenheilkunde, ophtalmologie, oftalmologia, oculistica, oogheelkunde',
  'ear nose and throat, ent, orl, hno, otorhinolaryngologie, otorrinolaringologia, otorinolaringoiatria, kno',
  'rehabilitation, rehab, rehabilitacion, riabilitazione, reeducation, reabilitacao, revalidatie',
  'palliative care, palliative, palliativstation, soins palliatifs, cuidados paliativos, cure palliative, hospice',
  'outpatients, outpatient, outpatient clinic, outpatient department, opd, ambulanz, poliklinik, consultations externes, consultas externas, ambulatorio, polikliniek, mottagning, ambulatorium',
  'endoscopy, endoscopy unit, endo, gi lab, endoskopie, endoscopie, endoscopia, endoskopi',
  'anaesthesia, anesthesia, anaesthetics, anaesthesiology, anesthesiology, anasthesie, anaesthesie, anesthesie, anestesia, anestesi',
  'pharmacy, apotheke, pharmacie, farmacia, farmacia hospitalaria, apotheek, apotek',
  'sterile supply, cssd, ssd, hsdu, spd, sterile processing, sterile processing department, central sterile, central sterile supply, central sterile supply department, central sterile services, aemp, zsva, sterilisation, sterilization, sterilisation centrale, esterilizacion, centrale di sterilizzazione, sterilizzazione, esterilizacao, sterilisatie, sterilcentral',
  'biomedical engineering, biomed, biomedical, clinical engineering, medical engineering, ebme, medizintechnik, genie biomedical, service biomedical, ingegneria clinica, ingenieria clinica, electromedicina, medische techniek, medicinsk teknik',
  'data centre, data center, datacenter, server room, computer room, rechenzentrum, serverraum, salle serveurs, centro de datos, sala server',
]

/** Abbreviations that stand for several. */
const compounds: Readonly<Record<string, string>> = {
  nicu: 'neonatal, intensive care',
  picu: 'paediatric, intensive care',
  micu: 'medical, intensive care',
  sicu: 'surgical, intensive care',
  ticu: 'trauma, intensive care',
  cvicu: 'cardiovascular, intensive care',
  cticu: 'cardiothoracic, intensive care',
  csicu: 'cardiac, surgical, intensive care',
  neuroicu: 'neurology, intensive care',
  kinderintensivstation: 'paediatric, intensive care',
  kinderintensiv: 'paediatric, intensive care',
}

/** Read only where a number stands behind: `OP 3` is a theatre, and `OP` may be outpatients. */
const numbered: Readonly<Record<string, string>> = { op: 'operating room', ot: 'operating room', ok: 'operating room' }

const directionWords: Readonly<Record<string, string>> = {
  north: 'north, n, nord, norte, noord, norr, pohjoinen',
  east: 'east, e, ost, este, oost, oster, leste',
  south: 'south, s, sud, sued, sur, sul, zuid, syd, soder',
  west: 'west, w, ouest, oeste, ovest, vast, vest, vaster',
}

/** They say that it is a place, and not which. No single letter: those tell places apart. */
const general =
  'ward, unit, department, dept, dpt, division, suite, nursing, station, abteilung, bereich, service, unite, servicio, unidad, servizio, reparto, unita, servico, unidade, afdeling, verpleegafdeling, avdelning, avdeling, osasto, center, centre, ctr, zentrum, the, of, and, for, de, la, le, les, du, des, del, di, della, da, do, dos, der, die, das, fur, und, et, van, het'

/** Of sites: what every hospital is called. */
const generalOfSites =
  'hospital, hosp, medical, center, centre, ctr, campus, site, krankenhaus, spital, klinik, klinikum, kliniken, hopital, chu, ospedale, hospitales, ziekenhuis, sjukhus, sygehus, sykehus, sairaala, nhs, trust, foundation, healthcare, health'

const saints = 'saint, st, ste, sankt, santa, santo, san, sint, sao'

const list = (texts: string) => texts.split(',').map((text) => text.trim())

export const floorWords =
  'floor|fl|flr|level|lvl|etage|eme etage|og|obergeschoss|stock|ebene|piso|piano|planta|andar|verdieping|vaning|plan|sal|kerros'

/** What phrases mean: ids are the names of kinds. */
export const phrases: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...kinds.flatMap((line) => {
    const names = list(line)
    return names.map((name) => [name, [names[0]!]] as const)
  }),
  ...Object.entries(compounds).map(([name, meant]) => [name, list(meant)] as const),
])
export const numberedPhrases: ReadonlyMap<string, string> = new Map(Object.entries(numbered))
export const directions: ReadonlyMap<string, string> = new Map(
  Object.entries(directionWords).flatMap(([direction, words]) => list(words).map((word) => [word, direction] as const)),
)
export const generalWords: ReadonlySet<string> = new Set(list(general))
export const generalSiteWords: ReadonlySet<string> = new Set(list(generalOfSites))
export const saintWords: ReadonlySet<string> = new Set(list(saints))
/** Words of the longest phrase. */
export const longestPhrase = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(' ').length))
