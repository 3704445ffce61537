import { describe, expect, test } from 'vitest'
import { factsByTrade } from './makers-by-trade.ts'
import { readVendor } from './vendor.ts'
import { vendorsAgree } from './vendor-agreement.ts'
import { knownVendors } from './vendor-aliases.ts'

const areOne = (a: string, b: string): boolean =>
  (vendorsAgree(readVendor(a), readVendor(b)) ?? vendorsAgree(readVendor(b), readVendor(a))) !== undefined

describe('at the bed', () => {
  test.each([
    ['Surgivet', 'Smiths Medical ASD Inc.'],
    ['Mini Mitter Company', 'Respironics'],
    ['Aerocrine AB', 'NIOX Group'],
    ['nSpire Health', 'KoKo LLC'],
    ['Ferraris Respiratory', 'KoKo'],
    ['Apex Medical Corp.', 'Wellell Inc.'],
    ['Armstrong Medical', 'Eakin Healthcare'],
    ['swisstom AG', 'SenTec AG'],
    ['Morgan Scientific', 'Vitalograph Ltd'],
    ['Nellcor', 'Medtronic'],
    ['Zephyr Technology', 'Covidien'],
    ['ERT', 'eResearchTechnology GmbH'],
    ['Rozinn Electronics', 'ScottCare'],
    ['Hemovent GmbH', 'MicroPort'],
    ['Levitronix', 'Abbott'],
    ['Polymer Technology Systems', 'Sinocare'],
    ['snap40', 'Current Health'],
    ['ForaCare Suisse', 'TaiDoc Technology Corp.'],
    ['Medos Medizintechnik AG', 'Fresenius Medical Care'],
    ['PERIGEN WATCHCHILD', 'PeriGen'],
    ['Greatbatch Medical', 'Integer Holdings'],
    ['Omnipod', 'Insulet Corporation'],
    ['BSN medical', 'Essity'],
    ['Neomend', 'C. R. Bard'],
    ['KTK', 'K. Takaoka'],
    ['Puritan Bennett 840', 'Medtronic'],
    ['O&M Halyard', 'Owens & Minor'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Rockwell Medical', 'Rockwell Automation'],
    ['Mercury Medical', 'HID Mercury'],
    ['Sensus Healthcare', 'Xylem (Sensus)'],
    ['Sotera Health', 'Sotera Wireless'],
    ['Apex Medical', 'Ace Medical'],
    ['Flexicare', 'Flexera'],
    ['Linde', 'LINET'],
    ['Hamilton Beach', 'Hamilton Medical'],
    ['Conventus Orthopaedics', 'Corventis'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

describe('in theatre, pharmacy and sterilising', () => {
  test.each([
    ['KeyMed', 'Olympus'],
    ['medwork gmbh', 'Fujifilm'],
    ['Hansen Medical', 'Johnson & Johnson'],
    ['LISA laser products OHG', 'OmniGuide'],
    ['Restoration Robotics', 'Venus Concept'],
    ['SeaSpine', 'Orthofix'],
    ['ReWalk Robotics Ltd.', 'Lifeward'],
    ['Hocoma AG', 'DIH Medical'],
    ['eSATURNUS NV', 'Sony'],
    ['Kit Check', 'Bluesight'],
    ['MEPS Real-Time', 'IntelliGuard'],
    ['Comecer', 'ATS Automation'],
    ['LodgeNet Healthcare', 'SONIFI Health'],
    ['Intego Systems', 'Critical Alert'],
    ['Hospedia', 'SPARK TSL'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Vicon Motion Systems', 'Vicon Industries'],
    ['Mettler Electronics', 'Mettler-Toledo'],
    ['Dr. Mach', 'MACH7'],
    ['RF Technologies', 'RF Surgical Systems'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

describe('in imaging, radiotherapy and neurology', () => {
  test.each([
    ['Amrad Medical', 'Summit Industries'],
    ['DigiRad', 'Catalyst MedTech'],
    ['Best Theratronics', 'Best Medical International'],
    ['Nordion', 'Sotera Health'],
    ['LifeLine Software', 'LAP Laser'],
    ['Limbus AI', 'Radformation'],
    ['Navilyst Medical', 'AngioDynamics'],
    ['Nordisk Røntgen Teknik A/S', 'Canon Medical Systems'],
    ['NRT', 'Canon'],
    ['DiA Imaging Analysis', 'Philips'],
    ['eemagine', 'ANT Neuro'],
    ['Guger Technologies OG', 'g.tec medical engineering GmbH'],
    ['Blackrock Microsystems', 'Blackrock Neurotech'],
    ['iCAD', 'RadNet'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Aspect Imaging', 'Aspect Medical Systems'],
    ['Stratec Medizintechnik GmbH', 'STRATEC SE'],
    ['Zebra Medical Vision', 'Zebra Technologies'],
    ['Kodak Alaris', 'Becton, Dickinson and Company (BD)'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

describe('in laboratories', () => {
  test.each([
    ['GLP Systems', 'Abbott'],
    ['Standard Diagnostics Inc.', 'Alere'],
    ['STAT-Dx', 'QIAGEN'],
    ['Orion Diagnostica Oy', 'Aidian'],
    ['Abaxis', 'Zoetis'],
    ['Innogenetics N.V.', 'Fujirebio'],
    ['Mitsubishi Chemical Medience', 'LSI Medience'],
    ['Magellan Diagnostics', 'Meridian Bioscience'],
    ['Brooks Life Sciences', 'Azenta'],
    ['B Medical Systems', 'Azenta Life Sciences'],
    ['Fluidigm', 'Standard BioTools'],
    ['Pacific Biosciences of California', 'PacBio'],
    ['Cole-Parmer', 'Antylia Scientific'],
    ['VITROS', 'Ortho Clinical Diagnostics'],
    ['BACTEC', 'BD'],
    ['HemoSonics', 'Diagnostica Stago'],
    ['Sigma-Aldrich', 'Merck Millipore'],
    ['OCEASOFT', 'Dickson'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Biocare Medical', 'Shenzhen Biocare'],
    ['Milestone Scientific', 'Milestone Systems'],
    ['Sigma Laborzentrifugen', 'Baxter (Sigma)'],
    ['Edwards Vacuum', 'Edwards Lifesciences'],
    ['Mizuho Medy', 'Mizuho OSI'],
    ['Integra Biosciences', 'Integra LifeSciences'],
    ['Applied Dental', 'Applied Biosystems'],
    ['Quest Diagnostics', 'Quest Software'],
    ['Medite', 'Medit'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

describe('of eyes, teeth and ears', () => {
  test.each([
    ['OPTOPOL Technology', 'Canon'],
    ['Bioptigen', 'Leica Microsystems'],
    ['PhysIOL', 'BVI'],
    ['Air Techniques', 'Dürr Dental'],
    ['Electro Medical Systems', 'EMS Electro Medical Systems SA'],
    ['Osstell', 'W&H'],
    ['GN Otometrics', 'Auditdata'],
    ['Etymonic Design', 'Audioscan'],
    ['Dent-X', 'AFP Imaging'],
    ['Software of Excellence', 'Henry Schein'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })
})

describe('of clinical software', () => {
  test.each([
    ['Citadel Health', 'Magentus'],
    ['HSS Healthcare Software Solutions', 'Healthcare Software Solutions'],
    ['CSAM Health', 'Omda AS'],
    ['E&L medical systems', 'NEXUS AG'],
    ['Marabu EDV', 'NEXUS / MARABU'],
    ['Antek HealthWare', 'CompuGroup Medical'],
    ['T-Systems', 'Deutsche Telekom Clinical Solutions'],
    ['EMIS Health', 'Optum'],
    ['The Phoenix Partnership', 'TPP'],
    ['Quovadx', 'Infor'],
    ['Creative Computer Applications', 'Aspyra'],
    ['American Well', 'Amwell'],
    ['Philips Speech', 'Speech Processing Solutions GmbH'],
    ['MTBC', 'CareCloud'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })
})

describe('of buildings, doors and cameras', () => {
  test.each([
    ['Aritech', 'Interlogix'],
    ['BW Technologies', 'Honeywell Analytics'],
    ['Uniflair', 'Schneider Electric'],
    ['CEAG Notlichtsysteme', 'Eaton'],
    ['WTI', 'Western Telematic, Inc.'],
    ['SDMO', 'Rehlko'],
    ['Post Glover LifeLink', 'Bender GmbH & Co. KG'],
    ['Sappel', 'Diehl Metering'],
    ['Kohler Power Systems', 'Rehlko'],
    ['Flygt', 'Xylem Inc.'],
    ['OnSSI', 'Qognify'],
    ['Aimetis', 'Senstar'],
    ['CP PLUS', 'Aditya Infotech Ltd'],
    ['Morpho', 'IDEMIA'],
    ['SecureLink', 'Imprivata'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Kehua Tech', 'Kehua Bio-Engineering'],
    ['Checkpoint Systems', 'Check Point Software'],
    ['Current Lighting', 'Current Health'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

describe('of networks, computers and industry', () => {
  test.each([
    ['UAB Mikrotikls', 'MikroTik'],
    ['Medigate', 'Claroty'],
    ['CyberMDX', 'Forescout'],
    ['Cynerio', 'Axonius'],
    ['Websense', 'Forcepoint'],
    ['NETASQ', 'Stormshield'],
    ['USR IOT', 'PUSR'],
    ['LG-Nortel', 'Ericsson-LG'],
    ['ManageEngine', 'Zoho Corporation'],
    ['Stratus Technologies', 'Penguin Solutions'],
    ['PDC Healthcare', 'Brady'],
    ['Code Corporation', 'Brady'],
    ['Four Winds Interactive', 'Poppulo'],
    ['LS Industrial Systems', 'LS ELECTRIC'],
    ['VIPA', 'Yaskawa'],
    ['ininet solutions', 'SpiderControl'],
    ['Servelec Technologies', 'Ovarro'],
    ['MDT Software', 'AUVESY-MDT'],
    ['Cogent Real-Time Systems', 'Skkynet'],
    ['Control Techniques', 'Nidec'],
    ['E+H', 'Endress+Hauser'],
    ['P+F', 'Pepperl+Fuchs'],
    ['SEW', 'SEW-EURODRIVE'],
    ['Wincor Nixdorf', 'Diebold Nixdorf'],
    ['Kronos', 'UKG'],
    ['Stratus', 'Stratus Technologies'],
    ['Burle', 'Bosch Security Systems'],
    ['LG Industrial Systems', 'LSIS'],
    ['Toshiba', 'Toshiba TEC'],
  ])('%s is %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(true)
  })

  test.each([
    ['Claroty', 'Clarity Medical Systems'],
    ['Ricon Mobile, Inc.', 'Ricoh'],
    ['Axis Security', 'Axis Communications'],
    ['Trend Micro', 'Trend Controls'],
    ['Eclipse', 'Elipse Software'],
    ['General Motors (GM)', 'General Monitors'],
    ['Real Time Automation (RTA)', 'Real-Time Innovations (RTI)'],
    ['Toshiba TEC', 'Canon Medical Systems'],
    ['Mitsubishi Heavy Industries', 'Mitsubishi Electric'],
    ['Mercury Computer Systems', 'HID Global'],
    ['Comet System', 'COMET Group'],
    ['Qualcomm', 'Capsule (Qualcomm Life)'],
    ['Siemens', 'Fujitsu'],
    ['Edwards Lifesciences', 'Kidde'],
    ['Philips', 'Bosch Security Systems'],
    ['Intelbras', 'Intelerad'],
    ['AREVA', 'AVEVA'],
  ])('%s is not %s', (inventory, advisory) => {
    expect(areOne(inventory, advisory)).toBe(false)
  })
})

test('who was taken over is no other company than the one that the row names', () => {
  const byId = new Map(knownVendors.map((vendor) => [vendor.id, vendor]))
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const others = [...factsByTrade.values()].flatMap(({ id, took, tookInPart }) =>
    [...took, ...tookInPart].flatMap((name) => {
      const own = byId.get(readVendor(name).own[0] ?? '')
      const isItself = !own || own.id === name || letters(own.name).startsWith(letters(name))
      return isItself ? [] : [`${id}: ${name} is ${own.id}`]
    }),
  )

  expect(others).toEqual([])
})

test('every row is of a company, and every name in it leads there', () => {
  const ids = new Set(knownVendors.map(({ id }) => id))
  const lost = [...factsByTrade.values()].flatMap(({ id, name, spellings, took, tookInPart, brands }) =>
    [...(name === undefined ? [] : [name]), ...spellings, ...took, ...tookInPart, ...brands]
      .filter((one) => !readVendor(one).ids.includes(id))
      .map((one) => `${id}: ${one}`),
  )

  expect([...factsByTrade.keys()].filter((id) => !ids.has(id))).toEqual([])
  expect(lost).toEqual([])
})
