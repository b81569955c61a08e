import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'

/** Operations on imports, wordings and forms, closed until what is behind them stands. */
export const closedHandlers = {
  createImport: async () => deny('permission/denied'),
  listImports: async () => reply({ items: [] }),
  getImport: async () => deny('import/not-found'),
  discardImport: async () => deny('import/not-found'),
  uploadImportFile: async () => deny('import/not-found'),
  getImportItem: async () => deny('import/not-found'),
  discardImportItem: async () => deny('import/not-found'),
  getImportSource: async () => deny('import/not-found'),
  getImportPage: async () => deny('import/not-found'),
  correctImportItem: async () => deny('import/not-found'),
  readImportItem: async () => deny('import/not-found'),
  takeImportItem: async () => deny('import/not-found'),
  takeImport: async () => deny('import/not-found'),
  undoImport: async () => deny('import/not-found'),
  restoreImport: async () => deny('import/not-found'),
  listWordings: async () => reply({ items: [], mayAdd: false }),
  rememberWording: async () => deny('permission/denied'),
  forgetWording: async () => deny('wording/not-found'),
  listForms: async () => reply({ items: [], mayManage: false }),
  createForm: async () => deny('permission/denied'),
  getForm: async () => deny('form/not-found'),
  updateForm: async () => deny('form/not-found'),
  deleteForm: async () => deny('form/not-found'),
  getFormSource: async () => deny('form/not-found'),
} satisfies Partial<Handlers>
