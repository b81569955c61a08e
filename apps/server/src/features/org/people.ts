import { listPeople } from '@gongyan/db'
import { treesOf } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'

/** People of the asker's own trees, by name, school or subject. */
export function createPeopleHandlers({ sql, cursors }: Pick<Deps, 'sql' | 'cursors'>): Pick<Handlers, 'listPeople'> {
  return {
    async listPeople({ query, caller }) {
      const list = `people ${query.q}`
      const after = cursors.decode(list, query.cursor)
      if (!after.ok) return after
      const found = await listPeople(sql, {
        trees: treesOf(caller.actor),
        text: query.q,
        after: after.value as { name: string; id: string } | null,
        limit: query.limit + 1,
      })
      const items = found.slice(0, query.limit).map((person) => ({ ...person }))
      const last = found.length > items.length ? items.at(-1) : undefined
      return reply({ items, nextCursor: last ? cursors.encode(list, { name: last.name, id: last.id }) : null })
    },
  }
}
