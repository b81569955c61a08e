import type { Api } from '@gongyan/contract/client'

type InstallationReply = Awaited<ReturnType<Api['getInstallation']>>
export type Installation = Extract<InstallationReply, { ok: true }>['data']
export type DemoAccount = Installation['demoAccounts'][number]

/** What this server is, and how long it took to say so, in milliseconds; null when it cannot be reached. */
export async function askInstallation(api: Api): Promise<{ installation: Installation; tookMs: number } | null> {
  const started = performance.now()
  const reply = await api.getInstallation({})
  return reply.ok ? { installation: reply.data, tookMs: Math.max(1, Math.round(performance.now() - started)) } : null
}
