/** The order asked for must exist. */
import type { Fault } from '../../errors.ts'
import { dependencyCycle, hostCycle, waveTooEarly } from '../../faults/site-order.ts'
import { circles, hostNeeds, managedNeeds, serviceNeeds, wavesOf } from '../needs.ts'
import { type Check, isManaged, type Survey } from '../survey.ts'

/** Hosts go in circles whenever their services do: the first is said only once the second is right. */
export const order: Check = survey => {
  const services = ofServices(survey)
  if (services.length > 0) return services
  const hosts = ofHosts(survey)
  return hosts.length > 0 ? hosts : ofWaves(survey)
}

const ofServices = (survey: Survey): Fault[] => {
  const needs = serviceNeeds(survey)
  return circles([...needs.keys()], name => needs.get(name) ?? []).map(circle =>
    dependencyCycle(survey.at('services', circle[0] ?? '', 'depends_on'), circle),
  )
}

const ofHosts = (survey: Survey): Fault[] => {
  const needs = hostNeeds(survey)
  const next = (name: string) => (needs.get(name) ?? []).map(({ host }) => host)
  return circles([...needs.keys()], next).map(circle => {
    const steps = circle
      .slice(1)
      .map((to, index) => needs.get(circle[index] ?? '')?.find(({ host }) => host === to))
    const why = steps.flatMap(step => (step ? [step.why] : []))
    return hostCycle(survey.at('hosts', circle[0] ?? ''), circle, why)
  })
}

const ofWaves = (survey: Survey): Fault[] => {
  const needs = managedNeeds(survey)
  const waves = wavesOf(survey, needs)
  return survey.hosts.flatMap(([name, host]) => {
    const { wave } = host
    if (wave === null || wave === undefined || !isManaged(host)) return []
    return (needs.get(name) ?? [])
      .map(other => ({ other, theirs: waves.get(other) ?? wave }))
      .filter(({ theirs }) => theirs > wave)
      .map(({ other, theirs }) => waveTooEarly(survey.at('hosts', name, 'wave'), wave, other, theirs))
  })
}
