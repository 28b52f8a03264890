/** The program's own table, with nobody to act. */

import { tableOf } from '../../../src/cli/manual/table.ts'
import { createProgram } from '../../../src/cli/program.ts'

const nobody = new Proxy({}, { get: () => async () => 0 }) as Parameters<typeof createProgram>[0]

export const program = createProgram(nobody, { out: () => {}, err: () => {}, version: '1.2.3' }, () => {})
export const table = tableOf(program)
