import { Button, Dialog } from '@gongyan/ui'
import { createSignal, type Accessor } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import { SCROLLS } from './scrolls.ts'

/** How wide a page is, in widths of the window it is looked at through. */
const SCALES = [1, 1.5, 2, 3] as const
/** On a phone a whole page is what one comes from. */
const FIRST = { narrow: 2, wide: 0 } as const

/** One page of the original over the whole window: scrolled by finger, wheel or arrow keys, larger and smaller by buttons. */
export function PageView(props: {
  page: number
  count: number
  address: (page: number) => string
  isNarrow: Accessor<boolean>
  onPage: (page: number) => void
  onClose: () => void
}) {
  const i18n = useI18n()
  const [chosen, setChosen] = createSignal<number | null>(null)
  const step = () => chosen() ?? (props.isNarrow() ? FIRST.narrow : FIRST.wide)
  const scale = () => SCALES[step()] ?? 1
  let frame!: HTMLDivElement
  /** What is in the middle stays there. */
  const zoom = (by: 1 | -1) => {
    const before = scale()
    const middle = {
      x: frame.scrollLeft + frame.clientWidth / 2,
      y: frame.scrollTop + frame.clientHeight / 2,
    }
    setChosen(Math.min(Math.max(step() + by, 0), SCALES.length - 1))
    const ratio = scale() / before
    frame.scrollTo({
      left: middle.x * ratio - frame.clientWidth / 2,
      top: middle.y * ratio - frame.clientHeight / 2,
      behavior: 'instant',
    })
  }
  const turn = (by: 1 | -1) => {
    props.onPage(props.page + by)
    frame.scrollTo({ left: 0, top: 0, behavior: 'instant' })
  }
  return (
    <Dialog
      isOpen
      class="import-page-view"
      title={i18n.t('import.original.page', { page: props.page, count: props.count })}
      closeLabel={i18n.t('shell.close')}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button small disabled={props.page <= 1} onClick={() => turn(-1)}>
            {i18n.t('import.view.previous')}
          </Button>
          <Button small disabled={props.page >= props.count} onClick={() => turn(1)}>
            {i18n.t('import.view.next')}
          </Button>
          <Button small disabled={step() === 0} onClick={() => zoom(-1)}>
            {i18n.t('import.view.smaller')}
          </Button>
          <Button small disabled={step() === SCALES.length - 1} onClick={() => zoom(1)}>
            {i18n.t('import.view.larger')}
          </Button>
        </>
      }
    >
      <div ref={frame} class="import-page-window" {...SCROLLS} role="group" aria-label={i18n.t('import.view.scroll')}>
        <img
          src={props.address(props.page)}
          alt={i18n.t('import.original.page', { page: props.page, count: props.count })}
          style={{ width: `${scale() * 100}%` }}
        />
      </div>
    </Dialog>
  )
}
