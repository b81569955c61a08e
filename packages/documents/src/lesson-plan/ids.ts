const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new random id of 16 letters and digits (82 bits), for rows and objectives. */
export function newLocalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let id = ''
  for (const byte of bytes) id += ALPHABET[byte % 36]
  return id
}
