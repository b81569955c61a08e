/** Hands a file that the browser already holds to its downloads. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  // Safari reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** A title as a file name that Windows and Android accept, at most 80 characters; `untitled` where nothing is left of it. */
export const fileNameOf = (title: string, untitled: string): string =>
  [
    ...title
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 80)
    .join('')
    .replace(/[. ]+$/, '') || untitled
