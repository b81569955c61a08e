import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'

/** Operations on imports, wordings and forms, closed until what is behind them stands. */
export const closedHandlers = {
  listForms: async () => reply({ items: [], mayManage: false }),
  createForm: async () => deny('permission/denied'),
  getForm: async () => deny('form/not-found'),
  updateForm: async () => deny('form/not-found'),
  deleteForm: async () => deny('form/not-found'),
  getFormSource: async () => deny('form/not-found'),
} satisfies Partial<Handlers>
