/** The live room as signals. Nothing outside this folder knows LiveKit's client, which is loaded by joining. */
export { createRoom, type Entrance, type RoomView } from './room.ts'
export type { PersonInRoom } from './people.ts'
export type { LinkState, OutsideReason } from './link.ts'
export type { Saving } from './economy.ts'
export type { Devices } from './session.ts'
export { canShareScreen, hasDevices, type DeviceFailure } from './failure.ts'
export { createDeviceList, createLevel, createPreview, playTestSound, type DeviceChoice } from './devices.ts'
