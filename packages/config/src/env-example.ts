import { LIMITS, VARIABLES } from './config.ts'

/** The text of `.env.example`: every variable a person may set, with its default and what it is for. */
export function envExample(): string {
  const lines = [
    '# Every variable of Gongyan. Copy this file to .env and take away the # where you want another value.',
    '# A variable of the environment counts before the file. What is empty here has no default.',
  ]
  for (const [name, [fallback, purpose]] of [...Object.entries(VARIABLES), ...Object.entries(LIMITS)])
    lines.push('', `# ${purpose}`, `# ${name}=${fallback}`)
  return `${lines.join('\n')}\n`
}
