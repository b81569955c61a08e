import { strToU8, zipSync } from 'fflate'
import { healthyFile, oldWordFile } from './docx-attacks.ts'

/** What Word and WPS save with a password: an OLE file with the packet inside it. */
export function encryptedFile(): Buffer {
  const file = Buffer.concat([oldWordFile(), Buffer.alloc(8_184)])
  Buffer.from('EncryptedPackage\0', 'utf16le').copy(file, 1_024)
  file.writeUInt16LE('EncryptedPackage\0'.length * 2, 1_024 + 64)
  return file
}

export const emptyArchive = (): Buffer => Buffer.from(zipSync({}))

/** An archive in an archive, beside a plan that can be read. */
export const archiveInArchive = (): Buffer =>
  Buffer.from(zipSync({ 'inner.zip': zipSync({ 'a.docx': healthyFile() }), 'plan.docx': healthyFile() }))

export const pdfFile = (): Buffer =>
  Buffer.from(strToU8('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'))
