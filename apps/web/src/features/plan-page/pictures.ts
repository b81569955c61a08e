import { problemText } from '../../shell/index.ts'
import type { PlanWorld } from './world.tsx'
import { randomId } from '../../random-id.ts'

/** Sends pictures to the server one after another and puts each into the plan where the caret or the drop was, in their order. */
export async function uploadPictures(world: PlanWorld, files: readonly File[], pos: number | null): Promise<void> {
  const { api, i18n, model, toaster, plan } = world
  let place = model.editor()?.actions.bookmarkPlace(pos) ?? null
  for (const file of files) {
    const fail = (reason: string) =>
      toaster.show({
        text: i18n.t('plan.image.failed', { name: file.name || i18n.t('plan.tool.image'), reason }),
        icon: 'alert-hexagon',
      })
    if (!file.type.startsWith('image/')) {
      fail(i18n.t('plan.image.notImage'))
      continue
    }
    const waiting = toaster.show({
      text: i18n.t('plan.image.uploading', { name: file.name }),
      icon: 'photo',
      seconds: 60,
    })
    const form = new FormData()
    form.set('file', file)
    const reply = await api.uploadFile({ params: { id: plan().id }, form, headers: { 'idempotency-key': randomId() } })
    toaster.dismiss(waiting)
    if (reply.ok) {
      const { width, height } = fit(reply.data.width, reply.data.height)
      const image = { fileId: reply.data.fileId, width, height, alt: null }
      place = model.editor()?.actions.insertImage(image, place ?? (() => null)) ?? place
    } else if (reply.problem.code === 'network/unreachable') fail(i18n.t('plan.image.offline'))
    else if (reply.problem.code === 'request/too-large') fail(i18n.t('plan.image.tooLarge'))
    else fail(problemText(i18n, reply.problem))
  }
}

const WIDEST = 480
const fit = (width: number | null, height: number | null) =>
  width && height && width > WIDEST
    ? { width: WIDEST, height: Math.round((height * WIDEST) / width) }
    : { width, height }

/** Lets the person choose pictures from this machine. */
export function pickPictures(world: PlanWorld): Promise<void> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: true })
  return new Promise((resolve) => {
    input.addEventListener('change', () => {
      void uploadPictures(world, [...(input.files ?? [])], null).then(resolve)
    })
    input.addEventListener('cancel', () => resolve())
    input.click()
  })
}
