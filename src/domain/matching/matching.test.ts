import { expect, test } from 'vitest'
import type { Advisory, ProductStatus } from '#model/advisory.ts'
import type { Configuration } from '#model/matching.ts'
import { cisaAdvisories, inCorpus } from '#tests/support/corpus.ts'
import { compileAdvisories, matchConfiguration, strongestMatches } from './matching.ts'

type Product = readonly [id: string, vendor: string, name: string, version: string, status?: ProductStatus]

const advisory = (id: string, ...products: Product[]): Advisory => ({
  id,
  publisher: 'Test',
  publisherNamespace: 'https://test.example',
  trackingId: id,
  title: id,
  summary: '',
  revision: '3',
  trackingStatus: 'final',
  publishedAt: '2024-01-01T00:00:00Z',
  revisedAt: '2024-01-01T00:00:00Z',
  products: products.map(([productId, vendor, name, version]) => ({
    productId,
    vendor,
    name,
    version,
    versionForm: 'free_text',
    fullName: `${name} ${version}`,
    isRange: false,
  })),
  vulnerabilities: [
    {
      vulnerabilityId: 'CVE-2024-0001',
      title: '',
      description: '',
      scores: [],
      remediations: [],
      status: Object.groupBy(
        products.map(([productId, , , , status = 'known_affected']) => ({ productId, status })),
        ({ status }) => status,
      ) as never,
      threats: [],
      flags: [],
    },
  ],
})
const withIds = (one: Advisory): Advisory => ({
  ...one,
  vulnerabilities: one.vulnerabilities.map((vulnerability) => ({
    ...vulnerability,
    status: Object.fromEntries(
      Object.entries(vulnerability.status).map(([status, list]) => [
        status,
        (list as unknown as { productId: string }[]).map(({ productId }) => productId),
      ]),
    ),
  })),
})
const index = (...advisories: Advisory[]) => compileAdvisories(advisories.map(withIds))

const device = (fields: Partial<Configuration>): Configuration => ({
  manufacturer: '',
  model: '',
  modelNumber: '',
  description: '',
  softwareVersion: '',
  firmwareVersion: '',
  operatingSystem: '',
  ...fields,
})

const pump = advisory('A', ['P1', 'B. Braun', 'SpaceStation', '<= 9.19'])

test('a match says what was compared: vendor, model and version', () => {
  const matches = matchConfiguration(
    index(pump),
    device({ manufacturer: 'B. Braun Melsungen AG', model: 'Space Station', softwareVersion: '9.12' }),
  )

  expect(matches).toEqual([
    {
      advisoryId: 'A',
      revision: '3',
      productId: 'P1',
      vulnerabilityId: 'CVE-2024-0001',
      answer: 'affected',
      probability: expect.any(Number),
      because: [
        { part: 'vendor', outcome: 'agrees', text: 'vendor "B. Braun Melsungen AG" is "B. Braun" (alias)' },
        { part: 'model', outcome: 'agrees', text: 'model "Space Station" agrees' },
        { part: 'version', outcome: 'agrees', text: 'software version 9.12 is within "<= 9.19"' },
      ],
    },
  ])
})

const answers = (advisories: readonly Advisory[], fields: Partial<Configuration>) =>
  strongestMatches(matchConfiguration(index(...advisories), device(fields))).map((match) => match.answer)

test('a version outside the range clears the device, an unknown one does not', () => {
  const braun = { manufacturer: 'B. Braun', model: 'SpaceStation' }

  expect(answers([pump], { ...braun, softwareVersion: '9.20' })).toEqual(['not_affected'])
  expect(answers([pump], { ...braun })).toEqual(['cannot_tell'])
  expect(answers([pump], { ...braun, softwareVersion: 'SEE NOTES' })).toEqual(['cannot_tell'])
  expect(answers([pump], { ...braun, softwareVersion: 'K' })).toEqual(['cannot_tell'])
})

