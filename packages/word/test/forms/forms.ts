import { MORE_FORMS } from './more-forms.ts'
import { formFile } from './parts.ts'
import type { Look } from './pieces.ts'
import { CANT_SPLIT, height, p, tbl, tc, tr } from './pieces.ts'

/** The whole plan is one table; label beside value, the head of the 教学过程 in its middle. */
function wholeTable(): Uint8Array {
  const L: Look = { bold: true, font: '黑体', center: true, size: 21 }
  const V: Look = { font: '仿宋', size: 21 }
  const grid = [1300, 1900, 1100, 1500, 1300, 2400]
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = grid
  const wide = b + c + d + e + f
  const section = (label: string, prompt: string, tall: number) =>
    tr(
      height(tall),
      tc(a, p(label, L)),
      tc(wide, prompt === '' ? p('', V) + p('', V) : p(prompt, { ...V, color: '808080' }), { span: 5 }),
    )
  const steps = Array.from({ length: 4 }, () =>
    tr(
      height(900),
      tc(a, p('', V)),
      tc(b + c, p('', V), { span: 2 }),
      tc(d + e, p('', V), { span: 2 }),
      tc(f, p('', V)),
    ),
  )
  return formFile({
    school: '示范县第一小学　集体备课',
    font: '仿宋',
    size: 21,
    logo: [178, 34, 34],
    body:
      p('示范县第一小学集体备课教案', { bold: true, font: '黑体', size: 32, center: true }) +
      tbl(
        'a3',
        grid,
        tr(
          CANT_SPLIT + height(480),
          tc(a, p('课　题', L)),
          tc(b + c + d, p('', V), { span: 3 }),
          tc(e, p('课　型', L)),
          tc(f, p('□新授 □复习 □讲评', V)),
        ),
        tr(
          CANT_SPLIT + height(480),
          tc(a, p('学　科', L)),
          tc(b, p('', V)),
          tc(c, p('年　级', L)),
          tc(d, p('', V)),
          tc(e, p('课　时', L)),
          tc(f, p('', V)),
        ),
        tr(
          CANT_SPLIT + height(480),
          tc(a, p('主备人', L)),
          tc(b, p('', V)),
          tc(c, p('参备人', L)),
          tc(d, p('', V)),
          tc(e, p('日　期', L)),
          tc(f, p('    年  月  日', V)),
        ),
        section('教材分析', '', 900),
        section('学情分析', '', 900),
        section('教学目标', '（填写核心素养目标，每条可观察、可检测）', 1200),
        section('教学重点', '', 600),
        section('教学难点', '', 600),
        section('教学准备', '', 600),
        tr(CANT_SPLIT + height(480), tc(a + wide, p('教　学　过　程', L), { span: 6, shade: 'D9E2F3' })),
        tr(
          CANT_SPLIT + height(480),
          tc(a, p('教学环节', L)),
          tc(b + c, p('教师活动', L), { span: 2 }),
          tc(d + e, p('学生活动', L), { span: 2 }),
          tc(f, p('设计意图', L)),
        ),
        ...steps,
        section('板书设计', '', 1500),
        section('作业设计', '', 900),
        section('教学反思', '', 1500),
      ) +
      p(),
  })
}

