import { createHash } from 'node:crypto'

/** Namespace of the demonstration's ids; changing it gives every object of the county a new identity. */
const NAMESPACE = Buffer.from('6f0d5b1e2c8a4e47b6a93d71c45e80fa', 'hex')

/** The UUID of a demonstration object: version 5 of RFC 9562, so that the same key gives the same id on every machine. */
export function demoUuid(kind: string, key: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${kind}:${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The id of a row or an objective, 16 letters and digits like those the editor gives, from its key inside the plan. */
export function demoLocalId(planKey: string, kind: 'row' | 'objective', key: string): string {
  const digest = createHash('sha256').update(`${planKey}/${kind}/${key}`).digest('hex')
  return BigInt(`0x${digest}`).toString(36).padStart(16, '0').slice(-16)
}