test('another model, or another maker, gives no match at all', () => {
  expect(answers([pump], { manufacturer: 'B. Braun', model: 'Infusomat Space', softwareVersion: '9.12' })).toEqual([])
  expect(answers([pump], { manufacturer: 'Fresenius Kabi', model: 'SpaceStation', softwareVersion: '9.12' })).toEqual(
    [],
  )
  expect(answers([pump], {})).toEqual([])
})

test('what the publisher calls fixed or never affected is cleared', () => {
  const fixed = advisory(
    'F',
    ['OLD', 'Philips', 'IntelliVue MX800', '< 3.0'],
    ['NEW', 'Philips', 'IntelliVue MX800', '3.0', 'fixed'],
    ['SPECIAL', 'Philips', 'IntelliVue MX800', '2.9.9', 'known_not_affected'],
  )
  const monitor = { manufacturer: 'Philips', model: 'IntelliVue MX800' }

  expect(answers([fixed], { ...monitor, softwareVersion: '2.0' })).toEqual(['affected'])
  const matches = matchConfiguration(index(fixed), device({ ...monitor, softwareVersion: '3.0' }))
  expect(matches.map((match) => [match.productId, match.answer])).toEqual([
    ['OLD', 'not_affected'],
    ['NEW', 'not_affected'],
  ])
  expect(matches[1]?.because.at(-1)).toEqual({
    part: 'status',
    outcome: 'contradicts',
    text: 'the advisory says: fixed',
  })
})

test('where the publisher is still looking, nobody can tell', () => {
  const open = advisory('U', ['P', 'Philips', 'IntelliVue MX800', 'vers:all/*', 'under_investigation'])

  expect(answers([open], { manufacturer: 'Philips', model: 'IntelliVue MX800' })).toEqual(['cannot_tell'])
})

test('a family that an advisory names leaves each of its models open, until the names agree', () => {
  const family = advisory('G', ['P', 'GE Healthcare', 'CARESCAPE monitors', 'vers:all/*'])

  expect(answers([family], { manufacturer: 'GE', model: 'CARESCAPE B650' })).toEqual(['cannot_tell'])
  expect(answers([family], { manufacturer: 'GE', model: 'Carescape' })).toEqual(['affected'])
  expect(answers([family], { manufacturer: 'GE', model: 'Optima CT660' })).toEqual([])
})

test('the product that surely is the device outweighs those of one advisory that only may be', () => {
  const both = advisory('D', ['XL', 'Dräger', 'Infinity Delta XL', '< 2'], ['PLAIN', 'Dräger', 'Infinity Delta', '< 9'])
  const matches = matchConfiguration(
    index(both),
    device({ manufacturer: 'Draeger', model: 'Infinity Delta XL', softwareVersion: '5' }),
  )

  expect(matches.map((match) => [match.productId, match.answer])).toEqual([['XL', 'not_affected']])
})

test('an operating system is looked for in the device, whoever made it', () => {
  const smb = advisory(
    'MS',
    ['W7', 'Microsoft', 'Windows 7 with SMBv1', 'vers:all/*'],
    ['XP', 'Microsoft', 'Windows XP', 'vers:all/*'],
  )
  const scanner = { manufacturer: 'Siemens', model: 'SOMATOM Definition' }

  expect(answers([smb], { ...scanner, operatingSystem: 'Windows 7 Professional SP1' })).toEqual(['affected'])
  expect(answers([smb], { ...scanner, operatingSystem: 'Win XP Embedded' })).toEqual(['affected'])
  expect(answers([smb], { ...scanner, operatingSystem: 'Windows' })).toEqual(['cannot_tell'])
  expect(answers([smb], { ...scanner, operatingSystem: 'Windows 10 IoT Enterprise 1809' })).toEqual([])
  expect(answers([smb], scanner)).toEqual([])
})

