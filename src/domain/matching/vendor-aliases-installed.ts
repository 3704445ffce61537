import type { KnownVendor } from './vendor-aliases.ts'

/**
 * Makers of what is fitted to a building and its racks: cameras, screens, door phones, power strips, meters, pumps and tanks; and
 * who owns, owned or brands them. Facts from public announcements.
 */
export const installedVendors: readonly KnownVendor[] = [
  // Cameras and door phones.
  { id: 'akuvox', name: 'Akuvox' },
  { id: 'avtech', name: 'AVTECH Security', aliases: ['avtech'] },
  // Of room monitors, and another company.
  { id: 'avtechsoftware', name: 'AVTECH Software', aliases: ['avtech', 'room alert'] },
  { id: 'birdhome', name: 'Bird Home Automation', aliases: ['doorbird'] },
  { id: 'lginnotek', name: 'LG Innotek' },
  { id: 'multicam', name: 'multiCAM Systems', aliases: ['multicam'] },
  { id: 'ptzoptics', name: 'PTZOptics', aliases: ['ptz optics'], took: ['huddlecamhd'] },
  { id: 'huddlecamhd', name: 'HuddleCamHD', aliases: ['huddlecam'] },
  { id: 'smtav', name: 'SMTAV' },
  { id: 'valuehd', name: 'ValueHD', aliases: ['vhd', 'value hd'] },
  // Screens and what feeds them.
  { id: 'biamp', name: 'Biamp', took: ['evoko', 'neets'] },
  { id: 'blackbox', name: 'Black Box', aliases: ['black box network services'] },
  { id: 'agcnetworks', name: 'AGC Networks', took: ['blackbox'] },
  { id: 'brightsign', name: 'BrightSign' },
  {
    id: 'snapone',
    name: 'Snap One',
    aliases: ['snapav', 'snap av', 'wirepath home systems'],
    brands: ['wattbox', 'araknis', 'araknis networks', 'ovrc', 'luma surveillance', 'wirepath'],
    took: ['control4', 'episode'],
  },
  { id: 'control4', name: 'Control4', took: ['pakedge', 'triad speakers'] },
  // Power, meters.
  { id: 'copeland', name: 'Copeland', aliases: ['emerson climate technologies'], took: ['dixell'] },
  { id: 'elvaco', name: 'Elvaco' },
  { id: 'leviton', name: 'Leviton', aliases: ['leviton manufacturing'], took: ['obvius', 'berk tek'] },
  { id: 'obvius', name: 'Obvius' },
  { id: 'metzconnect', name: 'METZ CONNECT', aliases: ['metz connect tech', 'btr netcom'] },
  { id: 'satec', name: 'SATEC' },
  { id: 'sunbird', name: 'Sunbird Software', aliases: ['sunbird', 'sunbird dcim'] },
  // Light, switches, rooms.
  { id: 'amsosram', name: 'ams OSRAM', aliases: ['osram'] },
  { id: 'hager', name: 'Hager', aliases: ['hager electro'], took: ['berker', 'elcom'] },
  { id: 'berker', name: 'Berker' },
  { id: 'gira', name: 'Gira', aliases: ['gira giersiepen'] },
  { id: 'jung', name: 'Albrecht Jung', aliases: ['jung'] },
  { id: 'isma', name: 'iSMA CONTROLLI', aliases: ['isma', 'controlli', 'global control 5'] },
  {
    id: 'signify',
    name: 'Signify',
    aliases: ['philips lighting', 'philips hue'],
    took: ['color kinetics', 'dynalite', 'cooper lighting'],
  },
  { id: 'zumtobel', name: 'Zumtobel', took: ['tridonic', 'thorn lighting'] },
  // Gas, heat.
  { id: 'msasafety', name: 'MSA Safety', aliases: ['msa'], took: ['sierramonitor', 'general monitors', 'senscient'] },
  { id: 'sierramonitor', name: 'Sierra Monitor', aliases: ['fieldserver', 'fieldserver technologies'] },
  { id: 'watlow', name: 'Watlow', took: ['eurotherm'] },
  // Tanks, generators.
  { id: 'deepsea', name: 'Deep Sea Electronics', aliases: ['deep sea'] },
  { id: 'dover', name: 'Dover', took: ['doverfueling'] },
  {
    id: 'doverfueling',
    name: 'Dover Fueling Solutions',
    aliases: ['dover fueling'],
    took: ['opw', 'wayne fueling', 'tokheim'],
  },
  { id: 'franklinelectric', name: 'Franklin Electric', took: ['franklinfueling'] },
  { id: 'franklinfueling', name: 'Franklin Fueling Systems', aliases: ['franklin fueling'] },
  { id: 'veederroot', name: 'Veeder-Root', aliases: ['gilbarco veeder root', 'gilbarco'] },
  { id: 'vontier', name: 'Vontier', took: ['veederroot'] },
  // Networks and telephones.
  { id: 'vtech', name: 'VTech', took: ['snom'] },
  { id: 'planet', name: 'PLANET Technology', aliases: ['planet'] },
  { id: 'vonets', name: 'Vonets', aliases: ['vonets com', 'shenzhen houtian network communication technology'] },
]
