import { loadFormWords, loadImportWords, loadPlanWords, type I18n } from '@gongyan/i18n'
import { Router, type RouteDefinition } from '@solidjs/router'
import { lazy } from 'solid-js'
import { Desk } from './shell/Desk.tsx'
import { NotFound } from './shell/Fault.tsx'
import { Root } from './shell/Root.tsx'
import { ServicesProvider } from './shell/services.tsx'
import { SignedIn } from './shell/SignedIn.tsx'

/** The plan's page comes with its words: they are a third of all and only it needs them. */
const PlanPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/plan-page/index.tsx'), loadPlanWords()])
  return page
})

const RecoverySearch = lazy(async () => {
  const [page] = await Promise.all([import('./features/recovery/RecoverySearch.tsx'), loadPlanWords()])
  return page
})
const RecoveryPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/recovery/RecoveryPage.tsx'), loadPlanWords()])
  return page
})

const ImportPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/import/ImportPage.tsx'), loadImportWords()])
  return page
})
const ImportItemPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/import/ItemPage.tsx'), loadImportWords()])
  return page
})

const FormsPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/word-form/FormsPage.tsx'), loadFormWords()])
  return page
})
const FormPage = lazy(async () => {
  const [page] = await Promise.all([import('./features/word-form/FormPage.tsx'), loadFormWords()])
  return page
})

/** Every address of the app. Each page comes as its own file when it is first opened. */
const ROUTES: RouteDefinition[] = [
  { path: '/sign-in', component: lazy(() => import('./features/session/index.tsx')) },
  {
    path: '/',
    component: SignedIn,
    children: [
      {
        path: '/',
        component: Desk,
        children: [
          { path: '/', component: lazy(() => import('./features/home/index.tsx')) },
          { path: '/recovery', component: RecoverySearch },
          { path: '/recovery/:id', component: RecoveryPage },
          { path: '/import/:batch?', component: ImportPage },
          { path: '/import/:batch/:position', component: ImportItemPage },
          { path: '/forms', component: FormsPage },
          { path: '/forms/:id', component: FormPage },
          { path: '/plans', component: lazy(() => import('./features/lesson-plan/index.tsx')) },
        ],
      },
      // The plan brings its own top bar: at 640 px of height there is room for one.
      { path: '/plans/:id', component: PlanPage },
    ],
  },
  { path: '*missing', component: NotFound },
]

export function App(props: { words: I18n }) {
  return (
    <ServicesProvider words={props.words}>
      <Router root={Root}>{ROUTES}</Router>
    </ServicesProvider>
  )
}
