// Mistakes that the program does not have: a signal makes it throw, another one lets a promise be rejected.
'use strict'
process.on('SIGUSR2', () => {
  throw new Error('it broke \x1b[31mbadly')
})
process.on('SIGURG', () => {
  void Promise.reject(new Error('a promise was broken'))
})
