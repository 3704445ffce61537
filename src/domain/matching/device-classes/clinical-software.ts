import type { Trade } from './trade.ts'

/** Programs of the hospital: where both sides say what one of a brand is for, they tell its modules apart. */
export const clinicalSoftware: Trade = {
  plain: `
    information management electronic enterprise clinical hospital digital data record records reporting image imaging
    archiving archive communication picture vendor neutral solution platform suite workflow departmental integrated
    patient web based zero footprint universal diagnostic
  `,
  classes: {
    'clinical program': { isPart: true, said: 'clinical software, clinical application' },
    pacs: {
      of: 'clinical program',
      isPart: true,
      said: 'pacs, picture archiving, picture archiving and communication',
    },
    'image archive': {
      of: 'clinical program',
      isPart: true,
      said: 'vendor neutral archive, vna, image archive, dicom archive',
      abroad: 'bildarchiv',
    },
    ris: {
      of: 'clinical program',
      isPart: true,
      said: 'ris, radiology information system',
      abroad: 'radiologieinformationssystem',
    },
    lis: {
      of: 'clinical program',
      isPart: true,
      said: 'lis, lims, laboratory information system, laboratory information management',
      abroad: 'laborinformationssystem',
    },
    his: {
      of: 'clinical program',
      isPart: true,
      said: 'his, emr, ehr, hospital information system, electronic medical record, electronic health record',
      abroad: `
        kis, krankenhausinformationssystem, dossier patient, historia clinica electronica, cartella clinica, epd
      `,
    },
    pdms: {
      of: 'clinical program',
      isPart: true,
      said: 'pdms, patient data management, clinical information system, intensive care information system',
    },
    'oncology information system': {
      of: 'clinical program',
      isPart: true,
      said: 'oncology information system, ois, record and verify',
    },
    'treatment planning': {
      of: 'clinical program',
      isPart: true,
      said: 'treatment planning, treatment planning system, planning system',
      abroad: 'bestrahlungsplanung',
    },
    'cardiology information system': {
      of: 'clinical program',
      isPart: true,
      said: 'cvis, cardiology information system, cardiovascular information system, cardiology information management',
    },
    'dicom viewer': {
      of: 'clinical program',
      isPart: true,
      said: 'dicom viewer, image viewer, pacs viewer, universal viewer, zero footprint viewer',
      abroad: 'bildbetrachter',
    },
  },
}
