import { evaluate, nixError, root } from '../nix-nos/nix.ts'

export const examples = `${root}/examples`
export const render = (site: string): string => `import ${root}/nix/lib/render.nix { site = ${site}; }`

/** What an evaluation that must fail says. */
export async function complaint(expression: string): Promise<string> {
  const answer = await evaluate(expression).catch((failure: unknown) => ({ failure }))
  if (!(answer instanceof Object && 'failure' in answer)) throw new Error('it was not refused')
  return nixError(answer.failure).replace(/^ {7}/gm, '').trim()
}
