/** The program `mevd`. A hang-up before the handlers are there would end the process: this comes first. */
process.on('SIGHUP', () => undefined)

const { program } = await import('./cli/program.ts')
await program(process.argv.slice(2))
