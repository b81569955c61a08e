import { ENDPOINTS, PROBLEMS } from '@gongyan/contract'
import type { Endpoint } from '@gongyan/contract'

type Json = Record<string, unknown>
const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)
const code = (text: string): string => `<code>${escape(text)}</code>`
const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

/** A schema in a few words; components link to their own entry. */
function typeOf(schema: Json): string {
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? ''
    return `<a href="#schema-${escape(name)}">${escape(name)}</a>`
  }
  const variants = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(variants)) return variants.map((variant) => typeOf(record(variant))).join(' | ')
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => code(String(value))).join(' | ')
  if (schema['type'] === 'array') return `[${typeOf(record(schema['items']))}]`
  if (schema['type'] === 'object' && !schema['properties'])
    return `{ … : ${typeOf(record(schema['additionalProperties']))} }`
  if (schema['type'] === 'object') return `{ ${Object.keys(record(schema['properties'])).map(escape).join(', ')} }`
  const type = Array.isArray(schema['type']) ? schema['type'].join(' | ') : String(schema['type'] ?? '任意')
  const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'format', 'default'].flatMap((name) =>
    schema[name] === undefined || String(schema[name]).length > 20 ? [] : [`${name} ${String(schema[name])}`],
  )
  return escape([type, ...bounds].join(' · '))
}

function fields(schema: Json): string {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const rows = Object.entries(record(schema['properties'])).map(
    ([name, inner]) =>
      `<tr><td>${code(name)}</td><td>${required.has(name) ? '要' : ''}</td><td>${typeOf(record(inner))}</td><td>${escape(String(record(inner)['description'] ?? ''))}</td></tr>`,
  )
  return rows.length === 0
    ? `<p>${typeOf(schema)}</p>`
    : `<table><thead><tr><th>名</th><th>必有</th><th>内容</th><th>说明</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function parameters(operation: Json): string {
  const list = Array.isArray(operation['parameters']) ? operation['parameters'].map(record) : []
  if (list.length === 0) return ''
  return `<h4>参数</h4><table><thead><tr><th>名</th><th>在</th><th>必有</th><th>内容</th></tr></thead><tbody>${list
    .map(
      (parameter) =>
        `<tr><td>${code(String(parameter['name']))}</td><td>${escape(String(parameter['in']))}</td><td>${parameter['required'] ? '要' : ''}</td><td>${typeOf(record(parameter['schema']))}</td></tr>`,
    )
    .join('')}</tbody></table>`
}

function body(title: string, content: unknown): string {
  const [type, media] = Object.entries(record(content))[0] ?? []
  return type === undefined ? '' : `<h4>${title} ${code(type)}</h4>${fields(record(record(media)['schema']))}`
}

function operationEntry(endpoint: Endpoint, document: Json): string {
  const operation = record(record(record(document['paths'])[endpoint.path])[endpoint.method])
  const responses = record(operation['responses'])
  const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400)
  return `<section id="${endpoint.operationId}"><h3><span class="method">${endpoint.method.toUpperCase()}</span> ${code(`/api/v1${endpoint.path}`)}</h3>
<p>${escape(endpoint.summary)}${endpoint.public ? '　<em>不用登录</em>' : ''}　<small>${endpoint.operationId}</small></p>
${parameters(operation)}${body('请求', record(operation['requestBody'])['content'])}
<h4>${endpoint.status} ${escape(endpoint.reply.description)}</h4>${body('', record(responses[String(endpoint.status)])['content'])}
<h4>拒绝</h4><ul>${refusals
    .map(
      ([status, response]) =>
        `<li>${status}：${String(record(response)['description'])
          .split('；')
          .map((entry) => {
            const [, name = '', title = ''] = /^`([^`]+)` (.*)$/.exec(entry) ?? []
            return `<a href="#problem-${name.replace('/', '-')}"><code>${name}</code></a> ${escape(title)}`
          })
          .join('；')}</li>`,
    )
    .join('')}</ul></section>`
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d1b18;--muted:#5d584f;--paper:#fff;--desk:#edebe5;--rule:#cfcabf;--act:#12586e}
@media(prefers-color-scheme:dark){:root{--ink:#ece8df;--muted:#a8a196;--paper:#24221f;--desk:#161513;--rule:#4a463f;--act:#7fc4da}}
body{margin:0;background:var(--desk);color:var(--ink);font:14px/1.6 "HarmonyOS Sans SC","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:960px;margin:24px auto;padding:24px 32px;background:var(--paper)}h1{font-size:22px;border-bottom:3px double var(--ink);padding-bottom:8px}
h2{font-size:18px;margin-top:40px}h3{font-size:16px;margin-top:32px;border-top:1px solid var(--rule);padding-top:16px}h4{font-size:13px;margin:16px 0 4px;color:var(--muted)}
a{color:var(--act)}code{font:13px/1.5 ui-monospace,"Cascadia Mono",Menlo,monospace}.method{display:inline-block;min-width:56px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid var(--rule)}th{font-weight:600;color:var(--muted)}
nav ul{columns:2;padding-left:18px}@media(max-width:40em){nav ul{columns:1}main{padding:16px;margin:0}table{display:block;overflow-x:auto}}`

/** The rendered reference as one page without scripts and without anything from other hosts. */
export function referencePage(document: Json): string {
  const endpoints = Object.values(ENDPOINTS) as Endpoint[]
  const schemas = Object.entries(record(record(document['components'])['schemas']))
  const description = String(record(document['info'])['description'])
    .split('\n\n')
    .map((line) => `<p>${escape(line).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>共研接口</title><style>${STYLE}</style></head><body><main>
<h1>共研接口</h1>${description}<p>机器读的版本：<a href="/api/openapi.json">openapi.json</a></p>
<nav aria-label="全部操作"><ul>${endpoints.map((endpoint) => `<li><a href="#${endpoint.operationId}">${escape(endpoint.summary)}</a></li>`).join('')}</ul></nav>
<h2>操作</h2>${endpoints.map((endpoint) => operationEntry(endpoint, document)).join('')}
<h2>对象</h2>${schemas.map(([name, schema]) => `<section id="schema-${escape(name)}"><h3>${escape(name)}</h3><p>${escape(String(record(schema)['description'] ?? ''))}</p>${fields(record(schema))}</section>`).join('')}
<h2>拒绝的代码</h2><table><thead><tr><th>code</th><th>状态</th><th>意思</th></tr></thead><tbody>${Object.entries(
    PROBLEMS,
  )
    .map(
      ([name, [status, title]]) =>
        `<tr id="problem-${name.replace('/', '-')}"><td>${code(name)}</td><td>${status}</td><td>${escape(title)}</td></tr>`,
    )
    .join('')}</tbody></table>
</main></body></html>`
}
