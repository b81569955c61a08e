import { Button } from '@gongyan/ui'
import { createSignal } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import { ACCEPTED, readDrop, sortPicked, type Picked } from './pick-files.ts'

/** Takes files, a folder or an archive, by dialog or dropped. */
export function Chooser(props: { isFirst: boolean; onPicked: (picked: Picked) => void }) {
  const i18n = useI18n()
  const [isOver, setOver] = createSignal(false)
  let files!: HTMLInputElement
  let folder!: HTMLInputElement
  const take = (input: HTMLInputElement, isFolder: boolean) => {
    const picked = sortPicked([...(input.files ?? [])], isFolder)
    input.value = ''
    props.onPicked(picked)
  }
  const drop = async (transfer: DataTransfer) => props.onPicked(await readDrop(transfer))
  return (
    <div
      class="import-drop"
      data-over={isOver() ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (event.dataTransfer) void drop(event.dataTransfer)
      }}
    >
      <input
        ref={files}
        type="file"
        accept={ACCEPTED}
        multiple
        class="visually-hidden"
        tabindex="-1"
        aria-hidden="true"
        onChange={() => take(files, false)}
      />
      <input
        ref={(input) => {
          folder = input
          input.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple
        class="visually-hidden"
        tabindex="-1"
        aria-hidden="true"
        onChange={() => take(folder, true)}
      />
      <Button look={props.isFirst ? 'primary' : 'plain'} icon="file-import" onClick={() => files.click()}>
        {i18n.t(props.isFirst ? 'import.choose' : 'import.chooseMore')}
      </Button>
      <Button onClick={() => folder.click()}>{i18n.t('import.chooseFolder')}</Button>
      <span class="muted tiny import-drop-words">{i18n.t('import.drop')}</span>
    </div>
  )
}
