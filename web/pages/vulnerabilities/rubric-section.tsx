import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { RubricAssessment, VulnerabilityPage } from '#web/api/contract.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Moment } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { nameOfModel, rubricStates } from './rubric-words.ts'

/** What was assessed here by MITRE's rubric, and the models that can be. */
export function RubricSection({ data }: { data: VulnerabilityPage }) {
  const navigate = useNavigate()
  const models = new Map(
    data.groups
      .filter(({ affected, cannotTell, model }) => affected + cannotTell > 0 && model.trim() !== '')
      .map(({ manufacturer, model }) => [JSON.stringify([manufacturer, model]), { manufacturer, model }]),
  )
  if (models.size === 0 && data.rubrics.length === 0) return null
  return (
    <Section title="Assessed here, with MITRE’s rubric">
      {data.rubrics.length === 0 ? (
        <p className="quiet">
          Nobody has. The rubric asks what a flaw means on a medical device, of one model: what can be read, changed or
          stopped, and how it is reached.
        </p>
      ) : (
        <ul>
          {data.rubrics.map((one) => (
            <li key={`${nameOfModel(one)} ${one.version}`}>
              <Assessed id={data.id} one={one} />
            </li>
          ))}
        </ul>
      )}
      {models.size > 0 && (
        <Select
          label="Assess with the rubric"
          placeholder="Which model?"
          searchable
          maw="28rem"
          data={[...models].map(([value, model]) => ({ value, label: nameOfModel(model) }))}
          onChange={(value) => {
            const model = value === null ? undefined : models.get(value)
            if (model) void navigate({ to: paths.rubric(data.id, model) })
          }}
        />
      )}
    </Section>
  )
}

function Assessed({ id, one }: { id: string; one: RubricAssessment }) {
  return (
    <>
      <AppLink href={paths.rubric(id, one)}>{nameOfModel(one)}</AppLink>:{' '}
      {one.score === null ? 'begun' : <strong className="number">{one.score.toFixed(1)}</strong>},{' '}
      {rubricStates[one.state]}{' '}
      <span className="quiet small">
        {one.assessedBy}, <Moment at={one.assessedAt} />
      </span>
    </>
  )
}
