/** Why a microphone, camera or screen could not be opened. */
export type DeviceFailure =
  /** The person, the browser or the school's policy said no. */
  | 'denied'
  | 'missing'
  /** Another program holds it. */
  | 'busy'
  /** Plain http from another machine: the browser gives no devices there. */
  | 'insecure'
  | 'other'

const BY_NAME: Record<string, DeviceFailure> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
}

/** What an error of `getUserMedia` or `getDisplayMedia` means for the person at this device. */
export function failureOf(error: unknown): DeviceFailure {
  if (!hasDevices()) return 'insecure'
  return (error instanceof Error && BY_NAME[error.name]) || 'other'
}

/** Whether this page may ask for devices at all. */
export const hasDevices = (): boolean => window.isSecureContext && navigator.mediaDevices?.getUserMedia !== undefined
/** Whether this device can show its screen; phones cannot. */
export const canShareScreen = (): boolean => hasDevices() && 'getDisplayMedia' in navigator.mediaDevices