/** Labels stand upright beside their cells; one label covers the whole 教学过程. Saved by WPS. */
function verticalLabels(): Uint8Array {
  const L: Look = { bold: true, font: '宋体', center: true, size: 24 }
  const S: Look = { bold: true, font: '宋体', center: true, size: 21 }
  const V: Look = { font: '宋体', size: 21, line: '400' }
  const grid = [700, 1400, 850, 3000, 2250, 1500]
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = grid
  const section = (label: string, tall: number) =>
    tr(height(tall), tc(a, p(label, L), { vertical: true }), tc(b + c + d + e + f, p('', V) + p('', V), { span: 5 }))
  return formFile({
    school: '河东中心小学',
    wps: true,
    font: '宋体',
    size: 21,
    logo: [0, 90, 156],
    body:
      p('河东中心小学教学设计', { bold: true, font: '华文中宋', size: 36, center: true }) +
      tbl(
        '5',
        grid,
        tr(
          height(500),
          tc(a + b, p('课　题', S), { span: 2 }),
          tc(c + d, p('', V), { span: 2 }),
          tc(e, p('授课年级', S)),
          tc(f, p('', V)),
        ),
        tr(
          height(500),
          tc(a + b, p('学　科', S), { span: 2 }),
          tc(c + d, p('', V), { span: 2 }),
          tc(e, p('课　时', S)),
          tc(f, p('', V)),
        ),
        tr(
          height(500),
          tc(a + b, p('主备教师', S), { span: 2 }),
          tc(c + d, p('', V), { span: 2 }),
          tc(e, p('授课时间', S)),
          tc(f, p('', V)),
        ),
        section('教材分析', 1300),
        section('学情分析', 1300),
        section('教学目标', 1500),
        section('教学重难点', 1600),
        section('教学准备', 1300),
        tr(
          '<w:tblHeader/>' + height(500),
          tc(a, p('教学过程', L), { vertical: true, merge: 'restart' }),
          tc(b, p('环节', S)),
          tc(c, p('时间', S)),
          tc(d, p('师生活动', S)),
          tc(e, p('设计意图', S)),
          tc(f, p('二次备课', S)),
        ),
        ...Array.from({ length: 3 }, () =>
          tr(
            height(1200),
            tc(a, p('', L), { vertical: true, merge: 'continue' }),
            tc(b, p('', V)),
            tc(c, p('', V)),
            tc(d, p('', V)),
            tc(e, p('', V)),
            tc(f, p('', V)),
          ),
        ),
        section('板书设计', 1500),
        section('作业设计', 1300),
        section('教学反思', 1500),
      ) +
      p(),
  })
}

/** 专递课堂 on a page turned: facts on lines to fill in, a wide process table with two assistants' columns. */
function twinLandscape(): Uint8Array {
  const H: Look = { bold: true, font: '黑体', size: 24 }
  const L: Look = { bold: true, font: '楷体', center: true, size: 22 }
  const V: Look = { font: '楷体', size: 21 }
  const grid = [1500, 900, 3300, 2400, 2400, 2500, 1500]
  const heads = ['流程', '时间', '主讲教师活动', '辅助教师活动', '教学点教师活动', '学生活动', '资源媒体']
  const cells = (texts: readonly string[], look: Look, shade?: string) =>
    grid.map((width, at) => tc(width, p(texts[at] ?? '', look), shade ? { shade } : {}))
  const section = (label: string) => p(label, H) + p('', V) + p('', V)
  return formFile({
    school: '示范县专递课堂协同备课',
    landscape: true,
    font: '楷体',
    size: 21,
    logo: [46, 125, 50],
    body:
      p('专递课堂协同备课教案', { bold: true, font: '黑体', size: 36, center: true }) +
      p('课题：________________　　学科：________　　年级：________', V) +
      p('主讲教师：________　　辅助教师：________　　授课时间：________________　　课时：________', V) +
      p('教材：____________________________　　课型：□新授 □复习 □实验', V) +
      section('一、教学目标') +
      section('二、教学重难点') +
      section('三、设计思想') +
      section('四、主课堂学情分析') +
      section('五、听课学校学情分析') +
      p('六、教学过程', H) +
      tbl(
        'a3',
        grid,
        tr(CANT_SPLIT + height(500) + '<w:tblHeader/>', ...cells(heads, L, 'E2EFD9')),
        ...Array.from({ length: 3 }, () => tr(height(800), ...cells([], V))),
      ) +
      section('七、主课堂预期学习效果') +
      section('八、辅课堂预期学习效果') +
      section('九、板书设计') +
      section('十、作业设计') +
      section('十一、课后反思及建议'),
  })
}

