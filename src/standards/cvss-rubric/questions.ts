// The questions of MITRE's rubric for applying CVSS to medical devices (FDA MDDT, qualified 2020-10-20; for CVSS 3.0 and 3.1):
// its codes and the branches between them are encoded here, the words are ours. README.md says from what, and what is ours too.

export type RubricMetric = 'AV' | 'AC' | 'PR' | 'UI' | 'S' | 'C' | 'I' | 'A'

export type RubricAnswer = 'yes' | 'limited' | 'no' | 'unknown'

export interface RubricQuestion {
  /** The rubric's own: `XAVN`. */
  readonly code: string
  readonly metric: RubricMetric
  readonly title: string
  readonly help: string
  /** Which may be given, in order. Each says what follows: what is not known follows the worse branch. */
  readonly answers: readonly { readonly answer: RubricAnswer; readonly text: string }[]
  /** Asked where these were answered so; always, where absent. */
  readonly askedIf?: Readonly<Record<string, readonly RubricAnswer[]>>
}

const yesNo = (yes: string, no: string, unknown: string): RubricQuestion['answers'] => [
  { answer: 'yes', text: yes },
  { answer: 'no', text: no },
  { answer: 'unknown', text: `Not known: ${unknown}` },
]

const ways: readonly RubricQuestion[] = [
  {
    code: 'XAVN',
    metric: 'AV',
    title: 'Is the flaw used over a network or another way of communication?',
    help: 'Cable and radio count, a serial line and Bluetooth too; a USB stick that somebody plugs in does not.',
    answers: yesNo('Over some communication', 'Only at the device', 'counts as over the network'),
  },
  {
    code: 'XAVT',
    metric: 'AV',
    title: 'Is that communication routed: IP, TCP or UDP?',
    help: 'What is routed can be reached from other segments, whatever firewall stands before it today.',
    answers: yesNo('Routed: the attack comes over the network', 'Not routed', 'counts as routed'),
    askedIf: { XAVN: ['yes'] },
  },
  {
    code: 'XAVW',
    metric: 'AV',
    title: 'Is it by radio?',
    help: 'Bluetooth, Zigbee, telemetry of implants, NFC and the like.',
    answers: yesNo('By radio', 'By a cable that is not routed', 'counts as within reach of the neighbourhood'),
    askedIf: { XAVN: ['yes'], XAVT: ['no'] },
  },
  {
    code: 'XAVR',
    metric: 'AV',
    title: 'Does the radio reach no farther than about three metres?',
    help: 'Ten feet is the rubric’s limit. Take what an attacker with a good aerial has, not what the data sheet says.',
    answers: yesNo('Three metres or less', 'Farther', 'counts as farther'),
    askedIf: { XAVN: ['yes'], XAVT: ['no'], XAVW: ['yes'] },
  },
  {
    code: 'XAVP',
    metric: 'AV',
    title: 'Must the attacker touch the device?',
    help: 'Opening it, plugging something in, pressing its keys. No, where a program on it or a file brought to it is enough.',
    answers: yesNo('The attacker has to touch it', 'Not to be touched', 'counts as not to be touched'),
    askedIf: { XAVN: ['no'] },
  },
  {
    code: 'XAVPA',
    metric: 'AV',
    title: 'Is it done by what users handle: keys, screen, knobs?',
    help: 'It changes no metric, and tells who is near enough: everybody at the bedside, or only who opens the case.',
    answers: yesNo('By what users handle', 'By a port or inside the case', 'nothing follows'),
    askedIf: { XAVN: ['no'], XAVP: ['yes'] },
  },
  {
    code: 'XACL',
    metric: 'AC',
    title: 'Can it be tried at will?',
    help: 'No, where something has to come together that the attacker does not control: a rare setting, a race, another attack before.',
    answers: yesNo('At will', 'Only under special circumstances', 'counts as at will'),
  },
  {
    code: 'XPRL',
    metric: 'PR',
    title: 'Does the part that has the flaw know users or roles with different rights?',
    help: 'Many bedside devices have one user: everybody who stands before them.',
    answers: yesNo('Users or roles with different rights', 'All have the same rights', 'counts as all the same'),
  },
  {
    code: 'XPRZ',
    metric: 'PR',
    title: 'Must the attacker be logged in or otherwise authorised before?',
    help: 'A password that is built in or printed in the manual is no hindrance: answer no.',
    answers: yesNo('Authorised before', 'Nothing is needed', 'counts as nothing needed'),
    askedIf: { XPRL: ['yes'] },
  },
  {
    code: 'XPRS',
    metric: 'PR',
    title: 'With rights of an administrator or of service?',
    help: 'Rights that let one change the settings of the part for everybody.',
    answers: yesNo('Administrator or service', 'A user’s rights are enough', 'counts as a user’s rights'),
    askedIf: { XPRL: ['yes'], XPRZ: ['yes'] },
  },
  {
    code: 'XUI',
    metric: 'UI',
    title: 'Must another person do something for it to work?',
    help: 'Open a file, confirm a question, connect something. The attacker’s own acts do not count.',
    answers: yesNo('Another person must take part', 'Nobody else', 'counts as nobody else'),
  },
  {
    code: 'XS',
    metric: 'S',
    title: 'Does it reach parts that another authority rules over?',
    help: 'From the network module to the pump that trusts it, from a guest system to its host.',
    answers: yesNo('It reaches beyond', 'It stays within', 'counts as reaching beyond'),
  },
]

