import type { Trade } from './trade.ts'

/** What makes pictures, treats with rays, and measures eyes, ears, heart and brain. */
export const pictures: Trade = {
  plain: `
    diagnostic treatment digital mobile portable stationary handheld wireless whole body imaging image medical source
    energy slice detector flat panel photon counting spectral interventional cardiac cardiology cardiovascular vascular
    peripheral neuro biplane monoplane floor ceiling mounted general purpose radiology radiographic breast tomosynthesis
    bore wide field ultra-widefield widefield swept domain full range full-range non-mydriatic nonmydriatic mydriatic
    retina retinal eye ocular ophthalmic optical anterior posterior segment auto automatic panoramic cephalometric
    intraoral extraoral dental cone beam volume point care women health obstetric fully head injection delivery contrast
    media use multi-use single-use resting twelve lead stress exercise ambulatory neurology sleep lung pulmonary
    function hearing screening newborn linear particle radiation radiosurgery radiotherapy image-guided guided guidance
    proton therapy planning sterile
  `,
  classes: {
    imaging: { said: 'imaging', abroad: 'imagerie, bildgebung' },
    'x-ray': {
      of: 'imaging',
      said: 'x-ray, xray, radiography, radiographic, x-ray system, digital radiography, dr system, bucky',
      abroad: `
        rontgen, rontgengerat, rontgenanlage, rontgensystem, radiologie, radiographie, radiologico, radiografia,
        rayos x, raios x, aparelho de raio x, rtg
      `,
    },
    'x-ray detector': {
      isPart: true,
      said: 'flat panel detector, x-ray detector, digital detector',
      abroad: 'detektor, flachdetektor',
    },
    'cr reader': {
      said: 'computed radiography, cr reader, image plate reader, plate scanner, digitizer',
      abroad: 'speicherfolienleser, speicherfolienscanner',
    },
    fluoroscopy: {
      of: 'x-ray',
      said: 'fluoroscopy, fluoroscopic',
      abroad: 'durchleuchtung, durchleuchtungsanlage, fluoroscopie, fluoroscopia, telecomandato',
    },
    'c-arm': {
      of: 'x-ray',
      said: 'c-arm, carm, mobile c-arm',
      abroad: 'c-bogen, cbogen, bildverstarker, arceau, arco en c, arco a c, amplificateur de brillance, c-boog',
    },
    angiography: {
      of: 'x-ray',
      said: 'angiography, angiographic, cath lab',
      abroad: 'angiographie, angiographieanlage, angiografia, herzkatheter, herzkatheteranlage',
    },
    mammography: {
      of: 'x-ray',
      said: 'mammography, mammographic, tomosynthesis',
      abroad: 'mammographie, mammographiegerat, mammographe, mamografo, mammografo',
    },
    'dental x-ray': {
      of: 'x-ray',
      said: 'panoramic x-ray, orthopantomograph, opg, cephalometric, intraoral x-ray',
      abroad: 'panoramarontgen, ortopantomografo, panoramique',
    },
    'bone densitometer': {
      said: 'densitometer, bone densitometer, bone density, dxa, dexa, dxa system',
      abroad: 'osteodensitometre, densitometro, knochendichte',
    },
    scanner: { of: 'imaging', said: 'scanner, scan' },
    tomograph: { of: 'scanner', said: 'tomograph', abroad: 'tomografo, scannographe' },
    ct: {
      of: 'tomograph',
      said: 'ct, computed tomography, ct scanner, ct system',
      abroad: `
        computertomograph, computertomographie, tomodensitometre, tac, tomografia computarizada, tomografo computarizado
      `,
    },
    cbct: { of: 'x-ray', said: 'cbct, cone beam, dvt, cone beam ct', abroad: 'digitale volumentomographie' },
    mri: {
      of: 'tomograph',
      said: 'mri, mr, magnetic resonance, mr system, mri scanner, mri system',
      abroad: `
        mrt, kernspintomograph, magnetresonanztomograph, irm, resonancia, resonancia magnetica, risonanza,
        risonanza magnetica, rezonans
      `,
    },
    ultrasound: {
      of: 'imaging',
      said: 'ultrasound, sonography, echo, echocardiography, ultrasound scanner, uss',
      abroad: `
        ultraschall, ultraschallgerat, sonographiegerat, sonographie, echographe, echographie, ecografo, ecotomografo,
        ultrasonido, ultrassom, ultrasom, echoapparaat, echotoestel, ultraljud, ultralyd, ultrasonograf, usg, ultrason,
        ultrazvuk
      `,
    },
    'nuclear camera': {
      of: 'camera, imaging',
      said: 'gamma camera, spect, pet, spect ct, pet ct, pet mr, nuclear medicine, molecular imaging',
      abroad: 'gammakamera, nuklearmedizin',
    },
    linac: {
      said: 'linac, linear accelerator, accelerator, radiotherapy, radiation therapy, radiosurgery, tomotherapy',
      abroad: 'linearbeschleuniger, beschleuniger, accelerateur, acelerador, acceleratore, strahlentherapie',
    },
    brachytherapy: { said: 'brachytherapy, afterloader, hdr afterloader', abroad: 'brachytherapie, afterloading' },
    'contrast injector': {
      said: `
        injector, contrast injector, contrast injection, injection system, power injector, ct injection, mr injection,
        ct injector, mr injector, contrast delivery
      `,
      abroad: `
        injektor, kontrastmittelinjektor, kontrastinjektor, injecteur, injecteur de produit de contraste, inyector,
        iniettore, contrastpomp, contrastinjector
      `,
    },
    'intraoral scanner': {
      of: 'scanner',
      said: 'intraoral scanner, intra oral scanner, dental scanner, scanner intraoral',
      abroad: 'intraoralscanner, abformscanner',
    },
    'dental unit': {
      said: 'dental unit, treatment center, treatment unit, dental chair',
      abroad: 'behandlungseinheit, dentaleinheit, unit dentaire, sillon dental, riunito',
    },
    oct: {
      said: `
        oct, hd-oct, optical coherence, optical coherence tomography, optical coherence tomographer, swept source oct
      `,
      abroad: 'tomographie en coherence optique, tomografia a coerenza ottica',
    },
    'fundus camera': {
      of: 'camera',
      said: `
        fundus camera, retinal camera, retina camera, fundus, retinal imaging, ultra-widefield,
        scanning laser ophthalmoscope, slo, fundus imaging
      `,
      abroad: 'funduskamera, netzhautkamera, retinographe, retinografo',
    },
    perimeter: {
      said: 'perimeter, visual field, visual field analyzer, field analyzer',
      abroad: 'perimetre, campimetro, gesichtsfeld',
    },
    tonometer: { said: 'tonometer, non contact tonometer', abroad: 'augendruckmesser, tonometre, tonometro' },
    refractor: {
      said: 'refractor, autorefractor, auto refractometer, autorefractometer, keratometer, phoropter',
      abroad: 'refraktometer, autorefraktometer',
    },
    'eye biometer': {
      said: 'biometer, optical biometer, biometry, topographer, corneal topographer, pachymeter, aberrometer',
      abroad: 'biometrie',
    },
    'slit lamp': { said: 'slit lamp', abroad: 'spaltlampe, lampe a fente, lampara de hendidura' },
    audiometer: { said: 'audiometer, audiometry', abroad: 'audiometre, audiometro, audiometrie' },
    tympanometer: {
      said: 'tympanometer, tympanometry, middle ear analyzer, impedance audiometer',
      abroad: 'impedanzmessgerat',
    },
    'hearing screener': {
      said: 'hearing screener, oae, otoacoustic, abr, aabr, newborn hearing',
      abroad: 'horscreening',
    },
    ecg: {
      said: 'ecg, ekg, electrocardiograph, electrocardiogram, cardiograph, resting ecg, ecg machine',
      abroad: `
        electrocardiographe, electrocardiografo, elettrocardiografo, elektrokardiograph, ekg gerat, ekg-gerat,
        elektrokardiograf, eletrocardiografo, ecg toestel
      `,
    },
    'stress test': {
      of: 'ecg',
      said: 'stress test, stress testing, stress, exercise test, cardiac stress, ergospirometry',
      abroad: 'belastungs ekg, belastungsekg, epreuve d effort, ergometrie',
    },
    holter: {
      of: 'ecg',
      said: 'holter, holter recorder, ambulatory ecg, holter recorder ecg',
      abroad: 'langzeit ekg, langzeitekg',
    },
    treadmill: { said: 'treadmill, ergometer', abroad: 'laufband, tapis roulant, ergometre, cicloergometro' },
    'electrophysiology recorder': {
      said: 'electrophysiology, ep recording, hemodynamic recording, ep lab, cath lab recording',
      abroad: 'elektrophysiologie',
    },
    eeg: {
      said: 'eeg, electroencephalograph, electroencephalography',
      abroad: 'elektroenzephalograph, electroencephalographe, elettroencefalografo',
    },
    emg: {
      said: 'emg, electromyograph, electromyography, evoked potentials, neuromonitoring, iom',
      abroad: 'elektromyograph, elektromyographie',
    },
    psg: {
      said: 'psg, polysomnography, polysomnograph, sleep recorder, sleep diagnostic',
      abroad: 'polysomnographie, schlaflabor, polygraphie, polisomnografo',
    },
    spirometer: {
      said: `
        spirometer, spirometry, lung function, pulmonary function, metabolic cart, cardiopulmonary exercise, cpet,
        body plethysmograph
      `,
      abroad: 'bodyplethysmograph, spirometre, spirometro, spirometrie, lungenfunktion',
    },
  },
}
