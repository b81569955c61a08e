import type { Queryable } from '../client.ts'

/** SQL of the identities, valid today by the school calendar, of the user row `u`, as a JSON array of `Identity`. */
export const identitiesOf = (sql: Queryable) => sql`
  COALESCE((
    SELECT jsonb_agg(jsonb_build_object('role', i.role, 'orgId', i.org_id, 'orgPath', o.path, 'orgKind', o.kind, 'subject', i.subject, 'stage', i.stage)
      ORDER BY i.is_default DESC, i.id)
    FROM identities i JOIN org_units o ON o.id = i.org_id
    WHERE i.user_id = u.id AND ${isCurrent(sql)}
  ), '[]'::jsonb)`

/** SQL: whether the identity row `i` is valid today in Asia/Shanghai. */
export const isCurrent = (sql: Queryable) => sql`
  (i.starts_on IS NULL OR i.starts_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date)
  AND (i.ends_on IS NULL OR i.ends_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)`