test('software and firmware that disagree leave the answer open, unless the advisory says which it means', () => {
  const software = advisory('S', ['P', 'Philips', 'IntelliVue MX800', '<= 2.0'])
  const firmware = advisory('S', ['P', 'Philips', 'IntelliVue MX800 firmware', '<= 2.0'])
  const monitor = { manufacturer: 'Philips', model: 'IntelliVue MX800', softwareVersion: '3.0', firmwareVersion: '1.0' }

  expect(answers([software], monitor)).toEqual(['cannot_tell'])
  expect(answers([firmware], monitor)).toEqual(['affected'])
  expect(answers([software], { ...monitor, firmwareVersion: '' })).toEqual(['not_affected'])
})

test('without a manufacturer only a model that agrees in full says anything', () => {
  expect(answers([pump], { model: 'SpaceStation', softwareVersion: '9.12' })).toEqual(['affected'])
  expect(answers([pump], { model: 'SpaceStation Plus', softwareVersion: '9.12' })).not.toContain('affected')
  expect(answers([pump], { model: 'B. Braun SpaceStation', softwareVersion: '9.12' })).toEqual(['affected'])
})

test('no matches are lost when the same question comes again', () => {
  const compiled = index(pump)
  const asked = device({ manufacturer: 'B Braun', model: 'SpaceStation', softwareVersion: '9.12' })

  expect(matchConfiguration(compiled, asked)).toEqual(matchConfiguration(compiled, asked))
})

test.skipIf(!inCorpus('csaf/cisa/white'))('every product of CISA’s medical advisories is found by its own name', () => {
  const medical = cisaAdvisories().filter((entry) => entry.isMedical)
  const compiled = compileAdvisories(medical.map((entry) => entry.advisory))
  const lost = medical.flatMap(({ advisory: one }) => {
    const judged = new Set(one.vulnerabilities.flatMap((vulnerability) => Object.values(vulnerability.status).flat()))
    return one.products
      .filter((product) => {
        const fields = { manufacturer: product.vendor, model: product.name, operatingSystem: product.name }
        const matches = matchConfiguration(compiled, device(fields))
        const isFound = matches.some((match) => match.advisoryId === one.id && match.answer !== 'not_affected')
        return judged.has(product.productId) && !isFound
      })
      .map((product) => product.name)
  })

  // Names that say what they are not, and one that says nothing: its title does.
  expect(new Set(lost.filter((name) => !name.includes('not including')))).toEqual(new Set(['Version']))
})

const row = (vendor: string, name: string, version = 'vers:all/*') => advisory('R', ['P1', vendor, name, version])

