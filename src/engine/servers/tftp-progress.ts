/** Which steps of a transfer are worth telling: the first, each 1/32 or quarter of a second, and the last. */
export const throttle = (total: number, now: () => number) => {
  let told = Number.NEGATIVE_INFINITY
  let toldAt = 0
  return (bytes: number): boolean => {
    const due = bytes === total || bytes - told >= total / 32 || now() - toldAt >= 250
    if (!due || bytes === told) return false
    told = bytes
    toldAt = now()
    return true
  }
}
