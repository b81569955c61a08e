export { RoomDock, type RoomDockProps } from './RoomDock.tsx'