/** What the six questions about each loss are about, with the letter that ends their codes. */
const subjects = [
  ['P', 'data by which patients can be told'],
  ['D', 'diagnosis or monitoring'],
  ['T', 'therapy'],
  ['W', 'the work of the clinic'],
  ['S', 'secrets of the system, such as passwords and keys'],
  ['O', 'anything else that is critical'],
] as const

const examples: Readonly<Record<(typeof subjects)[number][0], string>> = {
  P: 'names, record numbers, images, results',
  D: 'measured values, waveforms, alarms, images that are read',
  T: 'rates, doses, energy, pacing, the stop of a treatment',
  W: 'orders, worklists, schedules, drug libraries',
  S: 'passwords, certificates, keys, settings of users',
  O: 'audit trails, firmware that is secret, settings of the network',
}

const losses = [
  ['C', 'Can an attacker read', 'Nothing of it'],
  ['I', 'Can an attacker change or delete', 'Nothing of it'],
  ['A', 'Can an attacker keep others from', 'Nothing of it'],
] as const

const impacts: readonly RubricQuestion[] = losses.flatMap(([metric, act, none]) =>
  subjects.flatMap(([letter, subject]): RubricQuestion[] => {
    const code = `X${metric}${letter}`
    const help = `${subject[0]!.toUpperCase()}${subject.slice(1)}: ${examples[letter]}.`
    const title = `${act} ${subject}?`
    if (code === 'XCP')
      return [
        { code, metric, title, help, answers: yesNo('Yes', none, 'counts as yes') },
        {
          code: 'XCPM',
          metric,
          title: 'Of 500 patients or more?',
          help: 'From about there on authorities and the patients have to be told (HIPAA, GDPR). Count what the device holds and what it can fetch.',
          answers: yesNo('500 or more', 'Fewer', 'counts as 500 or more'),
          askedIf: { XCP: ['yes'] },
        },
      ]
    return [
      {
        code,
        metric,
        title,
        help,
        answers: [
          { answer: 'yes', text: 'All of it, or so much that it matters' },
          { answer: 'limited', text: 'A little, without serious consequence' },
          { answer: 'no', text: none },
          { answer: 'unknown', text: 'Not known: counts as all' },
        ],
      },
    ]
  }),
)

/** In the order in which they are asked. */
export const rubricQuestions: readonly RubricQuestion[] = [...ways, ...impacts]
