/** What this process tells whoever started it; without a supervisor, the lines go to the terminal. */
export interface SupervisorLink {
  progress(step: 'migrations' | 'seed', message?: string): void
  notice(lines: readonly string[]): void
  ready(url: string): void
  /** It cannot run, and starting it again will not help. */
  fatal(message: string, remedy: string): Promise<void>
  onMessage(listener: (message: unknown) => void): void
}

/** The link over Node's IPC channel, or over the terminal when there is none. */
export function createSupervisorLink(): SupervisorLink {
  const hasChannel = process.send !== undefined
  const send = (message: object): Promise<void> =>
    new Promise((resolve) => {
      if (process.send) process.send(message, undefined, undefined, () => resolve())
      else resolve()
    })
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  return {
    progress(step, message) {
      if (hasChannel) void send({ type: 'progress', step, ...(message === undefined ? {} : { message }) })
    },
    notice(lines) {
      if (hasChannel) void send({ type: 'notice', lines })
      else lines.forEach(print)
    },
    ready(url) {
      if (hasChannel) void send({ type: 'ready', url })
      else print(`ready ${url}`)
    },
    async fatal(message, remedy) {
      if (hasChannel) await send({ type: 'fatal', message, remedy })
      else process.stderr.write(`${message}\n${remedy}\n`)
    },
    onMessage(listener) {
      process.on('message', listener)
    },
  }
}