test.each<[string, Advisory, Partial<Configuration>]>([
  [
    'an acronym behind the name',
    row('Philips', 'IntelliSpace Cardiovascular'),
    { model: 'IntelliSpace Cardiovascular (ISCV)' },
  ],
  ['what a short name stands for', row('OFFIS', 'DCMTK'), { manufacturer: 'OFFIS e.V.', model: 'DCMTK DICOM Toolkit' }],
  [
    'marks, a revision and a catalogue number',
    row('Philips', 'Xcelera'),
    { model: 'Xcelera(TM) (Rev B) P/N 453564-22, rental' },
  ],
  [
    'a column that ends in a word',
    row('Philips', 'IntelliVue Information Center'),
    { model: 'IntelliVue Information Cen' },
  ],
  ['a name written as one word', row('Philips', 'HealthSuite Health'), { model: 'HEALTHSUITEHEALTH' }],
  ['a division behind the maker', row('Philips', 'Engage'), { manufacturer: 'Philips VitalHealth', model: 'Engage' }],
  ['an apostrophe in a wrong character set', row('Philips', "N'Vision Programmer"), { model: 'Nâ€™Vision Programmer' }],
  ['a number made a decimal', row('Philips', 'Monitor 24950'), { model: 'Monitor', modelNumber: '24950.0' }],
  [
    'an app by the system of the device',
    row('Philips', 'HealthSuite Android App'),
    { model: 'HealthSuite App', operatingSystem: 'Android 8.1' },
  ],
  [
    'an option that the inventory tells',
    row('Philips', 'Veradius Unity', 'with wireless option'),
    { model: 'Veradius Unity', description: 'w/ wireless' },
  ],
  [
    'the operating system that is asked for',
    row('Philips', 'FACSLyric', 'Windows 10 Professional Operating System U.S. release'),
    { model: 'FACSLyric', operatingSystem: 'WIN10 PRO', description: 'US release' },
  ],
  [
    'words for what the product is for',
    row('Hillrom', 'Welch Allyn Q-Stress Cardiac Stress Testing System'),
    { manufacturer: 'Mortara', model: 'QStress' },
  ],
  [
    'a typing error in such a word',
    row('Philips', 'IntelliSpace Cardiovascular'),
    { model: 'IntelliSpace Cardiovascualr' },
  ],
  ['a word left out within', row('Philips', 'Dana Diabecare RS'), { model: 'Dana RS' }],
  [
    'an operating system in the product’s name',
    row('Philips', 'Upgrade Utility used with Windows XP systems'),
    { model: 'Upgrade Utility', operatingSystem: 'Windows XP SP3' },
  ],
  [
    'an order number before the model that is listed',
    row('Philips', 'Gemini PET/CT Family', '882471 Gemini TF 64 w/ TOF Performance'),
    { model: 'Gemini TF PET/CT', modelNumber: '882471' },
  ],
  [
    'a listed model under another name than the family’s',
    row('Philips', 'Gemini PET/CT Family', '882438 TruFlight Select PET/CT'),
    { model: 'TruFlight Select' },
  ],
  ['a version in the description', row('Philips', 'Engage', '<= 9.5'), { model: 'Engage', description: 's/w v9.0' }],
  [
    'a day in the description',
    row('Philips', 'PageWriter TC50', '<May 2018'),
    { model: 'PageWriter TC50', description: 'software released Nov 2017' },
  ],
  ['an edition in the model', row('Philips', 'BodyGuard Twins', '2nd Edition'), { model: 'BodyGuard Twins 2ND ED' }],
  [
    'an option and a day of shipping',
    row('Philips', 'Endura', 'with wireless option (shipped between 26-June-2017 through 07-August 2018)'),
    { model: 'Endura', description: 'C-arm, WLAN option, shipped 01 Aug 2018' },
  ],
  [
    'a server that announces itself',
    row('Philips', 'Allegro RomPager embedded web server', '>= 4.01 | <= 4.34'),
    { model: 'DataCaptor', softwareVersion: 'Allegro-Software-RomPager/4.10' },
  ],
  [
    'a condition that the inventory says in full',
    row('Philips', 'Engage', '<=11.2 on Windows 8.1 with IIS 7.5'),
    { model: 'Engage', softwareVersion: '11.0', operatingSystem: 'Win 8.1', description: 'IIS 7.5' },
  ],
  ['letters behind a number', row('Philips', 'Pump', 'MMT-1715 | MMT-1755'), { model: 'MMT-1755K pump' }],
  ['a code and nothing else', row('Philips', 'RF models EX1150'), { model: 'Merlin@home EX1150' }],
  ['a word cut short', row('Philips', 'Pyxis Anesthesia System 4000'), { model: 'PYXIS ANESTH SYS 4000' }],
  [
    'a brand beside the maker',
    row('Philips', 'Engage SupplyRoller'),
    { manufacturer: 'Philips Engage', model: 'Supply Roller' },
  ],
  ['a short name spelled out', row('Philips', 'Omnipod DASH PDM'), { model: 'Omnipod DASH Personal Diabetes Manager' }],
  ['one of several brands, with a model', row('Philips', 'Ultrasound EPIQ/Affiniti'), { model: 'EPIQ 7C' }],
  ['a release in the model', row('Philips', 'LOGIQ 7', 'BT03 | BT04 | BT06'), { model: 'Logiq7 BT04' }],
  ['what stands between brand and kind', row('Philips', 'Evera ICD'), { model: 'Evera XT DR ICD' }],
  ['a Roman number', row('Philips', 'Responder II'), { model: 'Responder 2 nurse call' }],
  ['a word of three letters, cut', row('Philips', 'Mobilett XP Digital'), { model: 'MOBILETT XP DIG' }],
  ['the server that it runs on', row('Philips', 'MedNet'), { model: 'MedNet server' }],
  ['an app that is called one', row('Philips', 'DreamMapper'), { model: 'Dream Mapper App' }],
  ['a German word for what it is', row('Philips', 'Perfusor Space'), { model: 'Spritzenpumpe Perfusor Space' }],
  ['a French word for what it is', row('Philips', 'Affiniti 70'), { model: 'ECHOGRAPHE AFFINITI 70' }],
  ['a Spanish word for what it is', row('Philips', 'Engage 360'), { model: 'Bomba de infusión Engage 360' }],
  ['a server, cut short', row('Philips', 'syngo.via'), { model: 'SYNGO VIA SRV' }],
  [
    'the name of an operating system',
    row('Cochlear', 'Nucleus 7 Sound Processor'),
    { manufacturer: 'Cochlear Americas', model: 'NUCLEUS 7 CP1000' },
  ],
  ['a point within a name', row('Philips', 'syngo.plaza'), { model: 'SYNGO PLAZA' }],
  [
    'a word that the maker says already',
    row('Santesoft', 'Sante DICOM Viewer Pro'),
    { manufacturer: 'Santesoft', model: 'DICOM Viewer Pro' },
  ],
  [
    'such a word, where nothing else is a brand',
    row('Santesoft', 'Sante PACS Server'),
    { manufacturer: 'SANTESOFT LTD', model: 'PACS SERVER' },
  ],
  ['two words written as one', row('Philips', 'da Vinci Xi'), { model: 'DAVINCI XI' }],
  ['another ending of a word', row('Philips', 'Latitude Programming System'), { model: 'LATITUDE PROGRAMMER' }],
  ['vowels left out', row('Philips', 'Engage Monitor'), { model: 'ENGAGE MNTR' }],
  ['two letters behind a name of several words', row('Philips', 'Ingenia Ambition'), { model: 'INGENIA AMBITION X' }],
  ['two letters behind a code', row('Philips', '5008S CorDiax'), { model: '5008S CORDIAX HD' }],
  [
    'a code of the line before',
    row('Olympus', 'EVIS X1 CV-1500'),
    { manufacturer: 'Olympus', model: 'CV-1500 Center' },
  ],
  [
    'a word that stands with the version',
    row('Philips', 'Tasy EMR', 'HTML5 3.06.1803 and prior'),
    { model: 'Tasy EMR HTML5', softwareVersion: '3.05.1700' },
  ],
  [
    'the part that the product is about, before its version',
    row('APC', 'Rack PDU NMC2', 'NMC2 <= 6.9.6'),
    { manufacturer: 'APC', model: 'Rack PDU with NMC2', softwareVersion: '6.9.5' },
  ],
  [
    'a number that is listed, beside a brand and another word',
    row('Philips', 'Omnipod Insulin Management System', '19191 | 40160'),
    { model: 'Omnipod PDM', modelNumber: '19191' },
  ],
  [
    'a letter and numbers in the description',
    row('Philips', 'Engage', '< VB20A'),
    { model: 'Engage', description: 'Ultrasound, SW VA10B' },
  ],
])('%s keeps no device from being found', (_, one, fields) => {
  expect(answers([one], { manufacturer: 'Philips', ...fields })).toEqual(['affected'])
})

