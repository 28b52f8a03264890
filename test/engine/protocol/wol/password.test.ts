import { expect, test } from 'vitest'
import { parsePassword } from '../../../../src/engine/protocol/wol/password.ts'

test.each([
  ['192.168.1.255', [192, 168, 1, 255]],
  ['0.0.0.0', [0, 0, 0, 0]],
  ['aa:bb:cc:dd:ee:0F', [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0x0f]],
  ['aa-bb-cc-dd-ee-ff', [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]],
])('%s', (written, bytes) => {
  expect([...(parsePassword(written) ?? [])]).toEqual(bytes)
})

test.each([
  '',
  'secret',
  '1.2.3',
  '1.2.3.256',
  '1.2.3.4.5',
  'aa:bb-cc:dd:ee:ff',
  'aa:bb:cc:dd:ee',
  'aabbccddeeff\n',
])('%j is refused', written => {
  expect(parsePassword(written)).toBeUndefined()
})
