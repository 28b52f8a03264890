import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kernelFormat, ramdiskFormat } from '../../../src/engine/artifacts/formats.ts'
import { judgeKernel, judgeRamdisk } from '../../../src/engine/artifacts/judge.ts'
import { arm64Image, bytesAt, bzImage, efiProgram, gzip } from './specimens.ts'

const html = Buffer.from('<html>404 Not Found</html>')

describe('what a file begins with', () => {
  it.each([
    ['bzImage', bzImage],
    ['arm64 Image', arm64Image],
    ['EFI program', efiProgram],
    [undefined, html],
    [undefined, gzip],
    [undefined, bzImage.subarray(0, 0x204)],
    [undefined, bytesAt(0x202, [0x1fe, '55aa'])],
    [undefined, bytesAt(512, [0, '4d5a'], [0x3c, 'ffffffff'])],
    [undefined, new Uint8Array()],
  ])('kernel: %s', (format, head) => {
    expect(kernelFormat(head)).toBe(format)
  })

  it.each([
    ['cpio', '303730373031'],
    ['cpio', '303730373032'],
    ['gzip', '1f8b08'],
    ['xz', 'fd377a585a00'],
    ['zstd', '28b52ffd'],
    ['lz4', '02214c18'],
    ['lzma', '5d0000'],
    ['lzo', '894c5a4f'],
    ['bzip2', '425a6839'],
    [undefined, '3c68746d6c3e'],
    [undefined, '3037303730'],
    [undefined, ''],
  ])('initrd: %s from %s', (format, hex) => {
    expect(ramdiskFormat(Buffer.from(hex, 'hex'))).toBe(format)
  })

  it('garbage is nothing, and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), head => {
        const isProgram = head[0] === 0x4d && head[1] === 0x5a
        if (!isProgram && head.length < 0x1fe)
          expect([undefined, 'arm64 Image']).toContain(kernelFormat(head))
        ramdiskFormat(head)
      }),
    )
  })
})

describe('sizes', () => {
  const kernel = (size: number) => judgeKernel({ path: 'k', head: bzImage, size })
  const ramdisk = (size: number) => judgeRamdisk({ path: 'i', head: gzip, size })
  const codes = ({ fault, warnings }: ReturnType<typeof kernel>) => [
    fault?.code,
    ...warnings.map(({ code }) => code),
  ]

  it.each([
    [999_999, ['absurd-size']],
    [1e6, [undefined, 'unusual-size']],
    [10e6, [undefined]],
    [30e6, [undefined]],
    [30_000_001, [undefined, 'unusual-size']],
    [200e6, [undefined, 'unusual-size']],
    [200_000_001, ['absurd-size']],
  ])('a kernel of %d bytes: %j', (size, expected) => {
    expect(codes(kernel(size))).toEqual(expected)
  })

  it.each([
    [1e6, [undefined]],
    [400e6, [undefined]],
    [400_000_001, [undefined, 'large-ramdisk']],
    [1_999_999_999, [undefined, 'large-ramdisk']],
    [2e9, ['absurd-size']],
  ])('an initrd of %d bytes: %j', (size, expected) => {
    expect(codes(ramdisk(size))).toEqual(expected)
  })

  it('what it is comes before how large it is', () => {
    expect(judgeKernel({ path: 'k', head: html, size: 26 }).fault).toEqual({
      code: 'not-a-kernel',
      message: 'it does not begin as a Linux kernel does',
      place: 'k',
      remedy: 'Check config.system.build.kernel and config.system.boot.loader.kernelFile of that installer',
    })
    expect(judgeRamdisk({ path: 'i', head: html, size: 26 }).fault?.code).toBe('not-a-ramdisk')
  })
})
