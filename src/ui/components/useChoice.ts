/** The operator's choice of hosts, counted from what was last asked for: what is drawn may lag behind two keys. */
import { useRef } from 'react'
import type { Choice, SiteProps } from '../screen.ts'

export const useChoice = ({ choice, choose }: Pick<SiteProps, 'choice' | 'choose'>) => {
  const seen = useRef(choice)
  const latest = useRef(choice)
  if (seen.current !== choice) {
    seen.current = choice
    latest.current = choice
  }
  return (change: (choice: Choice) => Choice): void => {
    latest.current = change(latest.current)
    choose(latest.current)
  }
}

export const toggled = (choice: Choice, host: string): Choice => ({
  ...choice,
  hosts: choice.hosts.includes(host) ? choice.hosts.filter(each => each !== host) : [...choice.hosts, host],
})

/** All of them; when they all are chosen already, none. Those that are not shown stay as they were. */
export const allOrNone = (choice: Choice, among: readonly string[]): Choice => {
  const others = choice.hosts.filter(name => !among.includes(name))
  const all = among.every(name => choice.hosts.includes(name))
  return { ...choice, hosts: all ? others : [...others, ...among] }
}

export const booting = (choice: Choice, hosts: readonly string[], profile: string): Choice => ({
  ...choice,
  profiles: { ...choice.profiles, ...Object.fromEntries(hosts.map(host => [host, profile])) },
})
