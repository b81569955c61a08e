import type { Deps } from '../../deps.ts'
import type { PagePictures } from '../../files/page-pictures.ts'
import { attachment, fileNameOf } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { findReadableFile } from '../file/index.ts'
import { requireAllowed } from '../lesson-plan/index.ts'
import { officeProblem } from './office-problem.ts'
import { planAsDocx } from './plan-docx.ts'

/** Plans as PDF and pages of files as pictures, where the programs for it are installed. */
export function createPrintHandlers(
  deps: Pick<Deps, 'sql' | 'plans' | 'files' | 'office' | 'log'> & { pages: PagePictures },
): Pick<Handlers, 'getOfficeStatus' | 'exportLessonPlanPdf' | 'getFilePage'> {
  const { sql, files, office, log, pages } = deps
  return {
    async getOfficeStatus() {
      return reply({ pdf: office.canConvert, oldWord: office.canConvert, pages: office.canConvert && office.canDraw })
    },

    async exportLessonPlanPdf({ params, caller, signal, traceId }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'export')
      if (!found.ok) return deny('lesson-plan/not-found')
      const { title, bytes } = await planAsDocx(deps, found.value, caller.actor)
      const [pdf] = await office.convert([bytes], 'pdf', signal)
      if (!pdf?.ok) {
        const code = pdf?.refusal.code ?? 'office/failed'
        log.info({ traceId, code, detail: pdf?.refusal.detail }, 'a plan was not made into a PDF')
        return deny(officeProblem(code))
      }
      return reply(pdf.value, {
        'content-type': 'application/pdf',
        'content-disposition': attachment(fileNameOf(title, 'pdf')),
        'content-length': String(pdf.value.byteLength),
      })
    },

    async getFilePage({ params, caller, traceId }) {
      const file = await findReadableFile(sql, params.fileId, caller.actor)
      if (!file) return deny('file/not-found')
      const drawn = await pages.page(
        file.sha256,
        params.page,
        async () => (await files.get(file.sha256)) ?? new Uint8Array(),
      )
      if (drawn.ok)
        return reply(drawn.value, {
          'content-type': 'image/png',
          'content-length': String(drawn.value.byteLength),
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, no-cache',
          etag: `"${Buffer.from(file.sha256).toString('hex')}-${params.page}"`,
        })
      const { code, detail } = drawn.refusal
      log.info({ traceId, code, detail }, 'a page was not drawn')
      return deny(code === 'office/absent' || code === 'office/busy' ? code : 'file/no-picture')
    },
  }
}
