/** `firstlight run`, or another command, in a process of its own: so that it can be killed. */
import { resume } from '../../src/cli/resume.ts'
import { run } from '../../src/cli/run.ts'
import { deskIn } from './rig.ts'

const [command, folder = '', flags = '{}'] = process.argv.slice(2)
const desk = deskIn(folder, {
  out: line => void process.stdout.write(`${line}\n`),
  err: line => void process.stderr.write(`${line}\n`),
})
process.exitCode = await (command === 'resume' ? resume : run)(JSON.parse(flags), desk)
