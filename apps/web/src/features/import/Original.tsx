import { outlineOf, textOf } from '@gongyan/documents/outline'
import type { DocJson } from '@gongyan/documents/read'
import { Button, Notice } from '@gongyan/ui'
import { createSignal, For, Show, type Accessor } from 'solid-js'
import { problemText, saveFile, useServices } from '../../shell/index.ts'
import { paramsOf, type Preview } from './answers.ts'
import { PageView } from './PageView.tsx'
import { SCROLLS } from './scrolls.ts'

/** The file as it came: pictures of its pages where the server can make them, else its own words in their order. */
export function Original(props: {
  preview: Preview
  /** How many are drawn; null where none can be, undefined while they are on the way. */
  pages: number | null | undefined
  isNarrow: Accessor<boolean>
}) {
  const { api, i18n, toaster } = useServices()
  const item = () => props.preview.item
  const pages = () => Array.from({ length: props.pages ?? 0 }, (_, at) => at + 1)
  const address = (page: number) => `/api/v1/imports/${item().importId}/items/${item().position}/pages/${page}`
  const [enlarged, setEnlarged] = createSignal<number | null>(null)
  const save = async () => {
    const reply = await api.getImportSource({ params: paramsOf(item()) })
    if (reply.ok) saveFile(reply.data, item().name)
    else
      toaster.show({
        text: i18n.t('import.failed', { reason: problemText(i18n, reply.problem) }),
        icon: 'alert-hexagon',
      })
  }
  return (
    <section class="import-original" aria-labelledby="import-original" data-region="original">
      <header>
        <h2 id="import-original">{i18n.t('import.original.title')}</h2>
        <Button small icon="download" onClick={() => void save()}>
          {i18n.t('import.original.save')}
        </Button>
      </header>
      <Show
        when={pages().length > 0}
        fallback={
          <Show when={props.pages === undefined} fallback={<OwnWords preview={props.preview} />}>
            <p class="paper small muted import-page-due" role="status">
              {i18n.t('import.original.due')}
            </p>
          </Show>
        }
      >
        <div class="import-pages" {...SCROLLS} role="group" aria-label={i18n.t('import.original.pages')}>
          <For each={pages()}>
            {(page) => (
              <PagePicture
                page={page}
                count={pages().length}
                address={address(page)}
                onEnlarge={() => setEnlarged(page)}
              />
            )}
          </For>
        </div>
      </Show>
      <Show when={enlarged()}>
        {(page) => (
          <PageView
            page={page()}
            count={pages().length}
            address={address}
            isNarrow={props.isNarrow}
            onPage={setEnlarged}
            onClose={() => setEnlarged(null)}
          />
        )}
      </Show>
    </section>
  )
}

function PagePicture(props: { page: number; count: number; address: string; onEnlarge: () => void }) {
  const { i18n } = useServices()
  const [isMissing, setMissing] = createSignal(false)
  const [isDrawn, setDrawn] = createSignal(false)
  return (
    <figure class="paper">
      <Show
        when={!isMissing()}
        fallback={<p class="small muted import-no-page">{i18n.t('import.original.noPage', { page: props.page })}</p>}
      >
        <button
          type="button"
          class="import-page"
          title={i18n.t('import.view.open')}
          aria-label={i18n.t('import.view.openOf', { page: props.page, count: props.count })}
          disabled={!isDrawn()}
          onClick={() => props.onEnlarge()}
        >
          <img
            src={props.address}
            alt=""
            loading={props.page > 1 ? 'lazy' : 'eager'}
            onLoad={() => setDrawn(true)}
            onError={() => setMissing(true)}
          />
        </button>
        <Show when={!isDrawn()}>
          <p class="small muted import-drawing">{i18n.t('import.original.drawing', { page: props.page })}</p>
        </Show>
      </Show>
    </figure>
  )
}

const linesOf = (doc: DocJson): string[] =>
  (doc.content ?? []).flatMap((block) =>
    block.type === 'table'
      ? (block.content ?? []).map((row) => (row.content ?? []).map((cell) => textOf(cell).trim()).join('　'))
      : [textOf(block).trim()],
  )

/** Where no picture can be made: the words of the file. */
function OwnWords(props: { preview: Preview }) {
  const { i18n } = useServices()
  const docs = () => props.preview.drafts.map(({ doc }) => doc as DocJson)
  return (
    <div class="paper import-words" {...SCROLLS} role="group" aria-label={i18n.t('import.original.words')}>
      <Notice level={3} title={i18n.t('import.original.noPictures')}>
        <p>{i18n.t('import.original.noPicturesBody')}</p>
      </Notice>
      <For each={docs()}>
        {(doc) => (
          <>
            <h3>{outlineOf(doc).title}</h3>
            <For each={linesOf(doc).filter((line) => line !== '')}>{(line) => <p>{line}</p>}</For>
          </>
        )}
      </For>
    </div>
  )
}
