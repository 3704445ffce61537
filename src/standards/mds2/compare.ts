import type { Mds2Answer, Mds2Difference, Mds2Edition } from '#model/mds2.ts'
import { topicsOf } from './topics.ts'

interface Compared {
  readonly edition: Mds2Edition
  readonly answers: readonly Mds2Answer[]
}

/**
 * What a form says otherwise than an earlier one: question by question where both are of one edition, else by the topics that
 * both ask for. The document's own number and date always differ, and are left out.
 */
export function compareForms(before: Compared, after: Compared): Mds2Difference[] {
  const isOneEdition = before.edition === after.edition
  const [old, now] = [before, after].map((form) => (isOneEdition ? byQuestion(form) : byTopic(form))) as [Said, Said]
  const names = isOneEdition ? [...now.keys(), ...[...old.keys()].filter((name) => !now.has(name))] : [...now.keys()]
  return names.flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)]
    if (!isOneEdition && !was) return []
    if (was?.word === is?.word && was?.note === is?.note) return []
    const short = (one: typeof was) => (one ? { word: one.word, note: one.note } : null)
    return [{ name, question: (is ?? was)!.question, before: short(was), after: short(is) }]
  })
}

type Said = ReadonlyMap<string, Pick<Mds2Answer, 'question' | 'word' | 'note'>>

const always = new Set(['DOC-4', 'DOC-7'])
const byQuestion = ({ answers }: Compared): Said =>
  new Map(answers.filter(({ id }) => !always.has(id)).map((answer) => [answer.id, answer]))
const byTopic = (form: Compared): Said =>
  new Map(topicsOf(form).map((topic) => [topic.title, { ...topic, question: topic.question }]))
