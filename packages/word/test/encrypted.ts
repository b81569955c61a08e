import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { writeCfb } from '../src/ole/cfb.ts'

const hash = (...parts: Uint8Array[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest()
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const padded = (bytes: Uint8Array, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
const encrypt = (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer => {
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(padded(bytes, 16)), cipher.final()])
}
const SPINS = 1_000

/** A .docx behind a password, as Word 2010 and later save it (MS-OFFCRYPTO, agile encryption). */
export function encryptedDocx(docx: Uint8Array, password: string): Uint8Array {
  const [keySalt, salt, key, verifier, hmacKey] = [16, 16, 32, 16, 64].map((size) => randomBytes(size)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ]
  let spun = hash(salt, Buffer.from(password, 'utf16le'))
  for (let spin = 0; spin < SPINS; spin++) spun = hash(number(spin), spun)
  const block = (name: string) => Buffer.from(name, 'hex')
  const locked = (name: string, bytes: Uint8Array) => encrypt(hash(spun, block(name)).subarray(0, 32), salt, bytes)
  const ivFor = (name: Uint8Array) => hash(keySalt, name).subarray(0, 16)
  const segments: Buffer[] = []
  for (let at = 0; at < docx.length; at += 4_096)
    segments.push(encrypt(key, ivFor(number(at / 4_096)), docx.subarray(at, at + 4_096)))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(docx.length))
  const content = Buffer.concat([size, ...segments])
  const hmac = createHmac('sha512', hmacKey).update(content).digest()
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const common =
    'blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
  const info = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData saltSize="16" ${common} saltValue="${base64(keySalt)}"/><dataIntegrity encryptedHmacKey="${base64(encrypt(key, ivFor(block('5fb2ad010cb9e1f6')), hmacKey))}" encryptedHmacValue="${base64(encrypt(key, ivFor(block('a0677f02b22c8433')), hmac))}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="${SPINS}" saltSize="16" ${common} saltValue="${base64(salt)}" encryptedVerifierHashInput="${base64(locked('fea7d2763b4b9e79', verifier))}" encryptedVerifierHashValue="${base64(locked('d7aa0f6d3061344e', hash(verifier)))}" encryptedKeyValue="${base64(locked('146e0be7abacd0d6', key))}"/></keyEncryptor></keyEncryptors></encryption>`
  const head = Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0])
  return writeCfb([
    { name: 'EncryptionInfo', bytes: Buffer.concat([head, Buffer.from(info)]) },
    { name: 'EncryptedPackage', bytes: content },
  ])
}
