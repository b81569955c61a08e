import { createMemo, For, Index, Show, type Accessor, type JSX } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { ReadReport } from './report.ts'

/**
 * What the file's words were taken for: header, columns of each table, parts. Parts take what is left over. A line stays the
 * same element while the file is read again, and the keyboard in it.
 */
export function Mapping(props: {
  report: ReadReport
  header: (one: Accessor<ReadReport['header'][number]>) => JSX.Element
  column: (one: Accessor<ReadReport['columns'][number]>) => JSX.Element
  section: (one: Accessor<ReadReport['sections'][number]>) => JSX.Element
}) {
  const i18n = useI18n()
  const tables = createMemo(() => [...new Set(props.report.columns.map(({ table }) => table))])
  return (
    <section class="paper import-map" aria-labelledby="import-map">
      <h2 id="import-map">{i18n.t('import.map.title')}</h2>
      <For each={tables()}>
        {(table) => (
          <div class="import-map-part">
            <h3>{tables().length > 1 ? i18n.t('import.map.columnsOf', { table }) : i18n.t('import.map.columns')}</h3>
            <Index each={props.report.columns.filter((one) => one.table === table)}>{props.column}</Index>
          </div>
        )}
      </For>
      <Show when={props.report.sections.length > 0}>
        <div class="import-map-part">
          <h3>{i18n.t('import.map.sections')}</h3>
          <Index each={props.report.sections.filter(({ key }) => key !== 'unmapped')}>
            {(one) => (
              <div data-place={one().key.startsWith('extra:') ? undefined : one().key}>{props.section(one)}</div>
            )}
          </Index>
        </div>
      </Show>
      <Show when={props.report.header.length > 0}>
        <div class="import-map-part">
          <h3>{i18n.t('import.map.header')}</h3>
          <Index each={props.report.header}>{props.header}</Index>
        </div>
      </Show>
    </section>
  )
}
