import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './harness.ts'

/** Starts a Redis of its own that keeps nothing, ended with the test; returns its address. */
export async function startRedis(): Promise<string> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const redis = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  onTestFinished(() => void redis.kill('SIGKILL'))
  let said = ''
  redis.stdout.on('data', (data: Buffer) => (said += data.toString()))
  await until(() => said.includes('Ready to accept connections'), 'Redis is ready')
  return `redis://127.0.0.1:${port}`
}
