/** What the server says at its start to the person at the terminal. */
export const START_WORDS = {
  wrongVariable: (message: string) => `环境变量不能用：${message}`,
  wrongVariableRemedy: (variable: string) => `改好 ${variable} 再启动；全部变量见 .env.example。`,
  newerData: (names: readonly string[]) => `数据是更新的版本写的（多出 ${names.join('、')}），这个版本读不了。`,
  newerDataRemedy: '换回那个更新的版本再启动；数据没有动。',
  changedMigration: (name: string) => `数据库结构文件 ${name} 在用过之后被改过。`,
  changedMigrationRemedy: '把 migrations 文件夹恢复成原来的样子再启动；数据没有动。',
  portTaken: (port: number) => `端口 ${port} 已经有别的程序在用。`,
  portTakenRemedy: (port: number) => `停掉那个程序，或者换一个端口：PORT=${port < 65535 ? port + 1 : 3000} npm start`,
  cannotListen: (host: string, port: number) => `不能在 ${host}:${port} 上接收连接。`,
  cannotListenRemedy: '检查 HOST 是不是这台机器的地址，PORT 是不是大于 1023。',
  diskFull: '硬盘满了。',
  diskFullRemedy: '腾出至少 1 GB 再启动；已经存好的没有丢。',
  databaseRefuses: (code: string) => `数据库不让进（${code}）。`,
  databaseRefusesRemedy: '检查 DATABASE_URL 里的用户、密码和库名。',
  databaseAway: '连不上数据库。',
  databaseAwayRemedy: '检查 DATABASE_URL 的地址和端口，数据库起来以后再启动。',
  noDatabase: '没有 DATABASE_URL。',
  noDatabaseRemedy: '用 npm start 启动会带上内置的数据库；单独启动服务器要自己给 DATABASE_URL。',
  demonstration: (accounts: readonly { account: string; duty: string }[], password: string) => [
    `示范县已经建好，下面的账号都用密码 ${password} 登录：`,
    ...accounts.map(({ account, duty }) => `  ${account.padEnd(10)} ${duty}`),
  ],
  setupCode: (code: string) => [
    `还没有人有账号。第一位管理员用这个一次性代码启用：${code}`,
    '在登录页填代码、县名和自己的账号；代码用一次就作废，重启会换新的。',
  ],
} as const