test.each<[string, Advisory, Partial<Configuration>]>([
  [
    'is said to be without the option',
    row('Philips', 'Veradius Unity', 'with wireless option'),
    { model: 'Veradius Unity', description: 'no wireless' },
  ],
  [
    'runs another operating system',
    row('Philips', 'FACSLyric', 'Windows 10 Professional Operating System U.S. release'),
    { model: 'FACSLyric', operatingSystem: 'Windows 7 Pro', description: 'US release' },
  ],
  [
    'is the app for another system',
    row('Philips', 'HealthSuite Android App'),
    { model: 'HealthSuite App', operatingSystem: 'iOS 12' },
  ],
  ['shares but its line', row('Philips', 'IntelliSpace Cardiovascular'), { model: 'IntelliSpace ECG' }],
  ['is for something else', row('Philips', 'IntelliSpace Cardiovascular'), { model: 'IntelliSpace Portal' }],
  ['bears a code instead of the word', row('Philips', 'IntelliBridge Enterprise'), { model: 'IntelliBridge EC10' }],
  ['says only the line', row('Philips', 'IntelliSpace Cardiovascular'), { model: 'IntelliSpace' }],
  ['has another number', row('Philips', '24950 MyCareLink Monitor'), { model: 'MyCareLink', modelNumber: '24952' }],
  ['is a sister with one digit more', row('Philips', 'IntelliVue MP monitors MP2/X2'), { model: 'IntelliVue MP20' }],
  [
    'was shipped before',
    row('Philips', 'Endura', 'with wireless option (shipped between 26-June-2017 through 07-August 2018)'),
    { model: 'BV Endura', description: 'wireless option, shipped 2014-05' },
  ],
  ['is of another edition', row('Philips', 'BodyGuard Twins', '2nd Edition'), { model: 'BodyGuard Twins 3rd Edition' }],
  [
    'images one way only',
    row('Philips', 'PET/CT Systems Windows 7-Based'),
    { model: 'Definition CT', operatingSystem: 'Windows 7' },
  ],
  [
    'bears the number of another product',
    row('Philips', 'Pyxis Anesthesia System 4000'),
    { model: 'Pyxis MedStation 4000' },
  ],
  ['serves another purpose', row('Philips', 'Horizon Cardiology'), { model: 'Horizon Medical Imaging' }],
  [
    'lacks the option',
    row('Philips', 'S3 Bed (enabled with iBed Wireless)', '3002 S3'),
    { model: 'S3 Bed', modelNumber: '3002 S3', description: 'no iBed Wireless' },
  ],
  [
    'is of a release left out',
    row('Philips', 'Venue, not including Venue 40 R1-3'),
    { model: 'Venue 40', softwareVersion: 'R3' },
  ],
  ['only speaks of the product', row('Philips', 'Xcelera'), { model: 'iE33', description: 'sends to Xcelera' }],
  ['is for other people', row('Philips', 'Patient Portal'), { model: 'Provider Portal' }],
  [
    'bears the number under another name',
    row('Fujifilm', 'FCR Carbon X', 'CR-IR 357'),
    { manufacturer: 'Fujifilm', model: 'FCR Capsula X', modelNumber: 'CR-IR 357' },
  ],
  [
    'runs another system than the name asks for',
    row('Philips', 'Upgrade Utility used with Windows XP systems'),
    { model: 'Upgrade Utility', operatingSystem: 'Windows 7' },
  ],
  [
    'shares but a brand with a slash',
    row('bioMérieux', 'BACT/ALERT VIRTUO'),
    {
      manufacturer: 'bioMérieux',
      model: 'BACT/ALERT 3D 240',
    },
  ],
  [
    'bears the number in its name',
    row('Philips', 'QIAstat-Dx Analyzer 1.0', '<1.6.0'),
    { model: 'QIAstat-Dx Analyzer 1.0' },
  ],
  ['begins as the name does', row('Gambro', 'PrismaFlex'), { manufacturer: 'Gambro', model: 'Prisma' }],
  ['is a size apart', row('Philips', 'Infinity Delta'), { model: 'Infinity Delta XL' }],
  ['leaves out the word between', row('Philips', 'Pyxis MedStation ES'), { model: 'Pyxis ES' }],
])('a device that %s is not called affected', (_, one, fields) => {
  expect(answers([one], { manufacturer: 'Philips', ...fields })).not.toContain('affected')
})

