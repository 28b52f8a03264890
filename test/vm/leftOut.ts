/** Said at every ordinary run, so that nobody takes it for the whole. */
export default (): void =>
  console.info('Left out here: test/vm, the real machines. They run with test/vm/run.')
