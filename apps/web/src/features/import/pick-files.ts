/** Files as a person hands them over: chosen, a whole folder, or dropped. */
export interface Picked {
  /** What may hold a plan. */
  readonly files: readonly File[]
  /** Words that could not be sent, as the plan's page saves them. */
  readonly savedText: File | null
  /** Files of other kinds in the folder, left where they are. */
  readonly leftAside: number
}

/** What Word, WPS, their older versions and LibreOffice write, and the archive that holds many of them. */
const READABLE = /\.(docx|docm|doc|wps|dot|dotx|rtf|odt|zip)$/i
const SAVED_TEXT = /\.txt$/i
/** Lock files of an open Word, and what systems put into folders by themselves. */
const FURNITURE = /^(~\$|\._|\.|Thumbs\.db$|desktop\.ini$)/i
const MARK = '__MACOSX/'

/** What a file dialog offers. */
export const ACCEPTED = '.docx,.docm,.doc,.wps,.dot,.dotx,.rtf,.odt,.zip,.txt'

/** Tells apart what was handed over. A single file of another kind goes along, so that the server says why it is none. */
export function sortPicked(all: readonly File[], isFolder = false): Picked {
  const own = all.filter((file) => !FURNITURE.test(file.name) && !file.webkitRelativePath.startsWith(MARK))
  const files = own.filter((file) => READABLE.test(file.name) || (!isFolder && !SAVED_TEXT.test(file.name)))
  const savedText = isFolder ? null : (own.find((file) => SAVED_TEXT.test(file.name)) ?? null)
  return { files, savedText, leftAside: isFolder ? own.length - files.length : 0 }
}

const entriesIn = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  // A reader hands out a hundred at a time and then none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function filesUnder(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]
  const inside = await entriesIn(entry as FileSystemDirectoryEntry)
  return (await Promise.all(inside.map(filesUnder))).flat()
}

/** What was dropped, with everything inside dropped folders. */
export async function readDrop(transfer: DataTransfer): Promise<Picked> {
  // The list is emptied as soon as the event is over: entries are taken now, read later.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const loose = [...transfer.files]
  if (!entries.some(({ isDirectory }) => isDirectory)) return sortPicked(loose)
  const inside = (await Promise.all(entries.map(filesUnder))).flat()
  return sortPicked(inside, true)
}
