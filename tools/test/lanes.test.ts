import { globSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../vitest.config.ts'
import { REPOSITORY } from '../process/index.ts'
import { JOURNEYS, LAWS } from './lanes.ts'

interface Project {
  readonly name: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

const projects = (config.test?.projects ?? []).map((project) => (project as { test: Project }).test)
const names = projects.map(({ name }) => name)

test('every project is walked once', () => {
  expect([...LAWS.flat(2), ...JOURNEYS].toSorted()).toEqual(names.toSorted())
})

test('every test file belongs to exactly one project', () => {
  const files = globSync('**/*.test.{ts,mjs}', {
    cwd: REPOSITORY,
    exclude: (name) => name === 'node_modules' || name === '.cache' || name === 'dist',
  })
  const owners = files.map((file) => [
    file,
    projects
      .filter(
        ({ include, exclude }) =>
          include.some((glob) => matchesGlob(file, glob)) && !exclude.some((glob) => matchesGlob(file, glob)),
      )
      .map(({ name }) => name),
  ])
  expect(files.length).toBeGreaterThan(150)
  expect(owners.filter(([, found]) => found?.length !== 1)).toEqual([])
  expect(new Set(owners.flatMap(([, found]) => found))).toEqual(new Set(names))
})
