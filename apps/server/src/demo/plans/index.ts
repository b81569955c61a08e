import type { DemoPlan } from '../types.ts'
import { advertising } from './advertising.ts'
import { autumnEvening } from './autumn-evening.ts'
import { bedOfGreens } from './bed-of-greens.ts'
import { hectareAndSquareKilometre } from './hectare.ts'
import { highAndLowSounds } from './high-and-low.ts'
import { lettersForNumbers } from './letters-for-numbers.ts'
import { oldHouses } from './old-houses.ts'
import { parallelogramArea } from './parallelogram-area.ts'
import { pendulum } from './pendulum.ts'
import { polygonAreaUnit } from './polygon-area-unit.ts'
import { roundedQuotient } from './rounded-quotient.ts'
import { simaGuangStory } from './sima-guang.ts'
import { soundProperties } from './sound-properties.ts'
import { standingLongJump } from './standing-long-jump.ts'
import { trapezoidArea } from './trapezoid-area.ts'
import { treePlanting } from './tree-planting.ts'
import { triangleArea } from './triangle-area.ts'
import { weatherTwinClass } from './weather-twin-class.ts'

/** Every plan of the demonstration county; at least one in each state. */
export const DEMO_PLANS: readonly DemoPlan[] = [
  parallelogramArea,
  triangleArea,
  lettersForNumbers,
  treePlanting,
  roundedQuotient,
  trapezoidArea,
  hectareAndSquareKilometre,
  polygonAreaUnit,
  autumnEvening,
  simaGuangStory,
  weatherTwinClass,
  pendulum,
  oldHouses,
  advertising,
  standingLongJump,
  highAndLowSounds,
  bedOfGreens,
  soundProperties,
]
