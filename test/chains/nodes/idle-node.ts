import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { argv } from 'node:process'

/** A node that serves its socket and does nothing else: `idle-node.ts SOCKET [stubborn|dead]`. */
const [, , ipc = '', manner = ''] = argv

if (manner !== 'dead') {
  process.on('SIGINT', () => {
    writeFileSync(`${ipc}.asked`, manner)
    if (manner !== 'stubborn') process.exit()
  })
  createServer().listen(ipc, () => writeFileSync(`${ipc}.started`, manner))
}
