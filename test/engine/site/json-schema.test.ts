/** The schema for editors is the one the program reads with, and is kept in docs/. */
import { expect, test } from 'vitest'
import { siteJsonSchemaText } from '../../../src/engine/site/json-schema.ts'

test('docs/site.schema.json is current (vitest -u writes it)', async () => {
  await expect(siteJsonSchemaText()).toMatchFileSnapshot('../../../docs/site.schema.json')
})
