import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findLiveKit, findLiveKitPorts, startLiveKit } from '@gongyan/tools/livekit'
import type { RunningLiveKit } from '@gongyan/tools/livekit'

/** A throw-away LiveKit on loopback. */
export interface TestLiveKit {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
  stop(): Promise<void>
}

/**
 * Starts a LiveKit server that sends its webhooks to `webhookUrl`. Where it has to be built first this throws: ask
 * `hasTool('livekit')`.
 */
export async function startTestLiveKit({ webhookUrl }: { webhookUrl: string }): Promise<TestLiveKit> {
  const supply = findLiveKit()
  if (supply.kind !== 'present') throw new Error('LiveKit is not built: npm test builds it where Go is installed')
  const folder = await mkdtemp(join(tmpdir(), 'gongyan-livekit-'))
  const apiSecret = randomBytes(32).toString('base64url')
  const files = { config: join(folder, 'livekit.yaml'), log: join(folder, 'livekit.log') }
  const running = await startOnFreePorts(supply.file, { apiKey: 'test', apiSecret, webhookUrl }, files)
  return {
    url: running.url,
    apiKey: 'test',
    apiSecret,
    stop: async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port that was free may be taken when LiveKit comes to it, so a failed start is tried again on others. */
async function startOnFreePorts(
  file: string,
  settings: { apiKey: string; apiSecret: string; webhookUrl: string },
  files: { config: string; log: string },
  attempts = 3,
): Promise<RunningLiveKit> {
  const ports = await findLiveKitPorts()
  try {
    return await startLiveKit(file, { ...settings, ...ports, reach: { kind: 'loopback' } }, files)
  } catch (error) {
    if (attempts === 1) throw error
    return startOnFreePorts(file, settings, files, attempts - 1)
  }
}
