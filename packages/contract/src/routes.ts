import type { Route } from './client.ts'

/**
 * Method, path and kind of reply of every operation, without schemas: what the browser client needs.
 * A test holds it equal to ENDPOINTS.
 */
export const ROUTES = {
  signIn: { method: 'post', path: '/session', reply: 'json' },
  signOut: { method: 'delete', path: '/session', reply: 'empty' },
  getMe: { method: 'get', path: '/me', reply: 'json' },
  getInstallation: { method: 'get', path: '/installation', reply: 'json' },
  setUpInstallation: { method: 'post', path: '/installation', reply: 'json' },
  getHome: { method: 'get', path: '/home', reply: 'json' },
  listPeople: { method: 'get', path: '/people', reply: 'json' },
  createLessonPlan: { method: 'post', path: '/lesson-plans', reply: 'json' },
  listLessonPlans: { method: 'get', path: '/lesson-plans', reply: 'json' },
  getLessonPlan: { method: 'get', path: '/lesson-plans/{id}', reply: 'json' },
  getLessonPlanDocument: { method: 'get', path: '/lesson-plans/{id}/document', reply: 'json' },
  updateLessonPlan: { method: 'patch', path: '/lesson-plans/{id}', reply: 'json' },
  deleteLessonPlan: { method: 'delete', path: '/lesson-plans/{id}', reply: 'empty' },
  restoreLessonPlan: { method: 'post', path: '/lesson-plans/{id}/restorations', reply: 'json' },
  importLessonPlan: { method: 'post', path: '/lesson-plans/import', reply: 'json' },
  exportLessonPlan: { method: 'get', path: '/lesson-plans/{id}/export.docx', reply: 'file' },
  getSourceFile: { method: 'get', path: '/lesson-plans/{id}/source', reply: 'file' },
  listHistory: { method: 'get', path: '/lesson-plans/{id}/history', reply: 'json' },
  listMembers: { method: 'get', path: '/lesson-plans/{id}/members', reply: 'json' },
  putMember: { method: 'put', path: '/lesson-plans/{id}/members/{userId}', reply: 'json' },
  deleteMember: { method: 'delete', path: '/lesson-plans/{id}/members/{userId}', reply: 'empty' },
  uploadFile: { method: 'post', path: '/lesson-plans/{id}/files', reply: 'json' },
  getFile: { method: 'get', path: '/files/{fileId}', reply: 'file' },
  createCollabTicket: { method: 'post', path: '/collab-tickets', reply: 'json' },
  createMediaTicket: { method: 'post', path: '/media-tickets', reply: 'json' },
  getMediaStatus: { method: 'get', path: '/media-status', reply: 'json' },
  getServerTime: { method: 'get', path: '/time', reply: 'json' },
  getLessonClock: { method: 'get', path: '/lesson-plans/{id}/clock', reply: 'json' },
  startLessonClock: { method: 'post', path: '/lesson-plans/{id}/clock', reply: 'json' },
  recordLessonEvent: { method: 'post', path: '/lesson-plans/{id}/events', reply: 'json' },
  listLessonEvents: { method: 'get', path: '/lesson-plans/{id}/events', reply: 'json' },
  listPlanUpdates: { method: 'get', path: '/lesson-plans/{id}/updates', reply: 'json' },
  getPlanState: { method: 'get', path: '/lesson-plans/{id}/state', reply: 'json' },
  rebuildPlan: { method: 'post', path: '/lesson-plans/{id}/rebuilds', reply: 'json' },
} as const satisfies Record<string, Route>
