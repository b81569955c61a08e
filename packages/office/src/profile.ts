import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Setting = readonly [path: string, name: string, value: string | number | boolean]

/** A port on which nobody listens: whatever asks for the network by the settings asks there. */
const NOWHERE = '127.0.0.1'
const NO_PORT = 9

/** What every run is started with: no macro, no update of links, no network, no Java, nothing recovered, Chinese by default. */
const SETTINGS: readonly Setting[] = [
  ['Office.Common/Security/Scripting', 'MacroSecurityLevel', 3],
  ['Office.Common/Security/Scripting', 'DisableMacrosExecution', true],
  ['Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', true],
  ['Office.Common/Security/Scripting', 'CheckDocumentEvents', true],
  ['Office.Common/Security', 'EnableExpertConfiguration', false],
  ['Office.Writer/Content/Update', 'Link', 2],
  ['Office.Calc/Content/Update', 'Link', 2],
  ['Inet/Settings', 'ooInetProxyType', 2],
  ['Inet/Settings', 'ooInetHTTPProxyName', NOWHERE],
  ['Inet/Settings', 'ooInetHTTPProxyPort', NO_PORT],
  ['Inet/Settings', 'ooInetHTTPSProxyName', NOWHERE],
  ['Inet/Settings', 'ooInetHTTPSProxyPort', NO_PORT],
  ['Inet/Settings', 'ooInetFTPProxyName', NOWHERE],
  ['Inet/Settings', 'ooInetFTPProxyPort', NO_PORT],
  ['Inet/Settings', 'ooInetNoProxy', ''],
  ['Office.Recovery/AutoSave', 'Enabled', false],
  ['Office.Recovery/RecoveryInfo', 'SessionData', false],
  ['Office.Common/Misc', 'FirstRun', false],
  ['Setup/Office', 'ooSetupInstCompleted', true],
  ['Setup/L10N', 'ooSetupSystemLocale', 'zh-CN'],
  ['Office.Linguistic/General', 'DefaultLocale_CJK', 'zh-CN'],
]

const item = ([path, name, value]: Setting): string =>
  `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`

const REGISTRY = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${SETTINGS.map(item).join('\n')}
</oor:items>
`
const JAVA = `<?xml version="1.0" encoding="UTF-8"?>
<java xmlns="http://openoffice.org/2004/java/framework/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><enabled xsi:nil="false">false</enabled></java>
`

/** Writes the profile of one run. It is never used twice, so nothing that a file leaves there meets the next one. */
export async function writeProfile(folder: string): Promise<void> {
  await mkdir(join(folder, 'user/config'), { recursive: true })
  await writeFile(join(folder, 'user/registrymodifications.xcu'), REGISTRY)
  for (const machine of ['X86_64', 'AARCH64'])
    await writeFile(join(folder, `user/config/javasettings_Linux_${machine}.xml`), JAVA)
}

/** The surroundings of a run: nothing of the server's own, and proxies at which nobody answers. */
export const environmentOf = (place: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: place,
  TMPDIR: `${place}/tmp`,
  LANG: 'C.UTF-8',
  SAL_USE_VCLPLUGIN: 'svp',
  ...Object.fromEntries(
    ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy'].map((name) => [name, `http://${NOWHERE}:${NO_PORT}`]),
  ),
})
