/** Every line the supervisor says to the person at the terminal. */
export const words = {
  installing: '安装依赖……',
  building: '构建网页……',
  database: '启动数据库……',
  databaseFirst: '第一次启动：建立数据库……',
  databaseExternal: '使用 DATABASE_URL 指定的数据库',
  liveKit: '启动会议服务（LiveKit）……',
  liveKitBuilding: '会议服务准备中：首次构建约需两分钟，不影响使用，完成后会议室自动开放',
  liveKitReady: '会议服务已就绪',
  liveKitExternal: '使用 LIVEKIT_URL 指定的会议服务',
  liveKitFailed: (reason: string) => `会议服务没有启动：${reason}。其余功能照常；解决后重新运行 npm start`,
  liveKitAbsent: {
    none: '没有会议服务：安装 Go 1.26 以上，或把 livekit-server 放进 PATH，再重新运行 npm start。其余功能照常',
    'too old':
      '没有会议服务：这里的 Go 太旧，需要 1.26 以上（或把 livekit-server 放进 PATH），再重新运行 npm start。其余功能照常',
  },
  step: (step: 'migrations' | 'seed', what?: string) =>
    `${step === 'migrations' ? '更新数据库结构' : '写入初始数据'}${what ? `：${what}` : '……'}`,
  server: '启动服务……',
  stopping: (why: string) => `正在停止（${why}）……`,
  starterGone: '启动它的程序已退出',
  stopped: '已全部停止，数据已保存',
  parts: { database: '数据库', liveKit: '会议服务', server: '服务' },
  died: (part: string, how: string, seconds: string) => `${part}意外停止（${how}），${seconds} 秒后重新启动`,
  back: (part: string) => `${part}已恢复`,
  refused: (message: string, remedy: string) => `不能启动：${message}。${remedy}`,
} as const
