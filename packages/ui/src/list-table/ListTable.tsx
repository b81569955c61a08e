import './list-table.css'
import { For, Show, type JSX } from 'solid-js'
import { Icon } from '../icon/Icon.tsx'

export interface ListColumn<Row> {
  key: string
  head: string
  cell: (row: Row) => JSX.Element
  align?: 'start' | 'end' | undefined
  /** The row's name: larger, and the row header for screen readers. */
  isMain?: boolean | undefined
  /** Left out below 40 em. */
  hiddenOnPhone?: boolean | undefined
  width?: string | undefined
  /** The word of the head is hidden, such as over a menu. */
  headHidden?: boolean | undefined
  sort?: { direction: 'ascending' | 'descending' | 'none'; onSort: () => void } | undefined
}

export interface ListTableProps<Row> {
  /** Names the table for screen readers. */
  label: string
  columns: readonly ListColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  isSelected?: ((row: Row) => boolean) | undefined
}

/** A list as a ruled table; on a phone each row becomes two lines. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const classOf = (column: ListColumn<Row>) =>
    `${column.align === 'end' ? 'end' : ''} ${column.isMain ? 'main' : ''} ${column.hiddenOnPhone ? 'wide-only' : ''}`
  return (
    <table class="ui-list" aria-label={props.label}>
      <thead>
        <tr>
          <For each={props.columns}>
            {(column) => (
              <th
                scope="col"
                class={classOf(column)}
                style={{ width: column.width }}
                aria-sort={column.sort?.direction === 'none' ? undefined : column.sort?.direction}
              >
                <Show
                  when={column.sort}
                  fallback={<span class={column.headHidden ? 'visually-hidden' : ''}>{column.head}</span>}
                >
                  {(sort) => (
                    <button type="button" onClick={() => sort().onSort()}>
                      {column.head}
                      <Show when={sort().direction !== 'none'}>
                        <Icon name={sort().direction === 'ascending' ? 'chevron-up' : 'chevron-down'} size={14} />
                      </Show>
                    </button>
                  )}
                </Show>
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr data-key={props.rowKey(row)} data-selected={props.isSelected?.(row) ? '' : undefined}>
              <For each={props.columns}>
                {(column) => (
                  <Show when={column.isMain} fallback={<td class={classOf(column)}>{column.cell(row)}</td>}>
                    <th scope="row" class={classOf(column)}>
                      {column.cell(row)}
                    </th>
                  </Show>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
