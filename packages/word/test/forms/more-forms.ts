import { formFile } from './parts.ts'
import type { Look } from './pieces.ts'
import { CANT_SPLIT, height, p, tbl, tc, tr } from './pieces.ts'

const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
/** A text box as Word stores it: once as a shape, once for programs that know only the older drawings. */
const textBox = (content: string, [left, top, width, height]: readonly [number, number, number, number]): string => {
  const [cx, cy] = [width * 12_700, height * 12_700]
  return `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="45720" distB="45720" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>${left * 12_700}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>${top * 12_700}</wp:posOffset></wp:positionV><wp:extent cx="${cx}" cy="${cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="7" name="文本框 7"/><wp:cNvGraphicFramePr/><a:graphic ${A}><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>${content}</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square" lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="文本框 7" o:spid="_x0000_s1026" type="#_x0000_t202" style="position:absolute;margin-left:${left}pt;margin-top:${top}pt;width:${width}pt;height:${height}pt;z-index:251659264"><v:textbox><w:txbxContent>${content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>`
}
/** A paragraph of which nothing is seen but what hangs on it. */
const anchor = (inner: string): string => `<w:p w:rsidR="003B5A90" w:rsidRDefault="003B5A90"><w:r>${inner}</w:r></w:p>`

/** Facts stand in the running head and foot, another one on the first page, and in a text box stored twice. */
function runningHead(): Uint8Array {
  const H: Look = { font: '楷体', size: 18 }
  const L: Look = { bold: true, font: '宋体', center: true, size: 21 }
  const V: Look = { font: '宋体', size: 21 }
  const grid = [1600, 1400, 3300, 3300]
  const [a = 0, b = 0, c = 0, d = 0] = grid
  const section = (label: string, tall: number) =>
    tr(height(tall), tc(a, p(label, L)), tc(b + c + d, p('', V), { span: 3 }))
  const line = (content: string) =>
    `<w:p><w:pPr><w:pStyle w:val="a4"/><w:jc w:val="left"/></w:pPr>@logo@${content}</w:p>`
  const runs = (text: string) =>
    `<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="楷体"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
  return formFile({
    school: '',
    font: '宋体',
    size: 21,
    logo: [120, 60, 20],
    running: {
      first: line(runs('  城南实验小学备课纸')) + p('学科：________　　年级：________　　第____周', H),
      head: line(runs('  城南实验小学备课纸　　学科：________')),
      foot: `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${runs('主备人：__________　　日期：    年  月  日　　第 ')}@page@${runs(' 页')}</w:p>`,
    },
    body:
      p('城南实验小学教案', { bold: true, font: '黑体', size: 36, center: true }) +
      anchor(textBox(p('课题：____________________', V) + p('课时：________　课型：________', V), [0, 6, 300, 52])) +
      tbl(
        'a3',
        grid,
        section('教材分析', 900),
        section('学情分析', 900),
        section('教学目标', 1200),
        section('教学重难点', 900),
        section('教学准备', 600),
        tr(
          CANT_SPLIT,
          ...['教学环节', '时间', '教师活动', '学生活动'].map((text, at) => tc(grid[at] ?? 0, p(text, L))),
        ),
        ...Array.from({ length: 3 }, () => tr(height(900), ...grid.map((width) => tc(width, p('', V))))),
        section('板书设计', 1500),
        section('作业设计', 900),
        section('教学反思', 1500),
      ) +
      p(),
  })
}

/** The widths of a table and of its cells in parts of the page, as a program writes them that knows no page. */
const inParts = (table: string, whole: number): string =>
  table
    .replace(/<w:tblW [^>]*\/>/, '<w:tblW w:w="5000" w:type="pct"/>')
    .replace('<w:tblLayout w:type="fixed"/>', '')
    .replaceAll(
      /<w:tcW w:w="(\d+)" w:type="dxa"\/>/g,
      (_, width) => `<w:tcW w:w="${Math.round((Number(width) / whole) * 5000)}" w:type="pct"/>`,
    )
    .replaceAll(/<w:gridCol w:w="\d+"\/>/g, '<w:gridCol/>')
/** No widths at all: the program that shows the table is to find them. */
const found = (table: string): string =>
  table
    .replace(/<w:tblW [^>]*\/>/, '<w:tblW w:w="0" w:type="auto"/>')
    .replace('<w:tblLayout w:type="fixed"/>', '')
    .replaceAll(/<w:tcW w:w="\d+" w:type="dxa"\/>/g, '<w:tcW w:w="0" w:type="auto"/>')

/** Four tables, of widths in parts of the page and of none. */
function percent(): Uint8Array {
  const L: Look = { bold: true, font: '宋体', center: true, size: 21 }
  const V: Look = { font: '宋体', size: 21 }
  const facts = [1300, 3500, 1300, 3500]
  const wide = [1600, 8000]
  const grid = [1200, 700, 2700, 2600, 2400]
  const row = (first: string, second: string) =>
    tr(height(460), tc(1300, p(first, L)), tc(3500, p('', V)), tc(1300, p(second, L)), tc(3500, p('', V)))
  const section = (label: string) => tr(height(900), tc(1600, p(label, L)), tc(8000, p('', V)))
  return formFile({
    school: '北关小学教研组',
    font: '宋体',
    size: 21,
    logo: [20, 110, 110],
    body:
      p('北关小学教学设计', { bold: true, font: '黑体', size: 36, center: true }) +
      inParts(tbl('a3', facts, row('课题', '课型'), row('学科', '年级'), row('主备人', '课时')), 9600) +
      p() +
      found(
        tbl(
          'a3',
          wide,
          section('教材分析'),
          section('学情分析'),
          section('教学目标'),
          section('教学重难点'),
          section('教学准备'),
        ),
      ) +
      p('教学过程', { bold: true, font: '黑体', size: 24 }) +
      inParts(
        tbl(
          'a3',
          grid,
          tr(
            CANT_SPLIT + '<w:tblHeader/>',
            ...['环节', '时间', '教师活动', '学生活动', '设计意图'].map((text, at) => tc(grid[at] ?? 0, p(text, L))),
          ),
          ...Array.from({ length: 3 }, () => tr(height(700), ...grid.map((width) => tc(width, p('', V))))),
        ),
        9600,
      ) +
      p() +
      found(tbl('a3', wide, section('板书设计'), section('作业设计'), section('教学反思'))) +
      p(),
  })
}

/** Upright pages before and behind, the 教学过程 alone on turned ones. */
function turnedMiddle(): Uint8Array {
  const H: Look = { bold: true, font: '黑体', size: 24 }
  const L: Look = { bold: true, font: '仿宋', center: true, size: 21 }
  const V: Look = { font: '仿宋', size: 21 }
  const facts = [1300, 3500, 1300, 3500]
  const heads = ['环节', '时间', '教师活动', '学生活动', '设计意图', '资源', '二次备课']
  const row = (first: string, second: string) =>
    tr(height(460), tc(1300, p(first, L)), tc(3500, p('', V)), tc(1300, p(second, L)), tc(3500, p('', V)))
  const end = (page: string) =>
    `<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>${page}<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:pPr></w:p>`
  const section = (label: string) => p(label, H) + p('', V) + p('', V)
  const steps = `<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>${'<w:gridCol/>'.repeat(7)}</w:tblGrid>${[
    heads,
    ...Array.from({ length: 3 }, () => heads.map(() => '')),
  ]
    .map((texts, line) =>
      tr(
        line === 0 ? CANT_SPLIT + '<w:tblHeader/>' : height(800),
        ...texts.map((text) => tc(0, p(text, line === 0 ? L : V)).replace(/<w:tcW [^>]*\/>/, '')),
      ),
    )
    .join('')}</w:tbl>`
  return formFile({
    school: '山口镇中心学校',
    font: '仿宋',
    size: 21,
    logo: [90, 90, 20],
    body:
      p('山口镇中心学校教案', { bold: true, font: '黑体', size: 36, center: true }) +
      tbl('a3', facts, row('课题', '学科'), row('年级', '课时'), row('主备人', '课型')) +
      section('一、教材分析') +
      section('二、学情分析') +
      section('三、教学目标') +
      section('四、教学重难点') +
      section('五、教学准备') +
      end('<w:pgSz w:w="11906" w:h="16838"/>') +
      p('六、教学过程', H) +
      steps +
      end('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>') +
      section('七、板书设计') +
      section('八、作业设计') +
      section('九、教学反思'),
  })
}

/** Facts on a first page of their own; the 教学过程 begins the second one under a name that every page repeats. */
function secondPage(): Uint8Array {
  const L: Look = { bold: true, font: '黑体', center: true, size: 21 }
  const V: Look = { font: '宋体', size: 21 }
  const facts = [1500, 3300, 1500, 3300]
  const grid = [1500, 3300, 2700, 2100]
  const whole = 9600
  const row = (first: string, second: string) =>
    tr(height(520), tc(1500, p(first, L)), tc(3300, p('', V)), tc(1500, p(second, L)), tc(3300, p('', V)))
  const section = (label: string, tall: number) =>
    tr(height(tall), tc(1500, p(label, L)), tc(8100, p('', V), { span: 3 }))
  return formFile({
    school: '西河完全小学',
    font: '宋体',
    size: 21,
    logo: [60, 20, 120],
    body:
      p('西河完全小学集体备课', { bold: true, font: '黑体', size: 40, center: true }) +
      tbl(
        'a3',
        facts,
        row('课题', '学科'),
        row('年级', '课时'),
        row('主备人', '参备人'),
        section('教材分析', 1200),
        section('学情分析', 1200),
        section('教学目标', 1500),
        section('教学重点', 900),
        section('教学难点', 900),
        section('教学准备', 900),
      ) +
      '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' +
      tbl(
        'a3',
        grid,
        tr(
          CANT_SPLIT + height(560) + '<w:tblHeader/>',
          tc(whole, p('教　学　过　程', { ...L, size: 28 }), { span: 4, shade: 'F2F2F2' }),
        ),
        tr(
          CANT_SPLIT + height(460) + '<w:tblHeader/>',
          ...['教学环节', '教师活动', '学生活动', '设计意图'].map((text, at) => tc(grid[at] ?? 0, p(text, L))),
        ),
        ...Array.from({ length: 4 }, () => tr(height(1300), ...grid.map((width) => tc(width, p('', V))))),
        tr(height(1500), tc(1500, p('板书设计', L)), tc(8100, p('', V), { span: 3 })),
        tr(height(900), tc(1500, p('作业设计', L)), tc(8100, p('', V), { span: 3 })),
        tr(height(1500), tc(1500, p('教学反思', L)), tc(8100, p('', V), { span: 3 })),
      ) +
      p(),
  })
}

/** The 环节 stands upright beside what happens in it. */
function uprightSteps(): Uint8Array {
  const L: Look = { bold: true, font: '黑体', center: true, size: 21 }
  const V: Look = { font: '楷体', size: 21 }
  const grid = [700, 3600, 3000, 2300]
  const facts = [1600, 3200, 1600, 3200]
  const row = (first: string, second: string) =>
    tr(height(480), tc(1600, p(first, L)), tc(3200, p('', V)), tc(1600, p(second, L)), tc(3200, p('', V)))
  const wide = (label: string, tall: number) => tr(height(tall), tc(1600, p(label, L)), tc(8000, p('', V), { span: 3 }))
  return formFile({
    school: '东风小学教务处',
    wps: true,
    font: '楷体',
    size: 21,
    logo: [150, 80, 0],
    body:
      p('东风小学教案', { bold: true, font: '黑体', size: 36, center: true }) +
      tbl(
        '5',
        facts,
        row('课题', '学科'),
        row('年级', '课时'),
        wide('教材分析', 900),
        wide('学情分析', 900),
        wide('教学目标', 1100),
        wide('教学重难点', 900),
        wide('教学准备', 700),
      ) +
      p('教学过程', { bold: true, font: '黑体', size: 24 }) +
      tbl(
        '5',
        grid,
        tr(
          CANT_SPLIT + '<w:tblHeader/>',
          ...['环节', '教师活动', '学生活动', '设计意图'].map((text, at) => tc(grid[at] ?? 0, p(text, L))),
        ),
        ...Array.from({ length: 3 }, () =>
          tr(
            height(1100),
            tc(grid[0] ?? 0, p('', { ...L, size: 24 }), { vertical: true }),
            ...grid.slice(1).map((width) => tc(width, p('', V))),
          ),
        ),
      ) +
      p() +
      tbl('5', facts, wide('板书设计', 1300), wide('作业设计', 900), wide('教学反思', 1300)) +
      p(),
  })
}

/** Forms of the kinds that schools ask for most often after the first five. */
export const MORE_FORMS: Readonly<Record<string, () => Uint8Array>> = {
  'running-head': runningHead,
  percent,
  'turned-middle': turnedMiddle,
  'second-page': secondPage,
  'upright-steps': uprightSteps,
}
