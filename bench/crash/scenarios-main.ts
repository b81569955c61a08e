/**
 * `npm run bench:scenarios`: ways in which servers have lost what they had acknowledged, one by one: ours, and the stock server
 * with its database extension on a PostgreSQL of the same kind; K, with two servers, is ours only. Ends with 1 where ours lost anything or took longer than five
 * seconds to end.
 */
import { playScenarios } from './scenarios.ts'
import { playTwoServers } from './two-servers.ts'

console.log(
  'stock: @hocuspocus/server and extension-database 4.7.0, its defaults; in J 10 s and 45 s, not unloaded at once',
)
const ours = await playScenarios('ours', true)
const stock = await playScenarios('stock', true)
console.log(`\n${''.padEnd(72)}acknowledged and lost`)
console.log(
  `${''.padEnd(72)}${'ours'.padStart(14)}${'stock'.padStart(14)}${'ends in ms, ours'.padStart(18)}${'stock'.padStart(8)}`,
)
for (const [index, one] of ours.entries()) {
  const other = stock[index]
  const share = (result = one): string => `${result.missing} of ${result.acknowledged}`.padStart(14)
  const end = (result = one): string => result.stoppedMs?.toFixed(0) ?? ''
  console.log(
    `${`${one.key}  ${one.what}`.padEnd(72)}${share()}${share(other)}${end().padStart(18)}${end(other).padStart(8)}`,
  )
}
const two = await playTwoServers(6, true)
const sum = (of: 'missing' | 'acknowledged'): number => two.reduce((total, result) => total + result[of], 0)
console.log(
  `${'K  two servers, storing takes 300 ms, the last client leaves, no crash'.padEnd(72)}${`${sum('missing')} of ${sum('acknowledged')}`.padStart(14)}${'not run'.padStart(14)}`,
)
console.log('K of stock needs @hocuspocus/extension-redis, which pulls in a package without a licence')
process.exitCode =
  sum('missing') === 0 && ours.every(({ missing, stoppedMs }) => missing === 0 && (stoppedMs ?? 0) < 5_000) ? 0 : 1
