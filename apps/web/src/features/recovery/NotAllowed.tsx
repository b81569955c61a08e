import { ButtonLink, Notice } from '@gongyan/ui'
import { useI18n } from '../../shell/index.ts'

/** Said to everybody else: who can help, and where their things may be. */
export function NotAllowed() {
  const i18n = useI18n()
  return (
    <Notice
      level={1}
      class="paper"
      icon="lock"
      title={i18n.t('recovery.notAllowed.title')}
      actions={
        <ButtonLink look="primary" href="/plans?scope=bin">
          {i18n.t('recovery.notAllowed.bin')}
        </ButtonLink>
      }
    >
      <p>{i18n.t('recovery.notAllowed.body')}</p>
    </Notice>
  )
}
