/**
 * The address to go to after signing in: a path of this site only, so that a link to the door cannot lead a teacher elsewhere
 * (`//evil.example`, `/\evil.example` and whole addresses are answered with the home page).
 */
export function returnAddress(wanted: string | undefined, origin: string): string {
  if (!wanted?.startsWith('/')) return '/'
  try {
    const url = new URL(wanted, origin)
    return url.origin === origin && !url.pathname.startsWith('/sign-in')
      ? `${url.pathname}${url.search}${url.hash}`
      : '/'
  } catch {
    return '/'
  }
}
