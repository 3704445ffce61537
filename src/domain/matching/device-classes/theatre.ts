import type { Trade } from './trade.ts'

/** What is used in theatre, what is implanted, and what treats blood. */
export const theatre: Trade = {
  plain: `
    surgical surgery operating operation theatre minimally invasive robotic robot assisted laparoscopic endoscopic
    arthroscopic intraoperative perioperative video hd uhd 4k full high definition flexible rigid single use disposable
    spinal cord deep brain vagus nerve sacral peripheral tibial implantable implanted implant rechargeable
    non-rechargeable intracardiac cardiac coronary intra-aortic extracorporeal membrane oxygenation blood recovery
    processing washing reinfusion autologous continuous intermittent acute chronic renal kidney replacement cardio
    cardio-renal paediatric emergency therapy home plasma platelet cell collection component donor therapeutic
    hemofiltration hemodiafiltration purification bipolar monopolar vessel sealing ultrasonic tissue radiofrequency
    frequency ophthalmic cataract refractive femtosecond excimer retinal visualization cordless powered orthopaedic
    neurosurgical ent dental urological gynaecological motor power temperature control heat exchanger patient
  `,
  classes: {
    'heart-lung machine': {
      said: 'heart lung machine, heart-lung, heart lung, heart-lung machine, cardiopulmonary bypass, perfusion system',
      abroad: `
        hlm, herzlungenmaschine, herz lungen maschine, circulation extracorporelle, hartlongmachine, hart longmachine
      `,
    },
    'heater-cooler': {
      said: 'heater cooler, heater-cooler, hypothermia system, heater cooler unit',
      abroad: 'hypothermiegerat',
    },
    ecmo: { said: 'ecmo, ecls, extracorporeal life support, extracorporeal membrane oxygenation' },
    'balloon pump': {
      said: 'iabp, balloon pump, intra aortic balloon pump, intra aortic, intraaortic balloon',
      abroad: 'ballonpumpe, contrapulsation',
    },
    'cell salvage': {
      said: `
        cell salvage, cell saver, autotransfusion, continuous autotransfusion, blood recovery, blood salvage,
        cell washing
      `,
      abroad: `
        autotransfusionsgerat, autotransfusionssystem, zellsaver, recuperateur de sang, recuperador de sangre,
        recupero sangue, celsaver
      `,
    },
    apheresis: {
      said: `
        apheresis, plasmapheresis, plasma collection, platelet collection, blood collection, plasma exchange,
        cell separator, blood component
      `,
      abroad: 'apherese, aferesis, aferesi, zellseparator, blutzellseparator',
    },
    dialysis: {
      said: 'dialysis, renal therapy, kidney machine',
      abroad: `
        dialyse, dialysegerat, dialysemaschine, dialyseur, dialisis, dialisi, dialysapparat, dialyseapparaat,
        dialysetoestel, dialyseapparat, dializy
      `,
    },
    haemodialysis: {
      of: 'dialysis',
      said: 'hemodialysis',
      abroad: `
        hamodialyse, hamodialysegerat, hemodialyse, hemodialisis, emodialisi, hamodiafiltration, hemodiafiltration,
        hemodializy, kunstniere
      `,
    },
    'peritoneal dialysis': {
      of: 'dialysis',
      said: 'peritoneal dialysis, peritoneal, pd cycler, cycler, apd, capd, automated peritoneal dialysis',
      abroad: 'peritonealdialyse, peritonealdialysegerat, dialyse peritoneale',
    },
    crrt: {
      of: 'dialysis',
      said: 'crrt, continuous renal replacement, renal replacement, blood purification, hemofiltration, acute dialysis',
      abroad: `
        hamofiltration, blutreinigung, blutreinigungsgerat, blutreinigungssystem, akutdialyse, blutreinigungsverfahren
      `,
    },
    'dialysis water': {
      said: 'reverse osmosis, water treatment',
      abroad: 'umkehrosmose, wasseraufbereitung, osmose inverse, osmosis inversa',
    },
    electrosurgery: {
      said: `
        electrosurgical, electrosurgery, electrosurgical generator, electrosurgical unit, esu, diathermy, coagulator,
        vessel sealing, energy platform
      `,
      abroad: `
        elektrochirurgie, elektrochirurgiegerat, hochfrequenzgerat, hf chirurgie, hf chirurgiegerat, hf-chirurgie,
        hf-chirurgiegerat, hochfrequenz, bistouri, bistouri electrique, electrobisturi, elettrobisturi, diathermie
      `,
    },
    'surgical laser': { said: 'laser, surgical laser, laser system, medical laser', abroad: 'lasergerat' },
    robot: { said: 'robot, robotic, robotics', abroad: 'roboter' },
    'surgical robot': {
      of: 'robot',
      said: 'surgical robot, robotic surgical, robotic surgery, robotic assisted surgery',
      abroad: 'op roboter, op-roboter, operationsroboter, robot chirurgical, robot quirurgico, robot chirurgico',
    },
    'surgical navigation': {
      said: 'navigation, surgical navigation, neuronavigation, image guided surgery',
      abroad: 'navigationssystem',
    },
    'surgical microscope': {
      of: 'microscope',
      said: 'surgical microscope, operating microscope, operation microscope, robotic visualization',
      abroad: `
        operationsmikroskop, op-mikroskop, op mikroskop, microscope operatoire, microscopio quirurgico,
        microscopio operatorio, operatiemicroscoop
      `,
    },
    endoscope: {
      said: `
        endoscope, videoscope, gastroscope, colonoscope, bronchoscope, duodenoscope, laryngoscope, cystoscope,
        hysteroscope, ureteroscope, arthroscope, laparoscope, otoscope, colposcope
      `,
      abroad: 'endoskop, gastroskop, koloskop, bronchoskop, endoscopio',
    },
    'video processor': {
      said: `
        video processor, video system center, video system centre, endoscopy processor, endoscopic video,
        image processor
      `,
      abroad: 'videoprozessor, endoskopieprozessor, processeur video, procesador de video',
    },
    'camera control unit': {
      of: 'camera',
      said: 'camera control unit, ccu, camera head, camera console, endocamera',
      abroad: 'endokamera, kamerasteuergerat',
    },
    'light source': {
      said: 'light source',
      abroad: 'lichtquelle, source de lumiere, source froide, kaltlichtquelle, fuente de luz, fonte luminosa',
    },
    insufflator: { said: 'insufflator, co2 insufflator', abroad: 'insufflateur, insuflador, insufflatore' },
    'operating table': {
      said: 'operating table, surgical table, or table',
      abroad: `
        operationstisch, op-tisch, op tisch, table d operation, mesa quirurgica, tavolo operatorio, operatietafel,
        operasjonsbord
      `,
    },
    'operating light': {
      said: 'operating light, surgical light, surgical lamp',
      abroad: `
        operationsleuchte, opleuchte, op-leuchte, op leuchte, scialytique, lampara quirurgica, lampada scialitica,
        eclairage operatoire, operatielamp
      `,
    },
    'patient warming': {
      said: 'patient warming, warming system, forced air, temperature management, targeted temperature',
      abroad: 'patientenwarmung, warmetherapie',
    },
    'eye surgery': {
      said: `
        phaco, phacoemulsification, vitrectomy, vision system, vision enhancement, ophthalmic surgical, cataract,
        ophthalmic surgery
      `,
      abroad: 'vitrektomie, phakogerat, phacoemulsificateur, facoemulsificador',
    },
    'power tool': {
      said: 'drill, saw, shaver, surgical drill, power tool',
      abroad: 'bohrmaschine, chirurgiemotor, motorsystem',
    },
    lithotripter: {
      said: 'lithotripter, lithotripsy, lithotriptor, shock wave',
      abroad: 'stosswellentherapie, lithotripteur, litotritor',
    },
    'waste management': { said: 'waste management, fluid waste, fluid management' },
    stimulator: {
      said: 'neurostimulator, stimulator, stimulation, nerve stimulator, neuromodulation, electrical stimulation',
      abroad: `
        neurostimulateur, stimulateur, neuroestimulador, estimulador, neurostimolatore, stimolatore, impulsgeber
      `,
    },
    'spinal cord stimulator': {
      of: 'stimulator',
      said: 'spinal cord stimulator, spinal cord stimulation, scs',
      abroad: 'ruckenmarkstimulator, ruckenmarkstimulation',
    },
    'brain stimulator': {
      of: 'stimulator',
      said: 'brain stimulator, deep brain stimulator, deep brain stimulation, dbs, responsive neurostimulator',
      abroad: 'tiefe hirnstimulation, hirnstimulator',
    },
    'vagus nerve stimulator': {
      of: 'stimulator',
      said: `
        vagus nerve stimulator, vagus nerve stimulation, vagal nerve stimulator, vagus stimulator, vns, vns therapy
      `,
      abroad: 'vagusnerv, vagusstimulator, vagusnervstimulator, vagusnervestimulator, nerf vague, nervo vago',
    },
    'sacral stimulator': {
      of: 'stimulator',
      said: 'sacral neuromodulation, sacral nerve stimulator, sacral nerve stimulation, snm',
    },
    'airway stimulator': {
      of: 'stimulator',
      said: 'hypoglossal, hypoglossal nerve stimulator, upper airway stimulator, upper airway stimulation',
    },
    'muscle stimulator': {
      of: 'stimulator',
      said: 'tens, muscle stimulator, electrotherapy',
      abroad: 'reizstromgerat, elektrotherapie',
    },
    'magnetic stimulator': {
      of: 'stimulator',
      said: 'magnetic stimulator, transcranial magnetic, tms, magnetic stimulation',
      abroad: 'magnetstimulator',
    },
    'cochlear implant': {
      said: 'cochlear implant, sound processor, hearing implant',
      abroad: 'cochlea implantat, implant cochleaire',
    },
    'heart implant': {
      said: 'implantable, implant, cardiac implant, implantable pulse generator, ipg',
      abroad: 'implantat',
    },
    pacemaker: {
      of: 'heart implant',
      said: 'pacemaker, pacer, pacemaker device',
      abroad: 'schrittmacher, herzschrittmacher, stimulateur cardiaque, marcapasos',
    },
    icd: {
      of: 'heart implant',
      said: 'icd, crtd, crt-d, implantable cardioverter, cardioverter, implantable cardioverter defibrillator',
      abroad: 'kardioverter',
    },
    'cardiac monitor implant': {
      of: 'heart implant',
      said: 'insertable cardiac monitor, implantable loop recorder, loop recorder, icm',
      abroad: 'eventrekorder',
    },
    'implant programmer': {
      isPart: true,
      said: 'programmer, clinician programmer, patient programmer',
      abroad: 'programmiergerat, programador, programmateur, programmatore',
    },
  },
}
