import { useI18n } from './services.tsx'

/** The wordmark over its own 文武线; leads home. */
export function Brand() {
  const i18n = useI18n()
  return (
    <a class="brand" href="/" aria-label={`${i18n.t('shell.name')}，${i18n.t('shell.toHome')}`}>
      {i18n.t('shell.name')}
    </a>
  )
}
