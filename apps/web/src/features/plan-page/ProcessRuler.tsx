import { LessonRuler } from '@gongyan/ui'
import { Show, createMemo } from 'solid-js'
import { minutesVerdict } from '@gongyan/documents/outline'
import { minutesSummary } from './names.ts'
import { canWrite, usePlan } from './world.tsx'

/** 课时尺 over a 教学过程 table: its rows by their minutes, joints that can be moved, and what they come to in words. */
export function ProcessRuler(props: { table: number }) {
  const world = usePlan()
  const { i18n, model, plan } = world
  const table = createMemo(() => model.outline().tables[props.table - 1])
  const timed = () => table()?.rows.filter((row) => row.minutes !== null && !row.continues) ?? []
  const summary = () => {
    const now = table()
    return now ? minutesSummary(i18n, now, plan().periodMinutes) : ''
  }
  const isOff = () => {
    const now = table()
    return now ? ['over', 'under'].includes(minutesVerdict(now, plan().periodMinutes).kind) : false
  }
  const canEdit = () => canWrite(world)
  const rows = () =>
    timed()
      .map((row) =>
        i18n.t('plan.ruler.row', { phase: row.phase || i18n.t('plan.row.noPhase'), minutes: row.minutes ?? 0 }),
      )
      .join('，')
  return (
    <Show when={table()}>
      <p class="plan-minutes" classList={{ off: isOff() }}>
        {summary()}
      </p>
      <Show when={timed().length > 0}>
        {/* A part is no stop for the keyboard: the joints beside it are, and the outline goes to a row for every hand. */}
        <LessonRuler
          segments={timed().map((row) => ({
            id: row.rowId,
            label: row.phase || i18n.t('plan.row.noPhase'),
            minutes: row.minutes,
          }))}
          periodMinutes={plan().periodMinutes}
          label={i18n.t('plan.ruler.label', { summary: summary(), rows: rows() })}
          minuteMark={(minutes) => i18n.t('plan.outline.minutes', { minutes })}
          endMark={(minutes) => i18n.t('plan.ruler.end', { minutes })}
          activeId={model.rowId() ?? undefined}
          onPress={(rowId) => model.editor()?.actions.goToRow(rowId)}
          onTakeJoint={() => model.catchUp()}
          onMoveJoint={
            canEdit()
              ? (move) =>
                  model.editor()?.actions.setMinutes(
                    new Map([
                      [move.leftId, move.leftMinutes],
                      [move.rightId, move.rightMinutes],
                    ]),
                  )
              : undefined
          }
          jointLabel={(left, right) => i18n.t('plan.ruler.joint', { left: left.label, right: right.label })}
          jointText={(move) => {
            const name = (id: string) => timed().find((row) => row.rowId === id)?.phase ?? ''
            return i18n.t('plan.ruler.jointText', {
              left: name(move.leftId),
              leftMinutes: move.leftMinutes,
              right: name(move.rightId),
              rightMinutes: move.rightMinutes,
            })
          }}
        />
      </Show>
    </Show>
  )
}
