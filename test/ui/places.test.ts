import { expect, it } from 'vitest'
import { type Way, wentBack, wentToRollOut } from '../../src/ui/places.ts'

const screens = (way: Way) => way.map(({ screen }) => screen)

it('a roll-out that was got ready leads back to how the machines are, and no further', () => {
  const way = wentToRollOut([{ screen: 'start' }, { screen: 'hosts' }, { screen: 'status' }])
  expect(screens(way)).toEqual(['status', 'deploy'])
  expect(screens(wentBack(wentBack(way)))).toEqual(['status'])
})

it('a session that began with its roll-out has no way back from it', () => {
  expect(screens(wentToRollOut([{ screen: 'deploy' }]))).toEqual(['deploy'])
})
