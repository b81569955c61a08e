import { demoLocalId, demoUuid } from './demo-id.ts'
import { personId } from './people.ts'
import type { Account } from './people.ts'
import { LETTERS_KEY, lettersForNumbers } from './plans/letters-for-numbers.ts'
import type { DemoLesson, DemoLessonEvent } from './types.ts'

const DAY = 24 * 3600_000
const CHINA = 8 * 3600_000

/** When the observed lesson began: the second period (9:10 China time) of the last Thursday that is a week or more ago. */
export function demoLessonStartedAt(now: Date): Date {
  const weekAgo = Math.floor((now.getTime() + CHINA) / DAY) - 7
  // Day 0 of the epoch was a Thursday, so every day that 7 divides is one.
  const thursday = weekAgo - (weekAgo % 7)
  return new Date(thursday * DAY - CHINA + (9 * 60 + 10) * 60_000)
}

/** What an observer's mark says about the note. */
type Mark = 'strength' | 'problem' | 'question' | 'waitTime'

/** `12:05` on the lesson's clock as milliseconds. */
const clock = (time: string): number => {
  const [minutes = 0, seconds = 0] = time.split(':').map(Number)
  return (minutes * 60 + seconds) * 1000
}

const event = (
  kind: DemoLessonEvent['kind'],
  time: string,
  row: string | null,
  actor: Account,
  source: DemoLessonEvent['source'],
  payload: DemoLessonEvent['payload'],
): DemoLessonEvent => {
  const key = [kind, time, actor].join('/')
  return {
    key,
    id: demoUuid('lessonEvent', `${LETTERS_KEY}/${key}`),
    kind,
    rowId: row === null ? null : demoLocalId(LETTERS_KEY, 'row', row),
    tMs: clock(time),
    actorId: personId(actor),
    source,
    payload,
  }
}

const entered = (time: string, row: string) => event('row.entered', time, row, 'zhubei', 'person', {})
const page = (time: string, row: string, number: number) =>
  event('page.turned', time, row, 'zhubei', 'page', { page: number })
const note = (time: string, row: string, actor: Account, mark: Mark, text: string, seconds?: number) =>
  event('observation.note', time, row, actor, 'person', { mark, text, ...(seconds === undefined ? {} : { seconds }) })

/** 《用字母表示数》 in 清河五（1）班, observed by the researcher and a colleague. It ran 41½ minutes of 40. */
export const DEMO_LESSON: DemoLesson = {
  lessonId: lettersForNumbers.id,
  startedBy: personId('zhubei'),
  events: [
    page('0:18', 'lead-in', 1),
    entered('0:25', 'lead-in'),
    note('1:10', 'lead-in', 'jyy', 'strength', '信封当面加3颗，孩子都往前探身子。'),
    note('2:04', 'lead-in', 'mingshi', 'waitTime', '“不知道几颗，怎么说？”等了7秒，出来三种写法。', 7),
    page('3:40', 'lead-in', 2),
    entered('5:12', 'age'),
    page('5:20', 'age', 3),
    note('7:35', 'age', 'jyy', 'question', '填到第三行已经有人嫌烦，为什么还要填第四行？'),
    note('9:48', 'age', 'mingshi', 'strength', '四种写法都贴，没有先说哪个对。'),
    note('11:26', 'age', 'jyy', 'strength', '第二排男生：“b看不出和a的关系。”这句正是要的。'),
    note('12:02', 'age', 'mingshi', 'problem', '上面这句话老师重复了一遍就过去了，没有请别人再说。'),
    page('13:15', 'age', 4),
    note('14:40', 'age', 'jyy', 'waitTime', '“a可以是200吗？”问完就有人喊，没等，后排多数没想。', 1),
    note('16:55', 'age', 'mingshi', 'question', '取值范围讨论了将近3分钟，和本课重点比是不是多了？'),
    entered('19:20', 'both'),
    page('19:28', 'both', 5),
    note('20:46', 'both', 'jyy', 'strength', '石阶的照片是柳林何老师拍的，学生看得认真。'),
    note('22:10', 'both', 'jyy', 'problem', '问“15n算完了吗”，全班齐答“算完了”，看不出谁真懂。'),
    note('23:31', 'both', 'mingshi', 'strength', '学生编“六只蚂蚁”，自己改口“一只x毫克”，老师让他把改的理由说出来。'),
    page('24:50', 'both', 6),
    entered('26:05', 'shorthand'),
    page('26:12', 'shorthand', 7),
    note('28:20', 'shorthand', 'jyy', 'strength', '规定让学生自己读，只用反例查，省时间。'),
    note('30:02', 'shorthand', 'mingshi', 'waitTime', '“a取2时一样，就一直一样吗？”等了5秒，三个人举手变成十几个。', 5),
    entered('32:30', 'practice'),
    page('32:34', 'practice', 8),
    note('34:15', 'practice', 'jyy', 'problem', '校车题写x+3的被同桌打了叉，巡视没看到。'),
    note('36:48', 'practice', 'mingshi', 'question', '第③题后一问只有一人讲完，可不可以挪到第2课时？'),
    entered('39:10', 'summary'),
    page('39:14', 'summary', 9),
    note('40:20', 'summary', 'jyy', 'strength', '打开信封是7颗，有孩子轻声说“那a+3就是10”。首尾接上了。'),
    note('41:25', 'summary', 'mingshi', 'question', '超了1分半，时间都在“差几岁”那一段。'),
  ],
}
