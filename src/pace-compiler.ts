/**
 * How soon V8 optimises, by how much of a page has come. For a page of a megabyte, read once and printed, its optimising
 * compiler at the usual pace takes longer than what it compiles then runs; for one of ten it pays. Measured in bench/.
 */

/** From so many octets on, what a function runs before it is optimised, in V8's own unit; 67584 is the default. */
const PACES: readonly (readonly [octets: number, interruptBudget: number])[] = [
  [200_000, 400_000],
  [2_000_000, 67_584],
]

/**
 * Called as a page grows. Not before: V8 refuses code that was compiled under other flags, ours and Node's own that is
 * not yet loaded.
 */
export async function paceCompiler(before: number, now: number): Promise<void> {
  const passed = PACES.findLast(([octets]) => before < octets && now >= octets)
  if (passed === undefined) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString(`--interrupt-budget=${passed[1]}`)
}
