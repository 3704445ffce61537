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
      said: `
        heart lung machine, heart-lung, heart lung, heart-lung machine, hlm, cardiopulmonary bypass, perfusion system,
        herzlungenmaschine, herz lungen maschine, circulation extracorporelle, cec, hartlongmachine, hart longmachine
      `,
    },
    'heater-cooler': { said: 'heater cooler, heater-cooler, hypothermia system, hypothermiegerat, heater cooler unit' },
    ecmo: { said: 'ecmo, ecls, extracorporeal life support, extracorporeal membrane oxygenation' },
    'balloon pump': {
      said: `
        iabp, balloon pump, intra aortic balloon pump, intra aortic, intraaortic balloon, ballonpumpe, contrapulsation
      `,
    },
    'cell salvage': {
      said: `
        cell salvage, cell saver, autotransfusion, continuous autotransfusion, blood recovery, blood salvage,
        cell washing, autotransfusionsgerat, autotransfusionssystem, zellsaver, recuperateur de sang,
        recuperador de sangre, recupero sangue, celsaver
      `,
    },
    apheresis: {
      said: `
        apheresis, plasmapheresis, plasma collection, platelet collection, blood collection, plasma exchange,
        cell separator, apherese, aferesis, aferesi, zellseparator, blutzellseparator, blood component
      `,
    },
    dialysis: {
      said: `
        dialysis, renal therapy, dialyse, dialysegerat, dialysemaschine, dialyseur, dialisis, dialisi, dialysapparat,
        dialyseapparaat, dialysetoestel, dialyseapparat, dializy, kidney machine
      `,
    },
    haemodialysis: {
      of: 'dialysis',
      said: `
        hemodialysis, hamodialyse, hamodialysegerat, hemodialyse, hemodialisis, emodialisi, hamodiafiltration,
        hemodiafiltration, hemodializy, kunstniere
      `,
    },
    'peritoneal dialysis': {
      of: 'dialysis',
      said: `
        peritoneal dialysis, peritoneal, pd cycler, cycler, apd, capd, automated peritoneal dialysis, peritonealdialyse,
        peritonealdialysegerat, dialyse peritoneale
      `,
    },
    crrt: {
      of: 'dialysis',
      said: `
        crrt, continuous renal replacement, renal replacement, blood purification, hemofiltration, hamofiltration,
        blutreinigung, blutreinigungsgerat, blutreinigungssystem, akutdialyse, acute dialysis, blutreinigungsverfahren
      `,
    },
    'dialysis water': {
      said: 'reverse osmosis, water treatment, umkehrosmose, wasseraufbereitung, osmose inverse, osmosis inversa',
    },
    electrosurgery: {
      said: `
        electrosurgical, electrosurgery, electrosurgical generator, electrosurgical unit, esu, diathermy, coagulator,
        vessel sealing, elektrochirurgie, elektrochirurgiegerat, hochfrequenzgerat, hf chirurgie, hf chirurgiegerat,
        hf-chirurgie, hf-chirurgiegerat, hochfrequenz, bistouri, bistouri electrique, electrobisturi, elettrobisturi,
        energy platform, diathermie
      `,
    },
    'surgical laser': { said: 'laser, surgical laser, laser system, lasergerat, medical laser' },
    robot: { said: 'robot, roboter, robotic, robotics' },
    'surgical robot': {
      of: 'robot',
      said: `
        surgical robot, robotic surgical, robotic surgery, robotic assisted surgery, op roboter, op-roboter,
        operationsroboter, robot chirurgical, robot quirurgico, robot chirurgico
      `,
    },
    'surgical navigation': {
      said: 'navigation, surgical navigation, navigationssystem, neuronavigation, image guided surgery',
    },
    'surgical microscope': {
      said: `
        surgical microscope, operating microscope, operation microscope, operationsmikroskop, op-mikroskop,
        op mikroskop, microscope operatoire, microscopio quirurgico, microscopio operatorio, robotic visualization,
        operatiemicroscoop
      `,
    },
    endoscope: {
      said: `
        endoscope, videoscope, gastroscope, colonoscope, bronchoscope, duodenoscope, laryngoscope, cystoscope,
        hysteroscope, ureteroscope, arthroscope, laparoscope, otoscope, colposcope, endoskop, gastroskop, koloskop,
        bronchoskop, endoscopio
      `,
    },
    'video processor': {
      said: `
        video processor, videoprozessor, video system center, video system centre, endoscopy processor,
        endoscopic video, endoskopieprozessor, image processor, processeur video, procesador de video
      `,
    },
    'camera control unit': {
      of: 'camera',
      said: 'camera control unit, ccu, camera head, camera console, endocamera, endokamera, kamerasteuergerat',
    },
    'light source': {
      said: `
        light source, lichtquelle, source de lumiere, source froide, kaltlichtquelle, fuente de luz, fonte luminosa
      `,
    },
    insufflator: { said: 'insufflator, insufflateur, insuflador, insufflatore, co2 insufflator' },
    'operating table': {
      said: `
        operating table, surgical table, or table, operationstisch, op-tisch, op tisch, table d operation,
        mesa quirurgica, tavolo operatorio, operatietafel, operasjonsbord
      `,
    },
    'operating light': {
      said: `
        operating light, surgical light, surgical lamp, operationsleuchte, opleuchte, op-leuchte, op leuchte,
        scialytique, lampara quirurgica, lampada scialitica, eclairage operatoire, operatielamp
      `,
    },
    'patient warming': {
      said: `
        patient warming, warming system, forced air, temperature management, patientenwarmung, warmetherapie,
        targeted temperature
      `,
    },
    'eye surgery': {
      said: `
        phaco, phacoemulsification, vitrectomy, vision system, vision enhancement, ophthalmic surgical, cataract,
        ophthalmic surgery, vitrektomie, phakogerat, phacoemulsificateur, facoemulsificador
      `,
    },
    'power tool': { said: 'drill, saw, shaver, surgical drill, power tool, bohrmaschine, chirurgiemotor, motorsystem' },
    lithotripter: {
      said: 'lithotripter, lithotripsy, lithotriptor, shock wave, stosswellentherapie, lithotripteur, litotritor',
    },
    'waste management': { said: 'waste management, fluid waste, fluid management' },
    stimulator: {
      said: `
        neurostimulator, stimulator, stimulation, nerve stimulator, neuromodulation, electrical stimulation,
        neurostimulateur, stimulateur, neuroestimulador, estimulador, neurostimolatore, stimolatore, impulsgeber
      `,
    },
    'spinal cord stimulator': {
      of: 'stimulator',
      said: 'spinal cord stimulator, spinal cord stimulation, scs, ruckenmarkstimulator, ruckenmarkstimulation',
    },
    'brain stimulator': {
      of: 'stimulator',
      said: `
        brain stimulator, deep brain stimulator, deep brain stimulation, dbs, tiefe hirnstimulation, hirnstimulator,
        responsive neurostimulator
      `,
    },
    'vagus nerve stimulator': {
      of: 'stimulator',
      said: `
        vagus nerve stimulator, vagus nerve stimulation, vagal nerve stimulator, vagus stimulator, vns, vns therapy,
        vagusnerv, vagusstimulator, vagusnervstimulator, vagusnervestimulator, nerf vague, nervo vago
      `,
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
      said: 'tens, muscle stimulator, reizstromgerat, elektrotherapie, electrotherapy',
    },
    'magnetic stimulator': {
      of: 'stimulator',
      said: 'magnetic stimulator, transcranial magnetic, tms, magnetic stimulation, magnetstimulator',
    },
    'cochlear implant': {
      said: 'cochlear implant, sound processor, cochlea implantat, hearing implant, implant cochleaire',
    },
    'heart implant': { said: 'implantable, implant, implantat, cardiac implant, implantable pulse generator, ipg' },
    pacemaker: {
      of: 'heart implant',
      said: 'pacemaker, pacer, schrittmacher, herzschrittmacher, stimulateur cardiaque, marcapasos, pacemaker device',
    },
    icd: {
      of: 'heart implant',
      said: `
        icd, crtd, crt-d, implantable cardioverter, cardioverter, implantable cardioverter defibrillator, kardioverter
      `,
    },
    'cardiac monitor implant': {
      of: 'heart implant',
      said: 'insertable cardiac monitor, implantable loop recorder, loop recorder, icm, eventrekorder',
    },
    'implant programmer': {
      isPart: true,
      said: `
        programmer, programmiergerat, programador, programmateur, programmatore, clinician programmer,
        patient programmer
      `,
    },
  },
}
