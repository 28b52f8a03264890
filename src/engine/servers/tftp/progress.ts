/** Which steps of a transfer are worth telling: the first, one each quarter of a second, and the last. */
export const throttle = (total: number, now: () => number) => {
  let told = -1
  let toldAt = Number.NEGATIVE_INFINITY
  return (bytes: number): boolean => {
    const at = now()
    if ((bytes < total && at - toldAt < 250) || bytes === told) return false
    told = bytes
    toldAt = at
    return true
  }
}