test.each<[string, Advisory, Partial<Configuration>]>([
  [
    'an example of a system, where it runs another that is as old',
    row('Philips', 'HDI 4000', '* running on old operating systems such as Windows 2000'),
    { model: 'HDI 4000', operatingSystem: 'Windows XP' },
  ],
  [
    'a number in the description that need not be its version',
    row('Philips', 'Gateway Workspot', '<= 1.3'),
    { model: 'Gateway Workspot', description: 'workspot 12 in the gateway 5 rack' },
  ],
])('%s clears no device', (_, one, fields) => {
  expect(answers([one], { manufacturer: 'Philips', ...fields })).not.toContain('not_affected')
})

test('a maker of whom no advisory speaks may be a dealer: the model names the maker, where it agrees in full', () => {
  const one = row('Orthanc', 'Orthanc server', '< 1.5.8')
  const [match] = matchConfiguration(
    index(one),
    device({ manufacturer: 'Lakeside Systems', model: 'Orthanc server', softwareVersion: '1.4.2' }),
  )

  expect(match).toMatchObject({ answer: 'affected', because: [{ part: 'vendor', outcome: 'agrees' }, {}, {}] })
  expect(match!.because[0]!.text).toContain('"Lakeside Systems" makes nothing that advisories name')
  expect(
    answers([row('Philips', 'IntelliVue MX800')], {
      manufacturer: 'Lakeside Carts',
      model: 'Philips IntelliVue mount',
    }),
  ).toEqual([])
})

