import type { Me } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'

/** Where a person works, in a few words: school and subject, or school and office. */
export function placeOf(i18n: I18n, me: Me): string {
  const identity = me.identities.find((each) => each.isDefault) ?? me.identities[0]
  if (!identity) return me.tree.shortName
  return i18n.t('account.place', {
    org: identity.org.shortName,
    subject: identity.subject ?? i18n.t(`role.${identity.role}`),
  })
}
