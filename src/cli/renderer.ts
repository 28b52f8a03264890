/** Where renderings come from: those that come with the program, the operator's own, and the generators. */
import type { Context } from './context.ts'

export const renderer = ({ world, root, env, home }: Context) => ({
  world,
  library: `${root}/nix/lib`,
  kept: `${root}/nix/rendered`,
  cache: `${env.XDG_CACHE_HOME || `${home}/.cache`}/firstlight/render`,
})
