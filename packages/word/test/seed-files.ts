import { packFile } from '../src/ole/package.ts'
import { docx, p, tbl, tc, tr } from './ooxml.ts'
import { PNG } from './plans.ts'
import { drawing, fieldMark, instruction, para, picture, r, rels, t, W } from './word-xml.ts'

const head = p('《测试》教案', { bold: true, center: true, size: 32 }) + p('教学目标', { bold: true })
const W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
const numbered = (level: number, text: string) =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr>${r(t(text))}</w:p>`

/** Small files that hold one of everything the reader knows, to be broken. */
export const brokenSeeds: readonly Uint8Array[] = [
  docx(
    head +
      tbl(
        4,
        tr(
          tc('环节', { bold: true }),
          tc('教师活动', { bold: true }),
          tc('学生活动', { bold: true }),
          tc('时间', { bold: true }),
        ),
        tr(tc('导入', { merge: 'restart' }), tc('讲'), tc('听'), tc('5分钟')),
        tr(tc('', { merge: 'continue' }), tc('问', { span: 2 }), tc('（8′）')),
        tr(tc('小结', { hMerge: 'restart' }), tc('', { hMerge: 'continue' }), tc('说'), tc('约10min')),
      ) +
      p('板书设计', { bold: true }) +
      p('一\t二\n三'),
  ),
  docx(
    head +
      para(
        fieldMark('begin'),
        instruction(' HYPERLINK "https://example.cn/" '),
        fieldMark('separate'),
        r(t('链接')),
        fieldMark('end'),
        fieldMark('begin'),
        instruction(' EQ \\f(1,2) '),
        fieldMark('end'),
        r('<w:footnoteReference w:id="2"/>'),
        '<w:commentRangeStart w:id="0"/>',
        r(t('批注处'), '<w:color w:val="FF0000"/><w:em w:val="dot"/>'),
        '<w:commentRangeEnd w:id="0"/>',
      ) +
      para(
        '<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>',
      ),
    {
      parts: {
        'word/_rels/document.xml.rels': rels(
          ['f', 'footnotes', 'footnotes.xml'],
          ['c', 'comments', 'comments.xml'],
          ['e', 'commentsExtended', 'commentsExtended.xml'],
        ),
        'word/footnotes.xml': `<w:footnotes ${W}><w:footnote w:id="2">${p('出自《论语》')}${tbl(1, tr(tc('注')))}</w:footnote></w:footnotes>`,
        'word/comments.xml': `<w:comments ${W} ${W14}><w:comment w:id="0" w:author="甲"><w:p w14:paraId="AA">${r(t('问'))}</w:p></w:comment></w:comments>`,
        'word/commentsExtended.xml':
          '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="AA"/></w15:commentsEx>',
      },
    },
  ),
  docx(
    head +
      numbered(0, '甲') +
      numbered(1, '乙') +
      `<w:p><w:pPr><w:pStyle w:val="Pen"/><w:rPr><w:del w:author="甲"/></w:rPr></w:pPr>${r(t('红'))}</w:p>` +
      p('末') +
      `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${p('单击此处')}</w:sdtContent></w:sdt>`,
    {
      parts: {
        'word/_rels/document.xml.rels': rels(['n', 'numbering', 'numbering.xml'], ['s', 'styles', 'styles.xml']),
        'word/numbering.xml': `<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
        'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Pen"><w:name w:val="红笔"/><w:basedOn w:val="Pen"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style></w:styles>`,
      },
    },
  ),
  docx(
    head +
      para(r(drawing(picture('a'))), r(t('旁'))) +
      para(
        r(
          `<mc:AlternateContent xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="wps">${drawing(`<wps:wsp><wps:txbx><w:txbxContent>${p('框')}</w:txbxContent></wps:txbx></wps:wsp>`, 'anchor')}</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>${p('框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`,
        ),
      ) +
      '<w:altChunk r:id="c"/>',
    {
      parts: {
        'word/_rels/document.xml.rels': rels(
          ['a', 'image', 'media/a.png'],
          ['c', 'aFChunk', 'c.html'],
          ['h', 'hyperlink', 'https://example.cn/', true],
        ),
        'word/media/a.png': PNG,
        'word/c.html': '<html><body><p>网页&amp;文字</p></body></html>',
      },
    },
  ),
  docx(
    head +
      para(
        '<w:commentRangeStart w:id="0"/>',
        r(
          '<w:object><v:shape id="s"/><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Package" DrawAspect="Icon" ShapeID="s" r:id="o"/></w:object>',
        ),
        '<w:commentRangeEnd w:id="0"/>',
        r('<w:commentReference w:id="0"/>'),
      ) +
      '<w:altChunk r:id="k"/>',
    {
      parts: {
        'word/_rels/document.xml.rels': rels(
          ['o', 'oleObject', 'embeddings/o.bin'],
          ['k', 'aFChunk', 'k.docx'],
          ['c', 'comments', 'comments.xml'],
        ),
        'word/embeddings/o.bin': packFile({ name: '学习单.pdf', bytes: new Uint8Array(5_000).fill(7) }),
        'word/comments.xml': `<w:comments ${W}><w:comment w:id="0" w:author="甲">${p('问')}</w:comment></w:comments>`,
        'word/k.docx': docx(p('里面') + tbl(1, tr(tc('格')))),
      },
    },
  ),
]
