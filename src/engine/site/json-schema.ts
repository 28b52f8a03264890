/** The site file's form for editors, out of the same schema that reads it. */
import * as z from 'zod'
import { siteSchema } from './schema.ts'

export const siteJsonSchema = (): object => ({
  ...z.toJSONSchema(siteSchema, { io: 'input', target: 'draft-7' }),
  title: 'firstlight site',
  description:
    'Keys an editor marks as unknown are only warned about by firstlight; what spans several values is checked by firstlight check',
})

export const siteJsonSchemaText = (): string => `${JSON.stringify(siteJsonSchema(), null, 2)}\n`
