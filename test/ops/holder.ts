import { argv, stdout } from 'node:process'
import { lockState } from '../../daemon/ops/lock.ts'

/** Holds a state directory until it is killed. */
lockState(argv[2] ?? '')
stdout.write('held\n')
setInterval(() => undefined, 60_000)
