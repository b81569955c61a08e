/**
 * The sentences the HTTP server itself says to a person, beside the dictionary's sentence for the code: which field, how
 * much. Their reader is a teacher.
 */
const FIELDS: Readonly<Record<string, string>> = {
  title: '题目', account: '账号', password: '密码', periodMinutes: '课时长度', subject: '学科', stage: '学段', grade: '年级',
  template: '模板', q: '要找的话', cursor: '翻页标记', limit: '每页条数', role: '身份', document: '文档名', room: '房间名',
  code: '代码', countyName: '县名', name: '姓名', file: '文件', kind: '事件', rowId: '环节编号', serverMs: '时间', state: '状态', mine: '范围', bin: '回收站', remember: '记住我',
}

/** The Chinese name of a field at the end of a JSON path. */
export const fieldName = (path: readonly PropertyKey[]): string => FIELDS[String(path.at(-1) ?? '')] ?? '内容'

export const WORDS = {
  tooLong: (field: string, max: number) => `${field}最多 ${max} 个字，短一点再试。`,
  empty: (field: string) => `${field}不能空着。`,
  numberRange: (field: string, low: number | null, high: number | null) =>
    low !== null && high !== null ? `${field}要在 ${low} 到 ${high} 之间。` : high !== null ? `${field}最大是 ${high}。` : `${field}最小是 ${low}。`,
  missing: (field: string) => `少了${field}。`,
  wrong: (field: string) => `${field}的写法不对。`,
  oneOf: (field: string, values: readonly string[]) => `${field}只能是 ${values.join('、')}。`,
  nul: (field: string) => `${field}里有看不见的坏字符，删掉再试。`,
  notJson: '请求的内容不是 JSON。',
  bodyTooLarge: (megabytes: number) => `内容太大，最多 ${megabytes} MB。`,
  fileTooLarge: (megabytes: number) => `文件太大，最多 ${megabytes} MB。把里面的图片压小一点再试。`,
  fileMissing: '没有收到文件，字段名是 file。',
  fileEmpty: '文件是空的。',
  eventTooOld: '这件事过去太久，记不进这节课了。',
  badCursor: '翻页标记不对，从第一页重新看。',
  triesLeft: (tries: number, minutes: number) => `账号和密码对不上。再错 ${tries} 次，要等 ${minutes} 分钟才能再试。`,
  wait: (minutes: number) => `试的次数太多，过 ${minutes} 分钟再试。忘了密码可以找本校管理员。`,
  notAnImage: '只能放 PNG、JPEG、GIF 或 WebP 图片。',
  wrongSetupCode: '代码不对。代码在服务器启动时打印的那几行里。',
  alreadySetUp: '这台服务器已经启用，请直接登录。',
  noUnit: '这个账号还没有所在单位，请管理员先登记。',
} as const