/** An English form. */
function english(): Uint8Array {
  const L: Look = { bold: true, font: 'Calibri', size: 22 }
  const V: Look = { font: 'Calibri', size: 21 }
  const facts = [2000, 2750, 2000, 2750]
  const grid = [1700, 1000, 2900, 2300, 1600]
  const [a = 0, b = 0, c = 0, d = 0] = facts
  const row = (first: string, second: string) =>
    tr(
      height(460),
      tc(a, p(first, L), { shade: 'F2F2F2' }),
      tc(b, p('', V)),
      tc(c, p(second, L), { shade: 'F2F2F2' }),
      tc(d, p('', V)),
    )
  const wide = (label: string, prompt = '') =>
    tr(
      height(800),
      tc(a, p(label, L), { shade: 'F2F2F2' }),
      tc(b + c + d, prompt === '' ? p('', V) : p(prompt, { ...V, color: '7F7F7F' }), { span: 3 }),
    )
  return formFile({
    school: 'Riverside Primary School',
    font: '宋体',
    size: 21,
    logo: [84, 39, 136],
    body:
      p('Lesson Plan', { bold: true, font: 'Calibri', size: 40, center: true }) +
      tbl(
        'a3',
        facts,
        row('Topic', 'Subject'),
        row('Grade', 'Period'),
        row('Teacher', 'Date'),
        row('Textbook', 'Lesson type'),
        wide('Objectives', 'Enter what pupils will be able to do.'),
        wide('Key points'),
        wide('Difficult points'),
        wide('Preparation'),
      ) +
      p() +
      tbl(
        'a3',
        grid,
        tr(
          CANT_SPLIT + '<w:tblHeader/>',
          ...['Steps', 'Time', 'Teacher’s activities', 'Students’ activities', 'Purpose'].map((text, at) =>
            tc(grid[at] ?? 0, p(text, { ...L, center: true }), { shade: 'D9D9D9' }),
          ),
        ),
        ...Array.from({ length: 3 }, () => tr(height(700), ...grid.map((width) => tc(width, p('', V))))),
      ) +
      p('Blackboard design', L) +
      p('', V) +
      p('Homework', L) +
      p('', V) +
      p('Reflection', L) +
      p('', V) +
      p('', V),
  })
}

/** A form with a block for each of two 课时. */
function periods(): Uint8Array {
  const H: Look = { bold: true, font: '宋体', size: 24 }
  const C: Look = { ...H, center: true }
  const V: Look = { font: '宋体', size: 24 }
  const facts = [1300, 2300, 1100, 1800, 1100, 1900]
  const grid = [1500, 3300, 2700, 2000]
  const block = (name: string) =>
    p(name, { ...C, size: 28 }) +
    tbl(
      'a3',
      grid,
      tr(
        CANT_SPLIT + '<w:tblHeader/>',
        ...['教学环节', '教师活动', '学生活动', '个性修改'].map((text, at) => tc(grid[at] ?? 0, p(text, C))),
      ),
      ...Array.from({ length: 2 }, () => tr(height(1500, 'exact'), ...grid.map((width) => tc(width, p('', V))))),
    )
  const row = (...labels: string[]) =>
    tr(
      height(520),
      ...labels.flatMap((label, at) => [tc(facts[at * 2] ?? 0, p(label, C)), tc(facts[at * 2 + 1] ?? 0, p('', V))]),
    )
  return formFile({
    school: '城关小学教导处制',
    font: '宋体',
    size: 24,
    logo: [191, 97, 0],
    body:
      p('城关小学教案', { bold: true, font: '宋体', size: 44, center: true }) +
      tbl('a3', facts, row('课题', '学科', '年级'), row('课型', '课时', '主备人')) +
      p('一、课标要求', H) +
      p('', V) +
      p('二、教材分析', H) +
      p('', V) +
      p('三、学情分析', H) +
      p('', V) +
      p('四、教学目标', H) +
      p('', V) +
      p('', V) +
      p('五、教学重点', H) +
      p('', V) +
      p('六、教学难点', H) +
      p('', V) +
      p('七、教学准备', H) +
      p('', V) +
      p('八、教学过程', H) +
      block('第一课时') +
      block('第二课时') +
      p('九、板书设计', H) +
      p('', V) +
      p('', V) +
      p('十、作业设计', H) +
      p('', V) +
      p('十一、评价设计', H) +
      p('', V) +
      p('十二、教学反思', H) +
      p('', V) +
      p('', V),
  })
}

/** The blank forms; the files in fixtures/forms are these, byte for byte. */
export const FORMS: Readonly<Record<string, () => Uint8Array>> = {
  'whole-table': wholeTable,
  'vertical-labels': verticalLabels,
  'twin-landscape': twinLandscape,
  english,
  periods,
  ...MORE_FORMS,
}
