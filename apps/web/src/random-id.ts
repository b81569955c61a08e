/** A random id of 128 bits in hexadecimal. `crypto.randomUUID` is missing on plain http from another machine, where schools often are. */
export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
