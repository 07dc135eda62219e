/**
 * Boxes laid out as they are built, into a flow.
 */
import type { OpenBlock } from './block.js'
import { closeBlock, layoutBox, openBlock } from './block.js'
import type { BoxSink } from './box.js'
import type { Flow } from './flow.js'

/** A sink that lays out in `columns` cells what it takes. */
export function layoutSink(flow: Flow, columns: number): BoxSink {
  const around = { indent: 0, columns }
  const open: OpenBlock[] = []
  return {
    open(box) {
      open.push(openBlock(box, flow, open.at(-1) ?? around))
    },
    close() {
      const closed = open.pop()
      if (closed !== undefined) closeBlock(closed, flow)
    },
    add(box) {
      layoutBox(box, flow, open.at(-1) ?? around)
    },
  }
}