test('a small maker’s name in its product’s tells as much as a brand', () => {
  expect(answers([row('Weasis Team', 'Weasis DICOM Viewer')], { model: 'Weasis DICOM viewer' })).toEqual(['affected'])
  expect(answers([row('Lakeside', 'DICOM Viewer')], { model: 'DICOM Viewer' })).not.toContain('affected')
})

test.each<[string, Advisory, Partial<Configuration>, string[]]>([
  [
    'a letter that is another model’s, though the maker’s initials have it',
    row('GE HealthCare', 'LOGIQ 7'),
    { manufacturer: 'GE', model: 'Logiq e' },
    [],
  ],
  [
    'a code behind the brand',
    row('Qardio', 'QardioARM'),
    { manufacturer: 'Qardio', model: 'QardioArm A100' },
    ['affected'],
  ],
  [
    'a pump of another kind',
    row('Baxter', 'Novum IQ Large Volume Pump'),
    { manufacturer: 'Baxter', model: 'Novum IQ Syringe Pump' },
    [],
  ],
  [
    'a model that the list of the series lacks',
    row('Mindray', 'BeneVision N Series (N12, N15, N17)'),
    { manufacturer: 'Mindray', model: 'BeneVision N1' },
    [],
  ],
  [
    'a short model that the list of the series has',
    row('Mindray', 'A Series Anesthesia (A5, A7)'),
    { manufacturer: 'Mindray', model: 'A7' },
    ['affected'],
  ],
  [
    'an option that the device is said to lack',
    row('B. Braun', 'Battery pack SP with Wi-Fi'),
    { manufacturer: 'B. Braun', model: 'Battery pack SP (without Wi-Fi)' },
    [],
  ],
  [
    'a letter behind the model that may part two',
    row('Dräger', 'Infinity Delta'),
    { manufacturer: 'Dräger', model: 'Infinity Delta XL' },
    ['cannot_tell'],
  ],
])('%s is read so', (_, one, fields, expected) => {
  expect(answers([one], fields)).toEqual(expected)
})

test.each(['constructor', 'Constructor 500', 'valueOf'])(
  'a device or a product called %s is one as any other',
  (model) => {
    expect(answers([row('Philips', model, '< 2')], { manufacturer: 'Philips', model, softwareVersion: '1.0' })).toEqual(
      ['affected'],
    )
    expect(answers([row('Philips', 'IntelliVue MX800')], { manufacturer: model, model })).toEqual([])
  },
)
