import { buildWebApp } from '@gongyan/tools/web-build'

/** Vitest's global set-up of the journeys: the web app as `npm start` serves it. */
export default async function setup(): Promise<void> {
  const built = await buildWebApp()
  if (!built.ok) throw new Error(`the web app cannot be built\n${built.log}`)
}
