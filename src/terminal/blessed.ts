/**
 * The parts of blessed in use, by their deep paths: the package's own entrance loads all of its widgets.
 */
export { default as Program } from 'blessed/lib/program.js'
export { default as Element } from 'blessed/lib/widgets/element.js'
export { default as Screen } from 'blessed/lib/widgets/screen.js'
