import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from './document.ts'

/** What Redocly's strictest rules find wrong with a description, as `rule pointer`. */
async function faultsOf(document: Record<string, unknown>): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'openapi.json', config })
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer ?? ''}`)
}

type Json = { [name: string]: Json }
const broken = (change: (document: Json) => void): Record<string, unknown> => {
  const document = structuredClone(openApiDocument())
  change(document as Json)
  return document
}

describe('[OA1] the description of the API', () => {
  test('has no fault that a strict reader finds', async () => {
    expect(await faultsOf(openApiDocument())).toEqual([])
  })

  test.each<[fault: string, change: (document: Json) => void]>([
    [
      'no-unresolved-refs',
      (document) => {
        delete document['components']?.['schemas']?.['Person']
      },
    ],
    [
      'path-parameters-defined',
      (document) => {
        delete document['paths']?.['/lesson-plans/{id}']?.['get']?.['parameters']
      },
    ],
    [
      'operation-operationId-unique',
      (document) => {
        const operation = document['paths']?.['/me']?.['get']
        if (operation) operation['operationId'] = document['paths']?.['/home']?.['get']?.['operationId'] as Json
      },
    ],
    [
      'struct',
      (document) => {
        delete document['info']
      },
    ],
  ])('is refused with the fault %s', async (fault, change) => {
    expect((await faultsOf(broken(change))).map((line) => line.split(' ')[0])).toContain(fault)
  })
})
