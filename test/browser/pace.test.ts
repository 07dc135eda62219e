import { expect, it } from 'vitest'
import { pace } from '../../src/browser/pace.js'

/** A clock that goes only when it is told to. */
function clockwork(): {
  readonly clock: Parameters<typeof pace>[1]
  readonly pass: (milliseconds: number) => void
} {
  let time = 0
  let due: { at: number; call: () => void }[] = []
  return {
    clock: {
      now: () => time,
      after: (delay, call) => {
        const timer = { at: time + delay, call }
        due.push(timer)
        return () => (due = due.filter((d) => d !== timer))
      },
    },
    pass(milliseconds) {
      time += milliseconds
      const ready = due.filter((d) => d.at <= time)
      due = due.filter((d) => d.at > time)
      for (const { call } of ready) call()
    },
  }
}

it('takes the first at once, then only the newest, and the last when all is over', () => {
  const { clock, pass } = clockwork()
  const taken: number[] = []
  const paced = pace<number>((n) => taken.push(n), clock)
  for (const n of [1, 2, 3]) paced.offer(n)
  expect(taken).toEqual([1])
  pass(99)
  expect(taken).toEqual([1])
  pass(1)
  expect(taken).toEqual([1, 3])
  paced.offer(4)
  paced.offer(5)
  paced.flush()
  expect(taken).toEqual([1, 3, 5])
  paced.flush()
  pass(1000)
  expect(taken).toEqual([1, 3, 5])
})

it('rests four times as long as the last one took', () => {
  const { clock, pass } = clockwork()
  const taken: number[] = []
  const paced = pace<number>((n) => {
    taken.push(n)
    if (n === 1) pass(200)
  }, clock)
  paced.offer(1)
  paced.offer(2)
  pass(799)
  expect(taken).toEqual([1])
  pass(1)
  expect(taken).toEqual([1, 2])
})
